import { formatMoney } from '../money.ts';
import type { CurrencyCode } from '../money.ts';
import { nounFor } from '../plan/words.ts';
import { addDays, dayWords } from './calendar.ts';
import { totalsOf } from './measure.ts';
import type { DaySnapshot } from './snapshot.ts';
import { compareRates, costRange, countRange, ENOUGH, tooEarlyReason } from './uncertainty.ts';
import type { Comparison } from './uncertainty.ts';

/** A stretch of days of the account's calendar, both ends included. */
export type Stretch = { readonly from: string; readonly to: string };

/** Figures as people may be told them: amounts written out, ranges beside what chance moves. */
export type Figures = {
  readonly spent: string;
  readonly timesShown: number;
  /** Of the best single day: over several days the same people would be counted again. */
  readonly peopleOnBestDay: number;
  readonly clicks: number;
  /** Null when it cannot be counted for this campaign. */
  readonly results: number | null;
  /** "38 to 64": what the same ads could as well have brought. */
  readonly resultsRange: string | null;
  readonly costPerResult: string | null;
  /** "£1.36 to £2.05", or "at least £9.80". */
  readonly costPerResultRange: string | null;
  /** What is still missing; null once there is enough to judge by. */
  readonly tooEarly: string | null;
};

export type AdFigures = Figures & { readonly headline: string; readonly status: string };

export type Performance = {
  readonly campaign: string;
  readonly status: string;
  /** In words: "Monday 16 November". */
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly note: string | null;
  readonly resultName: string;
  readonly dailyBudget: string;
  readonly totals: Figures;
  /** The stretch of the same length before; null where the ads did not run all through it. */
  readonly before: Figures | null;
  /** Results for the same money, against the stretch before. */
  readonly comparedWithBefore: Comparison | null;
  readonly perDay: readonly (Figures & { readonly day: string })[];
  readonly ads: readonly AdFigures[];
  /** Clicks per time shown, ad against ad. */
  readonly adsCompared: string | null;
};

export type PerformanceInput = {
  readonly campaign: string;
  readonly status: string;
  readonly currency: CurrencyCode;
  readonly dailyBudgetMinor: number;
  readonly resultNoun: string;
  /** Today on the account's calendar. */
  readonly today: string;
  /** Account day on which the ads first ran. */
  readonly liveSinceDay: string;
  /** How many days back, today included. */
  readonly days: number;
  /** The campaign as a whole and each ad; days without delivery are absent. */
  readonly snapshots: readonly DaySnapshot[];
  readonly ads: readonly {
    readonly id: string | null;
    readonly headline: string;
    readonly status: string;
  }[];
};

/** Single days help for two weeks; more of them would bury the sum. */
const MOST_DAYS_LISTED = 14;

/** The last days of a campaign in figures that carry how sure they are. */
export function performanceOf(input: PerformanceInput): Performance {
  const { today, days, currency, resultNoun } = input;
  const stretch = { from: addDays(today, 1 - days), to: today };
  const whole = input.snapshots.filter(({ adId }) => adId === null);
  const now = within(whole, stretch);
  const earlier = { from: addDays(stretch.from, -days), to: addDays(stretch.from, -1) };
  const ranBefore = input.liveSinceDay <= earlier.from;
  const before = ranBefore ? within(whole, earlier) : [];
  return {
    campaign: input.campaign,
    status: input.status,
    from: dayWords(stretch.from < input.liveSinceDay ? input.liveSinceDay : stretch.from),
    to: dayWords(today),
    days,
    note: 'Today is not over, and Facebook corrects the figures of the last three days.',
    resultName: resultNoun,
    dailyBudget: formatMoney({ minor: input.dailyBudgetMinor, currency }),
    totals: figuresOf(now, input),
    before: ranBefore ? figuresOf(before, input) : null,
    comparedWithBefore: ranBefore ? compareRates(perMoney(now), perMoney(before)) : null,
    perDay: now
      .slice(-MOST_DAYS_LISTED)
      .map((day) => ({ day: dayWords(day.day), ...figuresOf([day], input) })),
    ...adsOf(input, stretch),
  };
}

