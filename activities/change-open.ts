import { readAmendment } from '../domain/deployment/amendment.ts';
import { changeOperations, readCampaignChange, runningPlan } from '../domain/deployment/change.ts';
import type { CampaignChange } from '../domain/deployment/change.ts';
import type { PlannedOperation } from '../domain/deployment/operations.ts';
import { needsReconnect } from '../domain/deployment/problems.ts';
import type { RunDeploymentInput, RunDeploymentResult } from '../domain/lifecycle/work.ts';
import type { CampaignPlan } from '../domain/plan/plan.ts';
import type { Trx } from '../db/client.ts';
import { getApproval, listApprovals, useApproval } from '../db/repositories/approvals.ts';
import type { ApprovalRow } from '../db/repositories/approvals.ts';
import {
  getCampaign,
  readWriteFacts,
  takeDeployFence,
  updateCampaign,
} from '../db/repositories/campaigns.ts';
import type { CampaignRow } from '../db/repositories/campaigns.ts';
import { insertIntents, listOperations } from '../db/repositories/operations.ts';
import type { OperationRow } from '../db/repositories/operations.ts';
import { leaseEnd } from './deployment-lease.ts';
import { grantOf } from './deployment-ledger.ts';
import { goneLive } from './deployment-open.ts';
import { CHANGE_ORDINAL, intentOf, markerBase } from './deployment-session.ts';

const HOUR_MS = 3_600_000;

/** A change whose permission was checked and used, with what is known of the campaign and of its steps. */
export type OpenedChange = {
  readonly kind: 'open';
  readonly campaign: CampaignRow;
  readonly approval: ApprovalRow;
  readonly change: CampaignChange;
  /** As it runs now. */
  readonly before: CampaignPlan;
  readonly forth: readonly PlannedOperation[];
  /** The end that Facebook is to have afterwards; null where none is set anew. */
  readonly leaseUntil: number | null;
  /** Why the change is being taken back; null while it goes forward. */
  readonly back: string | null;
  readonly rows: readonly OperationRow[];
  readonly fence: number;
};

/** A failure that only a new connection mends waits for it. */
export function stopped(code: string): RunDeploymentResult {
  return { kind: needsReconnect(code) ? 'parked' : 'failed', code };
}

/** Checks and uses the permission and writes down what is to be done: one transaction, before any call. */
export async function openChange(
  trx: Trx,
  input: RunDeploymentInput,
  now: number,
): Promise<OpenedChange | RunDeploymentResult> {
  const { projectId, ownerId, campaignRecordId, approvalId } = input;
  const campaign = await getCampaign(trx, campaignRecordId);
  if (campaign === null || campaign.projectId !== projectId) return stopped('deployment.gone');
  if (campaign.approvalId === approvalId) return { ...goneLive(campaign), ...REPLACES };
  const approval = await getApproval(trx, approvalId);
  const change = readCampaignChange(approval?.content);
  if (approval === null || change === null) return stopped('deployment.approval_missing');
  const problem = problemOf(campaign, { approval, change, now });
  if (problem !== null) return stopped(problem);
  const back = campaign.changing?.back ?? null;
  const ref = { projectId, ownerId, now };
  if (back === null) {
    const grant = grantOf(campaignRecordId, await readWriteFacts(trx, input));
    if (!grant.ok) return stopped(grant.code);
    if (!(await useApproval(trx, { ...ref, id: approvalId }))) {
      return stopped('deployment.approval_missing');
    }
    if (campaign.changing === null) {
      const changing = { approvalId, back: null };
      await updateCampaign(trx, { ...ref, id: campaignRecordId, set: { changing } });
    }
  }
  const before = await planAsItRuns(trx, campaign);
  const leaseUntil = newEnd(campaign, change.plan, { usedAt: approval.usedAt ?? now, now });
  const forth = changeOperations(before, change, {
    campaignRecordId,
    markerBase: markerBase(campaignRecordId),
    tag: approvalId,
    leaseUntil,
    setsCap: change.spendCapMinor !== null,
    first: CHANGE_ORDINAL,
  });
  const intents = forth.map((one) => intentOf(campaign, approvalId, one));
  await insertIntents(trx, { ...ref, campaignRecordId, operations: intents });
  const fence = await takeDeployFence(trx, campaignRecordId);
  const rows = await listOperations(trx, campaignRecordId);
  return { kind: 'open', campaign, approval, change, before, forth, leaseUntil, back, rows, fence };
}

const REPLACES = { replaces: true } as const;

function problemOf(
  { status, changing, approvalId, planHash }: CampaignRow,
  { approval, change, now }: { approval: ApprovalRow; change: CampaignChange; now: number },
): string | null {
  if (status !== 'ACTIVE' && status !== 'PAUSED') return 'deployment.not_now';
  if (changing !== null) return changing.approvalId === approval.id ? null : 'deployment.not_now';
  // Tried before and taken back: one approval is one try.
  if (approval.usedAt !== null) return 'deployment.change_failed';
  if (approval.previousApprovalId !== approvalId || change.fromPlanHash !== planHash) {
    return 'deployment.approval_changed';
  }
  const { endsAt } = change.plan;
  return endsAt !== undefined && endsAt - now < HOUR_MS ? 'delivery.approval_ended' : null;
}

async function planAsItRuns(
  trx: Trx,
  { id, projectId, plan, metaIds }: CampaignRow,
): Promise<CampaignPlan> {
  const fixes = (await listApprovals(trx, projectId)).flatMap((one) =>
    one.kind === 'ad-fix' && one.campaignRecordId === id && one.usedAt !== null
      ? (readAmendment(one.content) ?? [])
      : [],
  );
  return runningPlan(plan, fixes, metaIds);
}

const DAY_MS = 24 * HOUR_MS;

/**
 * The end to set at Facebook where the approved one changes. Counted from the use of the approval, so that every
 * attempt sends the same; after whole days of waiting from a later moment, because the first would lie in the past.
 */
function newEnd(
  { plan }: CampaignRow,
  after: CampaignPlan,
  { usedAt, now }: { usedAt: number; now: number },
): number | null {
  if (after.endsAt === undefined || after.endsAt === plan.endsAt) return null;
  const days = Math.max(0, Math.floor((now - usedAt) / DAY_MS));
  return leaseEnd(after.endsAt, usedAt + days * DAY_MS);
}
