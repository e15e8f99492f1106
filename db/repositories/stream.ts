import type { MessageMetadata } from '../../domain/conversation/message.ts';
import type { MessageView } from '../../domain/project/views.ts';
import { instant } from '../client.ts';
import type { Trx } from '../client.ts';
import { getMessage, insertMessage, setMessageMetadata, updateMessage } from './messages.ts';

export type StreamRow = {
  messageId: string;
  conversationId: string;
  projectId: string;
  attempt: number;
  content: string;
  stopRequested: boolean;
};

type NewStream = {
  messageId: string;
  conversationId: string;
  projectId: string;
  ownerId: string;
  replyTo: string;
  now: number;
};

/** `waiting`: an earlier attempt found the model busy, and the bubble says so. */
export type OpenedStream = { attempt: number; stopRequested: boolean; waiting: boolean };

/**
 * Opens (or opens again) the bubble of an answer. A repeat after a crash gets the next attempt number, so that late
 * pieces of the earlier attempt are told apart.
 * @returns null when the answer is already finished, or its question was taken back.
 */
export async function beginStream(trx: Trx, stream: NewStream): Promise<OpenedStream | null> {
  // Whoever takes a question back holds the same lock.
  const question = await trx
    .selectFrom('message')
    .select('status')
    .where('id', '=', stream.replyTo)
    .forUpdate()
    .executeTakeFirst();
  if (question?.status === 'withdrawn') return null;
  const existing = await getMessage(trx, stream.messageId);
  if (existing !== null && existing.status !== 'streaming') return null;
  if (existing === null) await insertBubble(trx, stream);
  else await forgetSteps(trx, stream, existing.metadata);
  const row = await trx
    .insertInto('messageStream')
    .values({
      messageId: stream.messageId,
      conversationId: stream.conversationId,
      projectId: stream.projectId,
      ownerId: stream.ownerId,
      attempt: 1,
      content: '',
      updatedAt: instant(stream.now),
    })
    .onConflict((conflict) =>
      conflict.column('messageId').doUpdateSet((eb) => ({
        attempt: eb('messageStream.attempt', '+', 1),
        content: '',
        updatedAt: instant(stream.now),
      })),
    )
    .returning(['attempt', 'stopRequested'])
    .executeTakeFirstOrThrow();
  return { ...row, waiting: existing !== null && isWaiting(existing.metadata) };
}

async function insertBubble(trx: Trx, stream: NewStream): Promise<void> {
  await insertMessage(trx, {
    id: stream.messageId,
    conversationId: stream.conversationId,
    projectId: stream.projectId,
    ownerId: stream.ownerId,
    type: 'TEXT',
    role: 'agent',
    status: 'streaming',
    content: '',
    metadata: { kind: 'answer', steps: [], waiting: null },
    replyTo: stream.replyTo,
    now: stream.now,
  });
}

/** What an earlier attempt looked at is looked at anew. */
async function forgetSteps(
  trx: Trx,
  { messageId, projectId, ownerId, now }: NewStream,
  metadata: MessageMetadata,
): Promise<void> {
  if (metadata.kind !== 'answer' || metadata.steps.length === 0) return;
  const fresh = { ...metadata, steps: [] };
  await setMessageMetadata(trx, { id: messageId, projectId, ownerId, metadata: fresh, now });
}

function isWaiting(metadata: MessageMetadata): boolean {
  return metadata.kind === 'answer' && metadata.waiting !== null;
}

/**
 * Keeps what was said so far.
 * @param stream `content` null when it is as it was last time.
 * @returns whether to go on: not after a stop, nor when a newer attempt took over.
 */
export async function saveStream(
  trx: Trx,
  stream: { messageId: string; attempt: number; content: string | null; now: number },
): Promise<{ goOn: boolean }> {
  const { messageId, attempt, content, now } = stream;
  const row =
    content === null
      ? await trx
          .selectFrom('messageStream')
          .select('stopRequested')
          .where('messageId', '=', messageId)
          .where('attempt', '=', attempt)
          .executeTakeFirst()
      : await trx
          .updateTable('messageStream')
          .set({ content, updatedAt: instant(now) })
          .where('messageId', '=', messageId)
          .where('attempt', '=', attempt)
          .returning('stopRequested')
          .executeTakeFirst();
  return { goOn: row !== undefined && !row.stopRequested };
}

/** Empties the bubble for other words. @returns the next attempt; null when a newer attempt took over meanwhile. */
export async function restartStream(
  trx: Trx,
  stream: { messageId: string; attempt: number; now: number },
): Promise<number | null> {
  const row = await trx
    .updateTable('messageStream')
    .set({ attempt: stream.attempt + 1, content: '', updatedAt: instant(stream.now) })
    .where('messageId', '=', stream.messageId)
    .where('attempt', '=', stream.attempt)
    .returning('attempt')
    .executeTakeFirst();
  return row?.attempt ?? null;
}

