import { nextStep } from '../domain/deployment/next-step.ts';
import type { OperationRow, PlannedOperation } from '../domain/deployment/operations.ts';
import type { RunDeploymentInput, RunDeploymentResult } from '../domain/lifecycle/work.ts';
import { CHECK_INTERVAL_MS } from '../domain/lifecycle/monitoring.ts';
import { formatMoney } from '../domain/money.ts';
import { getCampaign, takeDeployFence, updateCampaign } from '../db/repositories/campaigns.ts';
import type { CampaignRow } from '../db/repositories/campaigns.ts';
import { insertIntents, listOperations, settleOperation } from '../db/repositories/operations.ts';
import type { Trx } from '../db/client.ts';
import { asOwner } from '../db/tenant.ts';
import { sha256 } from '../integrations/crypto/hash.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { runningClock } from './dependencies.ts';
import { currencyOf, operationsFor, readGrant } from './deployment-session.ts';
import type { DeploymentSession } from './deployment-session.ts';
import { operationRows, performStep } from './deployment-step.ts';
import { note, ring, say } from './feed.ts';
import { noteConnectionFailure, openMeta } from './meta-access.ts';

/**
 * Goes on building a campaign from where the ledger stands, until it is live or something has to happen first.
 * Safe to run again at any moment, also beside a stale run of itself.
 */
export async function runDeployment(
  deps: ActivityDependencies,
  input: RunDeploymentInput,
): Promise<RunDeploymentResult> {
  const clock = runningClock(deps, input.now);
  const opened = await open(deps, input, clock());
  if (opened.kind !== 'open') return opened;
  const access = await openMeta(deps, input.ownerId, clock);
  if (!access.ok) return await failed(deps, input, access.code);
  const { campaign, operations, fence } = opened;
  const { projectId, ownerId } = input;
  const session: DeploymentSession = {
    deps,
    projectId,
    ownerId,
    campaign,
    operations,
    fence,
    clock,
    api: access.api,
  };
  for (;;) {
    const rows = await operationRows(session);
    const step = nextStep(operations, rows);
    if (step.kind === 'done') {
      await goLive(session, rows);
      return { kind: 'done' };
    }
    if (step.kind === 'reconcile') return { kind: 'reconcile', opKey: step.operation.opKey };
    if (step.kind === 'failed') return await failed(deps, input, step.code);
    const outcome = await performStep(session, step.operation, input.approvalId);
    if (outcome.kind === 'wait') return outcome;
    if (outcome.kind === 'reconcile') return { kind: 'reconcile', opKey: step.operation.opKey };
    if (outcome.kind === 'failed') {
      if (outcome.cause !== null) {
        await noteConnectionFailure(deps, { ownerId, kind: outcome.cause, now: clock() });
      }
      return await failed(deps, input, outcome.code);
    }
  }
}

type Opened =
  | RunDeploymentResult
  | {
      readonly kind: 'open';
      readonly campaign: CampaignRow;
      readonly operations: readonly PlannedOperation[];
      readonly fence: number;
    };

/** Checks the permission, becomes the only writer, and lays the whole list of steps before the person. */
async function open(
  deps: ActivityDependencies,
  input: RunDeploymentInput,
  now: number,
): Promise<Opened> {
  const { projectId, ownerId, campaignRecordId, approvalId } = input;
  return await asOwner(deps.db, ownerId, async (trx): Promise<Opened> => {
    const campaign = await getCampaign(trx, campaignRecordId);
    if (campaign === null || campaign.projectId !== projectId) {
      return { kind: 'failed', code: 'deployment.gone' };
    }
    if (campaign.status === 'ACTIVE' || campaign.status === 'PAUSED') return { kind: 'done' };
    const grant = await readGrant(trx, campaignRecordId, approvalId);
    if (!grant.ok) {
      await markFailed(trx, input, grant.code);
      return { kind: 'failed', code: grant.code };
    }
    const operations = operationsFor(campaign);
    const ref = { campaignRecordId, projectId, ownerId, now };
    await insertIntents(trx, {
      ...ref,
      operations: operations.map(({ opKey, kind, label, ordinal, marker }) => ({
        opKey,
        kind,
        label,
        ordinal,
        marker,
        approvalId,
        requestHash: sha256(`${campaign.planHash}:${opKey}`),
      })),
    });
    if (campaign.status === 'FAILED') await freeFailedSteps(trx, ref);
    if (campaign.status !== 'DEPLOYING') {
      await updateCampaign(trx, {
        id: campaignRecordId,
        projectId,
        ownerId,
        now,
        set: { status: 'DEPLOYING', problemCode: null },
      });
    }
    await showCard(trx, input, now);
    const fence = await takeDeployFence(trx, campaignRecordId);
    return { kind: 'open', campaign, operations, fence };
  });
}

