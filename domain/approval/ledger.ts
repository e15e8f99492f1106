import type { CampaignStatus } from '../deployment/deployment.ts';
import { accountMoment, weekStart } from '../monitoring/calendar.ts';
import type { MoneyView } from './money-view.ts';
import type { Authority } from './approval.ts';
import { mostWithin } from './authority.ts';

/** One approval under which money may have been spent, with what became of it. */
export type LedgerEntry = {
  readonly approvalId: string;
  readonly campaignRecordId: string;
  readonly campaignName: string;
  readonly authority: Authority;
  readonly decidedAt: number | null;
  readonly status: CampaignStatus;
  /** Until when Facebook lets the ads run as set now, epoch ms; null without a lease. */
  readonly leaseUntil: number | null;
  /** What Facebook reports as spent, per day of the account (YYYY-MM-DD), minor units. */
  readonly spentByDay: readonly { readonly day: string; readonly spendMinor: number }[];
};

/**
 * Approved against spent: every unit of authority belongs to exactly one approval.
 * @param timezone the ad account's, in which its days and weeks are counted. @param now epoch ms.
 */
export function moneyLedger(
  entries: readonly LedgerEntry[],
  about: { projectId: string; currency: string | null; timezone: string; now: number },
): MoneyView {
  const approvals = entries.map(toLine);
  const totals = entries.map(({ authority }) => authority.maxInTotalMinor ?? null);
  const approvedMinor = totals.includes(null) ? null : sum(totals.map((total) => total ?? 0));
  const spentMinor = sum(approvals.map((line) => line.spentMinor));
  return {
    projectId: about.projectId,
    currency: about.currency,
    approvedMinor,
    committedMinor: sum(entries.map((entry) => committed(entry, about))),
    spentMinor,
    stillAllowedMinor: approvedMinor === null ? null : Math.max(0, approvedMinor - spentMinor),
    isOver: approvals.some((line) => line.isOver),
    approvals,
  };
}

function toLine(entry: LedgerEntry): MoneyView['approvals'][number] {
  const { authority } = entry;
  const spentMinor = spent(entry);
  return {
    approvalId: entry.approvalId,
    campaignRecordId: entry.campaignRecordId,
    campaignName: entry.campaignName,
    dailyBudgetMinor: authority.dailyBudgetMinor,
    maxPerDayMinor: authority.maxPerDayMinor,
    maxPerWeekMinor: authority.maxPerWeekMinor,
    maxInTotalMinor: authority.maxInTotalMinor ?? null,
    endsAt: authority.endsAt ?? null,
    decidedAt: entry.decidedAt,
    spentMinor,
    isOver: isOverspent(entry),
  };
}

/** Whether Facebook spent more than the approval allows: on a day, in a week, or altogether. */
export function isOverspent({
  authority,
  spentByDay,
}: Pick<LedgerEntry, 'authority' | 'spentByDay'>): boolean {
  const weeks = new Map<string, number>();
  for (const { day, spendMinor } of spentByDay) {
    if (spendMinor > authority.maxPerDayMinor) return true;
    const week = weekStart(day);
    weeks.set(week, (weeks.get(week) ?? 0) + spendMinor);
  }
  if ([...weeks.values()].some((amount) => amount > authority.maxPerWeekMinor)) return true;
  const total = sum(spentByDay.map((day) => day.spendMinor));
  return authority.maxInTotalMinor !== undefined && total > authority.maxInTotalMinor;
}

/** What can still be spent before Facebook stops by itself; nothing while the ads rest. */
function committed(entry: LedgerEntry, about: { timezone: string; now: number }): number {
  const { authority, leaseUntil, status } = entry;
  if (status !== 'ACTIVE') return 0;
  if (leaseUntil === null) return authority.maxPerWeekMinor;
  if (leaseUntil <= about.now) return 0;
  const firstDay = accountMoment(about.now, about.timezone).day;
  const lastDay = accountMoment(leaseUntil, about.timezone).day;
  const most = mostWithin(authority.dailyBudgetMinor, { firstDay, lastDay });
  if (authority.maxInTotalMinor === undefined) return most;
  return Math.max(0, Math.min(most, authority.maxInTotalMinor - spent(entry)));
}

function spent({ spentByDay }: Pick<LedgerEntry, 'spentByDay'>): number {
  return sum(spentByDay.map((day) => day.spendMinor));
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
