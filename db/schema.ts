import type { Generated } from 'kysely';
import type { ArtifactKind } from '../domain/artifact/artifact.ts';
import type { FieldSource, Goal } from '../domain/brief/brief.ts';
import type { WebsiteFound } from '../domain/brief/website.ts';
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
import type { InboxItem, InboxKind } from '../domain/lifecycle/work.ts';
import type { NotificationKind } from '../domain/notification/notification.ts';
import type { Stage, WaitingFor } from '../domain/project/stage.ts';
import type { ChangeType } from '../domain/project/views.ts';
import type {
  ApprovalTable,
  CampaignRecordTable,
  MetaOperationTable,
  PerformanceSnapshotTable,
  SignificantEventTable,
  PlanEditTable,
  ProjectQuestionTable,
  ForecastTable,
} from './campaign-tables.ts';
import type { Instant, Json, NullableInstant, Owned } from './columns.ts';

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
  connectedAt: NullableInstant;
  checkedAt: NullableInstant;
  renewedAt: NullableInstant;
  /** The last reminder before the token's end that was given, in days before it. */
  remindedDays: number | null;
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
  /** Attempts that failed for another reason than a busy model. */
  failures: Generated<number>;
  updatedAt: Instant;
};

/** What calls to the model cost, one row for each answer or piece of work. */
export type ModelUsageTable = Owned & {
  id: string;
  purpose: string;
  model: string;
  requests: number;
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  /** Millionths of a US dollar. */
  costMicroUsd: number;
  usedAt: Instant;
};

/** A page of the person's website as it was read; its words are information, never instructions. */
export type WebsitePageTable = Owned & {
  id: string;
  url: string;
  state: 'READ' | 'UNREADABLE';
  problemCode: string | null;
  title: string | null;
  content: string | null;
  /** Brief fields that the page answers. */
  found: Json<WebsiteFound>;
  /** As `#rrggbb`, the most used first. */
  colours: Json<readonly string[]>;
  /** Addresses of pictures on the page. */
  pictures: Json<readonly string[]>;
  readAt: Instant;
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

type WithoutSeq<Item> = Item extends unknown ? Omit<Item, 'seq'> : never;
/** An inbox item before it has its number. */
export type NewInboxItem = WithoutSeq<InboxItem>;

export type OutboxTable = Owned & {
  id: string;
  seq: number;
  kind: InboxKind;
  payload: Json<NewInboxItem>;
  createdAt: Instant;
  sentAt: NullableInstant;
  attempts: Generated<number>;
  nextAttemptAt: NullableInstant;
  lastErrorCode: string | null;
};

/** Facebook's requests to erase a person; the code is all that is left to show. */
export type DataDeletionTable = {
  code: string;
  requestedAt: Instant;
  doneAt: NullableInstant;
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
  modelUsage: ModelUsageTable;
  websitePage: WebsitePageTable;
  asset: AssetTable;
  artifact: ArtifactTable;
  campaignRecord: CampaignRecordTable;
  approval: ApprovalTable;
  metaOperation: MetaOperationTable;
  performanceSnapshot: PerformanceSnapshotTable;
  significantEvent: SignificantEventTable;
  planEdit: PlanEditTable;
  projectQuestion: ProjectQuestionTable;
  forecast: ForecastTable;
  dataDeletion: DataDeletionTable;
  notification: NotificationTable;
  activityEntry: ActivityEntryTable;
  event: EventTable;
  outbox: OutboxTable;
};
