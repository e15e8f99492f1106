import { moneyFromMajor } from '../money.ts';
import type { CurrencyCode } from '../money.ts';
import type { Recipe } from '../plan/plan.ts';
import type { DaySnapshot } from './snapshot.ts';

/** One row of insights with its numbers read; amounts are decimal strings in major units. */
export type MeasuredRow = {
  readonly adId: string | null;
  readonly day: string;
  readonly spend: string;
  readonly impressions: number;
  readonly reach: number;
  readonly frequency: number;
  readonly clicks: number;
  readonly linkClicks: number;
  readonly actions: Readonly<Record<string, number>>;
  readonly actionValues: Readonly<Record<string, string>>;
};

type Goal = Pick<Recipe, 'optimizationGoal' | 'goal'>;

/**
 * The same event comes under several names, so exactly one is counted per goal, the first that is there:
 * adding them up would count people twice.
 */
function actionTypes(goal: Goal): readonly string[] {
  switch (goal.optimizationGoal) {
    case 'LINK_CLICKS':
      return ['link_click'];
    case 'LANDING_PAGE_VIEWS':
      return ['landing_page_view'];
    case 'LEAD_GENERATION':
      return ['lead'];
    case 'OFFSITE_CONVERSIONS':
      return goal.goal === 'SALES' ? ['omni_purchase', 'purchase'] : ['lead'];
    case 'APP_INSTALLS':
      return ['omni_app_install', 'mobile_app_install'];
    default:
      return goal.optimizationGoal;
  }
}

/** Turns a row into a snapshot of its day. `clicks` and `ctr` are clicks on the link, not on anything else. */
export function toSnapshot(row: MeasuredRow, goal: Goal, currency: CurrencyCode): DaySnapshot {
  const spendMinor = moneyFromMajor(row.spend, currency).minor;
  const type = actionTypes(goal).find((name) => row.actions[name] !== undefined);
  // Meta leaves out lists without entries: a day with delivery and no entry had none.
  const conversions = type === undefined ? 0 : (row.actions[type] ?? 0);
  const value = type === undefined ? undefined : row.actionValues[type];
  const valueMinor = value === undefined ? null : moneyFromMajor(value, currency).minor;
  return {
    adId: row.adId,
    day: row.day,
    currency,
    spendMinor,
    impressions: row.impressions,
    reach: row.reach,
    frequency: row.frequency,
    clicks: row.linkClicks,
    ctr: row.impressions === 0 ? 0 : row.linkClicks / row.impressions,
    conversions,
    costPerConversionMinor: conversions > 0 ? Math.round(spendMinor / conversions) : null,
    valueMinor,
    roas: valueMinor === null || spendMinor === 0 ? null : valueMinor / spendMinor,
  };
}

export type Totals = {
  readonly spendMinor: number;
  readonly impressions: number;
  readonly clicks: number;
  readonly conversions: number;
  readonly valueMinor: number | null;
};

/** Sums days. Reach is left out: people seen on two days would count twice. */
export function totalsOf(days: readonly DaySnapshot[]): Totals {
  return days.reduce<Totals>(
    (sum, day) => ({
      spendMinor: sum.spendMinor + day.spendMinor,
      impressions: sum.impressions + day.impressions,
      clicks: sum.clicks + day.clicks,
      conversions: sum.conversions + (day.conversions ?? 0),
      valueMinor: day.valueMinor === null ? sum.valueMinor : (sum.valueMinor ?? 0) + day.valueMinor,
    }),
    { spendMinor: 0, impressions: 0, clicks: 0, conversions: 0, valueMinor: null },
  );
}
