import { z } from 'zod';
import { ARTIFACT_KINDS } from '../domain/artifact/artifact.ts';
import { GOALS } from '../domain/brief/brief.ts';
import { CONNECTION_STATES } from '../domain/connection/connection.ts';
import {
  CONVERSATION_STATUSES,
  CONVERSATION_TYPES,
  MESSAGE_STATUSES,
  MESSAGE_TYPES,
} from '../domain/conversation/message.ts';
import { NOTIFICATION_KINDS } from '../domain/notification/notification.ts';
import { STAGES } from '../domain/project/stage.ts';
import { idSchema, instant, problemSchema } from './basics.ts';

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
  z.object({
    kind: z.literal('answer'),
    /** What was looked at or put before the person on the way to the answer. */
    steps: z.array(z.object({ tool: z.string(), words: z.string() })).readonly(),
    /** The model cannot answer just now; it is asked again without anybody doing anything. */
    waiting: z.literal('busy').nullable(),
  }),
  z.object({
    kind: z.literal('retry'),
    answerId: idSchema,
    mode: z.enum(['continue', 'again']),
  }),
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
  status: z.enum(MESSAGE_STATUSES),
  content: z.string(),
  metadata: messageMetadataSchema,
  /** The person's message this one answers. */
  replyTo: idSchema.nullable(),
  /** Strictly increasing within a project: the order of the conversation. */
  position: z.number().int(),
  createdAt: instant,
  /** A message of the person that is stored but could not be handed on yet; absent when it was. */
  queued: z.boolean().optional(),
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
export type ConversationDto = z.infer<typeof conversationSchema>;
export type MessageDto = z.infer<typeof messageSchema>;
export type BriefDto = z.infer<typeof briefSchema>;
export type ResultsDto = z.infer<typeof resultsSchema>;
export type ConnectionDto = z.infer<typeof connectionSchema>;
export type ArtifactDto = z.infer<typeof artifactSchema>;
export type ActivityDto = z.infer<typeof activitySchema>;
export type NotificationDto = z.infer<typeof notificationSchema>;
