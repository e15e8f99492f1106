import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { createAuthDatabase } from '../client.ts';

export type Tries = { readonly count: number; /** Epoch ms. */ readonly since: number };

/**
 * Counts one try and says how many there were in its window, this one included. One statement, so of tries at once
 * none is missed. Windows are fixed: they begin with the first try, and later ones do not prolong them.
 */
export async function countTry(
  authDb: ReturnType<typeof createAuthDatabase>,
  { key, windowMs, now }: { key: string; windowMs: number; now: number },
): Promise<Tries> {
  const over = sql`"rate_limit".last_request <= ${now - windowMs}`;
  const { rows } = await sql<{ count: number; since: string }>`
    insert into "rate_limit" (id, key, count, last_request)
    values (${randomUUID()}, ${key}, 1, ${now})
    on conflict (key) do update set
      count = case when ${over} then 1 else "rate_limit".count + 1 end,
      last_request = case when ${over} then ${now} else "rate_limit".last_request end
    returning count, last_request as since`.execute(authDb);
  const [row] = rows;
  return { count: row?.count ?? 1, since: Number(row?.since ?? now) };
}

/** Forgets windows that ended. */
export async function forgetTries(
  authDb: ReturnType<typeof createAuthDatabase>,
  before: number,
): Promise<void> {
  await sql`delete from "rate_limit" where last_request < ${before}`.execute(authDb);
}
