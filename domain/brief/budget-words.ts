import { formatMoney, minorUnitsPerMajor } from '../money.ts';
import type { MonthlyBudget } from './brief.ts';

/** "£600", or the bare figure while no currency is known. */
export function budgetWords({ minor, currency }: MonthlyBudget): string {
  if (currency !== null) return formatMoney({ minor, currency });
  return String(minor / minorUnitsPerMajor('USD'));
}
