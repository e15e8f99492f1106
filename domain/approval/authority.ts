import { addDays, weekStart } from '../monitoring/calendar.ts';
import { scaleMoney } from '../money.ts';
import type { CurrencyCode } from '../money.ts';
import type { Authority } from './approval.ts';

/** A daily budget is an average: Meta may spend up to 175 % of it on one day (budget help page, 2026). */
export const DAY_FLEX = { numerator: 175, denominator: 100 } as const;
const DAYS_A_WEEK = 7;

/** First and last day (YYYY-MM-DD in the ad account's zone, both included) on which ads may run. */
export type ApprovedTime = {
  readonly firstDay: string;
  readonly lastDay: string;
  /** The last instant of the last day, epoch ms. */
  readonly endsAt: number;
};

/**
 * What approving a daily budget allows at most.
 * @param time absent for a plan without an end, whose total then has no limit but the week's.
 */
export function authorityFor(
  dailyBudgetMinor: number,
  currency: CurrencyCode,
  time?: ApprovedTime,
): Authority {
  const daily = { minor: dailyBudgetMinor, currency };
  return {
    currency,
    dailyBudgetMinor,
    maxPerDayMinor: scaleMoney(daily, DAY_FLEX.numerator, DAY_FLEX.denominator).minor,
    maxPerWeekMinor: dailyBudgetMinor * DAYS_A_WEEK,
    ...(time === undefined
      ? {}
      : { maxInTotalMinor: mostWithin(dailyBudgetMinor, time), endsAt: time.endsAt }),
  };
}

/**
 * The most a daily budget can cost from one day to another: each calendar week (Sunday to Saturday) at most seven
 * daily budgets, and each day of a shorter part at most 175 %.
 */
export function mostWithin(
  dailyBudgetMinor: number,
  { firstDay, lastDay }: Pick<ApprovedTime, 'firstDay' | 'lastDay'>,
): number {
  const perDay = Math.floor((dailyBudgetMinor * DAY_FLEX.numerator) / DAY_FLEX.denominator);
  let total = 0;
  for (const days of daysByWeek(firstDay, lastDay)) {
    total += Math.min(DAYS_A_WEEK * dailyBudgetMinor, days * perDay);
  }
  return total;
}

/**
 * What a change of a running campaign allows: by day and week the new amount alone, in total what was spent before and
 * the most from then on.
 * @param spentBeforeMinor what was spent before `time.firstDay`. @param before what is in force now: that day may have
 * cost as much as it allows.
 */
export function changedAuthority(
  dailyBudgetMinor: number,
  time: ApprovedTime | undefined,
  { before, spentBeforeMinor }: { readonly before: Authority; readonly spentBeforeMinor: number },
): Authority {
  const after = authorityFor(dailyBudgetMinor, before.currency, time);
  if (after.maxInTotalMinor === undefined) return after;
  const firstDay = Math.max(0, before.maxPerDayMinor - after.maxPerDayMinor);
  return { ...after, maxInTotalMinor: spentBeforeMinor + firstDay + after.maxInTotalMinor };
}

/** The tighter of two limits in everything: what holds while one is just taking the place of the other. */
export function tighter(one: Authority, other: Authority): Authority {
  const least = (a: number | undefined, b: number | undefined) =>
    a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
  const maxInTotalMinor = least(one.maxInTotalMinor, other.maxInTotalMinor);
  const endsAt = least(one.endsAt, other.endsAt);
  return {
    currency: one.currency,
    dailyBudgetMinor: Math.min(one.dailyBudgetMinor, other.dailyBudgetMinor),
    maxPerDayMinor: Math.min(one.maxPerDayMinor, other.maxPerDayMinor),
    maxPerWeekMinor: Math.min(one.maxPerWeekMinor, other.maxPerWeekMinor),
    ...(maxInTotalMinor === undefined ? {} : { maxInTotalMinor }),
    ...(endsAt === undefined ? {} : { endsAt }),
  };
}

/** How many of the days fall into each calendar week, in order. */
function daysByWeek(firstDay: string, lastDay: string): readonly number[] {
  const weeks = new Map<string, number>();
  for (let day = firstDay; day <= lastDay; day = addDays(day, 1)) {
    const week = weekStart(day);
    weeks.set(week, (weeks.get(week) ?? 0) + 1);
  }
  return [...weeks.values()];
}

/** Whether a daily budget in this currency stays within what was approved. */
export function isWithin(
  authority: Authority,
  wanted: { readonly dailyBudgetMinor: number; readonly currency: CurrencyCode },
): boolean {
  return (
    wanted.currency === authority.currency &&
    wanted.dailyBudgetMinor > 0 &&
    wanted.dailyBudgetMinor <= authority.dailyBudgetMinor
  );
}
