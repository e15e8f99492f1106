import { stateAfter } from '../../domain/connection/token-life.ts';
import type { DeploymentProblemCode } from '../../domain/deployment/problems.ts';
import { moment } from '../client.ts';
import type { Db, Trx } from '../client.ts';
import { lockConnection, updateConnection } from './connections.ts';
import { enqueueInbox } from './outbox.ts';

/**
 * What Facebook was lost by, as this project was last told; null after it was connected again.
 * @param checkedAt when the connection was last found good; what was said before that counts no more.
 * @returns a code of `deploymentProblemWords`.
 */
export async function lossCode(
  trx: Trx,
  projectId: string,
  checkedAt: number | null,
): Promise<string | null> {
  const row = await trx
    .selectFrom('outbox')
    .select(['payload', 'createdAt'])
    .where('projectId', '=', projectId)
    .where('kind', 'in', ['connected', 'connection-lost'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row?.payload.kind !== 'connection-lost') return null;
  return checkedAt !== null && row.createdAt < checkedAt ? null : row.payload.code;
}

/**
 * Facebook is lost by `code`: the connection stands so from now on, and every project that works with it learns it.
 * @returns false when the token it was lost with is no longer the connection's own, so that nothing is lost.
 */
export async function loseConnection(
  trx: Trx,
  loss: {
    ownerId: string;
    code: DeploymentProblemCode;
    now: number;
    /** The token that failed, as it was stored; absent where the loss is not about one. */
    sealedToken?: string | null;
    /** Of the item for a project's lifecycle. */
    newId: (projectId: string) => string;
  },
): Promise<boolean> {
  const { ownerId, code, now, sealedToken } = loss;
  const row = await lockConnection(trx, ownerId);
  if (row === null) return false;
  if (sealedToken !== undefined && row.tokenCiphertext !== sealedToken) return false;
  const state = stateAfter(code);
  // Also where only the reason is new: the card says it.
  await updateConnection(trx, { userId: ownerId, set: state === null ? {} : { state }, now });
  await tellLoss(trx, { ...loss, checkedAt: row.checkedAt });
  return true;
}

/** Tells the lifecycle of every project that works with Facebook, once, that it is out of reach. */
export async function tellLoss(
  trx: Trx,
  loss: {
    ownerId: string;
    code: string;
    checkedAt: number | null;
    now: number;
    newId: (projectId: string) => string;
  },
): Promise<void> {
  const { ownerId, code, checkedAt, now, newId } = loss;
  for (const { id: projectId } of await projectsWithAccount(trx)) {
    if ((await lossCode(trx, projectId, checkedAt)) === code) continue;
    const item = { kind: 'connection-lost', code } as const;
    await enqueueInbox(trx, { id: newId(projectId), projectId, ownerId, item, now });
  }
}

/** Projects that have an ad account; always in one order, since telling them locks their rows. */
export async function projectsWithAccount(trx: Trx): Promise<{ id: string; name: string }[]> {
  return await trx
    .selectFrom('project')
    .select(['id', 'name'])
    .where('archivedAt', 'is', null)
    .where('adAccountId', 'is not', null)
    .orderBy('id')
    .execute();
}

/** Whether the chat's newest request to connect was not answered yet. */
export async function isAskOpen(trx: Trx, projectId: string): Promise<boolean> {
  const asked = await trx
    .selectFrom('message')
    .select('createdAt')
    .where('projectId', '=', projectId)
    .where('type', '=', 'FB_CONNECT')
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (asked === undefined) return false;
  const answered = await trx
    .selectFrom('outbox')
    .select('id')
    .where('projectId', '=', projectId)
    .where('kind', '=', 'connected')
    .where('createdAt', '>=', moment(asked.createdAt))
    .limit(1)
    .executeTakeFirst();
  return answered === undefined;
}

/** Whether ads of any of the person's projects run or are being built. */
export async function hasRunningAds(trx: Trx): Promise<boolean> {
  const row = await trx
    .selectFrom('campaignRecord')
    .select('id')
    .where('status', 'in', ['ACTIVE', 'DEPLOYING'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Ads of a project that run by themselves, and until when Facebook lets them; null when none do. */
export async function runningAds(
  trx: Trx,
  projectId: string,
): Promise<{ until: number | null } | null> {
  const rows = await trx
    .selectFrom('campaignRecord')
    .select(['leaseUntil', 'endsAt'])
    .where('projectId', '=', projectId)
    .where('status', '=', 'ACTIVE')
    .execute();
  if (rows.length === 0) return null;
  const ends = rows.map(({ leaseUntil, endsAt }) => leaseUntil ?? endsAt);
  // One without an end makes the whole endless.
  const known = ends.filter((end) => end !== null);
  return { until: known.length === ends.length ? Math.max(...known) : null };
}

/** Takes away what came from Facebook but the ids that campaigns and their bills are kept by. */
export async function eraseFacebookNames(trx: Trx): Promise<void> {
  await trx.updateTable('project').set({ adAccountName: null, pageName: null }).execute();
  await trx
    .updateTable('activityEntry')
    .set({ what: 'You chose an ad account and a Page' })
    .where('what', 'like', 'You chose the ad account “%')
    .execute();
}

/** Whose connection a Facebook user is, for the relay's role; several people may share one. */
export async function ownersOfFacebookUser(relay: Db, fbUserId: string): Promise<string[]> {
  const rows = await relay
    .selectFrom('facebookConnection')
    .select('userId')
    .where('fbUserId', '=', fbUserId)
    .orderBy('userId')
    .execute();
  return rows.map(({ userId }) => userId);
}
