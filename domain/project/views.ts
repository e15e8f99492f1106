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
import type {
  AdReview,
  CampaignStatus,
  DeploymentStep,
  DeploymentWait,
  PreflightFinding,
} from '../deployment/deployment.ts';
import type { NotificationKind } from '../notification/notification.ts';
import type { DiffRow } from '../plan/diff.ts';
import type { MoneyView } from '../approval/money-view.ts';
import type { QuestionView } from '../plan/question.ts';
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
  'question',
  'money',
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
  /** Stored, but not handed on yet. */
  queued?: boolean | undefined;
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
  /** What can be changed on the card itself; absent where nothing can. */
  edit?: {
    dailyBudgetMinor: number;
    /** The least the ad account asks for, minor units. */
    minimumDailyMinor: number;
    /** The least the ad account takes as a spending limit at Facebook, where it says so. */
    minimumSpendCapMinor?: number;
    currency: string;
    /** YYYY-MM-DD in the account's time zone. */
    lastDay: string;
    places: string[];
    /** Several audiences, each with its part of the daily amount. */
    audiences?: { key: string; name: string; dailyBudgetMinor: number }[] | undefined;
  };
  ads: {
    /** Key within the plan; absent on cards of before. */
    key?: string;
    /** Made and approved, but kept for later. */
    spare?: boolean;
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
  /** 1, 2, 3 ... of the plan this card is about. */
  version: number;
  previousApprovalId: string | null;
  /** What differs from the version before. */
  diff: readonly DiffRow[];
  /** Why it differs, in one sentence. */
  changeReason: string | null;
  /** A change made on the card is being worked in. */
  changing: boolean;
  /** Until when a granted card can be taken back; null when it cannot, or nothing has to be. */
  undoUntil: number | null;
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
  /** What was found before anything was sent. */
  findings: readonly PreflightFinding[];
  /** Why the launch rests for the moment. */
  waiting: DeploymentWait | null;
  adReviews: readonly AdReview[];
  endsAt: number | null;
  /** Until when Facebook lets the ads run without hearing from us. */
  leaseUntil: number | null;
  receiptArtifactId: string | null;
  /** A stopped launch whose parts can be removed from the ad account. */
  canRemove: boolean;
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
    /** What keeps ads from running in it; null when nothing does. */
    problem: { code: string; message: string } | null;
  }[];
  pages: {
    id: string;
    name: string;
    usable: boolean;
    problem: { code: string; message: string } | null;
  }[];
  selected: {
    adAccountId: string;
    adAccountName: string;
    pageId: string;
    pageName: string;
    currency: string;
  } | null;
  tokenExpiresAt: number | null;
  /** When the person's access ends: with the token or with their consent, whichever comes first. */
  accessEndsAt: number | null;
  connectedAt: number | null;
  /** Somebody is at Facebook for this project right now, perhaps in another tab. */
  inProgress: boolean;
  /** Permissions that were not given, each with what it is for ("to read how your ads are doing"). */
  missing: { scope: string; purpose: string }[];
  /** Whether asking Facebook again with the stored connection may help. */
  canCheckAgain: boolean;
  /** While the connection is lost and ads run: until when Facebook lets them (null: not known). Else null. */
  unattendedAds: { until: number | null } | null;
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
  questions: QuestionView[];
  money: MoneyView;
};
