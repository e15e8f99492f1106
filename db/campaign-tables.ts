import type { Generated } from 'kysely';
import type { ApprovalKind, ApprovalStatus, Authority } from '../domain/approval/approval.ts';
import type { DiffRow } from '../domain/plan/diff.ts';
import type {
  AdReview,
  CampaignStatus,
  ChangeUnderWay,
  DeploymentWait,
  OperationKind,
  OperationState,
  PreflightFinding,
} from '../domain/deployment/deployment.ts';
import type { CampaignPlan } from '../domain/plan/plan.ts';
import type { PlanChanges } from '../domain/plan/edit.ts';
import type { QuestionAnswer, QuestionFacts, QuestionKind } from '../domain/plan/question.ts';
import type { ApprovalCardView } from '../domain/project/views.ts';
import type {
  DefaultedJson,
  Instant,
  Json,
  NullableInstant,
  NullableJson,
  Owned,
} from './columns.ts';

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
  findings: DefaultedJson<readonly PreflightFinding[]>;
  adReviews: DefaultedJson<readonly AdReview[]>;
  waiting: NullableJson<DeploymentWait>;
  endsAt: NullableInstant;
  leaseUntil: NullableInstant;
  spendCapMinor: number | null;
  receiptArtifactId: string | null;
  overspendToldAt: NullableInstant;
  changing: NullableJson<ChangeUnderWay>;
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
  version: Generated<number>;
  previousApprovalId: string | null;
  diff: DefaultedJson<readonly DiffRow[]>;
  changeReason: string | null;
  /** What the hash covers where no other row holds it: the ad of an `ad-fix`. */
  content: NullableJson<unknown>;
  /** A change made on the card is being worked in; meanwhile the card cannot be decided. */
  changing: Generated<boolean>;
  /** When the first work under it began; from then on it cannot be taken back. */
  usedAt: NullableInstant;
  undoneAt: NullableInstant;
};

export type PlanEditTable = Owned & {
  id: string;
  approvalId: string;
  changes: Json<PlanChanges>;
  state: 'WAITING' | 'APPLIED' | 'REFUSED';
  newApprovalId: string | null;
  createdAt: Instant;
};

export type ProjectQuestionTable = Owned & {
  id: string;
  kind: QuestionKind;
  facts: Json<QuestionFacts>;
  answer: NullableJson<QuestionAnswer>;
  askedAt: Instant;
  answeredAt: NullableInstant;
};

/** What was said to expect, kept to be compared with what came. */
export type ForecastTable = Owned & {
  id: string;
  campaignRecordId: string;
  what: string;
  low: number;
  high: number;
  periodDays: number;
  basis: string;
  madeAt: Instant;
  scoredAt: NullableInstant;
  actual: number | null;
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
