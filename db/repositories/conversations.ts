import type { ConversationStatus, ConversationType } from '../../domain/conversation/message.ts';
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

/** Oldest first, each with when something was last said in it (epoch ms). */
export async function listConversationsWithActivity(
  trx: Trx,
  projectId: string,
): Promise<(ConversationView & { lastActivityAt: number })[]> {
  return await trx
    .selectFrom('conversation as c')
    .select(COLUMNS.map((column) => `c.${column}` as const))
    .select((eb) =>
      eb.fn
        .coalesce(
          eb
            .selectFrom('message as m')
            .select((of) => of.fn.max('m.createdAt').as('at'))
            .whereRef('m.conversationId', '=', 'c.id'),
          'c.createdAt',
        )
        .as('lastActivityAt'),
    )
    .where('c.projectId', '=', projectId)
    .orderBy('c.createdAt')
    .orderBy('c.id')
    .execute();
}

/** Renames a conversation, closes it or opens it again. @returns null when there is none of this id. */
export async function changeConversation(
  trx: Trx,
  change: {
    id: string;
    projectId: string;
    ownerId: string;
    set: { title?: string | undefined; status?: ConversationStatus | undefined };
    now: number;
  },
): Promise<ConversationView | null> {
  const { title, status } = change.set;
  const row = await trx
    .updateTable('conversation')
    .set({ ...(title === undefined ? {} : { title }), ...(status === undefined ? {} : { status }) })
    .where('id', '=', change.id)
    .returning(COLUMNS)
    .executeTakeFirst();
  if (row === undefined) return null;
  await appendEvent(trx, { ...change, type: 'conversation', refId: change.id });
  return row;
}

/**
 * The conversation in which the agent speaks of its own accord: that of the campaign, before there is one that of the
 * interview. What the person began themselves is never disturbed.
 */
export async function currentConversation(
  trx: Trx,
  projectId: string,
): Promise<ConversationView | null> {
  const rows = await trx
    .selectFrom('conversation')
    .select(COLUMNS)
    .where('projectId', '=', projectId)
    .where('type', 'in', ['CAMPAIGN', 'ONBOARDING'])
    .orderBy('createdAt', 'desc')
    .execute();
  return rows.find(({ type }) => type === 'CAMPAIGN') ?? rows[0] ?? null;
}

/**
 * Once the brief is approved, the talk is about the campaign: its conversation is opened and the interview is closed
 * for new messages. It stays readable. Harmless to repeat.
 * @param change `id`: the new conversation's, the same for every repeat.
 */
export async function openCampaignConversation(
  trx: Trx,
  change: { id: string; projectId: string; ownerId: string; title: string; now: number },
): Promise<void> {
  const rows = await listConversations(trx, change.projectId);
  if (!rows.some(({ type }) => type === 'CAMPAIGN')) {
    await createConversation(trx, { ...change, type: 'CAMPAIGN', campaignRecordId: null });
  }
  for (const { id, type, status } of rows) {
    if (type !== 'ONBOARDING' || status === 'ARCHIVED') continue;
    await changeConversation(trx, { ...change, id, set: { status: 'ARCHIVED' } });
  }
}
