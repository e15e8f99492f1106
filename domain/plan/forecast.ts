import type { CurrencyCode } from '../money.ts';
import type { DaySnapshot } from '../monitoring/snapshot.ts';
import type { ForecastRange, Recipe } from './plan.ts';
import { resultNoun } from './words.ts';

/**
 * What one click may cost, in minor units. Meta no longer publishes an estimate of results, so this is our own wide
 * assumption for currencies of similar worth; elsewhere no number is better than a wrong one.
 */
const CLICK_COST = { low: 20, high: 150 } as const;
const COMPARABLE: readonly CurrencyCode[] = ['EUR', 'GBP', 'USD', 'CHF'];
const PERIOD_DAYS = 7;

/** What earlier ads of the same business cost and brought, week by week. */
export type OwnHistory = {
  /** The same noun as the new plan's results, or the weeks say nothing about them. */
  readonly what: string;
  readonly currency: CurrencyCode;
  readonly weeks: readonly { readonly spendMinor: number; readonly results: number }[];
};

const WEEKS = 3;
const FEWEST_RESULTS = 10;
/** What the coming week may differ from the best and the worst of the weeks before. */
const MARGIN = 1.25;

/**
 * Results to expect in a week, from the business's own past where there is enough of it, else as a wide assumption.
 * Null where nothing honest can be said.
 */
export function forecastFor(
  recipe: Recipe,
  budget: { readonly dailyBudgetMinor: number; readonly currency: CurrencyCode },
  history: OwnHistory | null = null,
): ForecastRange | null {
  return fromHistory(recipe, budget, history) ?? assumed(recipe, budget);
}

function fromHistory(
  recipe: Recipe,
  budget: { readonly dailyBudgetMinor: number; readonly currency: CurrencyCode },
  history: OwnHistory | null,
): ForecastRange | null {
  const what = resultNoun(recipe);
  if (history === null || history.what !== what || history.currency !== budget.currency)
    return null;
  const results = history.weeks.reduce((sum, week) => sum + week.results, 0);
  if (history.weeks.length < WEEKS || results < FEWEST_RESULTS) return null;
  if (history.weeks.some((week) => week.results === 0 || week.spendMinor === 0)) return null;
  const costs = history.weeks.map((week) => week.spendMinor / week.results);
  const spend = budget.dailyBudgetMinor * PERIOD_DAYS;
  const low = roundDown(spend / (Math.max(...costs) * MARGIN));
  const high = roundDown((spend / Math.min(...costs)) * MARGIN);
  if (low < 1) return null;
  const basis = 'from your own last 3 weeks of ads; no promise, since every week differs';
  return { what, low, high, periodDays: PERIOD_DAYS, basis };
}

function assumed(
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

/**
 * The last three whole weeks of a campaign's days.
 * @param days one row per day for the campaign as a whole, oldest first.
 * @returns null when there are fewer than three weeks with spending on most days.
 */
export function historyFrom(days: readonly DaySnapshot[], recipe: Recipe): OwnHistory | null {
  const whole = days.filter((day) => day.adId === null && day.conversions !== null);
  const recent = whole.slice(-WEEKS * PERIOD_DAYS);
  const currency = recent.at(-1)?.currency;
  if (recent.length < WEEKS * PERIOD_DAYS || currency === undefined) return null;
  const weeks = Array.from({ length: WEEKS }, (_, index) => {
    const week = recent.slice(index * PERIOD_DAYS, (index + 1) * PERIOD_DAYS);
    return {
      spendMinor: week.reduce((sum, day) => sum + day.spendMinor, 0),
      results: week.reduce((sum, day) => sum + (day.conversions ?? 0), 0),
    };
  });
  return { what: resultNoun(recipe), currency, weeks };
}
