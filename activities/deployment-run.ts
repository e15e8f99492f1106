import type { DeploymentWait } from '../domain/deployment/deployment.ts';
import { isSwitchingOn } from '../domain/deployment/operations.ts';
import { needsReconnect } from '../domain/deployment/problems.ts';
import type { RunDeploymentInput, RunDeploymentResult } from '../domain/lifecycle/work.ts';
import { relaxCommit } from '../db/repositories/commit.ts';
import { lossCode } from '../db/repositories/connection-loss.ts';
import { updateCampaign } from '../db/repositories/campaigns.ts';
import { reopenOperations } from '../db/repositories/operations.ts';
import type { Trx } from '../db/client.ts';
import { asOwner } from '../db/tenant.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { runningClock } from './dependencies.ts';
import { drive } from './deployment-drive.ts';
import type { Driven } from './deployment-drive.ts';
import { faultPoint } from './fault-points.ts';
import { newLedger, save } from './deployment-ledger.ts';
import { goLive } from './deployment-live.ts';
import { goneLive, markFailed, openDeployment } from './deployment-open.ts';
import type { Opened } from './deployment-open.ts';
import { termsOf } from './deployment-session.ts';
import type { DeploymentSession } from './deployment-session.ts';
import { LIVE } from './deployment-standing.ts';
import { takeBackSwitchingOn } from './deployment-stop.ts';
import { makeReceipt } from './launch-receipt.ts';
import { accessBy, noteConnectionFailure } from './meta-access.ts';
import type { OpenAccess } from './meta-access.ts';

/**
 * `build` makes everything, switched off, and compares it; `activate` switches it on.
 * `all` does both in one go, for runs of the first rules.
 */
export type DeploymentWork = 'all' | 'build' | 'activate';

/** Another attempt of the same deployment is at work. */
const SUPERSEDED_WAIT_MS = 5_000;
/** The person has just signed in anew; the next attempt takes the new token. */
const NEW_TOKEN_WAIT_MS = 1_000;

/**
 * Goes on with a campaign from where the ledger stands, until its part is done or something has to happen first.
 * Safe to run again at any moment, also beside a stale run of itself.
 */
export async function runDeployment(
  deps: ActivityDependencies,
  input: RunDeploymentInput,
  work: DeploymentWork = 'all',
): Promise<RunDeploymentResult> {
  const clock = runningClock(deps, input.now);
  const { ownerId } = input;
  const opened = await asOwner(deps.db, ownerId, (trx) => openDeployment(trx, input, clock()));
  if (opened.kind !== 'open') return opened;
  faultPoint('launch.opened');
  const { adAccountId } = opened.campaign.plan;
  const access = accessBy(deps, opened.connection, { clock, adAccountId });
  if (!access.ok) {
    const checkedAt = opened.connection?.checkedAt ?? null;
    return await asOwner(deps.db, ownerId, async (trx) => {
      const exact = await lossCode(trx, input.projectId, checkedAt);
      return await stop(trx, input, exact ?? access.code, work);
    });
  }
  const session = sessionOf(deps, { input, opened, clock }, access);
  const { operations } = session;
  const mine = operations.filter((one) => work !== 'build' || !isSwitchingOn(one));
  const driven = await drive(session, mine);
  switch (driven.kind) {
    case 'done':
      return await finish(session, input, work);
    case 'superseded':
      return { kind: 'wait', ms: SUPERSEDED_WAIT_MS };
    case 'reconcile': {
      await save(session, () => Promise.resolve());
      const sentAt = session.ledger.rows.get(driven.opKey)?.startedAt ?? null;
      return { ...driven, ...(sentAt === null ? {} : { sentAt }) };
    }
    case 'wait':
      if (driven.reason === undefined) await takeBackSwitchingOn(session);
      return await rest(session, driven);
    case 'failed':
      return await stopWith(session, input, driven, work);
    default:
      return driven;
  }
}

function sessionOf(
  deps: ActivityDependencies,
  {
    input,
    opened,
    clock,
  }: {
    readonly input: RunDeploymentInput;
    readonly opened: Extract<Opened, { kind: 'open' }>;
    readonly clock: () => number;
  },
  { api, sealedToken }: OpenAccess,
): DeploymentSession {
  const { projectId, ownerId, approvalId } = input;
  const { campaign, operations, fence, rows, authority } = opened;
  return {
    deps,
    projectId,
    ownerId,
    approvalId,
    authority,
    campaign,
    operations,
    fence,
    clock,
    api,
    sealedToken,
    ledger: newLedger(rows, campaign.findings),
    terms: termsOf(campaign),
  };
}

/** Says to the person why nothing happens for the moment, and until when. */
async function rest(
  session: DeploymentSession,
  { ms, reason }: Extract<Driven, { kind: 'wait' }>,
): Promise<RunDeploymentResult> {
  const { projectId, ownerId, campaign, clock } = session;
  const now = clock();
  await save(session, async (trx) => {
    if (reason === undefined) return;
    const waiting: DeploymentWait = { reason, until: now + ms };
    await updateCampaign(trx, { id: campaign.id, projectId, ownerId, now, set: { waiting } });
  });
  return { kind: 'wait', ms, ...(reason === undefined ? {} : { reason }) };
}

async function stopWith(
  session: DeploymentSession,
  input: RunDeploymentInput,
  { code, cause }: Omit<Extract<Driven, { kind: 'failed' }>, 'kind'>,
  work: DeploymentWork,
): Promise<RunDeploymentResult> {
  const { deps, ownerId, clock, sealedToken } = session;
  if (cause !== null) {
    const failure = { ownerId, kind: cause, code, now: clock(), sealedToken };
    // What is noted in the ledger has to be kept first: it says that the refused call made nothing.
    await save(session, () => Promise.resolve());
    if ((await noteConnectionFailure(deps, failure)) === 'outdated') {
      return { kind: 'wait', ms: NEW_TOKEN_WAIT_MS };
    }
  }
  return await save(session, (trx) => stop(trx, input, code, work));
}

/** What only a new connection can mend waits for it; everything else is a failure the person hears of. */
async function stop(
  trx: Trx,
  input: RunDeploymentInput,
  code: string,
  work: DeploymentWork,
): Promise<RunDeploymentResult> {
  if (work === 'all' || !needsReconnect(code)) {
    await markFailed(trx, input, code);
    return { kind: 'failed', code };
  }
  const { projectId, ownerId, campaignRecordId, now } = input;
  const ref = { projectId, ownerId, now };
  await reopenOperations(trx, { ...ref, campaignRecordId, kinds: [] });
  const waiting: DeploymentWait = { reason: 'connection', until: null };
  await updateCampaign(trx, { ...ref, id: campaignRecordId, set: { waiting } });
  return { kind: 'parked', code };
}

async function finish(
  session: DeploymentSession,
  input: RunDeploymentInput,
  work: DeploymentWork,
): Promise<RunDeploymentResult> {
  if (work === 'build') {
    // What is lost of this in a crash of the database is found again: the rows still say that it was sent.
    await save(session, relaxCommit);
    faultPoint('build.saved');
    return { kind: 'built' };
  }
  faultPoint('activate.switched-on');
  const shown = input.standing === undefined ? {} : { shown: LIVE };
  await goLive(session, shown.shown);
  faultPoint('activate.saved');
  const { deps, api, sealedToken, clock, projectId, ownerId, campaign } = session;
  const launched = { projectId, ownerId, campaignRecordId: campaign.id };
  await makeReceipt(deps, launched, { api, sealedToken, clock });
  return { ...goneLive(session.campaign), ...shown };
}
