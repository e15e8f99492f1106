import { sql } from 'kysely';
import type { Trx } from '../client.ts';

/** How far the owner has skipped ahead, in ms; 0 in real mode. */
export async function clockOffset(trx: Trx, ownerId: string): Promise<number> {
  const row = await trx
    .selectFrom('userClock')
    .select('offsetMs')
    .where('userId', '=', ownerId)
    .executeTakeFirst();
  return row?.offsetMs ?? 0;
}

/** Moves the owner's clock ahead. @returns the new offset in ms. */
export async function addClockOffset(trx: Trx, ownerId: string, ms: number): Promise<number> {
  const { offsetMs } = await trx
    .insertInto('userClock')
    .values({ userId: ownerId, offsetMs: ms })
    .onConflict((conflict) =>
      conflict
        .column('userId')
        .doUpdateSet({ offsetMs: sql<number>`user_clock.offset_ms + ${ms}` }),
    )
    .returning('offsetMs')
    .executeTakeFirstOrThrow();
  return offsetMs;
}

/** Tries to be the only one who moves this owner's clock until the transaction ends. */
export async function tryLockClock(trx: Trx, ownerId: string): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`clock:${ownerId}`}, 0)) as locked`.execute(
    trx,
  );
  return rows[0]?.locked ?? false;
}
