import type { ConversationType } from '../../domain/conversation/message.ts';
import type { ConversationView } from '../../domain/project/views.ts';
import { instant } from '../client.ts';
import type { Trx } from '../client.ts';
import { appendEvent } from './events.ts';

const COLUMNS = [
  'id',
  'projectId',
  'type',
  'status',
  'title',
  'campaignRecordId',
  'createdAt',
] as const;

/** Idempotent by id. */
export async function createConversation(
  trx: Trx,
  conversation: {
    id: string;
    projectId: string;
    ownerId: string;
    type: ConversationType;
    title: string;
    campaignRecordId: string | null;
    now: number;
  },
): Promise<void> {
  const { id, projectId, ownerId, type, title, campaignRecordId, now } = conversation;
  const inserted = await trx
    .insertInto('conversation')
    .values({
      id,
      projectId,
      ownerId,
      type,
      title,
      campaignRecordId,
      status: 'ACTIVE',
      createdAt: instant(now),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) return;
  await appendEvent(trx, { ...conversation, type: 'conversation', refId: conversation.id });
}

export async function getConversation(trx: Trx, id: string): Promise<ConversationView | null> {
  const row = await trx
    .selectFrom('conversation')
    .select(COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** Oldest first. */
export async function listConversations(trx: Trx, projectId: string): Promise<ConversationView[]> {
  return await trx
    .selectFrom('conversation')
    .select(COLUMNS)
    .where('projectId', '=', projectId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
}

/** The conversation in which the agent speaks of its own accord: the project's newest one that is still open. */
export async function currentConversation(
  trx: Trx,
  projectId: string,
): Promise<ConversationView | null> {
  const row = await trx
    .selectFrom('conversation')
    .select(COLUMNS)
    .where('projectId', '=', projectId)
    .where('status', '=', 'ACTIVE')
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}
