import { metaIdsOf, step } from '../domain/deployment/operations.ts';
import type { PlannedOperation } from '../domain/deployment/operations.ts';
import type { RemoveCampaignInput, RemoveCampaignResult } from '../domain/lifecycle/work.ts';
import { ApplicationFailure } from '@temporalio/common';
import { getCampaign, takeDeployFence } from '../db/repositories/campaigns.ts';
import type { CampaignRow } from '../db/repositories/campaigns.ts';
import { insertIntents, listOperations } from '../db/repositories/operations.ts';
import type { OperationRow } from '../db/repositories/operations.ts';
import type { Trx } from '../db/client.ts';
import { asOwner } from '../db/tenant.ts';
import { MetaError } from '../integrations/meta/errors.ts';
import type { MetaWrite, WriteResult } from '../integrations/meta/writes.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { runningClock } from './dependencies.ts';
import { faultPoint } from './fault-points.ts';
import { guardFor, newLedger, noteEnd, save } from './deployment-ledger.ts';
import { findMade } from './deployment-reconcile.ts';
import { currencyOf, intentOf, operationsFor, termsOf } from './deployment-session.ts';
import type { DeploymentSession } from './deployment-session.ts';
import { markRemoved, removePictures } from './launch-leftovers.ts';
import { metaFailure, noteConnectionFailure, openMeta, tokenReplaced } from './meta-access.ts';

/** Meta's lists lag behind its writes: a create younger than this may exist without being seen. */
const INVISIBLE_MS = 60_000;
const LOOK_AGAIN_MS = 20_000;
const LATER_ORDINAL = 1_000;

/**
 * Removes at Meta what a launch that will not go on has made: the campaign with everything in it, texts that no ad uses,
 * and pictures that nothing else needs. Never for a campaign that was live. Doing it twice changes nothing.
 * @throws ApplicationFailure for what passes by itself.
 */
export async function removeCampaign(
  deps: ActivityDependencies,
  input: RemoveCampaignInput,
): Promise<RemoveCampaignResult> {
  const clock = runningClock(deps, input.now);
  const { ownerId } = input;
  const opened = await asOwner(deps.db, ownerId, (trx) => open(trx, input, clock()));
  if (opened.kind !== 'open') return opened;
  const { campaign, operation, rows, fence } = opened;
  const access = await openMeta(deps, ownerId, clock, campaign.plan.adAccountId);
  if (!access.ok) return { kind: 'failed', code: access.code };
  const session: DeploymentSession = {
    deps,
    projectId: input.projectId,
    ownerId,
    campaign,
    approvalId: campaign.approvalId ?? '',
    operations: [...operationsFor(campaign), operation],
    terms: termsOf(campaign),
    api: access.api,
    sealedToken: access.sealedToken,
    fence,
    ledger: newLedger(rows),
    clock,
  };
  await findLost(session);
  const code = await removeAll(session, operation);
  if (code !== null) return { kind: 'failed', code };
  const pictures = await removePictures(session, (write) => send(session, operation, write));
  noteEnd(session, operation, { state: 'CONFIRMED' });
  faultPoint('removal.answered');
  await save(session, (trx) => markRemoved(trx, session, pictures));
  return { kind: 'done' };
}

type Opened =
  | RemoveCampaignResult
  | {
      readonly kind: 'open';
      readonly campaign: CampaignRow;
      readonly operation: PlannedOperation;
      readonly rows: readonly OperationRow[];
      readonly fence: number;
    };

async function open(trx: Trx, input: RemoveCampaignInput, now: number): Promise<Opened> {
  const { projectId, ownerId, campaignRecordId } = input;
  const campaign = await getCampaign(trx, campaignRecordId);
  if (campaign === null || campaign.projectId !== projectId) {
    return { kind: 'failed', code: 'deployment.gone' };
  }
  if (campaign.status === 'REMOVED') return { kind: 'done' };
  const stopped =
    campaign.status === 'FAILED' ||
    (campaign.status === 'DEPLOYING' && campaign.waiting?.reason === 'connection');
  if (!stopped || campaign.liveSince !== null) {
    return { kind: 'failed', code: 'deployment.not_now' };
  }
  const { key, ...one } = step('remove-campaign', 'remove', 'Remove what was made', {});
  const operation = { ...one, opKey: `${campaign.id}:${key}`, ordinal: LATER_ORDINAL };
  await insertIntents(trx, {
    projectId,
    ownerId,
    campaignRecordId,
    now,
    operations: [intentOf(campaign, campaign.approvalId, operation)],
  });
  // Whoever still builds must not go on beside this.
  const fence = await takeDeployFence(trx, campaignRecordId);
  const rows = await listOperations(trx, campaignRecordId);
  return { kind: 'open', campaign, operation, rows, fence };
}

