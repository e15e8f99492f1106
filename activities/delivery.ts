import { requestFor } from '../domain/deployment/meta-requests.ts';
import type { PlannedOperation } from '../domain/deployment/operations.ts';
import type { SetDeliveryInput, SetDeliveryResult } from '../domain/lifecycle/work.ts';
import { ApplicationFailure } from '@temporalio/common';
import { getCampaign, takeDeployFence, updateCampaign } from '../db/repositories/campaigns.ts';
import type { CampaignRow } from '../db/repositories/campaigns.ts';
import { insertIntents, listOperations } from '../db/repositories/operations.ts';
import { asOwner } from '../db/tenant.ts';
import type { WriteResult } from '../integrations/meta/writes.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { runningClock } from './dependencies.ts';
import { faultPoint } from './fault-points.ts';
import { guardFor, newLedger, noteEnd, reload, save } from './deployment-ledger.ts';
import { leaseEnd, leaseOperations } from './deployment-lease.ts';
import { extendLease, keepLease } from './lease.ts';
import { writeFor } from './deployment-wave.ts';
import { intentOf, operationsFor, termsOf } from './deployment-session.ts';
import type { DeploymentSession } from './deployment-session.ts';
import { note, say } from './feed.ts';
import { noteConnectionFailure, openMeta, tokenReplaced } from './meta-access.ts';

/**
 * Switches a live campaign off or on at Meta. Off needs no permission; on needs the approval it was built under.
 * The state is absolute, so doing it twice changes nothing.
 */
export async function setDelivery(
  deps: ActivityDependencies,
  input: SetDeliveryInput,
): Promise<SetDeliveryResult> {
  const clock = runningClock(deps, input.now);
  const { ownerId, projectId, campaignRecordId } = input;
  const opened = await asOwner(deps.db, ownerId, async (trx) => {
    const campaign = await getCampaign(trx, campaignRecordId);
    if (campaign === null || campaign.projectId !== projectId) return null;
    if (isOver(campaign, input)) return { campaign, over: true as const };
    const operation = switching(campaign, input.running, input.now);
    const until = newEnd(campaign, input);
    const lease = until === null ? [] : leaseOperations(campaign, until);
    const ref = { campaignRecordId, projectId, ownerId, now: clock() };
    const intents = [...lease, operation].map((one) =>
      intentOf(campaign, campaign.approvalId, one),
    );
    await insertIntents(trx, { ...ref, operations: intents });
    const rows = await listOperations(trx, campaignRecordId);
    const fence = await takeDeployFence(trx, campaignRecordId);
    return { campaign, operation, lease, until, rows, fence, over: false as const };
  });
  if (opened === null || opened.campaign.metaCampaignId === null) {
    return { kind: 'failed', code: 'deployment.gone' };
  }
  if (opened.over) return { kind: 'failed', code: 'delivery.approval_ended' };
  const { campaign, operation, lease, until, fence, rows } = opened;
  const access = await openMeta(deps, ownerId, clock, campaign.plan.adAccountId);
  if (!access.ok) return { kind: 'failed', code: access.code };
  const session: DeploymentSession = {
    deps,
    projectId,
    ownerId,
    campaign,
    fence,
    clock,
    approvalId: campaign.approvalId ?? '',
    operations: [...operationsFor(campaign), ...lease, operation],
    api: access.api,
    sealedToken: access.sealedToken,
    ledger: newLedger(rows),
    terms: { ...termsOf(campaign), leaseUntil: until ?? campaign.leaseUntil },
  };
  if (until !== null) {
    const problem = await extendLease(session, until);
    if (problem !== null) return { kind: 'failed', code: problem };
    await save(session, (trx) => keepLease(trx, session, until));
  }
  return await conclude(session, { input, operation, result: await send(session, operation) });
}

/** Resuming is covered by the old approval only until its end. */
function isOver({ plan, status }: CampaignRow, { running, now }: SetDeliveryInput): boolean {
  if (!running) return false;
  return status === 'COMPLETED' || (plan.endsAt !== undefined && now >= plan.endsAt);
}

/** Resumed with less than this left, the ads would stop again before the next renewal is sure. */
const SHORT_LEASE_MS = 24 * 3_600_000;

/** The end to ask Facebook for before switching on; null where the present one will do. */
function newEnd(campaign: CampaignRow, { running, now }: SetDeliveryInput): number | null {
  const { endsAt } = campaign.plan;
  const leaseUntil = campaign.leaseUntil ?? 0;
  if (!running || endsAt === undefined || leaseUntil - now >= SHORT_LEASE_MS) return null;
  const until = leaseEnd(endsAt, now);
  return until > leaseUntil ? until : null;
}

