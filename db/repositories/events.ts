import { sql } from 'kysely';
import type { ChangeType } from '../../domain/project/views.ts';
import { instant } from '../client.ts';
import type { Db, Trx } from '../client.ts';

export type EventRow = {
  ownerId: string;
  seq: number;
  projectId: string;
  type: ChangeType;
  refId: string;
};

/**
 * Puts a change into its owner's stream, inside the transaction that made it. The counter's row lock makes
 * numbers gapless and their order the order of commits; the notification goes out with the commit.
 * @returns the change's number.
 */
export async function appendEvent(
  trx: Trx,
  change: { ownerId: string; projectId: string; type: ChangeType; refId: string; now: number },
): Promise<number> {
  const { lastSeq } = await trx
    .insertInto('userStream')
    .values({ userId: change.ownerId, lastSeq: 1 })
    .onConflict((conflict) =>
      conflict.column('userId').doUpdateSet({ lastSeq: sql<number>`user_stream.last_seq + 1` }),
    )
    .returning('lastSeq')
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('event')
    .values({
      ownerId: change.ownerId,
      seq: lastSeq,
      projectId: change.projectId,
      type: change.type,
      refId: change.refId,
      createdAt: instant(change.now),
    })
    .execute();
  await sql`select pg_notify('aigency_event', ${change.ownerId})`.execute(trx);
  return lastSeq;
}

/** The owner's changes after `seq`, oldest first. */
export async function listEventsAfter(
  trx: Trx,
  query: { ownerId: string; after: number; limit: number },
): Promise<EventRow[]> {
  return await trx
    .selectFrom('event')
    .select(['ownerId', 'seq', 'projectId', 'type', 'refId'])
    .where('ownerId', '=', query.ownerId)
    .where('seq', '>', query.after)
    .orderBy('seq')
    .limit(query.limit)
    .execute();
}

/** The number of the owner's newest change; 0 before the first. */
export async function lastEventSeq(trx: Trx, ownerId: string): Promise<number> {
  const row = await trx
    .selectFrom('userStream')
    .select('lastSeq')
    .where('userId', '=', ownerId)
    .executeTakeFirst();
  return row?.lastSeq ?? 0;
}

/** Sends a piece of a running answer to every API process; nothing is stored. At most about 7 kB of text. */
export async function notifyDelta(
  db: Db,
  delta: {
    ownerId: string;
    projectId: string;
    conversationId: string;
    messageId: string;
    attempt: number;
    offset: number;
    text: string;
  },
): Promise<void> {
  await sql`select pg_notify('aigency_delta', ${JSON.stringify(delta)})`.execute(db);
}
