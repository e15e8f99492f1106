import { sql } from 'kysely';
import { instant, moment } from '../client.ts';
import type { Trx } from '../client.ts';

/** Remembers the hash of a state text sent to Facebook, bound to the session and the project it was made for. */
export async function createOauthState(
  trx: Trx,
  state: {
    stateHash: string;
    userId: string;
    sessionId: string;
    projectId: string;
    expiresAt: number;
  },
): Promise<void> {
  const { stateHash, userId, sessionId, projectId } = state;
  await trx
    .insertInto('oauthState')
    .values({ stateHash, userId, sessionId, projectId, expiresAt: instant(state.expiresAt) })
    .execute();
}

/** Uses a state up. @returns its project, or null when unknown, expired, used before, or of another session. */
export async function consumeOauthState(
  trx: Trx,
  state: { stateHash: string; sessionId: string; wallNow: number },
): Promise<{ projectId: string } | null> {
  const row = await trx
    .updateTable('oauthState')
    .set({ usedAt: instant(state.wallNow) })
    .where('stateHash', '=', state.stateHash)
    .where('sessionId', '=', state.sessionId)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', moment(state.wallNow))
    .returning('projectId')
    .executeTakeFirst();
  return row ?? null;
}

/** Whether somebody is at Facebook for this project: a state that was made, not used, and is still good. */
export async function isLinkOpen(trx: Trx, projectId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('oauthState')
    .select('stateHash')
    .where('projectId', '=', projectId)
    .where('usedAt', 'is', null)
    // The database's own clock: the dialog is open in real time, whatever the owner's clock says.
    .where('expiresAt', '>', sql<number>`now()`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