/**
 * An attempt came to nothing and another one will follow: the bubble says that it waits.
 * @param stream `counts` unless the model was only busy.
 * @returns how many attempts have counted so far; null when the bubble is no longer this attempt's.
 */
export async function suspendStream(
  trx: Trx,
  stream: {
    messageId: string;
    projectId: string;
    ownerId: string;
    attempt: number;
    counts: boolean;
    now: number;
  },
): Promise<{ failures: number; stopRequested: boolean } | null> {
  const row = await trx
    .updateTable('messageStream')
    .set((eb) => ({ failures: eb('failures', '+', stream.counts ? 1 : 0) }))
    .where('messageId', '=', stream.messageId)
    .where('attempt', '=', stream.attempt)
    .returning(['failures', 'stopRequested'])
    .executeTakeFirst();
  if (row === undefined) return null;
  const message = await getMessage(trx, stream.messageId);
  if (message?.metadata.kind === 'answer' && message.metadata.waiting === null) {
    const metadata = { ...message.metadata, waiting: 'busy' as const };
    await setMessageMetadata(trx, { ...stream, id: stream.messageId, metadata });
  }
  return row;
}

/**
 * Closes the bubble: the message holds its final words, and the running copy is gone.
 * @param stream `problemCode` with a failed answer says what it failed of.
 */
export async function finishStream(
  trx: Trx,
  stream: {
    messageId: string;
    projectId: string;
    ownerId: string;
    attempt: number;
    content: string;
    status: 'complete' | 'stopped' | 'failed';
    problemCode?: string;
    now: number;
  },
): Promise<boolean> {
  const removed = await trx
    .deleteFrom('messageStream')
    .where('messageId', '=', stream.messageId)
    .where('attempt', '=', stream.attempt)
    .returning('stopRequested')
    .executeTakeFirst();
  if (removed === undefined) return false;
  // A stop that came with the last words still counts: the person pressed the button and should see that.
  const status = removed.stopRequested && stream.status === 'complete' ? 'stopped' : stream.status;
  await endWaiting(trx, stream);
  await updateMessage(trx, { ...stream, id: stream.messageId, status });
  return true;
}

/** A bubble that is final waits for nothing. */
async function endWaiting(
  trx: Trx,
  stream: {
    messageId: string;
    projectId: string;
    ownerId: string;
    problemCode?: string;
    now: number;
  },
): Promise<void> {
  const { messageId: id, projectId, ownerId, problemCode, now } = stream;
  const before = (await getMessage(trx, id))?.metadata;
  const metadata: MessageMetadata | null =
    problemCode !== undefined
      ? { kind: 'error', code: problemCode }
      : before?.kind === 'answer' && before.waiting !== null
        ? { ...before, waiting: null }
        : null;
  if (metadata !== null) await setMessageMetadata(trx, { id, projectId, ownerId, metadata, now });
}

/**
 * Asks a running answer to end. @returns the message, or null when there is none running under this id; `waiting`: no
 * attempt is under way that could hear of it.
 */
export async function requestStop(
  trx: Trx,
  messageId: string,
): Promise<(MessageView & { waiting: boolean }) | null> {
  const row = await trx
    .updateTable('messageStream')
    .set({ stopRequested: true })
    .where('messageId', '=', messageId)
    .returning('messageId')
    .executeTakeFirst();
  const message = row === undefined ? null : await getMessage(trx, messageId);
  return message === null ? null : { ...message, waiting: isWaiting(message.metadata) };
}

/**
 * Ends an answer without its writer: what was stored stands. A writer that still runs finds the bubble gone.
 * @returns false when it has ended already.
 */
export async function stopStream(
  trx: Trx,
  { messageId, ownerId, now }: { messageId: string; ownerId: string; now: number },
): Promise<boolean> {
  const row = await trx
    .selectFrom('messageStream')
    .select(['projectId', 'attempt', 'content'])
    .where('messageId', '=', messageId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return false;
  const content = row.content.trim();
  return await finishStream(trx, { ...row, messageId, ownerId, content, status: 'stopped', now });
}

/** The owner's answers that are being written now. */
export async function listStreams(trx: Trx): Promise<StreamRow[]> {
  return await trx
    .selectFrom('messageStream')
    .select(['messageId', 'conversationId', 'projectId', 'attempt', 'content', 'stopRequested'])
    .execute();
}
