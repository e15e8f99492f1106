import { moneyLedger } from '../../domain/approval/ledger.ts';
import type { Era, LedgerEntry } from '../../domain/approval/ledger.ts';
import type { MoneyView } from '../../domain/approval/money-view.ts';
import type { Trx } from '../client.ts';
import { accountMoment } from '../../domain/monitoring/calendar.ts';
import { readCampaignChange } from '../../domain/deployment/change.ts';
import { listApprovals } from '../repositories/approvals.ts';
import type { ApprovalRow } from '../repositories/approvals.ts';
import { listCampaigns } from '../repositories/campaigns.ts';
import type { CampaignRow } from '../repositories/campaigns.ts';
import { listSnapshots } from '../repositories/snapshots.ts';

/** Approved against spent in one project; only approvals that were used count. */
export async function moneyView(
  trx: Trx,
  project: { id: string; currency: string | null; timezone: string | null },
  now: number,
): Promise<MoneyView> {
  const { id: projectId, currency, timezone } = project;
  const entries = await ledgerEntries(trx, projectId);
  return moneyLedger(entries, { projectId, currency, timezone: timezone ?? 'UTC', now });
}

/** Campaigns that were built or begun under a granted approval, with what Facebook reports as spent. */
export async function ledgerEntries(trx: Trx, projectId: string): Promise<readonly LedgerEntry[]> {
  const approvals = await listApprovals(trx, projectId);
  const campaigns = await listCampaigns(trx, projectId);
  const entries: LedgerEntry[] = [];
  for (const campaign of campaigns) {
    const approval = inForce(approvals, campaign);
    if (approval?.status !== 'GRANTED' || approval.authority === null) continue;
    // What was removed before it ran can spend nothing, and a draft was never begun.
    if (campaign.status === 'REMOVED' || campaign.status === 'DRAFT') continue;
    const snapshots = await listSnapshots(trx, campaign.id);
    entries.push({
      approvalId: approval.id,
      campaignRecordId: campaign.id,
      campaignName: campaign.name,
      authority: approval.authority,
      ...placeTaken(approvals, approval, campaign.plan.timezone ?? 'UTC'),
      decidedAt: approval.decidedAt,
      status: campaign.status,
      leaseUntil: campaign.leaseUntil,
      spentByDay: snapshots
        .filter((snapshot) => snapshot.adId === null)
        .map(({ day, spendMinor }) => ({ day, spendMinor })),
    });
  }
  return entries;
}

/** From the moment a change is used it takes the place of the approval before, and gives it back if it fails. */
function inForce(
  approvals: readonly ApprovalRow[],
  { approvalId, changing }: CampaignRow,
): ApprovalRow | undefined {
  const isForth = changing !== null && changing.back === null;
  const id = isForth ? changing.approvalId : approvalId;
  return approvals.find((approval) => approval.id === id);
}

/** The approvals before, back to the plan's own. */
function placeTaken(
  approvals: readonly ApprovalRow[],
  approval: ApprovalRow,
  timezone: string,
): Pick<LedgerEntry, 'earlier' | 'usedDay' | 'countsFrom'> {
  const dayOf = ({ usedAt, decidedAt, requestedAt }: ApprovalRow) =>
    accountMoment(usedAt ?? decidedAt ?? requestedAt, timezone).day;
  const earlier: Era[] = [];
  let newest = approval;
  while (newest.kind === 'campaign-change') {
    const { previousApprovalId } = newest;
    const before = approvals.find(({ id }) => id === previousApprovalId);
    if (before === undefined || before.authority === null) break;
    earlier.unshift({ authority: before.authority, fromDay: dayOf(before) });
    newest = before;
  }
  const change = readCampaignChange(approval.content);
  if (change === null || approval.kind !== 'campaign-change') return {};
  return { earlier, usedDay: dayOf(approval), countsFrom: change.countsFrom };
}
