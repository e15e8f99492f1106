import { z } from 'zod';
import { GOALS } from '../domain/brief/brief.ts';
import { idSchema } from './basics.ts';
import {
  approvalSchema,
  campaignSchema,
  moneySchema,
  questionAnswerSchema,
  questionSchema,
} from './launch.ts';
import {
  activitySchema,
  artifactSchema,
  briefSchema,
  connectionSchema,
  conversationSchema,
  messageSchema,
  monthlyBudgetSchema,
  notificationSchema,
  projectSummarySchema,
  resultsSchema,
} from './model.ts';

/** Every refusal of the API has this one shape. */
export const errorSchema = z.object({
  error: z.object({
    /** Dotted, feature first: `approval.stale`. For programs. */
    code: z.string(),
    /** For the person: effect, fix, and what did not happen. */
    message: z.string(),
    /** The input field at fault, as a path: `brief.websiteUrl`. */
    field: z.string().optional(),
  }),
});
export type ErrorBody = z.infer<typeof errorSchema>;

/** GET /api/me; everything the shell of the page needs. */
export const meSchema = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  sandbox: z.object({ meta: z.boolean(), claude: z.boolean() }),
  /** The owner's clock now, epoch ms; ahead of the wall clock after a sandbox skip. */
  now: z.number().int(),
});

/** POST /api/projects → 201 projectSummary. */
export const createProjectSchema = z.object({
  id: idSchema,
  name: z.string().trim().min(1).max(80),
});
/** GET /api/projects */
export const projectListSchema = z.object({ projects: z.array(projectSummarySchema) });

/** GET /api/projects/:id: one page load in one call. `seq` is where the event stream goes on from. */
export const projectPageSchema = z.object({
  project: projectSummarySchema,
  conversations: z.array(conversationSchema),
  messages: z.array(messageSchema),
  brief: briefSchema.nullable(),
  approvals: z.array(approvalSchema),
  connection: connectionSchema,
  campaigns: z.array(campaignSchema),
  results: resultsSchema.nullable(),
  artifacts: z.array(artifactSchema),
  activity: z.array(activitySchema),
  questions: z.array(questionSchema),
  money: moneySchema,
  seq: z.number().int(),
  now: z.number().int(),
});

/** POST /api/chat/message → 201 message. The id is made by the client: a repeat is the same message. */
export const sendMessageSchema = z.object({
  id: idSchema,
  conversationId: idSchema,
  content: z.string().trim().min(1).max(20_000),
});

const conversationTitle = z.string().trim().min(1).max(80);
/** POST /api/projects/:id/conversations → 201 conversation of type AGENT; a repeat gives the same one. */
export const createConversationSchema = z.object({
  id: idSchema,
  title: conversationTitle.optional(),
});
export type CreateConversation = z.infer<typeof createConversationSchema>;

/** PATCH /api/conversations/:id → 200 conversation. Only those the person began can be archived. */
export const changeConversationSchema = z
  .object({ title: conversationTitle, status: z.enum(['ACTIVE', 'ARCHIVED']) })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, { message: 'Change at least one thing.' });
export type ChangeConversation = z.infer<typeof changeConversationSchema>;

/** GET /api/projects/:id/conversations; `lastActivityAt`: when something was last said in it. */
export const conversationListSchema = z.object({
  conversations: z.array(conversationSchema.extend({ lastActivityAt: z.number().int() })),
});

/** GET /api/search?q=&limit= → what was said with these words in any project: whole words first, then the newest. */
const MOST_HITS = 50;
export const searchSchema = z.object({
  q: z.string().trim().min(1).max(200),
  limit: z.coerce.number().int().min(1).max(MOST_HITS).default(20),
});

