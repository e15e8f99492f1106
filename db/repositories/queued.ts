import type { MessageView } from '../../domain/project/views.ts';
import type { Trx } from '../client.ts';
import { appendEvent } from './events.ts';

/**
 * The person's messages of a project that could not be handed on: the delivery of an item failed and was not made up
 * for yet, and these stand at or behind it.
 */
async function queuedMessageIds(trx: Trx, projectId: string): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom('outbox')
    .select(['payload', 'lastErrorCode'])
    .where('projectId', '=', projectId)
    .where('sentAt', 'is', null)
    .orderBy('seq')
    .execute();
  const first = rows.findIndex(({ lastErrorCode }) => lastErrorCode !== null);
  const held = first === -1 ? [] : rows.slice(first);
  return new Set(
    held.flatMap(({ payload }) => (payload.kind === 'message' ? [payload.messageId] : [])),
  );
}

/** A project's messages, those marked that wait to be handed on. */
export async function markQueued(
  trx: Trx,
  projectId: string,
  messages: MessageView[],
): Promise<MessageView[]> {
  const ids = await queuedMessageIds(trx, projectId);
  if (ids.size === 0) return messages;
  return messages.map((one) => (ids.has(one.id) ? { ...one, queued: true } : one));
}

/** The message with whether it waits to be handed on. */
export async function withQueued<Message extends MessageView | null>(
  trx: Trx,
  message: Message,
): Promise<Message> {
  if (message === null || message.role !== 'user' || message.type !== 'TEXT') return message;
  const queued = (await queuedMessageIds(trx, message.projectId)).has(message.id);
  return queued ? { ...message, queued } : message;
}

/**
 * Tells people of every message that waits to be handed on.
 * @param change `messageId`: one that may no longer do so.
 */
export async function tellOfQueued(
  trx: Trx,
  change: { projectId: string; ownerId: string; messageId: string | null; now: number },
): Promise<void> {
  const { messageId, ...place } = change;
  const rows = await trx
    .selectFrom('outbox')
    .select('payload')
    .where('projectId', '=', change.projectId)
    .where('sentAt', 'is', null)
    .orderBy('seq')
    .execute();
  const waiting = rows.flatMap(({ payload }) =>
    payload.kind === 'message' ? [payload.messageId] : [],
  );
  const touched = new Set([...(messageId === null ? [] : [messageId]), ...waiting]);
  for (const refId of touched) await appendEvent(trx, { ...place, type: 'message', refId });
}
