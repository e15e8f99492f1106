import { currencyByCode } from '../catalog/currencies.ts';
import type { Store } from '../state/store.ts';
import type { AdAccount, AdSet, Campaign } from '../state/types.ts';
import { measure } from './measure.ts';
import type { Measured } from './measure.ts';
import { simulate } from './simulate.ts';
import { worldOf } from './world.ts';
import { DAY_MS, dayOf, MINUTE_MS } from './zone.ts';

/** Meta refreshes its figures every quarter of an hour. */
const REFRESH_MS = 15 * MINUTE_MS;

/** All ad days of a campaign as Meta would report them at an instant. */
export function campaignDays(store: Store, campaign: Campaign, now: number): readonly Measured[] {
  const instant = Math.floor(now / REFRESH_MS) * REFRESH_MS;
  const world = worldOf(store, campaign);
  const { perUsd, offset } = currencyByCode(world.account.currency);
  const minorPerDollarCent = (perUsd * offset) / 100;
  return simulate(world, instant).map((row) =>
    measure(row, world.account.timezone, instant, minorPerDollarCent),
  );
}

export function accountDays(store: Store, account: AdAccount, now: number): readonly Measured[] {
  const campaigns = store.list('campaign', (row) => row.accountId === account.id);
  return campaigns.flatMap((campaign) => campaignDays(store, campaign, now));
}

export function spentBy(rows: readonly Measured[]): number {
  return rows.reduce((sum, row) => sum + row.spend, 0);
}

const RESULTS_TO_LEARN = 50;
const DAYS_TO_LEARN = 7;

export type Learning = {
  readonly status: 'LEARNING' | 'SUCCESS' | 'FAIL';
  readonly conversions: number;
  readonly lastEditAt: number;
};

/** Where an ad set stands in its learning phase; null before it was first shown. */
export function learningOf(store: Store, adSet: AdSet, now: number): Learning | null {
  const campaign = store.get('campaign', adSet.campaignId);
  const account = store.get('account', adSet.accountId);
  if (!campaign || !account) return null;
  const rows = campaignDays(store, campaign, now).filter((row) => row.adSetId === adSet.id);
  if (rows.length === 0) return null;
  const lastEditAt = adSet.significantEditsAt.findLast((at) => at <= now) ?? adSet.createdAt;
  const firstDay = dayOf(account.timezone, lastEditAt);
  const lastDay = dayOf(account.timezone, lastEditAt + DAYS_TO_LEARN * DAY_MS);
  const counted = rows.filter((row) => row.day >= firstDay && row.day <= lastDay);
  const conversions = counted.reduce((sum, row) => sum + learnedFrom(row), 0);
  const isOver = now > lastEditAt + DAYS_TO_LEARN * DAY_MS;
  const status = conversions >= RESULTS_TO_LEARN ? 'SUCCESS' : isOver ? 'FAIL' : 'LEARNING';
  return { status, conversions, lastEditAt };
}

/** The event an ad set is optimised for. */
export function learnedFrom(row: Measured): number {
  if (row.goal === 'LINK_CLICKS') return row.linkClicks;
  if (row.goal === 'LANDING_PAGE_VIEWS') return row.landingPageViews;
  return row.goal === 'REACH' || row.goal === 'IMPRESSIONS' ? row.impressions : row.results;
}
