import type { MonthlyBudget } from '../brief/brief.ts';
import { minorUnitsPerMajor } from '../money.ts';
import type { CurrencyCode } from '../money.ts';
import type { PlanProblemCode } from './problems.ts';

/** Average length of a month in tenths of a day: Facebook bills at most 30.4 daily budgets a month. */
const TENTHS_OF_DAYS_A_MONTH = 304;

export type BudgetOutcome =
  | { readonly ok: true; readonly dailyBudgetMinor: number }
  | { readonly ok: false; readonly problem: PlanProblemCode };

/**
 * The daily budget for a monthly amount, rounded down so that a month never costs more than was said.
 * @param minimumDailyMinor what the ad account asks for at least, in its minor units.
 */
export function dailyBudgetFrom(
  monthly: MonthlyBudget,
  account: { readonly currency: CurrencyCode; readonly minimumDailyMinor: number },
): BudgetOutcome {
  if (monthly.currency !== null && monthly.currency !== account.currency) {
    return { ok: false, problem: 'plan.currency_mismatch' };
  }
  const monthlyMinor = inAccountUnits(monthly, account.currency);
  const dailyBudgetMinor = Math.floor((monthlyMinor * 10) / TENTHS_OF_DAYS_A_MONTH);
  if (dailyBudgetMinor < Math.max(1, account.minimumDailyMinor)) {
    return { ok: false, problem: 'plan.budget_too_low' };
  }
  return { ok: true, dailyBudgetMinor };
}

/** An amount said without a currency is kept in hundredths; some currencies have no smaller unit. */
function inAccountUnits(monthly: MonthlyBudget, currency: CurrencyCode): number {
  if (monthly.currency !== null) return monthly.minor;
  return Math.floor((monthly.minor * minorUnitsPerMajor(currency)) / 100);
}
