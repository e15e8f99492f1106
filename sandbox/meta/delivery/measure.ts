import { countOf, hashNormal, hashNumber } from './random.ts';
import type { AdDay } from './simulate.ts';
import { DAY_MS, startOfDay, addDays } from './zone.ts';

/** Counts of one ad on one day as they are known at an instant. */
export type Measured = {
  readonly adId: string;
  readonly adSetId: string;
  readonly campaignId: string;
  readonly day: string;
  readonly goal: string;
  readonly activeAudience: number;
  /** Whole minor units. */
  readonly spend: number;
  readonly impressions: number;
  readonly clicks: number;
  readonly linkClicks: number;
  readonly landingPageViews: number;
  readonly results: number;
  readonly reactions: number;
  /** Worth of the results in minor units, where results have a worth. */
  readonly value: number;
};

/** Off-Facebook results trickle in: part of them is only attributed days later, all of them after 28 days. */
const KNOWN_AT_ONCE = 0.86;
const SETTLED_AFTER_DAYS = 28;
const OFF_FACEBOOK = new Set(['OFFSITE_CONVERSIONS', 'VALUE', 'APP_INSTALLS']);

const AVERAGE_ORDER_MINOR = 4200;

/** Turns expectations into whole numbers. For a given day none of them falls as the instant advances. */
export function measure(
  row: AdDay,
  zone: string,
  instant: number,
  minorPerDollarCent: number,
): Measured {
  const draw = (what: string): number => hashNumber(`${what}/${row.seed}`);
  const impressions = Math.floor(row.impressions);
  const linkClicks = Math.min(impressions, countOf(row.linkClicks, draw('clicks')));
  const otherClicks = countOf(row.linkClicks * 0.32, draw('other'));
  const landingPageViews = Math.floor(linkClicks * 0.78 + draw('landing'));
  const settled = OFF_FACEBOOK.has(row.goal) ? completeness(row.day, zone, instant) : 1;
  const results = Math.min(linkClicks, countOf(row.results * settled, draw('results')));
  const order = AVERAGE_ORDER_MINOR * Math.exp(0.25 * hashNormal(`order/${row.seed}`));
  return {
    adId: row.adId,
    adSetId: row.adSetId,
    campaignId: row.campaignId,
    day: row.day,
    goal: row.goal,
    activeAudience: row.activeAudience,
    spend: Math.floor(row.spend),
    impressions,
    clicks: Math.min(impressions, linkClicks + otherClicks),
    linkClicks,
    landingPageViews: Math.min(linkClicks, landingPageViews),
    results,
    reactions: countOf(row.impressions * 0.002, draw('reactions')),
    value: Math.round(results * order * minorPerDollarCent),
  };
}

function completeness(day: string, zone: string, instant: number): number {
  const age = (instant - startOfDay(zone, addDays(day, 1))) / DAY_MS;
  if (age >= SETTLED_AFTER_DAYS) return 1;
  return 1 - (1 - KNOWN_AT_ONCE) * Math.exp(-Math.max(0, age) / 5);
}
