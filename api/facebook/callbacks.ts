import { createHmac } from 'node:crypto';
import type { Context } from 'hono';
import {
  eraseFacebookNames,
  ownersOfFacebookUser,
  tellLoss,
} from '../../db/repositories/connection-loss.ts';
import { lockConnection, updateConnection } from '../../db/repositories/connections.ts';
import type { ConnectionChanges } from '../../db/repositories/connections.ts';
import { closeDeletion, openDeletion } from '../../db/repositories/data-deletions.ts';
import { readSignedRequest } from '../../integrations/meta/signed-request.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { ApiError } from '../http/api-error.ts';
import type { AppEnv } from '../http/app-env.ts';
import { asCaller } from '../owner-work.ts';
import type { OwnerWork } from '../owner-work.ts';
import { ERASED } from './disconnect.ts';

/** `issuedAt` is epoch ms of real time. */
export type SignedCall = {
  readonly userId: string;
  readonly issuedAt: number;
  readonly raw: string;
};

/** A signed request is some hundred characters long. */
const MAX_FORM_CHARS = 8_000;
/** How far Facebook's clock and ours may differ. */
const CLOCK_SKEW_MS = 5 * 60_000;

/**
 * Reads the form that Facebook posts. Its signature stands in for session and origin.
 * @throws ApiError 400 for anything that Facebook did not sign with our app's secret.
 */
export async function readCallback(c: Context<AppEnv>, appSecret: string): Promise<SignedCall> {
  const text = await c.req.text();
  const values =
    text.length > MAX_FORM_CHARS ? [] : new URLSearchParams(text).getAll('signed_request');
  const [raw] = values;
  const signed = raw === undefined || values.length > 1 ? null : readSignedRequest(raw, appSecret);
  if (raw === undefined || signed === null) {
    throw new ApiError({
      status: 400,
      code: 'facebook.bad_signature',
      message: 'This request is not signed by Facebook, so nothing was changed.',
    });
  }
  return { ...signed, raw };
}

/** The person removed the app at Facebook: our token is dead already, and every project of theirs has to know. */
export async function deauthorize(deps: AppDependencies, call: SignedCall): Promise<void> {
  await forEachOwner(deps, call.userId, async (work) => {
    const gone = { state: 'REVOKED', tokenCiphertext: null, tokenKeyId: null, scopes: [] } as const;
    await take(deps, work, { call, set: gone });
  });
}

/**
 * Erases what came from Facebook. Ids of the account, the Page and the ads stay: what was spent is accounted by them.
 * @returns the code under which the person can look up what became of it; the same for the same request.
 */
export async function deleteData(deps: AppDependencies, call: SignedCall): Promise<string> {
  // Derived, so that a repeated request finds its row; with the secret, so that nobody can guess it.
  const code = createHmac('sha256', deps.facebookAppSecret)
    .update(`data-deletion:${call.raw}`)
    .digest('base64url')
    .slice(0, 32);
  await openDeletion(deps.relayDb, { code, now: deps.wallClock() });
  await forEachOwner(deps, call.userId, async (work) => {
    if (await take(deps, work, { call, set: ERASED })) await eraseFacebookNames(work.trx);
  });
  await closeDeletion(deps.relayDb, { code, now: deps.wallClock() });
  return code;
}

/** Several people here may have used the same Facebook account. */
async function forEachOwner(
  deps: AppDependencies,
  fbUserId: string,
  work: (scope: OwnerWork) => Promise<void>,
): Promise<void> {
  for (const ownerId of await ownersOfFacebookUser(deps.relayDb, fbUserId)) {
    await asCaller(deps, ownerId, work);
  }
}

/** @returns false for a connection that this call is not about. */
async function take(
  deps: AppDependencies,
  { trx, ownerId, now }: OwnerWork,
  { call, set }: { call: SignedCall; set: ConnectionChanges },
): Promise<boolean> {
  const row = await lockConnection(trx, ownerId);
  // Since it was looked up another Facebook account may have been connected.
  if (row?.fbUserId !== call.userId) return false;
  // An old call, sent once more, must not end a connection that was made after it.
  const offset = now - deps.wallClock();
  const connectedAt = row.connectedAt === null ? null : row.connectedAt - offset;
  if (connectedAt !== null && call.issuedAt < connectedAt - CLOCK_SKEW_MS) return false;
  await tellLoss(trx, {
    ownerId,
    code: 'meta.app_removed',
    checkedAt: row.checkedAt,
    now,
    newId: () => deps.newId(),
  });
  await updateConnection(trx, { userId: ownerId, set, now });
  return true;
}
