import type { ColumnType, Generated } from 'kysely';
import type { ApprovalKind, ApprovalStatus, Authority } from '../domain/approval/approval.ts';
import type { ArtifactKind } from '../domain/artifact/artifact.ts';
import type { FieldSource, Goal } from '../domain/brief/brief.ts';
import type {
  AdAccountOption,
  ConnectionState,
  PageOption,
} from '../domain/connection/connection.ts';
import type {
  ConversationStatus,
  ConversationType,
  MessageMetadata,
  MessageRole,
  MessageStatus,
  MessageType,
} from '../domain/conversation/message.ts';
import type {
  CampaignStatus,
  OperationKind,
  OperationState,
} from '../domain/deployment/deployment.ts';
import type { InboxKind } from '../domain/lifecycle/work.ts';
import type { NotificationKind } from '../domain/notification/notification.ts';
import type { CampaignPlan } from '../domain/plan/plan.ts';
import type { Stage, WaitingFor } from '../domain/project/stage.ts';
import type { ApprovalCardView, ChangeType } from '../domain/project/views.ts';

/** timestamptz: the driver gives epoch ms, and takes an ISO text made by `instant()`. */
type Instant = ColumnType<number, string, string>;
type NullableInstant = ColumnType<number | null, string | null | undefined, string | null>;
/** jsonb: read as a value, written as JSON text made by `json()`. */
type Json<T> = ColumnType<T, string, string>;
type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>;

type Owned = { projectId: string; ownerId: string };

export type UserTable = {
  id: string;
  name: string;
  email: string;
  emailVerified: boolean;
  image: string | null;
  createdAt: Instant;
  updatedAt: Instant;
};

export type UserClockTable = { userId: string; offsetMs: number };
export type UserStreamTable = { userId: string; lastSeq: number };

export type ProjectTable = {
  id: string;
  ownerId: string;
  name: string;
  stage: Stage;
  waitingFor: WaitingFor;
  waitingSince: NullableInstant;
  headline: string;
  lastOutboxSeq: Generated<number>;
  adAccountId: string | null;
  adAccountName: string | null;
  pageId: string | null;
  pageName: string | null;
  currency: string | null;
  timezone: string | null;
  createdAt: Instant;
  updatedAt: Instant;
  archivedAt: NullableInstant;
};

export type BriefStatus = 'DRAFT' | 'PROPOSED' | 'CONFIRMED' | 'SUPERSEDED';

export type ProjectBriefTable = Owned & {
  id: string;
  version: number;
  status: BriefStatus;
  businessName: string | null;
  businessDescription: string | null;
  product: string | null;
  targetAudience: string | null;
  goal: Goal | null;
  monthlyBudgetMinor: number | null;
  monthlyBudgetCurrency: string | null;
  location: string | null;
  uniqueSellingPoint: string | null;
  websiteUrl: string | null;
  sources: Json<Record<string, FieldSource>>;
  createdAt: Instant;
  updatedAt: Instant;
};

export type FacebookConnectionTable = {
  id: string;
  userId: string;
  fbUserId: string | null;
  fbUserName: string | null;
  fbAccountId: string | null;
  pageId: string | null;
  tokenCiphertext: string | null;
  tokenKeyId: string | null;
  tokenExpiresAt: NullableInstant;
  dataAccessExpiresAt: NullableInstant;
  scopes: Json<readonly string[]>;
  state: ConnectionState;
  adAccounts: Json<readonly AdAccountOption[]>;
  pages: Json<readonly PageOption[]>;
  createdAt: Instant;
  updatedAt: Instant;
};

export type OauthStateTable = {
  stateHash: string;
  userId: string;
  sessionId: string;
  projectId: string;
  expiresAt: Instant;
  usedAt: NullableInstant;
};

export type ConversationTable = Owned & {
  id: string;
  type: ConversationType;
  status: ConversationStatus;
  title: string;
  campaignRecordId: string | null;
  createdAt: Instant;
};

export type MessageTable = Owned & {
  id: string;
  conversationId: string;
  position: Generated<number>;
  type: MessageType;
  role: MessageRole;
  status: MessageStatus;
  content: string;
  metadata: Json<MessageMetadata>;
  replyTo: string | null;
  createdAt: Instant;
};

export type MessageStreamTable = Owned & {
  messageId: string;
  conversationId: string;
  attempt: number;
  content: string;
  stopRequested: Generated<boolean>;
  updatedAt: Instant;
};

