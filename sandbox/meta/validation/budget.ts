import { currencyByCode, majorText, minorFromUsd } from '../catalog/currencies.ts';
import type { Currency } from '../catalog/currencies.ts';
import { badParam, GraphError, ruleBroken } from '../http/graph-error.ts';
import { hasParam, integerParam } from '../http/params.ts';
import type { Params } from '../http/params.ts';
import { HOUR_MS } from '../delivery/zone.ts';
import type { AdAccount } from '../state/types.ts';

export type Budget = {
  readonly dailyBudget: number | null;
  readonly lifetimeBudget: number | null;
};

/** Smallest daily budgets in US dollars by how often the wanted result happens. */
export const MINIMUM_USD = { imp: 1, videoViews: 1, highFrequency: 2, lowFrequency: 3 } as const;

const RARE_GOALS = new Set([
  'LEAD_GENERATION',
  'QUALITY_LEAD',
  'OFFSITE_CONVERSIONS',
  'VALUE',
  'APP_INSTALLS',
]);
const FREQUENT_GOALS = new Set(['LINK_CLICKS', 'LANDING_PAGE_VIEWS', 'POST_ENGAGEMENT']);

export function minimumDailyBudget(currency: Currency, optimizationGoal: string | null): number {
  if (optimizationGoal === null) return minorFromUsd(currency, MINIMUM_USD.imp);
  if (RARE_GOALS.has(optimizationGoal)) return minorFromUsd(currency, MINIMUM_USD.lowFrequency);
  if (FREQUENT_GOALS.has(optimizationGoal))
    return minorFromUsd(currency, MINIMUM_USD.highFrequency);
  return minorFromUsd(currency, MINIMUM_USD.imp);
}

export function readBudget(params: Params): Budget {
  const dailyBudget = positive(integerParam(params, 'daily_budget'), 'daily_budget');
  const lifetimeBudget = positive(integerParam(params, 'lifetime_budget'), 'lifetime_budget');
  if (dailyBudget !== null && lifetimeBudget !== null) {
    throw badParam('Only one of daily_budget and lifetime_budget may be set.', 'daily_budget');
  }
  return { dailyBudget, lifetimeBudget };
}

function positive(value: number | null, name: string): number | null {
  if (value !== null && value < 0)
    throw badParam(`Param ${name} must be a positive integer.`, name);
  return value === 0 ? null : value;
}

export function namesBudget(params: Params): boolean {
  return hasParam(params, 'daily_budget') || hasParam(params, 'lifetime_budget');
}

/** @throws GraphError 1885272 for an ad set, 2238055 for a campaign. */
export function requireMinimum(check: {
  readonly level: 'campaign' | 'adset';
  readonly budget: Budget;
  readonly account: Pick<AdAccount, 'currency' | 'minDailyBudget'>;
  readonly goal: string | null;
  /** How long a lifetime budget has to last. */
  readonly days: number;
}): void {
  const currency = currencyByCode(check.account.currency);
  const daily = Math.max(
    minimumDailyBudget(currency, check.goal),
    check.account.minDailyBudget ?? 0,
  );
  const { dailyBudget, lifetimeBudget } = check.budget;
  const isLifetime = dailyBudget === null;
  const given = isLifetime ? lifetimeBudget : dailyBudget;
  const needed = isLifetime ? daily * Math.max(1, Math.ceil(check.days)) : daily;
  if (given === null || given >= needed) return;
  const field = isLifetime ? 'lifetime_budget' : 'daily_budget';
  const amount = `${majorText(currency, needed)} ${currency.code}`;
  throw ruleBroken(
    check.level === 'adset' ? 1885272 : 2238055,
    'Your Budget Is Too Low',
    `The minimum budget for this ${check.level === 'adset' ? 'ad set' : 'campaign'} is ${amount}. Raise the budget to at least this amount.`,
    field,
  );
}

const BUDGET_CHANGES_PER_HOUR = 4;

/** @throws GraphError 613/1487632 at the fifth budget change within an hour. */
export function requireBudgetChangeAllowed(changesAt: readonly number[], now: number): void {
  const recent = changesAt.filter((at) => at > now - HOUR_MS);
  if (recent.length < BUDGET_CHANGES_PER_HOUR) return;
  throw new GraphError({
    code: 613,
    subcode: 1487632,
    message: '(#613) Calls to this api have exceeded the rate limit.',
    title: 'Ad Set Budget Changed Too Many Times',
    userMessage:
      'You can change the budget of an ad set 4 times in an hour. Wait an hour and try again.',
  });
}
