import { madeSoFar, parentEdge } from '../domain/deployment/meta-requests.ts';
import type {
  ReconcileOperationInput,
  ReconcileOperationResult,
} from '../domain/lifecycle/work.ts';
import { getCampaign, takeDeployFence } from '../db/repositories/campaigns.ts';
import { listOperations } from '../db/repositories/operations.ts';
import { asOwner } from '../db/tenant.ts';
import type { FoundObject } from '../integrations/meta/meta-api.ts';
import { ApplicationFailure } from '@temporalio/common';
import type { ActivityDependencies } from './dependencies.ts';
import { runningClock } from './dependencies.ts';
import { removeDuplicate } from './deployment-duplicates.ts';
import { operationsFor, settle } from './deployment-session.ts';
import type { DeploymentSession } from './deployment-session.ts';
import { metaFailure, openMeta } from './meta-access.ts';

/** Looks at about 5, 20 and 60 s after the call: Meta's lists lag behind its writes by an undocumented time. */
const LAST_LOOK = 3;

/**
 * Finds out what became of a create whose answer was lost, by the marker in its name.
 * One object is adopted; of several the oldest stays; none, seen often enough, frees the step to be sent again.
 */
export async function reconcileOperation(
  deps: ActivityDependencies,
  input: ReconcileOperationInput,
): Promise<ReconcileOperationResult> {
  const clock = runningClock(deps, input.now);
  const { projectId, ownerId, campaignRecordId, opKey } = input;
  const stored = await asOwner(deps.db, ownerId, async (trx) => {
    const campaign = await getCampaign(trx, campaignRecordId);
    if (campaign === null || campaign.projectId !== projectId) return null;
    const rows = await listOperations(trx, campaignRecordId);
    // Whoever still waits for the lost answer must not write beside this look.
    const fence = await takeDeployFence(trx, campaignRecordId);
    return { campaign, rows, fence };
  });
  const row = stored?.rows.find((one) => one.opKey === opKey);
  if (stored === null || row === undefined) return { kind: 'absent' };
  if (row.state === 'CONFIRMED') return { kind: 'adopted' };
  if (row.state !== 'SENT' && row.state !== 'UNKNOWN') return { kind: 'absent' };
  const operations = operationsFor(stored.campaign);
  const operation = operations.find((one) => one.opKey === opKey);
  const access = await openMeta(deps, ownerId, clock);
  if (!access.ok) throw ApplicationFailure.nonRetryable('Facebook is not connected.', access.code);
  if (operation === undefined || operation.marker === null) return { kind: 'absent' };
  const session: DeploymentSession = {
    deps,
    projectId,
    ownerId,
    operations,
    clock,
    campaign: stored.campaign,
    fence: stored.fence,
    api: access.api,
  };
  const edge = parentEdge(stored.campaign.plan, operation, madeSoFar(stored.rows));
  const found = await lookFor(session, edge, operation.marker);
  const [oldest, ...duplicates] = found;
  if (oldest !== undefined) {
    await settle(session, operation, { state: 'CONFIRMED', metaId: oldest.id });
    for (const duplicate of duplicates) await removeDuplicate(session, operation, duplicate.id);
    return { kind: 'adopted' };
  }
  if (input.look < LAST_LOOK) return { kind: 'look-again' };
  await settle(session, operation, { state: 'INTENT' });
  return { kind: 'absent' };
}

async function lookFor(
  session: DeploymentSession,
  edge: readonly string[],
  marker: string,
): Promise<readonly FoundObject[]> {
  try {
    const found = await session.api.findByMarker(edge, marker);
    return found.filter((one) => one.status !== 'DELETED' && one.status !== 'ARCHIVED');
  } catch (error) {
    throw metaFailure(error);
  }
}
