import { requestFor } from '../domain/deployment/meta-requests.ts';
import type { PlannedOperation } from '../domain/deployment/operations.ts';
import { actionOf } from '../domain/approval/policy.ts';
import type { SetDeliveryInput, SetDeliveryResult } from '../domain/lifecycle/work.ts';
import { ApplicationFailure } from '@temporalio/common';
import { getCampaign, takeDeployFence, updateCampaign } from '../db/repositories/campaigns.ts';
import type { CampaignRow } from '../db/repositories/campaigns.ts';
import { insertIntents } from '../db/repositories/operations.ts';
import { asOwner } from '../db/tenant.ts';
import { sha256 } from '../integrations/crypto/hash.ts';
import type { WriteResult } from '../integrations/meta/writes.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { runningClock } from './dependencies.ts';
import { currencyOf, guardFor, operationsFor, settle } from './deployment-session.ts';
import type { DeploymentSession } from './deployment-session.ts';
import { note, say } from './feed.ts';
import { noteConnectionFailure, openMeta } from './meta-access.ts';

/**
 * Switches a live campaign off or on at Meta. Off needs no permission; on needs the approval it was built under.
 * The state is absolute, so doing it twice changes nothing.
 */
export async function setDelivery(
  deps: ActivityDependencies,
  input: SetDeliveryInput,
): Promise<SetDeliveryResult> {
  const clock = runningClock(deps, input.now);
  const { ownerId, projectId, campaignRecordId, running } = input;
  const opened = await asOwner(deps.db, ownerId, async (trx) => {
    const campaign = await getCampaign(trx, campaignRecordId);
    if (campaign === null || campaign.projectId !== projectId) return null;
    const operation = switching(campaign, running, input.now);
    const { opKey, kind, label, ordinal, marker } = operation;
    await insertIntents(trx, {
      campaignRecordId,
      projectId,
      ownerId,
      now: clock(),
      operations: [
        {
          opKey,
          kind,
          label,
          ordinal,
          marker,
          approvalId: campaign.approvalId,
          requestHash: sha256(`${campaign.planHash}:${opKey}`),
        },
      ],
    });
    return { campaign, operation, fence: await takeDeployFence(trx, campaignRecordId) };
  });
  if (opened === null || opened.campaign.metaCampaignId === null) {
    return { kind: 'failed', code: 'deployment.gone' };
  }
  const access = await openMeta(deps, ownerId, clock);
  if (!access.ok) return { kind: 'failed', code: access.code };
  const { campaign, operation, fence } = opened;
  const session: DeploymentSession = {
    deps,
    projectId,
    ownerId,
    campaign,
    fence,
    clock,
    operations: operationsFor(campaign),
    api: access.api,
  };
  return await conclude(session, { input, operation, result: await send(session, operation) });
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
  const { path, body } = requestFor(campaign.plan, operation, made);
  const guard = guardFor(session, {
    operation,
    approvalId: campaign.approvalId ?? '',
    from: ['INTENT', 'SENT', 'UNKNOWN', 'FAILED'],
  });
  return await session.api.write(
    {
      action: actionOf(operation.kind),
      method: 'POST',
      path,
      body,
      currency: currencyOf(campaign),
      repeatable: true,
    },
    guard,
  );
}

async function conclude(
  session: DeploymentSession,
  done: { input: SetDeliveryInput; operation: PlannedOperation; result: WriteResult },
): Promise<SetDeliveryResult> {
  const { input, operation, result } = done;
  switch (result.kind) {
    case 'done':
      await settle(session, operation, { state: 'CONFIRMED' });
      await tell(session, input);
      return { kind: 'done' };
    case 'refused':
      await settle(session, operation, { state: 'FAILED', errorCode: result.code });
      return { kind: 'failed', code: result.code };
    case 'rejected': {
      const { problem, kind } = result.failure;
      await settle(session, operation, { state: 'FAILED', errorCode: problem });
      await noteConnectionFailure(session.deps, {
        ownerId: session.ownerId,
        kind,
        now: session.clock(),
      });
      return { kind: 'failed', code: problem };
    }
    case 'superseded':
      // The row is final already: an earlier attempt of this very activity was carried out.
      await tell(session, input);
      return { kind: 'done' };
    case 'throttled':
      throw ApplicationFailure.create({
        type: 'meta.busy',
        message: 'Meta asks for a pause.',
        nextRetryDelay: result.retryAfterMs,
      });
    case 'unknown':
      throw ApplicationFailure.retryable('No clear answer.', 'meta.unavailable');
    default:
      return result;
  }
}

async function tell(session: DeploymentSession, input: SetDeliveryInput): Promise<void> {
  const { deps, ownerId, projectId, campaign, clock } = session;
  const { running, by } = input;
  const key = `delivery:${campaign.id}:${input.now}`;
  const ref = { projectId, ownerId, now: clock(), key };
  await asOwner(deps.db, ownerId, async (trx) => {
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