/**
 * A campaign or text whose creation was never answered may exist all the same. What lies inside a campaign goes with
 * it, and a form is left where it is, so only these are looked for.
 */
async function findLost(session: DeploymentSession): Promise<void> {
  const { operations, ledger, clock } = session;
  for (const operation of operations) {
    if (operation.kind !== 'create-campaign' && operation.kind !== 'create-creative') continue;
    const row = ledger.rows.get(operation.opKey);
    if (row?.state !== 'SENT' && row?.state !== 'UNKNOWN') continue;
    const [found, ...copies] = await findMade(session, operation);
    for (const copy of copies) await removeOne(session, operation, copy.id);
    if (found !== undefined) {
      noteEnd(session, operation, { state: 'CONFIRMED', metaId: found.id });
    } else if (clock() - (row.startedAt ?? 0) < INVISIBLE_MS) {
      await save(session, () => Promise.resolve());
      throw ApplicationFailure.create({
        type: 'meta.busy',
        message: 'A lost step may still become visible.',
        nextRetryDelay: LOOK_AGAIN_MS,
      });
    }
  }
}

/** The campaign first: whatever happens after that, nothing is left that could ever spend. */
async function removeAll(
  session: DeploymentSession,
  operation: PlannedOperation,
): Promise<string | null> {
  const { operations, ledger } = session;
  const campaignId = metaIdsOf(operations, ledger.rows)['campaign'];
  if (campaignId !== undefined) {
    const code = await removeOne(session, operation, campaignId);
    if (code !== null) return code;
  }
  for (const one of operations) {
    const id = ledger.rows.get(one.opKey)?.metaId ?? null;
    if (one.kind !== 'create-creative' || id === null) continue;
    // A text that Facebook knew already belongs to another ad, which may be running.
    if (!(await isOurs(session, one, id))) continue;
    const code = await removeOne(session, operation, id);
    if (code !== null) session.deps.logger.info({ code }, 'A text could not be removed at Meta');
  }
  return null;
}

async function isOurs(
  { api }: DeploymentSession,
  { marker }: PlannedOperation,
  id: string,
): Promise<boolean> {
  try {
    const { name } = await api.read(id, 'id,name');
    return typeof name === 'string' && marker !== null && name.endsWith(marker);
  } catch (error) {
    if (error instanceof MetaError && error.kind === 'NOT_FOUND') return false;
    throw metaFailure(error);
  }
}

/** @returns a problem code; null when it is gone. */
async function removeOne(
  session: DeploymentSession,
  operation: PlannedOperation,
  id: string,
): Promise<string | null> {
  return await send(session, operation, { path: [id], body: {} });
}

async function send(
  session: DeploymentSession,
  operation: PlannedOperation,
  what: Pick<MetaWrite, 'path' | 'body'>,
): Promise<string | null> {
  const write: MetaWrite = {
    ...what,
    action: 'remove-campaign',
    method: 'DELETE',
    currency: currencyOf(session.campaign),
    repeatable: true,
  };
  const guard = guardFor(session, [operation], () => ['INTENT', 'SENT', 'UNKNOWN', 'FAILED']);
  return await outcomeOf(session, operation, await session.api.write(write, guard));
}

async function outcomeOf(
  session: DeploymentSession,
  operation: PlannedOperation,
  result: WriteResult,
): Promise<string | null> {
  switch (result.kind) {
    case 'done':
      return null;
    case 'refused':
      return result.code;
    case 'rejected': {
      const { kind, problem } = result.failure;
      if (kind === 'NOT_FOUND') return null;
      noteEnd(session, operation, { state: 'FAILED', errorCode: problem });
      await save(session, () => Promise.resolve());
      const { deps, ownerId, sealedToken, clock } = session;
      const failure = { ownerId, kind, code: problem, now: clock(), sealedToken };
      if ((await noteConnectionFailure(deps, failure)) === 'outdated') throw tokenReplaced();
      return problem;
    }
    case 'throttled':
      throw ApplicationFailure.create({
        type: 'meta.busy',
        message: 'Facebook asks for a pause.',
        nextRetryDelay: result.retryAfterMs,
      });
    case 'unknown':
    case 'held':
    case 'superseded':
      throw ApplicationFailure.retryable('No clear answer.', 'meta.unavailable');
    default:
      return result;
  }
}
