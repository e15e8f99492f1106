import type { Disconnected } from '../../contract/http.ts';
import { insertActivity } from '../../db/repositories/activity.ts';
import {
  hasRunningAds,
  projectsWithAccount,
  tellLoss,
} from '../../db/repositories/connection-loss.ts';
import { lockConnection, updateConnection } from '../../db/repositories/connections.ts';
import type { ConnectionChanges, ConnectionRow } from '../../db/repositories/connections.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { conflict } from '../http/api-error.ts';
import { asCaller } from '../owner-work.ts';
import type { OwnerWork } from '../owner-work.ts';
import { openStoredToken } from './stored-token.ts';

/** Nothing of the token, and nothing of the person, is left. */
export const ERASED = {
  fbUserId: null,
  fbUserName: null,
  fbAccountId: null,
  pageId: null,
  tokenCiphertext: null,
  tokenKeyId: null,
  tokenExpiresAt: null,
  dataAccessExpiresAt: null,
  scopes: [],
  state: 'REVOKED',
  adAccounts: [],
  pages: [],
  connectedAt: null,
  checkedAt: null,
  renewedAt: null,
  remindedDays: null,
} as const satisfies ConnectionChanges;

const BY_HAND =
  'Aigency can no longer reach your Facebook account. But Facebook did not say that the link has ended there too. Please go to Settings on facebook.com and remove Aigency under “Apps and websites”.';

/**
 * Ends the connection here and at Facebook.
 * @throws ApiError 409 while ads run that nobody could stop afterwards.
 */
export async function disconnect(deps: AppDependencies, ownerId: string): Promise<Disconnected> {
  const { stored, now } = await asCaller(deps, ownerId, async (work) => {
    const found = await openStoredToken(deps, work);
    await refuseWhileAdsRun(work, found?.row ?? null);
    return { stored: found, now: work.now };
  });
  const offset = now - deps.wallClock();
  // First: once it is erased here, nobody could end it at Facebook.
  const revoked =
    stored === null || (await deps.oauth(() => deps.wallClock() + offset).revoke(stored.token));
  await asCaller(deps, ownerId, async (work) => {
    await forget(deps, work);
  });
  return { revoked, message: revoked ? null : BY_HAND };
}

/** A connection that is lost already can do nothing for running ads, so it may go. */
async function refuseWhileAdsRun({ trx }: OwnerWork, row: ConnectionRow | null): Promise<void> {
  const works = row?.state === 'CONNECTED' || row?.state === 'NEEDS_SELECTION';
  if (!works || !(await hasRunningAds(trx))) return;
  throw conflict(
    'connection.ads_running',
    'Ads are running, or being built, through this connection, and without it I could not stop them. Please pause all ads first. Nothing was changed.',
  );
}

async function forget(deps: AppDependencies, work: OwnerWork): Promise<void> {
  const { trx, ownerId, now } = work;
  const row = await lockConnection(trx, ownerId);
  if (row === null || (row.state === 'REVOKED' && row.fbUserId === null)) return;
  await tellLoss(trx, {
    ownerId,
    code: 'deployment.not_connected',
    checkedAt: row.checkedAt,
    now,
    newId: () => deps.newId(),
  });
  await updateConnection(trx, { userId: ownerId, set: ERASED, now });
  for (const { id: projectId } of await projectsWithAccount(trx)) {
    await insertActivity(trx, {
      id: deps.newId(),
      projectId,
      ownerId,
      actor: 'person',
      what: 'You disconnected Facebook',
      why: null,
      outcome: 'I can no longer read or change anything there.',
      now,
    });
  }
}
