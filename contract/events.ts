import { z } from 'zod';
import { approvalSchema, campaignSchema, moneySchema, questionSchema } from './launch.ts';
import {
  activitySchema,
  artifactSchema,
  briefSchema,
  connectionSchema,
  conversationSchema,
  messageSchema,
  notificationSchema,
  projectSummarySchema,
  resultsSchema,
} from './model.ts';

/**
 * What `GET /api/events` sends.
 *
 * Durable: `event: change`, `id:` the owner's sequence number, data = `changeSchema`. Each carries the whole present
 * state of one thing; applying one twice changes nothing, and the stream can be resumed from any id.
 * Ephemeral: `event: delta`, without id, data = `deltaSchema`; the finished message follows as a change.
 * `event: hello` opens the stream, `event: ping` keeps it alive every 10 s.
 */
export const changeSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('project'), projectId: z.string(), data: projectSummarySchema }),
  z.object({ type: z.literal('conversation'), projectId: z.string(), data: conversationSchema }),
  z.object({ type: z.literal('message'), projectId: z.string(), data: messageSchema }),
  z.object({ type: z.literal('brief'), projectId: z.string(), data: briefSchema }),
  z.object({ type: z.literal('approval'), projectId: z.string(), data: approvalSchema }),
  z.object({ type: z.literal('connection'), projectId: z.string(), data: connectionSchema }),
  z.object({ type: z.literal('campaign'), projectId: z.string(), data: campaignSchema }),
  z.object({ type: z.literal('results'), projectId: z.string(), data: resultsSchema }),
  z.object({ type: z.literal('artifact'), projectId: z.string(), data: artifactSchema }),
  z.object({ type: z.literal('activity'), projectId: z.string(), data: activitySchema }),
  z.object({ type: z.literal('question'), projectId: z.string(), data: questionSchema }),
  z.object({ type: z.literal('money'), projectId: z.string(), data: moneySchema }),
  z.object({ type: z.literal('notification'), projectId: z.string(), data: notificationSchema }),
]);
export type Change = z.infer<typeof changeSchema>;

/**
 * Beside a change: the number of the one sent before it on the same stream, or where the stream began. Numbers have
 * holes, because of several events of one thing only the last is sent; this is how a browser knows it missed nothing.
 */
export const changePlaceSchema = z.object({ prev: z.number().int() });

/** A piece of a running answer. A delta whose offset is not the length held so far is a gap: ask the page again. */
export const deltaSchema = z.object({
  projectId: z.string(),
  conversationId: z.string(),
  messageId: z.string(),
  /** A new attempt starts the bubble over. */
  attempt: z.number().int(),
  /** Characters (UTF-16 units) sent before this piece. */
  offset: z.number().int(),
  text: z.string(),
});
export type Delta = z.infer<typeof deltaSchema>;

export const helloSchema = z.object({ seq: z.number().int(), now: z.number().int() });
