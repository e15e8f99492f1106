import { scaleMoney } from '../money.ts';
import type { CurrencyCode } from '../money.ts';
import type { Authority } from './approval.ts';

/** A daily budget is an average: Meta may spend up to 175 % of it on one day (budget help page, 2026). */
export const DAY_FLEX = { numerator: 175, denominator: 100 } as const;
const DAYS_A_WEEK = 7;

/** What approving a daily budget allows at most. */
export function authorityFor(dailyBudgetMinor: number, currency: CurrencyCode): Authority {
  const daily = { minor: dailyBudgetMinor, currency };
  return {
    currency,
    dailyBudgetMinor,
    maxPerDayMinor: scaleMoney(daily, DAY_FLEX.numerator, DAY_FLEX.denominator).minor,
    maxPerWeekMinor: dailyBudgetMinor * DAYS_A_WEEK,
  };
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