function within(days: readonly DaySnapshot[], { from, to }: Stretch): readonly DaySnapshot[] {
  return days.filter(({ day }) => day >= from && day <= to);
}

function perMoney(days: readonly DaySnapshot[]): { count: number; per: number } {
  const { conversions, spendMinor } = totalsOf(days);
  return { count: conversions, per: spendMinor };
}

/** Sums days up. Missing is not zero: where no day could count results, the sum has none either. */
export function figuresOf(
  days: readonly DaySnapshot[],
  { currency, resultNoun }: Pick<PerformanceInput, 'currency' | 'resultNoun'>,
): Figures {
  const totals = totalsOf(days);
  const counted = days.length === 0 || days.some(({ conversions }) => conversions !== null);
  const results = counted ? totals.conversions : null;
  const shown = days.filter(({ impressions }) => impressions > 0).length;
  const money = (minor: number): string => formatMoney({ minor, currency });
  const base = {
    spent: money(totals.spendMinor),
    timesShown: totals.impressions,
    peopleOnBestDay: Math.max(0, ...days.map(({ reach }) => reach)),
    clicks: totals.clicks,
  };
  const measured = { timesShown: totals.impressions, clicks: totals.clicks, days: shown };
  if (results === null) {
    const none = { results, resultsRange: null, costPerResult: null, costPerResultRange: null };
    return { ...base, ...none, tooEarly: `${resultNoun} cannot be counted for these days` };
  }
  const range = countRange(results);
  const cost = costRange(totals.spendMinor, results);
  return {
    ...base,
    results,
    resultsRange: `${range.low} to ${range.high}`,
    costPerResult: results === 0 ? null : money(Math.round(totals.spendMinor / results)),
    costPerResultRange:
      cost.high === null
        ? `at least ${money(cost.low)}`
        : `${money(cost.low)} to ${money(cost.high)}`,
    tooEarly: tooEarlyReason({ ...measured, results }, nounFor(results, resultNoun)),
  };
}

function adsOf(
  input: PerformanceInput,
  stretch: Stretch,
): Pick<Performance, 'ads' | 'adsCompared'> {
  const rows = input.ads.map((ad) => {
    const days = within(input.snapshots, stretch).filter(
      ({ adId }) => ad.id !== null && adId === ad.id,
    );
    return { ad, days, totals: totalsOf(days) };
  });
  return {
    ads: rows.map(({ ad, days }) => ({
      headline: ad.headline,
      status: ad.status,
      ...figuresOf(days, input),
    })),
    adsCompared: compareAds(
      rows.map(({ ad, totals }) => ({
        headline: ad.headline,
        clicks: totals.clicks,
        timesShown: totals.impressions,
      })),
    ),
  };
}

type AdClicks = { readonly headline: string; readonly clicks: number; readonly timesShown: number };

/** The ad with the most clicks per time shown against all the others together. */
function compareAds(ads: readonly AdClicks[]): string | null {
  const shown = ads.filter(({ timesShown }) => timesShown > 0);
  if (shown.length < 2) return null;
  if (shown.some(({ timesShown }) => timesShown < ENOUGH.timesShown)) {
    return `too early to tell: each ad has to be shown at least ${ENOUGH.timesShown} times`;
  }
  const best = shown.reduce((top, ad) => (shareOf(ad) > shareOf(top) ? ad : top));
  const others = shown.filter((ad) => ad !== best);
  const verdict = compareRates(
    { count: best.clicks, per: best.timesShown },
    {
      count: others.reduce((sum, { clicks }) => sum + clicks, 0),
      per: others.reduce((sum, { timesShown }) => sum + timesShown, 0),
    },
    ENOUGH.clicks,
  );
  if (verdict === 'more') return `“${best.headline}” clearly gets more clicks than the others`;
  return verdict === 'too early to tell' ? verdict : 'no clear difference';
}

function shareOf({ clicks, timesShown }: AdClicks): number {
  return clicks / timesShown;
}
