import { z } from 'zod';
import { APPROVAL_KINDS, APPROVAL_STATUSES } from '../domain/approval/approval.ts';
import { ARTIFACT_KINDS } from '../domain/artifact/artifact.ts';
import { GOALS } from '../domain/brief/brief.ts';
import { CONNECTION_STATES } from '../domain/connection/connection.ts';
import {
  CONVERSATION_STATUSES,
  CONVERSATION_TYPES,
  MESSAGE_TYPES,
} from '../domain/conversation/message.ts';
import { CAMPAIGN_STATUSES, OPERATION_KINDS } from '../domain/deployment/deployment.ts';
import { NOTIFICATION_KINDS } from '../domain/notification/notification.ts';
import { STAGES } from '../domain/project/stage.ts';

/** Epoch milliseconds on the owner's clock. */
const instant = z.number().int();
export const idSchema = z.uuid();

export const projectSummarySchema = z.object({
  id: idSchema,
  name: z.string(),
  stage: z.enum(STAGES),
  waitingFor: z.enum(['nobody', 'person', 'facebook']),
  /** One plain sentence on where things stand. */
  headline: z.string(),
  createdAt: instant,
  updatedAt: instant,
});

export const conversationSchema = z.object({
  id: idSchema,
  projectId: idSchema,
  type: z.enum(CONVERSATION_TYPES),
  status: z.enum(CONVERSATION_STATUSES),
  title: z.string(),
  campaignRecordId: idSchema.nullable(),
  createdAt: instant,
});

export const messageMetadataSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('approval'), approvalId: idSchema }),
  z.object({
    kind: z.literal('approval-response'),
    approvalId: idSchema,
    verdict: z.enum(['approve', 'reject']),
  }),
  z.object({ kind: z.literal('connect') }),
  z.object({ kind: z.literal('question'), questionId: idSchema }),
  z.object({ kind: z.literal('deployment'), campaignRecordId: idSchema }),
  z.object({ kind: z.literal('action'), action: z.string(), evidence: z.string().nullable() }),
  z.object({ kind: z.literal('error'), code: z.string() }),
]);

export const messageSchema = z.object({
  id: idSchema,
  conversationId: idSchema,
  projectId: idSchema,
  type: z.enum(MESSAGE_TYPES),
  role: z.enum(['user', 'agent']),
  status: z.enum(['complete', 'streaming', 'stopped', 'failed']),
  content: z.string(),
  metadata: messageMetadataSchema,
  /** The person's message this one answers. */
  replyTo: idSchema.nullable(),
  /** Strictly increasing within a project: the order of the conversation. */
  position: z.number().int(),
  createdAt: instant,
});

export const monthlyBudgetSchema = z.object({
  minor: z.number().int().positive(),
  currency: z.string().nullable(),
});

export const briefSchema = z.object({
  id: idSchema,
  version: z.number().int(),
  status: z.enum(['DRAFT', 'PROPOSED', 'CONFIRMED', 'SUPERSEDED']),
  businessName: z.string().nullable(),
  businessDescription: z.string().nullable(),
  product: z.string().nullable(),
  targetAudience: z.string().nullable(),
  goal: z.enum(GOALS).nullable(),
  monthlyBudget: monthlyBudgetSchema.nullable(),
  location: z.string().nullable(),
  uniqueSellingPoint: z.string().nullable(),
  websiteUrl: z.string().nullable(),
  /** Field name to where its value came from. */
  sources: z.record(z.string(), z.enum(['said', 'website', 'edited'])),
});

export const authoritySchema = z.object({
  currency: z.string(),
  dailyBudgetMinor: z.number().int(),
  maxPerDayMinor: z.number().int(),
  maxPerWeekMinor: z.number().int(),
  maxInTotalMinor: z.number().int().optional(),
  endsAt: instant.optional(),
});

/** What the person sees before deciding: fixed rows, and the ads as they will look. */
export const approvalCardSchema = z.object({
  question: z.string(),
  rows: z.array(z.object({ label: z.string(), value: z.string() })),
  approveLabel: z.string(),
  reasoning: z.string().nullable(),
  /** What can be changed on the card itself. */
  edit: z
    .object({
      dailyBudgetMinor: z.number().int(),
      minimumDailyMinor: z.number().int(),
      currency: z.string(),
      /** YYYY-MM-DD in the account's time zone. */
      lastDay: z.string(),
      places: z.array(z.string()),
    })
    .optional(),
  ads: z.array(
    z.object({
      key: z.string().optional(),
      spare: z.boolean().optional(),
      pageName: z.string(),
      primaryText: z.string(),
      headline: z.string(),
      description: z.string(),
      /** The button's words: "Learn more". */
      button: z.string(),
      linkHost: z.string().nullable(),
      assetId: idSchema,
    }),
  ),
});

