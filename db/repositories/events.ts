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

export type Change = {
  ownerId: string;
  projectId: string;
  type: ChangeType;
  refId: string;
  now: number;
};

/** Changes of transactions that are still running, by thing: its present state is read when it is sent. */
const collected = new WeakMap<Trx, Map<string, Change>>();

/**
 * Puts a change into its owner's stream, inside the transaction that made it. Within `asOwner` it is written just
 * before the commit, and several changes of one thing are one.
 */
export async function appendEvent(trx: Trx, change: Change): Promise<void> {
  const pending = collected.get(trx);
  if (pending === undefined) await writeEvents(trx, [change]);
  else pending.set(`${change.projectId} ${change.type} ${change.refId}`, change);
}

/**
 * Collects what `work` appends and writes it at the end. The counter's row is then always the last lock a transaction
 * takes: taken in between, two transactions of one owner could each wait for a row the other holds.
 */
export async function withCollectedEvents<Result>(
  trx: Trx,
  work: () => Promise<Result>,
): Promise<Result> {
  const pending = new Map<string, Change>();
  collected.set(trx, pending);
  const result = await work();
  await writeEvents(trx, [...pending.values()]);
  return result;
}

/**
 * The counter's row lock, held until the commit, makes numbers gapless and their order the order of commits; the
 * notification goes out with the commit.
 */
async function writeEvents(trx: Trx, changes: readonly Change[]): Promise<void> {
  const [first] = changes;
  if (first === undefined) return;
  const { ownerId } = first;
  const many = changes.length;
  // One statement: every transaction ends with this, and each trip to the database is time.
  await sql`
    with stream as (
      insert into user_stream (user_id, last_seq) values (${ownerId}, ${many})
      on conflict (user_id) do update set last_seq = user_stream.last_seq + ${many}
      returning last_seq
    ), written as (
      insert into event (owner_id, seq, project_id, type, ref_id, created_at)
      select ${ownerId}, stream.last_seq - ${many} + v.place, v.project_id, v.type, v.ref_id, v.created_at
      from stream, unnest(
        ${changes.map(({ projectId }) => projectId)}::uuid[], ${changes.map(({ type }) => type)}::text[],
        ${changes.map(({ refId }) => refId)}::text[], ${changes.map(({ now }) => instant(now))}::timestamptz[]
      ) with ordinality as v(project_id, type, ref_id, created_at, place)
    )
    select pg_notify('aigency_event', ${ownerId})`.execute(trx);
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

/** A piece of a running answer, for every API process. */
export type DeltaNotice = {
  ownerId: string;
  projectId: string;
  conversationId: string;
  messageId: string;
  attempt: number;
  offset: number;
  text: string;
};

/** Sends pieces of running answers to every API process; nothing is stored. At most about 7 kB of text each. */
export async function notifyDeltas(db: Db, deltas: readonly DeltaNotice[]): Promise<void> {
  const notices = deltas.map((delta) => JSON.stringify(delta));
  // A notice is not worth a write to disk, and notices of all answers wait for each other's commits.
  await sql`
    select set_config('synchronous_commit', 'off', true), pg_notify('aigency_delta', notice)
    from unnest(${notices}::text[]) with ordinality as piece(notice, place) order by place`.execute(
    db,
  );
}
