import type { Authority } from '../domain/approval/approval.ts';
import type { PlannedOperation } from '../domain/deployment/operations.ts';
import type { RunDeploymentInput, RunDeploymentResult } from '../domain/lifecycle/work.ts';
import { useApproval } from '../db/repositories/approvals.ts';
import { getConnection } from '../db/repositories/connections.ts';
import type { ConnectionRow } from '../db/repositories/connections.ts';
import {
  getCampaign,
  readWriteFacts,
  takeDeployFence,
  updateCampaign,
} from '../db/repositories/campaigns.ts';
import type { CampaignRow } from '../db/repositories/campaigns.ts';
import {
  insertIntents,
  listOperations,
  markOperationSent,
  reopenOperations,
} from '../db/repositories/operations.ts';
import type { OperationRow } from '../db/repositories/operations.ts';
import { relaxCommit } from '../db/repositories/commit.ts';
import type { Trx } from '../db/client.ts';
import { lateLeases, newLease } from './deployment-lease.ts';
import { grantOf } from './deployment-ledger.ts';
import { showStanding } from './deployment-standing.ts';
import { intentOf, operationsFor } from './deployment-session.ts';
import { say } from './feed.ts';
import { tellInterruption } from './launch-interrupted.ts';

export type Opened =
  | RunDeploymentResult
  | {
      readonly kind: 'open';
      readonly campaign: CampaignRow;
      readonly operations: readonly PlannedOperation[];
      readonly rows: readonly OperationRow[];
      readonly connection: ConnectionRow | null;
      readonly fence: number;
      readonly authority: Authority;
    };

/**
 * Checks and uses the permission, becomes the only writer, and lays the whole list of steps before the person. One
 * transaction, before any call: from its commit on the approval cannot be taken back.
 */
export async function openDeployment(
  trx: Trx,
  input: RunDeploymentInput,
  now: number,
): Promise<Opened> {
  const { projectId, ownerId, campaignRecordId, approvalId } = input;
  const ref = { projectId, ownerId, now };
  // The first call to Meta waits for the commit of its own claim, and with it for this one.
  await relaxCommit(trx);
  const before = await getCampaign(trx, campaignRecordId);
  if (before === null || before.projectId !== projectId) return gone();
  if (before.status === 'ACTIVE' || before.status === 'PAUSED') return goneLive(before);
  if (before.status === 'REMOVED' || before.status === 'COMPLETED') return gone();
  const facts = await readWriteFacts(trx, input);
  const grant = grantOf(campaignRecordId, facts);
  if (!grant.ok) return await refused(trx, input, grant.code);
  // The row stays locked until the commit: undoing and using cannot both happen. Once used, it stays so.
  const isUsed = facts?.approval?.usedAt != null;
  if (!isUsed && !(await useApproval(trx, { ...ref, id: approvalId })))
    return await refused(trx, input, 'deployment.approval_missing');
  const fence = await takeDeployFence(trx, campaignRecordId);
  const work = { ...ref, campaignRecordId };
  const leaseUntil = newLease(before, now);
  const leased = leaseUntil === null ? before : { ...before, leaseUntil };
  const past = await listOperations(trx, campaignRecordId);
  await tellInterruption(trx, before, { past, fence, now });
  const late = lateLeases(leased, past, leaseUntil !== null);
  const operations = [...operationsFor(before), ...late];
  const laid = await layOut(trx, { campaign: before, operations, past, work, approvalId });
  const set = {
    ...(before.status === 'DEPLOYING' ? {} : { status: 'DEPLOYING' as const, problemCode: null }),
    ...(before.waiting === null ? {} : { waiting: null }),
    ...(leaseUntil === null ? {} : { leaseUntil }),
  };
  const isChanged = Object.keys(set).length > 0;
  if (isChanged) await updateCampaign(trx, { ...ref, id: campaignRecordId, set });
  if (before.status !== 'DEPLOYING') await showCard(trx, input, now);
  if (input.standing !== 'shown') await showStanding(trx, ref, input.standing);
  const rows = await claimPreflight(trx, { laid, work, fence });
  const connection = await getConnection(trx, ownerId);
  const campaign = { ...before, ...set };
  const { authority } = grant.grant;
  return { kind: 'open', campaign, operations, rows, connection, fence, authority };
}

function gone(): RunDeploymentResult {
  return { kind: 'failed', code: 'deployment.gone' };
}

/** What the lifecycle has to know of a campaign that runs. */
export function goneLive({
  leaseUntil,
  endsAt,
}: Pick<CampaignRow, 'leaseUntil' | 'endsAt'>): Extract<RunDeploymentResult, { kind: 'done' }> {
  return {
    kind: 'done',
    ...(leaseUntil === null ? {} : { leaseUntil }),
    ...(endsAt === null ? {} : { endsAt }),
  };
}

async function refused(
  trx: Trx,
  input: RunDeploymentInput,
  code: string,
): Promise<RunDeploymentResult> {
  await markFailed(trx, input, code);
  return { kind: 'failed', code };
}

export async function markFailed(trx: Trx, input: RunDeploymentInput, code: string): Promise<void> {
  const { projectId, ownerId, campaignRecordId: id, now } = input;
  const set = { status: 'FAILED' as const, problemCode: code, waiting: null };
  await updateCampaign(trx, { id, projectId, ownerId, now, set });
}

type Work = { campaignRecordId: string; projectId: string; ownerId: string; now: number };

/** The look before a launch changes nothing, so it is claimed together with the opening. */
async function claimPreflight(
  trx: Trx,
  {
    laid,
    work,
    fence,
  }: { readonly laid: readonly OperationRow[]; readonly work: Work; readonly fence: number },
): Promise<readonly OperationRow[]> {
  const row = laid.find(({ kind, state }) => kind === 'preflight' && state === 'INTENT');
  if (row === undefined) return laid;
  await markOperationSent(trx, { ...work, opKey: row.opKey, fence, from: ['INTENT'] });
  return laid.map((one) =>
    one === row ? { ...row, state: 'SENT' as const, attempt: fence } : one,
  );
}

/** Writes down what is going to be done; a launch that stopped before begins by checking and comparing anew. */
async function layOut(
  trx: Trx,
  {
    campaign,
    operations,
    past,
    work,
    approvalId,
  }: {
    readonly campaign: CampaignRow;
    readonly operations: readonly PlannedOperation[];
    /** What the ledger held before. */
    readonly past: readonly OperationRow[];
    readonly work: Work;
    readonly approvalId: string;
  },
): Promise<readonly OperationRow[]> {
  const known = new Set(past.map(({ opKey }) => opKey));
  const missing = operations.filter(({ opKey }) => !known.has(opKey));
  const intents = missing.map((operation) => intentOf(campaign, approvalId, operation));
  await insertIntents(trx, { ...work, operations: intents });
  const isLater = missing.some(({ kind }) => kind === 'extend-lease');
  const reopens =
    isLater || campaign.status === 'FAILED' || campaign.waiting?.reason === 'connection';
  if (reopens) {
    await reopenOperations(trx, { ...work, kinds: ['preflight', 'verify'] });
  }
  const anew = reopens ? await listOperations(trx, campaign.id) : null;
  return anew ?? [...past, ...intents.map((intent) => laidDown(intent, campaign.id))];
}

/** A row as it was just inserted; the campaign's own row is locked, so nobody else can have done so. */
function laidDown(intent: ReturnType<typeof intentOf>, campaignRecordId: string): OperationRow {
  const none = { metaId: null, errorCode: null, startedAt: null, finishedAt: null };
  return { ...intent, ...none, campaignRecordId, state: 'INTENT', attempt: 0 };
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
