import { createHash, randomBytes } from 'node:crypto';
import { neededScopes } from '../../domain/connection/scopes.ts';
import type { Trx } from '../../db/client.ts';
import { appendEvent } from '../../db/repositories/events.ts';
import { formNeeds } from '../../db/repositories/form-needs.ts';
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
): Promise<{ state: string; scopes: readonly string[] }> {
  const state = randomBytes(STATE_BYTES).toString('base64url');
  return await asOwner(deps.db, caller.userId, async (trx) => {
    await projectOf(trx, projectId);
    await createOauthState(trx, {
      stateHash: hashOf(state),
      userId: caller.userId,
      sessionId: caller.sessionId,
      projectId,
      expiresAt: deps.wallClock() + STATE_TTL_MS,
    });
    await show(trx, { ownerId: caller.userId, projectId, now: deps.wallClock() });
    return { state, scopes: neededScopes((await formNeeds(trx, projectId)).asked) };
  });
}

/** Uses a state up. @returns its project; null when it is unknown, used, too old or of another session. */
export async function redeemLink(
  deps: AppDependencies,
  caller: Caller,
  state: string,
): Promise<string | null> {
  return await asOwner(deps.db, caller.userId, async (trx) => {
    const now = deps.wallClock();
    const redeemed = await consumeOauthState(trx, {
      stateHash: hashOf(state),
      sessionId: caller.sessionId,
      wallNow: now,
    });
    if (redeemed === null) return null;
    await show(trx, { ownerId: caller.userId, projectId: redeemed.projectId, now });
    return redeemed.projectId;
  });
}

/** Tabs show that somebody is at Facebook, and that they are back. */
async function show(trx: Trx, of: { ownerId: string; projectId: string; now: number }) {
  await appendEvent(trx, { ...of, type: 'connection', refId: of.projectId });
}