export const approvalSchema = z.object({
  id: idSchema,
  projectId: idSchema,
  kind: z.enum(APPROVAL_KINDS),
  status: z.enum(APPROVAL_STATUSES),
  contentHash: z.string(),
  card: approvalCardSchema.nullable(),
  authority: authoritySchema.nullable(),
  briefId: idSchema.nullable(),
  campaignRecordId: idSchema.nullable(),
  requestedAt: instant,
  expiresAt: instant.nullable(),
  decidedAt: instant.nullable(),
  /** "You" or "Operator": never an id. */
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
  version: z.number().int(),
  previousApprovalId: idSchema.nullable(),
  /** What differs from the version before. */
  diff: z
    .array(
      z.object({ label: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
    )
    .readonly(),
  changeReason: z.string().nullable(),
  changing: z.boolean(),
  /** Until when a granted card can be taken back. */
  undoUntil: instant.nullable(),
});

export const deploymentStepSchema = z.object({
  key: z.string(),
  kind: z.enum(OPERATION_KINDS),
  label: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'checking', 'failed']),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
});

/** A sentence for a person with a code for programs. */
export const problemSchema = z.object({ code: z.string(), message: z.string() });

export const campaignSchema = z.object({
  id: idSchema,
  projectId: idSchema,
  name: z.string(),
  status: z.enum(CAMPAIGN_STATUSES),
  currency: z.string(),
  dailyBudgetMinor: z.number().int(),
  approvalId: idSchema.nullable(),
  steps: z.array(deploymentStepSchema),
  problem: problemSchema.nullable(),
  createdAt: instant,
  liveSince: instant.nullable(),
  nextCheckAt: instant.nullable(),
  findings: z
    .array(
      z.object({ severity: z.enum(['blocker', 'warning']), code: z.string(), message: z.string() }),
    )
    .readonly(),
  waiting: z
    .object({
      reason: z.enum(['undo', 'pacing', 'facebook-busy', 'processing', 'connection']),
      until: instant.nullable(),
    })
    .nullable(),
  adReviews: z
    .array(
      z.object({
        adKey: z.string(),
        name: z.string(),
        state: z.enum(['in-review', 'approved', 'refused', 'unknown']),
        reason: z.string().nullable(),
        message: z.string().nullable(),
      }),
    )
    .readonly(),
  endsAt: instant.nullable(),
  leaseUntil: instant.nullable(),
  receiptArtifactId: idSchema.nullable(),
  canRemove: z.boolean(),
});

const specialAdCategory = z.enum([
  'EMPLOYMENT',
  'HOUSING',
  'FINANCIAL_PRODUCTS_SERVICES',
  'ISSUES_ELECTIONS_POLITICS',
  'ONLINE_GAMBLING_AND_GAMING',
]);
/** What the person answers to a question; the part that belongs to its kind. */
export const questionAnswerSchema = z.object({
  category: specialAdCategory.nullable().optional(),
  privacyPolicyUrl: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .optional(),
});
/** Something only the person can say. */
export const questionSchema = z.object({
  id: idSchema,
  projectId: idSchema,
  kind: z.enum(['special-ad-category', 'lead-form-privacy']),
  facts: z.object({ suggested: specialAdCategory.nullable() }),
  answer: questionAnswerSchema.nullable(),
  askedAt: instant,
  answeredAt: instant.nullable(),
});

/** GET /api/projects/:id/money: approved against spent, in minor units of the account's currency. */
export const moneySchema = z.object({
  projectId: idSchema,
  currency: z.string().nullable(),
  approvedMinor: z.number().int().nullable(),
  committedMinor: z.number().int(),
  spentMinor: z.number().int(),
  stillAllowedMinor: z.number().int().nullable(),
  isOver: z.boolean(),
  approvals: z.array(
    z.object({
      approvalId: idSchema,
      campaignRecordId: idSchema,
      campaignName: z.string(),
      dailyBudgetMinor: z.number().int(),
      maxPerDayMinor: z.number().int(),
      maxPerWeekMinor: z.number().int(),
      maxInTotalMinor: z.number().int().nullable(),
      endsAt: instant.nullable(),
      decidedAt: instant.nullable(),
      spentMinor: z.number().int(),
      isOver: z.boolean(),
    }),
  ),
});

