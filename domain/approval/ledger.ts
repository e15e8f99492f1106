import type { CampaignStatus } from '../deployment/deployment.ts';
import { accountMoment, addDays, weekStart } from '../monitoring/calendar.ts';
import type { MoneyView } from './money-view.ts';
import type { Authority } from './approval.ts';
import { mostWithin } from './authority.ts';

/** One approval under which money may have been spent, with what became of it. */
export type LedgerEntry = {
  readonly approvalId: string;
  readonly campaignRecordId: string;
  readonly campaignName: string;
  readonly authority: Authority;
  /** Approvals whose place it took, oldest first; none for a campaign that was never changed. */
  readonly earlier?: readonly Era[];
  /** The day (YYYY-MM-DD of the account) on which it took that place, and the one its total counts from. */
  readonly usedDay?: string;
  readonly countsFrom?: string;
  readonly decidedAt: number | null;
  readonly status: CampaignStatus;
  /** Until when Facebook lets the ads run as set now, epoch ms; null without a lease. */
  readonly leaseUntil: number | null;
  /** What Facebook reports as spent, per day of the account (YYYY-MM-DD), minor units. */
  readonly spentByDay: readonly { readonly day: string; readonly spendMinor: number }[];
};

/** An approval that was in force from a day of the account on (YYYY-MM-DD), until the next one took its place. */
export type Era = { readonly authority: Authority; readonly fromDay: string };

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

type Spending = Pick<
  LedgerEntry,
  'authority' | 'spentByDay' | 'earlier' | 'usedDay' | 'countsFrom'
>;

/**
 * Whether Facebook spent more than approvals allow: on a day, in a week, or altogether. Where one took the place of
 * another in the middle, that day and that week may have cost what the larger of the two allows.
 */
export function isOverspent(entry: Spending): boolean {
  const weeks = new Map<string, number>();
  for (const { day, spendMinor } of entry.spentByDay) {
    if (spendMinor > mostOf(entry, day, day, 'maxPerDayMinor')) return true;
    const week = weekStart(day);
    weeks.set(week, (weeks.get(week) ?? 0) + spendMinor);
  }
  for (const [week, amount] of weeks) {
    if (amount > mostOf(entry, week, addDays(week, 6), 'maxPerWeekMinor')) return true;
  }
  const { maxInTotalMinor } = entry.authority;
  return maxInTotalMinor !== undefined && countedTotal(entry) > maxInTotalMinor;
}

/** The largest limit in force on any of these days. */
function mostOf(
  { authority, earlier = [], usedDay }: Spending,
  firstDay: string,
  lastDay: string,
  limit: 'maxPerDayMinor' | 'maxPerWeekMinor',
): number {
  const eras = [...earlier, { authority, fromDay: usedDay ?? '' }];
  const inForce = eras.filter(({ fromDay }, index) => {
    const until = eras[index + 1]?.fromDay ?? '9999-12-31';
    // What was spent before the first of them can only have been spent under it.
    return (index === 0 || fromDay <= lastDay) && until >= firstDay;
  });
  return Math.max(...inForce.map((era) => era.authority[limit]));
}

/**
 * What counts towards the total. In the weeks between drafting and use the amount before was still in force: what those
 * cost beyond the new one is of the approval before, whose own limits by day and week are looked at above.
 */
function countedTotal({ authority, spentByDay, usedDay, countsFrom }: Spending): number {
  if (usedDay === undefined || countsFrom === undefined) {
    return sum(spentByDay.map(({ spendMinor }) => spendMinor));
  }
  const between = new Map<string, number>();
  let total = 0;
  for (const { day, spendMinor } of spentByDay) {
    const week = weekStart(day);
    const isBetween = day >= countsFrom && week <= usedDay;
    if (!isBetween) total += spendMinor;
    else
      between.set(week, (between.get(week) ?? 0) + Math.min(spendMinor, authority.maxPerDayMinor));
  }
  return total + sum([...between.values()].map((one) => Math.min(one, authority.maxPerWeekMinor)));
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
