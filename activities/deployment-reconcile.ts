import { madeSoFar } from '../domain/deployment/made.ts';
import { parentEdge } from '../domain/deployment/meta-requests.ts';
import { isRepeatable } from '../domain/deployment/operations.ts';
import type { PlannedOperation } from '../domain/deployment/operations.ts';
import type {
  ReconcileOperationInput,
  ReconcileOperationResult,
} from '../domain/lifecycle/work.ts';
import { getApproval } from '../db/repositories/approvals.ts';
import { getCampaign, takeDeployFence } from '../db/repositories/campaigns.ts';
import { listOperations } from '../db/repositories/operations.ts';
import type { OperationRow } from '../db/repositories/operations.ts';
import { asOwner } from '../db/tenant.ts';
import type { FoundObject } from '../integrations/meta/meta-api.ts';
import { ApplicationFailure } from '@temporalio/common';
import type { ActivityDependencies } from './dependencies.ts';
import { runningClock } from './dependencies.ts';
import { removeDuplicate } from './deployment-duplicates.ts';
import { faultPoint } from './fault-points.ts';
import { newLedger, noteEnd, save } from './deployment-ledger.ts';
import { termsOf, workUnder } from './deployment-session.ts';
import type { DeploymentSession } from './deployment-session.ts';
import { metaFailure, openMeta } from './meta-access.ts';

/** Looks at about 5, 20 and 60 s after the call: Meta's lists lag behind its writes by an undocumented time. */
const LAST_LOOK = 3;

/**
 * Finds out what became of creates whose answers were lost, by the markers in their names: the one asked about and its
 * siblings, which a crash may have cut off together. One object is adopted; of several the oldest stays; none, seen
 * often enough, frees the step to be sent again.
 */
export async function reconcileOperation(
  deps: ActivityDependencies,
  input: ReconcileOperationInput,
): Promise<ReconcileOperationResult> {
  const clock = runningClock(deps, input.now);
  const { ownerId, opKey } = input;
  const stored = await load(deps, input);
  const row = stored?.rows.find((one) => one.opKey === opKey);
  if (stored === null || row === undefined) return { kind: 'absent' };
  if (row.state === 'CONFIRMED') return { kind: 'adopted' };
  if (!isUnclear(row)) return { kind: 'absent' };
  const { campaign, operations } = stored.work;
  const access = await openMeta(deps, ownerId, clock, campaign.plan.adAccountId);
  if (!access.ok) throw ApplicationFailure.nonRetryable('Facebook is not connected.', access.code);
  const session: DeploymentSession = {
    deps,
    projectId: input.projectId,
    ownerId,
    operations,
    clock,
    campaign,
    approvalId: row.approvalId ?? '',
    fence: stored.fence,
    api: access.api,
    sealedToken: access.sealedToken,
    ledger: newLedger(stored.rows),
    terms: termsOf(campaign),
  };
  const unclear = operations.filter(
    (one) => !isRepeatable(one.kind) && isUnclear(session.ledger.rows.get(one.opKey)),
  );
  for (const operation of unclear) await look(session, operation, input.look);
  faultPoint('reconcile.looked');
  await save(session, () => Promise.resolve());
  faultPoint('reconcile.saved');
  const state = session.ledger.rows.get(opKey)?.state;
  if (state === 'CONFIRMED') return { kind: 'adopted' };
  return { kind: state === 'INTENT' ? 'absent' : 'look-again' };
}

type Stored = {
  readonly work: Pick<DeploymentSession, 'campaign' | 'operations'>;
  readonly rows: readonly OperationRow[];
  readonly fence: number;
};

async function load(
  deps: ActivityDependencies,
  { projectId, ownerId, campaignRecordId, opKey }: ReconcileOperationInput,
): Promise<Stored | null> {
  return await asOwner(deps.db, ownerId, async (trx) => {
    const campaign = await getCampaign(trx, campaignRecordId);
    if (campaign === null || campaign.projectId !== projectId) return null;
    const rows = await listOperations(trx, campaignRecordId);
    const approvalId = rows.find((one) => one.opKey === opKey)?.approvalId ?? null;
    const approval = approvalId === null ? null : await getApproval(trx, approvalId);
    const work = workUnder(campaign, approval);
    if (work === null) return null;
    // Whoever still waits for the lost answer must not write beside this look.
    return { work, rows, fence: await takeDeployFence(trx, campaignRecordId) };
  });
}

function isUnclear(row: Pick<OperationRow, 'state'> | undefined): boolean {
  return row?.state === 'SENT' || row?.state === 'UNKNOWN';
}

/** One look for one step: adopts what is found, and after the last look frees what is not there. */
export async function look(
  session: DeploymentSession,
  operation: PlannedOperation,
  number: number,
): Promise<void> {
  const [oldest, ...duplicates] = await findMade(session, operation);
  if (oldest === undefined) {
    noteEnd(session, operation, { state: number < LAST_LOOK ? 'UNKNOWN' : 'INTENT' });
    return;
  }
  noteEnd(session, operation, { state: 'CONFIRMED', metaId: oldest.id });
  for (const duplicate of duplicates) await removeDuplicate(session, operation, duplicate.id);
}

/** What exists at Meta under a step's marker, oldest first. @throws ApplicationFailure */
export async function findMade(
  session: DeploymentSession,
  operation: PlannedOperation,
): Promise<readonly FoundObject[]> {
  const { campaign, ledger, api } = session;
  if (operation.marker === null) return [];
  const edge = parentEdge(campaign.plan, operation, madeSoFar([...ledger.rows.values()]));
  const asPage = operation.kind === 'create-lead-form' ? campaign.plan.pageId : null;
  try {
    const found = await api.findByMarker(edge, operation.marker, asPage);
    return found.filter((one) => one.status !== 'DELETED' && one.status !== 'ARCHIVED');
  } catch (error) {
    throw metaFailure(error);
  }
}