export type AssetTable = Owned & {
  id: string;
  mime: string;
  sha256: string;
  width: number;
  height: number;
  bytes: Buffer;
  createdAt: Instant;
};

export type ArtifactTable = Owned & {
  id: string;
  kind: ArtifactKind;
  title: string;
  version: number;
  content: string | null;
  assetId: string | null;
  createdAt: Instant;
};

export type CampaignRecordTable = Owned & {
  id: string;
  status: CampaignStatus;
  name: string;
  currency: string;
  dailyBudgetMinor: number;
  plan: Json<CampaignPlan>;
  planHash: string;
  approvalId: string | null;
  metaCampaignId: string | null;
  metaIds: Json<Record<string, string>>;
  problemCode: string | null;
  deployFence: Generated<number>;
  createdAt: Instant;
  liveSince: NullableInstant;
  nextCheckAt: NullableInstant;
  lastCheckedAt: NullableInstant;
};

export type ApprovalTable = Owned & {
  id: string;
  kind: ApprovalKind;
  status: ApprovalStatus;
  contentHash: string;
  card: NullableJson<ApprovalCardView>;
  authority: NullableJson<Authority>;
  briefId: string | null;
  campaignRecordId: string | null;
  requestedAt: Instant;
  expiresAt: NullableInstant;
  remindedAt: NullableInstant;
  decidedAt: NullableInstant;
  decidedBy: 'person' | 'operator' | null;
  decidedFrom: string | null;
  reason: string | null;
};

export type MetaOperationTable = Owned & {
  opKey: string;
  campaignRecordId: string;
  kind: OperationKind;
  label: string;
  ordinal: number;
  requestHash: string;
  marker: string | null;
  state: OperationState;
  attempt: Generated<number>;
  metaId: string | null;
  approvalId: string | null;
  errorCode: string | null;
  startedAt: NullableInstant;
  finishedAt: NullableInstant;
};

export type PerformanceSnapshotTable = Owned & {
  campaignRecordId: string;
  /** Meta's ad id; '' stands for the campaign as a whole, so that the row's key has no null. */
  adId: string;
  day: string;
  currency: string;
  spendMinor: number;
  impressions: number;
  reach: number;
  frequency: number;
  clicks: number;
  ctr: number;
  conversions: number | null;
  costPerConversionMinor: number | null;
  valueMinor: number | null;
  roas: number | null;
  raw: Json<unknown>;
  takenAt: Instant;
};

export type SignificantEventTable = Owned & {
  id: string;
  campaignRecordId: string;
  kind: string;
  dedupeKey: string;
  facts: Json<unknown>;
  toldMessageId: string | null;
  createdAt: Instant;
};

export type NotificationTable = Owned & {
  id: string;
  kind: NotificationKind;
  title: string;
  body: string;
  messageId: string | null;
  createdAt: Instant;
  readAt: NullableInstant;
};

export type ActivityEntryTable = Owned & {
  id: string;
  at: Instant;
  actor: 'agent' | 'person' | 'facebook' | 'operator';
  what: string;
  why: string | null;
  outcome: string | null;
};

export type EventTable = {
  ownerId: string;
  seq: number;
  projectId: string;
  type: ChangeType;
  refId: string;
  createdAt: Instant;
};

export type OutboxTable = Owned & {
  id: string;
  seq: number;
  kind: InboxKind;
  payload: Json<unknown>;
  createdAt: Instant;
  sentAt: NullableInstant;
  attempts: Generated<number>;
  nextAttemptAt: NullableInstant;
  lastErrorCode: string | null;
};

/** The database as the application sees it; a test holds it against the catalogue. */
export type Database = {
  user: UserTable;
  userClock: UserClockTable;
  userStream: UserStreamTable;
  project: ProjectTable;
  projectBrief: ProjectBriefTable;
  facebookConnection: FacebookConnectionTable;
  oauthState: OauthStateTable;
  conversation: ConversationTable;
  message: MessageTable;
  messageStream: MessageStreamTable;
  asset: AssetTable;
  artifact: ArtifactTable;
  campaignRecord: CampaignRecordTable;
  approval: ApprovalTable;
  metaOperation: MetaOperationTable;
  performanceSnapshot: PerformanceSnapshotTable;
  significantEvent: SignificantEventTable;
  notification: NotificationTable;
  activityEntry: ActivityEntryTable;
  event: EventTable;
  outbox: OutboxTable;
};
