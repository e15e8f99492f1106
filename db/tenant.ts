import { sql } from 'kysely';
import type { Db, Trx } from './client.ts';
import { withCollectedEvents } from './repositories/events.ts';

/**
 * Runs `work` in one transaction in which only `ownerId`'s rows exist. Every read and write of a person's data
 * goes through here; without it row-level security shows nothing and refuses every insert.
 * `relaxed`: the commit returns before it is on disk, for work that a crash of the database may forget.
 */
export async function asOwner<Result>(
  db: Db,
  ownerId: string,
  work: (trx: Trx) => Promise<Result>,
  { relaxed = false }: { relaxed?: boolean } = {},
): Promise<Result> {
  return await db.transaction().execute(async (trx) => {
    await (
      relaxed
        ? sql`select set_config('app.user_id', ${ownerId}, true), set_config('synchronous_commit', 'off', true)`
        : sql`select set_config('app.user_id', ${ownerId}, true)`
    ).execute(trx);
    return await withCollectedEvents(trx, () => work(trx));
  });
}
