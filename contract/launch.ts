import { z } from 'zod';
import { APPROVAL_KINDS, APPROVAL_STATUSES } from '../domain/approval/approval.ts';
import { CAMPAIGN_STATUSES, OPERATION_KINDS } from '../domain/deployment/deployment.ts';
import { idSchema, instant, problemSchema } from './basics.ts';

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
      minimumSpendCapMinor: z.number().int().optional(),
      currency: z.string(),
      /** YYYY-MM-DD in the account's time zone. */
      lastDay: z.string(),
      places: z.array(z.string()),
      /** Several audiences, each with its part of the daily amount. */
      audiences: z
        .array(z.object({ key: z.string(), name: z.string(), dailyBudgetMinor: z.number().int() }))
        .optional(),
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

export type ApprovalCard = z.infer<typeof approvalCardSchema>;
export type ApprovalDto = z.infer<typeof approvalSchema>;
export type CampaignDto = z.infer<typeof campaignSchema>;
export type QuestionDto = z.infer<typeof questionSchema>;
export type MoneyDto = z.infer<typeof moneySchema>;
