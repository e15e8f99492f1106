import type { ApprovalKind, ApprovalStatus, Authority } from '../approval/approval.ts';
import type { ArtifactKind } from '../artifact/artifact.ts';
import type { FieldSource, Goal } from '../brief/brief.ts';
import type { ConnectionState } from '../connection/connection.ts';
import type {
  ConversationStatus,
  ConversationType,
  MessageMetadata,
  MessageRole,
  MessageStatus,
  MessageType,
} from '../conversation/message.ts';
import type { CampaignStatus, DeploymentStep } from '../deployment/deployment.ts';
import type { NotificationKind } from '../notification/notification.ts';
import type { Stage, WaitingFor } from './stage.ts';

/**
 * What people see, as the database hands it out. The same shapes stand in `contract/model.ts` as schemas;
 * they are written twice because `db` knows only `domain`, and the compiler holds the two together in `api`.
 * Instants are epoch ms on the owner's clock, money is in minor units.
 */
export const CHANGE_TYPES = [
  'project',
  'conversation',
  'message',
  'brief',
  'approval',
  'connection',
  'campaign',
  'results',
  'artifact',
  'activity',
  'notification',
] as const;
export type ChangeType = (typeof CHANGE_TYPES)[number];

export type ProjectSummaryView = {
  id: string;
  name: string;
  stage: Stage;
  waitingFor: WaitingFor;
  headline: string;
  createdAt: number;
  updatedAt: number;
};

export type ConversationView = {
  id: string;
  projectId: string;
  type: ConversationType;
  status: ConversationStatus;
  title: string;
  campaignRecordId: string | null;
  createdAt: number;
};

export type MessageView = {
  id: string;
  conversationId: string;
  projectId: string;
  type: MessageType;
  role: MessageRole;
  status: MessageStatus;
  content: string;
  metadata: MessageMetadata;
  replyTo: string | null;
  position: number;
  createdAt: number;
};

export type BriefView = {
  id: string;
  version: number;
  status: 'DRAFT' | 'PROPOSED' | 'CONFIRMED' | 'SUPERSEDED';
  businessName: string | null;
  businessDescription: string | null;
  product: string | null;
  targetAudience: string | null;
  goal: Goal | null;
  monthlyBudget: { minor: number; currency: string | null } | null;
  location: string | null;
  uniqueSellingPoint: string | null;
  websiteUrl: string | null;
  sources: Record<string, FieldSource>;
};

export type ApprovalCardView = {
  question: string;
  rows: { label: string; value: string }[];
  approveLabel: string;
  reasoning: string | null;
  ads: {
    pageName: string;
    primaryText: string;
    headline: string;
    description: string;
    button: string;
    linkHost: string | null;
    assetId: string;
  }[];
};

export type ApprovalView = {
  id: string;
  projectId: string;
  kind: ApprovalKind;
  status: ApprovalStatus;
  contentHash: string;
  card: ApprovalCardView | null;
  authority: Authority | null;
  briefId: string | null;
  campaignRecordId: string | null;
  requestedAt: number;
  expiresAt: number | null;
  decidedAt: number | null;
  decidedBy: string | null;
  reason: string | null;
};

export type CampaignView = {
  id: string;
  projectId: string;
  name: string;
  status: CampaignStatus;
  currency: string;
  dailyBudgetMinor: number;
  approvalId: string | null;
  steps: DeploymentStep[];
  problem: { code: string; message: string } | null;
  createdAt: number;
  liveSince: number | null;
  nextCheckAt: number | null;
};

export type ResultsView = {
  campaignRecordId: string;
  currency: string;
  resultNoun: string;
  days: {
    day: string;
    spendMinor: number;
    impressions: number;
    reach: number;
    clicks: number;
    conversions: number | null;
    provisional: boolean;
  }[];
  ads: {
    adId: string;
    name: string;
    spendMinor: number;
    impressions: number;
    clicks: number;
    conversions: number | null;
  }[];
  totals: { spendMinor: number; impressions: number; clicks: number; conversions: number | null };
  updatedAt: number | null;
};

export type ConnectionView = {
  state: 'NOT_CONNECTED' | ConnectionState;
  facebookName: string | null;
  adAccounts: {
    id: string;
    name: string;
    currency: string;
    timezone: string;
    statusWords: string;
    usable: boolean;
  }[];
  pages: { id: string; name: string; usable: boolean }[];
  selected: {
    adAccountId: string;
    adAccountName: string;
    pageId: string;
    pageName: string;
    currency: string;
  } | null;
  tokenExpiresAt: number | null;
  problem: { code: string; message: string } | null;
};

export type ArtifactView = {
  id: string;
  projectId: string;
  kind: ArtifactKind;
  title: string;
  version: number;
  text: string | null;
  assetId: string | null;
  createdAt: number;
};

export type ActivityView = {
  id: string;
  projectId: string;
  at: number;
  actor: 'agent' | 'person' | 'facebook' | 'operator';
  what: string;
  why: string | null;
  outcome: string | null;
};

export type NotificationView = {
  id: string;
  projectId: string;
  kind: NotificationKind;
  title: string;
  body: string;
  messageId: string | null;
  createdAt: number;
  readAt: number | null;
};

export type ProjectPageView = {
  project: ProjectSummaryView;
  conversations: ConversationView[];
  messages: MessageView[];
  brief: BriefView | null;
  approvals: ApprovalView[];
  connection: ConnectionView;
  campaigns: CampaignView[];
  results: ResultsView | null;
  artifacts: ArtifactView[];
  activity: ActivityView[];
};
