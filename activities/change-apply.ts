import { changeExpectations, wayBack } from '../domain/deployment/change.ts';
import { madeSoFar } from '../domain/deployment/made.ts';
import type { RunDeploymentInput, RunDeploymentResult } from '../domain/lifecycle/work.ts';
import { getCampaign, readDeployFence, updateCampaign } from '../db/repositories/campaigns.ts';
import { insertIntents, listOperations } from '../db/repositories/operations.ts';
import { asOwner } from '../db/tenant.ts';
import { finishChange } from './change-finish.ts';
import { openChange, stopped } from './change-open.ts';
import type { OpenedChange } from './change-open.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { runningClock } from './dependencies.ts';
import { drive } from './deployment-drive.ts';
import type { Driven } from './deployment-drive.ts';
import { newLedger, save } from './deployment-ledger.ts';
import { intentOf, termsOf } from './deployment-session.ts';
import type { DeploymentSession } from './deployment-session.ts';
import { faultPoint } from './fault-points.ts';
import { noteConnectionFailure, openMeta, tokenReplaced } from './meta-access.ts';
import type { OpenAccess } from './meta-access.ts';

/** Another attempt of the same change, or other work on this campaign, has taken the turn. */
const SUPERSEDED_WAIT_MS = 5_000;
/** The person has paused, and Facebook has not confirmed it yet. */
const STOPPED_WAIT_MS = 15_000;

/**
 * Carries out an approved change of a running campaign by absolute values: ledger, markers, door and read-back are those
 * of a launch. Record, approval and ledger of money change at once when all of it holds; what Facebook refuses is taken
 * back, so that the campaign always runs under exactly one approved plan. Safe to run again at any moment.
 */
export async function changeCampaign(
  deps: ActivityDependencies,
  input: RunDeploymentInput,
): Promise<RunDeploymentResult> {
  const clock = runningClock(deps, input.now);
  const { ownerId } = input;
  const opened = await asOwner(deps.db, ownerId, (trx) => openChange(trx, input, clock()));
  if (opened.kind !== 'open') return opened;
  faultPoint('change.opened');
  const access = await openMeta(deps, ownerId, clock, opened.campaign.plan.adAccountId);
  if (!access.ok) return stopped(access.code);
  const at: At = { deps, input, clock, access };
  return opened.back === null ? await goForth(at, opened) : await goBack(at, opened, opened.back);
}

type At = {
  readonly deps: ActivityDependencies;
  readonly input: RunDeploymentInput;
  readonly clock: () => number;
  readonly access: OpenAccess;
};

async function goForth(at: At, opened: OpenedChange): Promise<RunDeploymentResult> {
  const { campaign, change, forth, leaseUntil, approval } = opened;
  const session = sessionOf(at, opened, {
    approvalId: approval.id,
    campaign: { ...campaign, plan: change.plan },
    operations: forth,
    terms: {
      leaseUntil: leaseUntil ?? campaign.leaseUntil,
      // Without another limit nothing is sent about it, and nothing is expected.
      spendCapMinor: change.spendCapMinor,
    },
  });
  const expects = () => {
    const made = madeSoFar([...session.ledger.rows.values()]);
    const { terms } = session;
    return changeExpectations(forth, change.plan, { record: campaign.id, made, terms });
  };
  const driven = await drive({ ...session, expects }, forth);
  if (driven.kind === 'done') {
    faultPoint('change.carried-out');
    return await finishChange(session, opened);
  }
  const result = await rest(at, session, driven);
  if (result.kind !== 'failed') return result;
  const { id, projectId, ownerId } = campaign;
  const isMine = await asOwner(at.deps.db, ownerId, async (trx) => {
    // A newer attempt decides for itself.
    if ((await readDeployFence(trx, id)) !== opened.fence) return false;
    const set = { changing: { approvalId: approval.id, back: result.code } };
    await updateCampaign(trx, { id, projectId, ownerId, now: at.clock(), set });
    return true;
  });
  if (!isMine) return { kind: 'wait', ms: SUPERSEDED_WAIT_MS };
  faultPoint('change.refused');
  const rows = [...session.ledger.rows.values()];
  return await goBack(at, { ...opened, rows }, result.code);
}

function sessionOf(
  { deps, input, clock, access }: At,
  { fence, rows }: OpenedChange,
  own: Pick<DeploymentSession, 'approvalId' | 'campaign' | 'operations' | 'terms'>,
): DeploymentSession {
  const { projectId, ownerId } = input;
  const { api, sealedToken } = access;
  const ledger = newLedger(rows, own.campaign.findings);
  return { deps, projectId, ownerId, ...own, api, sealedToken, fence, ledger, clock };
}

/** Keeps what is noted, and says how the work goes on. */
async function rest(
  at: At,
  session: DeploymentSession,
  driven: Exclude<Driven, { kind: 'done' }>,
): Promise<RunDeploymentResult> {
  await save(session, () => Promise.resolve());
  switch (driven.kind) {
    case 'superseded':
      return { kind: 'wait', ms: SUPERSEDED_WAIT_MS };
    case 'wait':
      return driven.reason === undefined ? { kind: 'wait', ms: STOPPED_WAIT_MS } : driven;
    case 'reconcile': {
      const sentAt = session.ledger.rows.get(driven.opKey)?.startedAt ?? null;
      return { ...driven, ...(sentAt === null ? {} : { sentAt }) };
    }
    case 'failed': {
      const { cause: kind, code } = driven;
      if (kind !== null) {
        const { ownerId, sealedToken } = session;
        const failure = { ownerId, kind, code, now: at.clock(), sealedToken };
        if ((await noteConnectionFailure(at.deps, failure)) === 'outdated') throw tokenReplaced();
      }
      return stopped(code);
    }
    default:
      return driven;
  }
}

/** Gives everything that was or may have been sent its value of before, under the approval that still stands. */
async function goBack(at: At, opened: OpenedChange, code: string): Promise<RunDeploymentResult> {
  const { campaign, before, forth, rows, fence, approval } = opened;
  const { id, projectId, ownerId, leaseUntil } = campaign;
  const states = new Map(rows.map(({ opKey, state }) => [opKey, state]));
  const operations = wayBack(forth, ({ opKey, kind }) => {
    const state = states.get(opKey) ?? 'INTENT';
    return (
      state !== 'INTENT' && state !== 'FAILED' && (kind !== 'update-end' || leaseUntil !== null)
    );
  });
  const approvalId = campaign.approvalId ?? '';
  const ref = { projectId, ownerId, now: at.clock() };
  const known = await asOwner(at.deps.db, ownerId, async (trx) => {
    const intents = operations.map((one) => intentOf(campaign, approvalId, one));
    await insertIntents(trx, { ...ref, campaignRecordId: id, operations: intents });
    return await listOperations(trx, id);
  });
  const session = sessionOf(
    at,
    { ...opened, rows: known, fence },
    {
      approvalId,
      campaign: { ...campaign, plan: before },
      operations: [...forth, ...operations],
      terms: termsOf(campaign),
    },
  );
  const driven = await drive(session, operations);
  const result = driven.kind === 'done' ? null : await rest(at, session, driven);
  if (result !== null && result.kind !== 'failed') return result;
  await save(session, async (trx) => {
    const record = await getCampaign(trx, id);
    if (record?.changing?.approvalId !== approval.id) return;
    await updateCampaign(trx, { ...ref, id, now: at.clock(), set: { changing: null } });
  });
  at.deps.logger.info({ approvalId: approval.id, code }, 'a change of a campaign was taken back');
  return { kind: 'failed', code: result === null ? code : 'deployment.change_unclear' };
}
