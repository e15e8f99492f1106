import { createHash, randomBytes } from 'node:crypto';
import { consumeOauthState, createOauthState } from '../../db/repositories/oauth-state.ts';
import { asOwner } from '../../db/tenant.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import type { Caller } from '../http/app-env.ts';
import { projectOf } from '../owner-work.ts';

/** Long enough to read Facebook's dialog and find a password. */
const STATE_TTL_MS = 10 * 60_000;
const STATE_BYTES = 32;

function hashOf(state: string): string {
  return createHash('sha256').update(state).digest('hex');
}

/**
 * Makes the secret that Facebook hands back, bound to this session and project. Only its hash is kept. It expires on
 * the wall clock, since the dialog is open in real time.
 * @throws ApiError 404 for a project the person does not have.
 */
export async function openLink(
  deps: AppDependencies,
  caller: Caller,
  projectId: string,
): Promise<{ state: string; isReconnect: boolean }> {
  const state = randomBytes(STATE_BYTES).toString('base64url');
  return await asOwner(deps.db, caller.userId, async (trx) => {
    const project = await projectOf(trx, projectId);
    await createOauthState(trx, {
      stateHash: hashOf(state),
      userId: caller.userId,
      sessionId: caller.sessionId,
      projectId,
      expiresAt: deps.wallClock() + STATE_TTL_MS,
    });
    return { state, isReconnect: project.adAccountId !== null };
  });
}

/** Uses a state up. @returns its project; null when it is unknown, used, too old or of another session. */
export async function redeemLink(
  deps: AppDependencies,
  caller: Caller,
  state: string,
): Promise<string | null> {
  const redeemed = await asOwner(
    deps.db,
    caller.userId,
    async (trx) =>
      await consumeOauthState(trx, {
        stateHash: hashOf(state),
        sessionId: caller.sessionId,
        wallNow: deps.wallClock(),
      }),
  );
  return redeemed?.projectId ?? null;
}