export const searchHitsSchema = z.object({
  hits: z.array(
    z.object({
      messageId: idSchema,
      conversationId: idSchema,
      conversationTitle: z.string(),
      projectId: idSchema,
      projectName: z.string(),
      role: z.enum(['user', 'agent']),
      createdAt: z.number().int(),
      /** The piece of the message where the words stand; `hit` marks them. */
      snippet: z.array(z.object({ text: z.string(), hit: z.boolean() })).readonly(),
    }),
  ),
});
export type SearchHits = z.infer<typeof searchHitsSchema>;

/** GET /api/projects/:id/usage: what the model cost, in millionths of a US dollar. */
export const usageSchema = z.object({
  today: z.object({
    costMicroUsd: z.number().int(),
    limitMicroUsd: z.number().int(),
    requests: z.number().int(),
  }),
  last30Days: z.object({
    costMicroUsd: z.number().int(),
    requests: z.number().int(),
    /** How much of what it read came from the service's cache, 0 to 1; null before anything was read. */
    cachedShare: z.number().min(0).max(1).nullable(),
  }),
});

export type Usage = z.infer<typeof usageSchema>;

/** POST /api/chat/stop → 200. */
export const stopMessageSchema = z.object({ messageId: idSchema });

/**
 * POST /api/chat/retry → 201 message: the person's click below an answer that was stopped or failed. The id is made by
 * the client: a repeat is the same click.
 */
export const retryAnswerSchema = z.object({
  id: idSchema,
  answerId: idSchema,
  mode: z.enum(['continue', 'again']),
});
export type RetryAnswer = z.infer<typeof retryAnswerSchema>;

/** POST /api/chat/approve → 200 approval. */
export const decideApprovalSchema = z.object({
  approvalId: idSchema,
  verdict: z.enum(['approve', 'reject']),
  contentHash: z.string().min(1).max(128),
  reason: z.string().trim().max(2000).optional(),
});

/** POST /api/chat/undo → 200 approval: takes an approval back within its few seconds. */
export const undoApprovalSchema = z.object({ approvalId: idSchema });

const calendarDay = z.iso.date();
/** PATCH /api/approvals/:id/plan → 202 approval: changes made on the card; a new version of it follows. */
export const editPlanSchema = z.object({
  /** Made by the client: a repeat is the same change. */
  id: idSchema,
  contentHash: z.string().min(1).max(128),
  changes: z
    .object({
      dailyBudgetMinor: z.number().int().positive(),
      /** Parts of single audiences; the daily amount follows. */
      audiences: z
        .array(
          z.object({
            key: z.string().min(1).max(10),
            dailyBudgetMinor: z.number().int().positive(),
          }),
        )
        .min(1)
        .max(10),
      lastDay: calendarDay,
      places: z.array(z.string().trim().min(1).max(100)).min(1).max(5),
      ads: z
        .array(
          z.object({
            key: z.string().min(1).max(10),
            primaryText: z.string().trim().min(1).max(300).optional(),
            headline: z.string().trim().min(1).max(40).optional(),
            description: z.string().trim().max(40).optional(),
            assetId: idSchema.optional(),
          }),
        )
        .min(1)
        .max(20),
    })
    .partial()
    .refine((changes) => Object.keys(changes).length > 0, {
      message: 'Change at least one thing.',
    }),
});
export type EditPlan = z.infer<typeof editPlanSchema>;

/** POST /api/projects/:id/questions → 200 question. */
export const answerQuestionSchema = z.object({
  questionId: idSchema,
  answer: questionAnswerSchema,
});
export type AnswerQuestion = z.infer<typeof answerQuestionSchema>;

/** PATCH /api/projects/:id/brief → 200 { brief, approval }: edits on the card make a new version and a new hash. */
export const editBriefSchema = z.object({
  version: z.number().int(),
  changes: z
    .object({
      businessName: z.string().trim().min(1).max(200),
      businessDescription: z.string().trim().min(1).max(2000),
      product: z.string().trim().min(1).max(500),
      targetAudience: z.string().trim().min(1).max(500),
      goal: z.enum(GOALS),
      monthlyBudget: monthlyBudgetSchema,
      location: z.string().trim().min(1).max(300),
      uniqueSellingPoint: z.string().trim().min(1).max(500),
      websiteUrl: z.url({ protocol: /^https?$/ }).nullable(),
    })
    .partial(),
});
export const editedBriefSchema = z.object({ brief: briefSchema, approval: approvalSchema });