export const resultDaySchema = z.object({
  day: z.string(),
  spendMinor: z.number().int(),
  impressions: z.number().int(),
  reach: z.number().int(),
  clicks: z.number().int(),
  conversions: z.number().nullable(),
  provisional: z.boolean(),
});

export const adResultSchema = z.object({
  adId: z.string(),
  name: z.string(),
  spendMinor: z.number().int(),
  impressions: z.number().int(),
  clicks: z.number().int(),
  conversions: z.number().nullable(),
});

export const resultsSchema = z.object({
  campaignRecordId: idSchema,
  currency: z.string(),
  /** Plain plural noun for what is counted: "website visits". */
  resultNoun: z.string(),
  days: z.array(resultDaySchema),
  ads: z.array(adResultSchema),
  totals: z.object({
    spendMinor: z.number().int(),
    impressions: z.number().int(),
    clicks: z.number().int(),
    conversions: z.number().nullable(),
  }),
  updatedAt: instant.nullable(),
});

export const connectionSchema = z.object({
  state: z.enum(['NOT_CONNECTED', ...CONNECTION_STATES]),
  facebookName: z.string().nullable(),
  adAccounts: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      currency: z.string(),
      timezone: z.string(),
      /** In words: "Active", "Disabled by Facebook". */
      statusWords: z.string(),
      usable: z.boolean(),
      /** What keeps ads from running in it. */
      problem: problemSchema.nullable(),
    }),
  ),
  pages: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      usable: z.boolean(),
      problem: problemSchema.nullable(),
    }),
  ),
  /** Chosen for this project. */
  selected: z
    .object({
      adAccountId: z.string(),
      adAccountName: z.string(),
      pageId: z.string(),
      pageName: z.string(),
      currency: z.string(),
    })
    .nullable(),
  tokenExpiresAt: instant.nullable(),
  /** The token's end or the end of the person's consent, whichever comes first. */
  accessEndsAt: instant.nullable(),
  connectedAt: instant.nullable(),
  /** Somebody is at Facebook for this project right now, perhaps in another tab; true for ten minutes at most. */
  inProgress: z.boolean(),
  /** Permissions that were not given; the purpose completes "I need this ...". */
  missing: z.array(z.object({ scope: z.string(), purpose: z.string() })),
  /** Whether POST /api/facebook/refresh may help. */
  canCheckAgain: z.boolean(),
  /** Not null while the connection is lost and ads run; `until`: when Facebook stops them by itself. */
  unattendedAds: z.object({ until: instant.nullable() }).nullable(),
  problem: problemSchema.nullable(),
});

export const artifactSchema = z.object({
  id: idSchema,
  projectId: idSchema,
  kind: z.enum(ARTIFACT_KINDS),
  title: z.string(),
  version: z.number().int(),
  /** Plain text for reading and copying; null for a picture. */
  text: z.string().nullable(),
  assetId: idSchema.nullable(),
  createdAt: instant,
});

export const activitySchema = z.object({
  id: idSchema,
  projectId: idSchema,
  at: instant,
  actor: z.enum(['agent', 'person', 'facebook', 'operator']),
  what: z.string(),
  why: z.string().nullable(),
  outcome: z.string().nullable(),
});

export const notificationSchema = z.object({
  id: idSchema,
  projectId: idSchema,
  kind: z.enum(NOTIFICATION_KINDS),
  title: z.string(),
  body: z.string(),
  /** Message the bell leads to. */
  messageId: idSchema.nullable(),
  createdAt: instant,
  readAt: instant.nullable(),
});

export type ProjectSummaryDto = z.infer<typeof projectSummarySchema>;
export type MessageDto = z.infer<typeof messageSchema>;
export type BriefDto = z.infer<typeof briefSchema>;
export type ApprovalCard = z.infer<typeof approvalCardSchema>;
export type ApprovalDto = z.infer<typeof approvalSchema>;
export type CampaignDto = z.infer<typeof campaignSchema>;
export type QuestionDto = z.infer<typeof questionSchema>;
export type MoneyDto = z.infer<typeof moneySchema>;
export type ResultsDto = z.infer<typeof resultsSchema>;
export type ConnectionDto = z.infer<typeof connectionSchema>;
export type ArtifactDto = z.infer<typeof artifactSchema>;
export type ActivityDto = z.infer<typeof activitySchema>;
export type NotificationDto = z.infer<typeof notificationSchema>;
