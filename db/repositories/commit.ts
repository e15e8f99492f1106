import { sql } from 'kysely';
import type { Trx } from '../client.ts';

/**
 * Lets this transaction's commit return before it is on disk. Only for work that is followed by a commit which is
 * waited for before anything leaves the house: that one carries all earlier ones with it. A database that crashes in
 * between forgets them all, in order, as if they had never been.
 */
export async function relaxCommit(trx: Trx): Promise<void> {
  await sql`select set_config('synchronous_commit', 'off', true)`.execute(trx);
}
