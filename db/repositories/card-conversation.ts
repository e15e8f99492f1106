import { sql } from 'kysely';
import type { Trx } from '../client.ts';

/** The conversation in which a card was laid before the person; null when its message is gone. */
export async function conversationOfCard(trx: Trx, approvalId: string): Promise<string | null> {
  const row = await trx
    .selectFrom('message')
    .innerJoin('approval', 'approval.projectId', 'message.projectId')
    .select('message.conversationId')
    .where('approval.id', '=', approvalId)
    .where('message.type', '=', 'APPROVAL_REQUEST')
    .where(sql`message.metadata ->> 'approvalId'`, '=', approvalId)
    .orderBy('message.createdAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.conversationId ?? null;
}
