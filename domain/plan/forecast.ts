import type { CurrencyCode } from '../money.ts';
import type { ForecastRange, Recipe } from './plan.ts';
import { resultNoun } from './words.ts';

/**
 * What one click may cost, in minor units. Meta no longer publishes an estimate of results, so this is our own wide
 * assumption for currencies of similar worth; elsewhere no number is better than a wrong one.
 */
const CLICK_COST = { low: 20, high: 150 } as const;
const COMPARABLE: readonly CurrencyCode[] = ['EUR', 'GBP', 'USD', 'CHF'];
const PERIOD_DAYS = 7;

/** Clicks or visits to expect in a week; null where nothing honest can be said. */
export function forecastFor(
  recipe: Recipe,
  budget: { readonly dailyBudgetMinor: number; readonly currency: CurrencyCode },
): ForecastRange | null {
  const countable =
    recipe.optimizationGoal === 'LINK_CLICKS' || recipe.optimizationGoal === 'LANDING_PAGE_VIEWS';
  if (!countable || !COMPARABLE.includes(budget.currency)) return null;
  const spend = budget.dailyBudgetMinor * PERIOD_DAYS;
  const low = roundDown(spend / CLICK_COST.high);
  const high = roundDown(spend / CLICK_COST.low);
  if (low < 1) return null;
  return {
    what: resultNoun(recipe),
    low,
    high,
    periodDays: PERIOD_DAYS,
    basis: 'an assumption from usual prices for a click, not a promise',
  };
}

/** Two leading digits are all the precision there is. */
function roundDown(value: number): number {
  if (value < 100) return Math.floor(value);
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.floor(value / step) * step;
}