/** A person asked for another try: refused steps, which made nothing, may be sent again. */
async function freeFailedSteps(
  trx: Trx,
  ref: { campaignRecordId: string; projectId: string; ownerId: string; now: number },
): Promise<void> {
  for (const row of await listOperations(trx, ref.campaignRecordId)) {
    if (row.state !== 'FAILED') continue;
    await settleOperation(trx, {
      ...ref,
      opKey: row.opKey,
      state: 'INTENT',
      metaId: null,
      errorCode: null,
    });
  }
}

async function showCard(trx: Trx, input: RunDeploymentInput, now: number): Promise<void> {
  const { projectId, ownerId, campaignRecordId } = input;
  await say(trx, {
    projectId,
    ownerId,
    now,
    key: `deployment:${campaignRecordId}`,
    type: 'AGENT_ACTION',
    content:
      'I am building your campaign on Facebook. Everything stays switched off until the end.',
    metadata: { kind: 'deployment', campaignRecordId },
  });
}

async function failed(
  deps: ActivityDependencies,
  input: RunDeploymentInput,
  code: string,
): Promise<RunDeploymentResult> {
  await asOwner(deps.db, input.ownerId, (trx) => markFailed(trx, input, code));
  return { kind: 'failed', code };
}

async function markFailed(trx: Trx, input: RunDeploymentInput, code: string): Promise<void> {
  const { projectId, ownerId, campaignRecordId, now } = input;
  await updateCampaign(trx, {
    id: campaignRecordId,
    projectId,
    ownerId,
    now,
    set: { status: 'FAILED', problemCode: code },
  });
}

async function goLive(session: DeploymentSession, rows: readonly OperationRow[]): Promise<void> {
  const { deps, ownerId, projectId, campaign, clock } = session;
  const now = clock();
  const ids = metaIds(session.operations, rows);
  const money = (minor: number) => formatMoney({ minor, currency: currencyOf(campaign) });
  const ref = { projectId, ownerId, now };
  await asOwner(deps.db, ownerId, async (trx) => {
    await updateCampaign(trx, {
      ...ref,
      id: campaign.id,
      set: {
        status: 'ACTIVE',
        problemCode: null,
        metaIds: ids,
        liveSince: now,
        nextCheckAt: now + CHECK_INTERVAL_MS,
        ...(ids['campaign'] === undefined ? {} : { metaCampaignId: ids['campaign'] }),
      },
    });
    const count = campaign.plan.adSets.flatMap((adSet) => adSet.ads).length;
    const ads = count === 1 ? 'Your ad is' : `Your ${count} ads are`;
    const messageId = await say(trx, {
      ...ref,
      key: `live:${campaign.id}`,
      type: 'AGENT_ACTION',
      content: `${ads} switched on. Facebook checks ${count === 1 ? 'it' : 'them'} first, mostly within a day; then people see ${count === 1 ? 'it' : 'them'}. I look at the numbers every four hours and tell you what matters.`,
      metadata: { kind: 'action', action: 'live', evidence: null },
    });
    await ring(trx, {
      ...ref,
      key: `live:${campaign.id}`,
      kind: 'AGENT_UPDATE',
      title: 'Your campaign is switched on',
      body: `“${campaign.name}” spends about ${money(campaign.dailyBudgetMinor)} a day from now on.`,
      messageId,
    });
    await note(trx, {
      ...ref,
      key: `live:${campaign.id}`,
      actor: 'agent',
      what: `I switched on the campaign “${campaign.name}”`,
      why: 'You approved the plan.',
      outcome: `About ${money(campaign.dailyBudgetMinor)} a day on average`,
    });
  });
}

/** Plan keys ("s1", "a1") and "campaign" to Meta's ids. */
function metaIds(
  operations: readonly PlannedOperation[],
  rows: readonly OperationRow[],
): Record<string, string> {
  const byKey = new Map(rows.map((row) => [row.opKey, row.metaId]));
  const entries = operations.flatMap((operation) => {
    const id = byKey.get(operation.opKey);
    const name =
      operation.kind === 'create-campaign'
        ? 'campaign'
        : operation.kind === 'create-ad-set'
          ? operation.adSetKey
          : operation.kind === 'create-ad'
            ? operation.adKey
            : null;
    return name === null || id === null || id === undefined ? [] : [[name, id] as const];
  });
  return Object.fromEntries(entries);
}