/** GET /api/facebook/accounts?projectId= → connection. POST /api/facebook/select → connection. */
export const selectAccountSchema = z.object({
  projectId: idSchema,
  adAccountId: z.string().regex(/^act_\d+$/),
  pageId: z.string().regex(/^\d+$/),
});

/** POST /api/facebook/refresh → 200 connection: asks Facebook again with the stored connection. */
export const refreshConnectionSchema = z.object({ projectId: idSchema });

/** DELETE /api/facebook/connection → 200. `message`: what is left to do by hand where Facebook did not confirm. */
export const disconnectedSchema = z.object({
  revoked: z.boolean(),
  message: z.string().nullable(),
});
export type Disconnected = z.infer<typeof disconnectedSchema>;

/** POST /api/facebook/data-deletion → 200, in the form Facebook asks for. */
export const dataDeletionSchema = z.object({ url: z.url(), confirmation_code: z.string() });

/** POST /api/campaigns/deploy → 202 campaign: tries a failed deployment again, from the step that failed. */
export const deployCampaignSchema = z.object({ campaignRecordId: idSchema });

/** POST /api/campaigns/remove → 202 campaign: removes what a stopped launch has made. */
export const removeCampaignSchema = z.object({ campaignRecordId: idSchema });

export const artifactListSchema = z.object({ artifacts: z.array(artifactSchema) });
export const activityListSchema = z.object({ activity: z.array(activitySchema) });
export const notificationListSchema = z.object({
  notifications: z.array(notificationSchema),
  unread: z.number().int(),
});

/** POST /api/projects/:id/pause and /resume → 202: the person's own switch for all ads of a project. */
/** POST /api/sandbox/skip → 200. Sandbox only; moves the caller's own clock. */
export const skipSchema = z.object({ days: z.union([z.literal(1), z.literal(7)]) });
export const skippedSchema = z.object({ now: z.number().int() });

export type CreateProject = z.infer<typeof createProjectSchema>;
export type ProjectPageDto = z.infer<typeof projectPageSchema>;
export type SendMessage = z.infer<typeof sendMessageSchema>;
export type DecideApproval = z.infer<typeof decideApprovalSchema>;
export type EditBrief = z.infer<typeof editBriefSchema>;
export type SelectAccount = z.infer<typeof selectAccountSchema>;
export type Me = z.infer<typeof meSchema>;

/** POST /api/auth/sign-up/email and /sign-in/email → 200 account, with the session in a cookie only. */
export const PASSWORD_LENGTH = { min: 10, max: 128 } as const;
export const signUpSchema = z.object({
  name: z.string().trim().min(1).max(100),
  email: z.email().max(254),
  password: z.string().min(PASSWORD_LENGTH.min).max(PASSWORD_LENGTH.max),
});
export const signInSchema = z.object({
  email: z.email().max(254),
  password: z.string().min(1).max(PASSWORD_LENGTH.max),
});
export const userSchema = z.object({ id: z.string(), name: z.string(), email: z.string() });
export const accountSchema = z.object({ user: userSchema });
/** GET /api/auth/get-session: null when signed out. */
export const sessionSchema = z
  .object({ user: userSchema, session: z.object({ expiresAt: z.number().int() }) })
  .nullable();

/**
 * GET /api/auth/facebook?projectId= leads to Facebook and back to the project's page. What came of it stands in the
 * project's connection; only a link that cannot be traced to a project leads to `/?facebook=link-expired`.
 */
export const connectFacebookSchema = z.object({ projectId: idSchema });
