import type { BudgetStatement } from '../../contract/claude/onboarding.ts';
import type { MonthlyBudget } from '../../domain/brief/brief.ts';
import { isCurrencyCode, moneyFromMajor, scaleMoney } from '../../domain/money.ts';

export type BudgetReading =
  | { readonly kind: 'budget'; readonly budget: MonthlyBudget }
  | { readonly kind: 'refused'; readonly why: string };

/** No small business means more than this a month; a slip of the keyboard does. */
const MOST_MAJOR_UNITS = 1_000_000_000;

/**
 * Turns what the person said into a monthly amount in minor units: a day counts 30 times, a week 30/7 times,
 * rounded down. Without a currency the minor units are hundredths, until the ad account names one.
 */
export function readBudget(statement: BudgetStatement): BudgetReading {
  const code = statement.currency?.trim().toUpperCase() ?? null;
  if (code !== null && !isCurrencyCode(code)) {
    return { kind: 'refused', why: `${code} is not a currency that can be used here` };
  }
  if (Number(statement.amount) > MOST_MAJOR_UNITS) {
    return { kind: 'refused', why: 'the amount is too large' };
  }
  const amount = moneyFromMajor(statement.amount, code ?? 'USD');
  if (amount.minor <= 0) return { kind: 'refused', why: 'the amount must be more than zero' };
  const perMonth = {
    day: () => scaleMoney(amount, 30, 1),
    week: () => scaleMoney(amount, 30, 7),
    month: () => amount,
  }[statement.period]();
  return { kind: 'budget', budget: { minor: perMonth.minor, currency: code } };
}
