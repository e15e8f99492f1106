import { sql } from 'kysely';
import type {
  MessageMetadata,
  MessageRole,
  MessageStatus,
  MessageType,
} from '../../domain/conversation/message.ts';
import type { MessageView } from '../../domain/project/views.ts';
import { instant, json, moment } from '../client.ts';
import type { Trx } from '../client.ts';
import { storableText } from '../storable-text.ts';
import { appendEvent } from './events.ts';

const COLUMNS = [
  'id',
  'conversationId',
  'projectId',
  'type',
  'role',
  'status',
  'content',
  'metadata',
  'replyTo',
  'position',
  'createdAt',
] as const;

export type NewMessage = {
  id: string;
  conversationId: string;
  projectId: string;
  ownerId: string;
  type: MessageType;
  role: MessageRole;
  status: MessageStatus;
  content: string;
  metadata: MessageMetadata;
  replyTo: string | null;
  now: number;
};

/**
 * Inserts under an id that was made beforehand, so that saying it again is harmless.
 * @returns `created` with the row; `repeat` with the row that was there; `conflict` when the id is taken by other
 * content, another conversation, or a row this owner cannot see.
 */
export async function insertMessage(
  trx: Trx,
  message: NewMessage,
): Promise<{ kind: 'created' | 'repeat'; message: MessageView } | { kind: 'conflict' }> {
  const { id, conversationId, projectId, ownerId, type, role, status, content, replyTo } = message;
  const created = await trx
    .insertInto('message')
    .values({
      id,
      conversationId,
      projectId,
      ownerId,
      type,
      role,
      status,
      content,
      replyTo,
      metadata: json(message.metadata),
      createdAt: instant(message.now),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning(COLUMNS)
    .executeTakeFirst();
  if (created !== undefined) {
    await appendEvent(trx, { ...message, type: 'message', refId: message.id });
    return { kind: 'created', message: created };
  }
  const existing = await getMessage(trx, message.id);
  const same =
    existing !== null &&
    existing.conversationId === message.conversationId &&
    existing.role === message.role &&
    (message.role === 'agent' || existing.content === storableText(message.content));
  return same ? { kind: 'repeat', message: existing } : { kind: 'conflict' };
}

export async function getMessage(trx: Trx, id: string): Promise<MessageView | null> {
  const row = await trx
    .selectFrom('message')
    .select(COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** All messages of a project in the order of the conversation. */
export async function listMessages(trx: Trx, projectId: string): Promise<MessageView[]> {
  return await trx
    .selectFrom('message')
    .select(COLUMNS)
    .where('projectId', '=', projectId)
    .orderBy('position')
    .execute();
}

/**
 * The last `count` text messages up to and including the one at `upToPosition`, oldest first: a model's context. Each
 * answer stands behind its question, also one that was written after later questions. What was taken back is left out.
 */
export async function lastTextMessages(
  trx: Trx,
  query: { conversationId: string; upToPosition: number; count: number },
): Promise<MessageView[]> {
  const { conversationId, upToPosition, count } = query;
  const rows = await trx
    .selectFrom('message')
    .leftJoin('message as question', 'question.id', 'message.replyTo')
    .select(COLUMNS.map((column) => `message.${column}` as const))
    .where('message.conversationId', '=', conversationId)
    .where('message.type', '=', 'TEXT')
    .where('message.status', '!=', 'withdrawn')
    .where((eb) =>
      eb.or([
        eb('message.position', '<=', upToPosition),
        eb('question.position', '<', upToPosition),
      ]),
    )
    .orderBy((eb) => eb.fn.coalesce('question.position', 'message.position'), 'desc')
    .orderBy('message.position', 'desc')
    .limit(count)
    .execute();
  return rows.toReversed();
}

/**
 * Takes a message of the person back, for as long as no answer to it was begun.
 * @returns the message as it stands then; null when the person has none with this id.
 */
export async function withdrawMessage(
  trx: Trx,
  { id, ownerId, now }: { id: string; ownerId: string; now: number },
): Promise<MessageView | null> {
  const message = await lockMessage(trx, id);
  if (message === null || message.role !== 'user' || message.type !== 'TEXT') return null;
  if (message.status === 'withdrawn') return message;
  const answer = await trx
    .selectFrom('message')
    .select('id')
    .where('projectId', '=', message.projectId)
    .where('replyTo', '=', id)
    .executeTakeFirst();
  if (answer !== undefined) return message;
  const { projectId, content } = message;
  await updateMessage(trx, { id, projectId, ownerId, content, status: 'withdrawn', now });
  return { ...message, status: 'withdrawn' };
}

/** The message, and nobody else changes what hangs on it until the transaction ends. */
export async function lockMessage(trx: Trx, id: string): Promise<MessageView | null> {
  const row = await trx
    .selectFrom('message')
    .select(COLUMNS)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** The person's click below an answer, if there was one already. */
export async function retryOf(
  trx: Trx,
  query: { conversationId: string; answerId: string },
): Promise<MessageView | null> {
  const row = await trx
    .selectFrom('message')
    .select(COLUMNS)
    .where('conversationId', '=', query.conversationId)
    .where('role', '=', 'user')
    .where('status', '!=', 'withdrawn')
    .where(sql<boolean>`metadata @> ${json({ kind: 'retry', answerId: query.answerId })}`)
    .orderBy('position')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Changes what a message says or how it stands; people are told. */
export async function updateMessage(
  trx: Trx,
  change: {
    id: string;
    projectId: string;
    ownerId: string;
    content: string;
    status: MessageStatus;
    now: number;
  },
): Promise<void> {
  await trx
    .updateTable('message')
    .set({ content: change.content, status: change.status })
    .where('id', '=', change.id)
    .execute();
  await appendEvent(trx, { ...change, type: 'message', refId: change.id });
}

/** Changes what belongs to a message beside its words; people are told. */
export async function setMessageMetadata(
  trx: Trx,
  change: {
    id: string;
    projectId: string;
    ownerId: string;
    metadata: MessageMetadata;
    now: number;
  },
): Promise<void> {
  await trx
    .updateTable('message')
    .set({ metadata: json(change.metadata) })
    .where('id', '=', change.id)
    .execute();
  await appendEvent(trx, { ...change, type: 'message', refId: change.id });
}

/** What the person wrote in a project from an instant on, oldest first. */
export async function userTextsSince(
  trx: Trx,
  query: { projectId: string; since: number },
): Promise<string[]> {
  const rows = await trx
    .selectFrom('message')
    .select('content')
    .where('projectId', '=', query.projectId)
    .where('role', '=', 'user')
    .where('type', '=', 'TEXT')
    .where('createdAt', '>=', moment(query.since))
    .orderBy('position')
    .execute();
  return rows.map((row) => row.content);
}

/** The person's latest words in a project. */
export async function lastUserText(trx: Trx, projectId: string): Promise<string | null> {
  const row = await trx
    .selectFrom('message')
    .select('content')
    .where('projectId', '=', projectId)
    .where('role', '=', 'user')
    .where('type', '=', 'TEXT')
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.content ?? null;
}
