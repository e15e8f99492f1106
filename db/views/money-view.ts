import { moneyLedger } from '../../domain/approval/ledger.ts';
import type { LedgerEntry } from '../../domain/approval/ledger.ts';
import type { MoneyView } from '../../domain/approval/money-view.ts';
import type { Trx } from '../client.ts';
import { listApprovals } from '../repositories/approvals.ts';
import { listCampaigns } from '../repositories/campaigns.ts';
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
    const approval = approvals.find(({ id }) => id === campaign.approvalId);
    if (approval?.status !== 'GRANTED' || approval.authority === null) continue;
    // What was removed before it ran can spend nothing, and a draft was never begun.
    if (campaign.status === 'REMOVED' || campaign.status === 'DRAFT') continue;
    const snapshots = await listSnapshots(trx, campaign.id);
    entries.push({
      approvalId: approval.id,
      campaignRecordId: campaign.id,
      campaignName: campaign.name,
      authority: approval.authority,
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
