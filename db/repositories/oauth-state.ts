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