/** Each switching is a step of its own in the ledger, told apart by when it was asked for. */
function switching(campaign: CampaignRow, running: boolean, askedAt: number): PlannedOperation {
  const kind = running ? 'resume-campaign' : 'pause-campaign';
  const label = running ? 'Switch the campaign on again' : 'Switch the campaign off';
  return {
    opKey: `${campaign.id}:${kind}-${askedAt}`,
    kind,
    label,
    ordinal: 1000,
    marker: null,
    adSetKey: null,
    adKey: null,
  };
}

async function send(session: DeploymentSession, operation: PlannedOperation): Promise<WriteResult> {
  const { campaign } = session;
  const made = new Map([[`${campaign.id}:campaign`, campaign.metaCampaignId ?? '']]);
  const request = requestFor(campaign.plan, operation, made);
  const guard = guardFor(session, [operation], () => ['INTENT', 'SENT', 'UNKNOWN', 'FAILED']);
  const result = await session.api.write(writeFor(session, { operation, request }), guard);
  faultPoint('delivery.answered', operation.kind);
  return result;
}

async function conclude(
  session: DeploymentSession,
  done: { input: SetDeliveryInput; operation: PlannedOperation; result: WriteResult },
): Promise<SetDeliveryResult> {
  const { input, operation, result } = done;
  switch (result.kind) {
    case 'done':
      noteEnd(session, operation, { state: 'CONFIRMED' });
      await tell(session, input);
      return { kind: 'done' };
    case 'refused':
      await failed(session, operation, result.code);
      return { kind: 'failed', code: result.code };
    case 'rejected': {
      const { problem, kind } = result.failure;
      await failed(session, operation, problem);
      const { deps, ownerId, sealedToken, clock } = session;
      const failure = { ownerId, kind, code: problem, now: clock(), sealedToken };
      if ((await noteConnectionFailure(deps, failure)) === 'outdated') throw tokenReplaced();
      return { kind: 'failed', code: problem };
    }
    case 'superseded':
      // Something else of this campaign, such as its lease, may have taken the turn; a stop must not get lost with it.
      if (!(await isCarriedOut(session, operation))) throw unclear();
      await tell(session, input);
      return { kind: 'done' };
    case 'throttled':
      throw ApplicationFailure.create({
        type: 'meta.busy',
        message: 'Meta asks for a pause.',
        nextRetryDelay: result.retryAfterMs,
      });
    case 'unknown':
    case 'held':
      throw unclear();
    default:
      return result;
  }
}

/** Whether an earlier attempt of this very activity has done it. */
async function isCarriedOut(
  session: DeploymentSession,
  { opKey }: PlannedOperation,
): Promise<boolean> {
  await reload(session);
  return session.ledger.rows.get(opKey)?.state === 'CONFIRMED';
}

function unclear(): ApplicationFailure {
  return ApplicationFailure.retryable('No clear answer.', 'meta.unavailable');
}

async function failed(
  session: DeploymentSession,
  operation: PlannedOperation,
  errorCode: string,
): Promise<void> {
  noteEnd(session, operation, { state: 'FAILED', errorCode });
  await save(session, () => Promise.resolve());
}

async function tell(session: DeploymentSession, input: SetDeliveryInput): Promise<void> {
  const { ownerId, projectId, campaign, clock } = session;
  const { running, by } = input;
  const key = `delivery:${campaign.id}:${input.now}`;
  const ref = { projectId, ownerId, now: clock(), key };
  await save(session, async (trx) => {
    await updateCampaign(trx, {
      ...ref,
      id: campaign.id,
      set: running ? { status: 'ACTIVE' } : { status: 'PAUSED', nextCheckAt: null },
    });
    await say(trx, {
      ...ref,
      type: 'AGENT_ACTION',
      content: running
        ? `I switched “${campaign.name}” on again, within the amount you approved.`
        : `I switched “${campaign.name}” off at Facebook. It spends nothing until you resume it.`,
      metadata: { kind: 'action', action: running ? 'resumed' : 'paused', evidence: null },
    });
    await note(trx, {
      ...ref,
      actor: by,
      what: running ? `Resumed “${campaign.name}”` : `Paused “${campaign.name}”`,
      why: null,
      outcome: running ? 'Ads are switched on' : 'Ads are switched off',
    });
  });
}
