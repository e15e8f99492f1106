import type { MessageView } from '../../domain/project/views.ts';
import { instant } from '../client.ts';
import type { Trx } from '../client.ts';
import { getMessage, insertMessage, updateMessage } from './messages.ts';

export type StreamRow = {
  messageId: string;
  conversationId: string;
  projectId: string;
  attempt: number;
  content: string;
  stopRequested: boolean;
};

/**
 * Opens (or opens again) the bubble of an answer. A repeat after a crash gets the next attempt number, so that late
 * pieces of the earlier attempt are told apart. @returns the attempt, or null when the answer is already finished.
 */
export async function beginStream(
  trx: Trx,
  stream: {
    messageId: string;
    conversationId: string;
    projectId: string;
    ownerId: string;
    replyTo: string;
    now: number;
  },
): Promise<{ attempt: number; stopRequested: boolean } | null> {
  const existing = await getMessage(trx, stream.messageId);
  if (existing !== null && existing.status !== 'streaming') return null;
  if (existing === null) {
    await insertMessage(trx, {
      id: stream.messageId,
      conversationId: stream.conversationId,
      projectId: stream.projectId,
      ownerId: stream.ownerId,
      type: 'TEXT',
      role: 'agent',
      status: 'streaming',
      content: '',
      metadata: { kind: 'none' },
      replyTo: stream.replyTo,
      now: stream.now,
    });
  }
  return await trx
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
}

/** Keeps what was said so far. @returns whether to go on: not after a stop, nor when a newer attempt took over. */
export async function saveStream(
  trx: Trx,
  stream: { messageId: string; attempt: number; content: string; now: number },
): Promise<{ goOn: boolean }> {
  const row = await trx
    .updateTable('messageStream')
    .set({ content: stream.content, updatedAt: instant(stream.now) })
    .where('messageId', '=', stream.messageId)
    .where('attempt', '=', stream.attempt)
    .returning('stopRequested')
    .executeTakeFirst();
  return { goOn: row !== undefined && !row.stopRequested };
}

/** Closes the bubble: the message holds its final words, and the running copy is gone. */
export async function finishStream(
  trx: Trx,
  stream: {
    messageId: string;
    projectId: string;
    ownerId: string;
    attempt: number;
    content: string;
    status: 'complete' | 'stopped' | 'failed';
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
  await updateMessage(trx, { ...stream, id: stream.messageId, status });
  return true;
}

/** Asks a running answer to end. @returns the message, or null when there is none running under this id. */
export async function requestStop(trx: Trx, messageId: string): Promise<MessageView | null> {
  const row = await trx
    .updateTable('messageStream')
    .set({ stopRequested: true })
    .where('messageId', '=', messageId)
    .returning('messageId')
    .executeTakeFirst();
  return row === undefined ? null : await getMessage(trx, messageId);
}

/** The owner's answers that are being written now. */
export async function listStreams(trx: Trx): Promise<StreamRow[]> {
  return await trx
    .selectFrom('messageStream')
    .select(['messageId', 'conversationId', 'projectId', 'attempt', 'content', 'stopRequested'])
    .execute();
}
