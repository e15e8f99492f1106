import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { InboxItem } from '../../domain/lifecycle/work.ts';
import { instant, json, moment } from '../client.ts';
import type { Db, Trx } from '../client.ts';
import type { NewInboxItem } from '../schema.ts';

export type OutboxRow = {
  id: string;
  projectId: string;
  ownerId: string;
  item: InboxItem;
  attempts: number;
};

/**
 * Numbers an item for the project's lifecycle and keeps it until it is delivered. The project row's lock makes the
 * numbers gapless. @returns the item's number.
 */
export async function enqueueInbox(
  trx: Trx,
  entry: { id: string; projectId: string; ownerId: string; item: NewInboxItem; now: number },
): Promise<number> {
  const { lastOutboxSeq } = await trx
    .updateTable('project')
    .set((eb) => ({ lastOutboxSeq: eb('lastOutboxSeq', '+', 1) }))
    .where('id', '=', entry.projectId)
    .returning('lastOutboxSeq')
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('outbox')
    .values({
      id: entry.id,
      projectId: entry.projectId,
      ownerId: entry.ownerId,
      seq: lastOutboxSeq,
      kind: entry.item.kind,
      payload: json(entry.item),
      createdAt: instant(entry.now),
    })
    .execute();
  await sql`select pg_notify('aigency_outbox', ${entry.projectId})`.execute(trx);
  return lastOutboxSeq;
}

/** The same under an id that is made beforehand. @returns false when the item was there already. */
export async function enqueueInboxOnce(
  trx: Trx,
  entry: Parameters<typeof enqueueInbox>[1],
): Promise<boolean> {
  const before = await trx
    .selectFrom('outbox')
    .select('id')
    .where('id', '=', entry.id)
    .executeTakeFirst();
  if (before !== undefined) return false;
  await enqueueInbox(trx, entry);
  return true;
}

/** Whether the row of this alias is the person's wish to pause. */
function isPauseItem(alias: string): RawBuilder<boolean> {
  const payload = sql.ref(`${alias}.payload`);
  return sql<boolean>`(${payload}->>'kind' = 'policy' and ${payload}->>'change' = 'pause')`;
}

/**
 * Takes the oldest undelivered item of some project that no other relay is working on, locks it for the length of
 * `work`, and records how it went. Later items of a project wait for earlier ones, also while those back off; only
 * "Pause all ads" goes ahead of everything, and the lifecycle takes it out of turn.
 * `wallNow` is real time: delivery is not subject to the owner's clock.
 * @returns false when nothing was due.
 */
export async function withNextOutboxItem(
  relay: Db,
  wallNow: number,
  work: (
    row: OutboxRow,
  ) => Promise<{ kind: 'sent' } | { kind: 'failed'; code: string; retryAt: number }>,
): Promise<boolean> {
  return await relay.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('outbox as o')
      .select(['o.id', 'o.projectId', 'o.ownerId', 'o.seq', 'o.payload', 'o.attempts'])
      .where('o.sentAt', 'is', null)
      .where((eb) =>
        eb.or([eb('o.nextAttemptAt', 'is', null), eb('o.nextAttemptAt', '<=', moment(wallNow))]),
      )
      .where((eb) =>
        eb.or([
          isPauseItem('o'),
          eb.not(
            eb.exists(
              eb
                .selectFrom('outbox as earlier')
                .select('earlier.id')
                .whereRef('earlier.projectId', '=', 'o.projectId')
                .whereRef('earlier.seq', '<', 'o.seq')
                .where('earlier.sentAt', 'is', null),
            ),
          ),
        ]),
      )
      .orderBy(isPauseItem('o'), 'desc')
      .orderBy('o.createdAt')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (row === undefined) return false;
    const item: InboxItem = { ...row.payload, seq: row.seq };
    const outcome = await work({
      id: row.id,
      projectId: row.projectId,
      ownerId: row.ownerId,
      item,
      attempts: row.attempts,
    });
    await trx
      .updateTable('outbox')
      .set((eb) => ({
        attempts: eb('attempts', '+', 1),
        ...(outcome.kind === 'sent'
          ? { sentAt: instant(wallNow), lastErrorCode: null }
          : { nextAttemptAt: instant(outcome.retryAt), lastErrorCode: outcome.code }),
      }))
      .where('id', '=', row.id)
      .execute();
    return true;
  });
}

/** How many items of all projects wait, for readiness and tests. */
export async function countWaitingOutbox(relay: Db): Promise<number> {
  const { count } = await relay
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('sentAt', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

/** The owner's clock offset in ms, for the relay's role. */
export async function clockOffsetForRelay(relay: Db, ownerId: string): Promise<number> {
  const row = await relay
    .selectFrom('userClock')
    .select('offsetMs')
    .where('userId', '=', ownerId)
    .executeTakeFirst();
  return row?.offsetMs ?? 0;
}

/**
 * Whether the person's latest word on running ads was to pause them; true as soon as they pressed the button.
 * @param before looks at the words before this item of the outbox only.
 */
export async function isPausedByPerson(
  trx: Trx,
  projectId: string,
  before = Number.MAX_SAFE_INTEGER,
): Promise<boolean> {
  const row = await trx
    .selectFrom('outbox')
    .select('payload')
    .where('projectId', '=', projectId)
    .where('kind', '=', 'policy')
    .where('seq', '<', before)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.payload.kind === 'policy' && row.payload.change === 'pause';
}

/** The same as part of a larger query. @param projectColumn column that holds the project's id. */
export function pausedByPerson(projectColumn: string): RawBuilder<boolean> {
  return sql<boolean>`coalesce((
    select o.payload ->> 'change' = 'pause' from outbox as o
    where o.project_id = ${sql.ref(projectColumn)} and o.kind = 'policy'
    order by o.seq desc limit 1
  ), false)`;
}
