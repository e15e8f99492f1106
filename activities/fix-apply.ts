import { readAmendment } from '../domain/deployment/amendment.ts';
import type { AdAmendment } from '../domain/deployment/amendment.ts';
import { metaIdsOf } from '../domain/deployment/operations.ts';
import { needsReconnect } from '../domain/deployment/problems.ts';
import type { RunDeploymentInput, RunDeploymentResult } from '../domain/lifecycle/work.ts';
import { getApproval, useApproval } from '../db/repositories/approvals.ts';
import {
  getCampaign,
  readWriteFacts,
  takeDeployFence,
  updateCampaign,
} from '../db/repositories/campaigns.ts';
import { insertIntents, listOperations } from '../db/repositories/operations.ts';
import type { OperationRow } from '../db/repositories/operations.ts';
import type { Trx } from '../db/client.ts';
import { asOwner } from '../db/tenant.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { runningClock } from './dependencies.ts';
import { drive } from './deployment-drive.ts';
import { grantOf, newLedger, save } from './deployment-ledger.ts';
import { intentOf, termsOf, workUnder } from './deployment-session.ts';
import type { ApprovedWork, DeploymentSession } from './deployment-session.ts';
import { note, say } from './feed.ts';
import { noteConnectionFailure, openMeta, tokenReplaced } from './meta-access.ts';

/** Another attempt of the same change is at work. */
const SUPERSEDED_WAIT_MS = 5_000;
/** The person has paused, and Facebook has not confirmed it yet. */
const STOPPED_WAIT_MS = 15_000;

/**
 * Carries out an approval that puts another ad in the place of a refused one, with the same ledger, markers and looks
 * as a launch. The campaign runs on meanwhile; a change that cannot be finished leaves it as it was.
 */
export async function replaceAd(
  deps: ActivityDependencies,
  input: RunDeploymentInput,
): Promise<RunDeploymentResult> {
  const clock = runningClock(deps, input.now);
  const { projectId, ownerId, approvalId } = input;
  const opened = await asOwner(deps.db, ownerId, (trx) => open(trx, input, clock()));
  if (opened.kind !== 'open') return opened;
  const { work, rows, fence, amendment } = opened;
  const access = await openMeta(deps, ownerId, clock, work.campaign.plan.adAccountId);
  if (!access.ok) return stopped(access.code);
  const session: DeploymentSession = {
    deps,
    projectId,
    ownerId,
    approvalId,
    ...work,
    api: access.api,
    sealedToken: access.sealedToken,
    fence,
    ledger: newLedger(rows),
    terms: termsOf(work.campaign),
    clock,
  };
  const driven = await drive(session, work.operations);
  if (driven.kind === 'done') {
    await save(session, (trx) => finish(trx, session, amendment));
    return { kind: 'done' };
  }
  await save(session, () => Promise.resolve());
  if (driven.kind === 'superseded') return { kind: 'wait', ms: SUPERSEDED_WAIT_MS };
  if (driven.kind === 'wait' && driven.reason === undefined) {
    return { kind: 'wait', ms: STOPPED_WAIT_MS };
  }
  if (driven.kind !== 'failed') return driven;
  if (driven.cause !== null) {
    const { cause: kind, code } = driven;
    const failure = { ownerId, kind, code, now: clock(), sealedToken: access.sealedToken };
    if ((await noteConnectionFailure(deps, failure)) === 'outdated') throw tokenReplaced();
  }
  return stopped(driven.code);
}

function stopped(code: string): RunDeploymentResult {
  return { kind: needsReconnect(code) ? 'parked' : 'failed', code };
}

type Opened =
  | RunDeploymentResult
  | {
      readonly kind: 'open';
      readonly work: ApprovedWork;
      readonly amendment: AdAmendment;
      readonly rows: readonly OperationRow[];
      readonly fence: number;
    };

/** Checks and uses the permission in one transaction, before any call. */
async function open(trx: Trx, input: RunDeploymentInput, now: number): Promise<Opened> {
  const { projectId, ownerId, campaignRecordId, approvalId } = input;
  const campaign = await getCampaign(trx, campaignRecordId);
  if (campaign === null || campaign.projectId !== projectId) return stopped('deployment.gone');
  if (campaign.status !== 'ACTIVE' && campaign.status !== 'PAUSED') {
    return stopped('deployment.not_now');
  }
  const approval = await getApproval(trx, approvalId);
  const amendment = readAmendment(approval?.content);
  if (approval?.kind !== 'ad-fix' || amendment === null) {
    return stopped('deployment.approval_missing');
  }
  const grant = grantOf(campaignRecordId, await readWriteFacts(trx, input));
  if (!grant.ok) return stopped(grant.code);
  const work = workUnder(campaign, approval);
  if (work === null) return stopped('deployment.approval_changed');
  const ref = { projectId, ownerId, now };
  if (!(await useApproval(trx, { ...ref, id: approvalId }))) {
    return stopped('deployment.approval_missing');
  }
  await insertIntents(trx, {
    ...ref,
    campaignRecordId,
    operations: work.operations.map((one) => intentOf(campaign, approvalId, one)),
  });
  const fence = await takeDeployFence(trx, campaignRecordId);
  const rows = await listOperations(trx, campaignRecordId);
  return { kind: 'open', work, amendment, rows, fence };
}

async function finish(
  trx: Trx,
  { campaign, operations, ledger, projectId, ownerId, clock }: DeploymentSession,
  { ad, replacesAdKey }: AdAmendment,
): Promise<void> {
  const ref = { projectId, ownerId, now: clock(), key: `fixed:${campaign.id}:${ad.key}` };
  const metaIds = { ...campaign.metaIds, ...metaIdsOf(operations, ledger.rows) };
  // The refused one is replaced; what is said of the others stays.
  const adReviews = campaign.adReviews.filter(({ adKey }) => adKey !== replacesAdKey);
  await updateCampaign(trx, { ...ref, id: campaign.id, set: { metaIds, adReviews } });
  await say(trx, {
    ...ref,
    type: 'AGENT_ACTION',
    content: `The new ad “${ad.headline}” is switched on in place of the one Facebook refused. Facebook checks it first, mostly within a day. What you spend stays the same.`,
    metadata: { kind: 'action', action: 'live', evidence: null },
  });
  await note(trx, {
    ...ref,
    actor: 'agent',
    what: `I put the ad “${ad.headline}” in the place of a refused one`,
    why: 'You approved it.',
    outcome: 'The amount per day is the same as before.',
  });
}
