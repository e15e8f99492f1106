import { nounFor } from '../plan/words.ts';
import type { Authority } from '../approval/approval.ts';
import { formatMoney } from '../money.ts';
import type { CurrencyCode } from '../money.ts';
import { addDays, dayWords, weekStart } from './calendar.ts';
import { totalsOf } from './measure.ts';
import type { Totals } from './measure.ts';
import type { DaySnapshot } from './snapshot.ts';

export const SIGNIFICANT_KINDS = [
  'first-numbers',
  'daily-summary',
  'ad-refused',
  'delivery-stopped',
  'over-limit',
  'low-return',
  'few-clicks',
  'fast-spending',
  'better-ad',
] as const;
export type SignificantKind = (typeof SIGNIFICANT_KINDS)[number];

export type FactValue = string | number | null;
/** Something worth telling. A second event with the same key is the same news. */
export type SignificantEvent = {
  readonly kind: SignificantKind;
  readonly dedupeKey: string;
  /** For people: amounts written out, days in words. */
  readonly facts: Readonly<Record<string, FactValue>>;
};

export type MonitoredAd = {
  readonly id: string;
  readonly headline: string;
  readonly effectiveStatus: string;
  readonly feedback: string | null;
};

export type MonitoringInput = {
  readonly campaignRecordId: string;
  /** Today on the account's calendar, and how far it has gone (0 to 24). */
  readonly today: string;
  readonly hour: number;
  /** Account day on which the campaign went live. */
  readonly liveSinceDay: string;
  readonly currency: CurrencyCode;
  readonly dailyBudgetMinor: number;
  readonly authority: Authority;
  readonly resultNoun: string;
  /** Days of the whole campaign; days without delivery are absent. */
  readonly campaignDays: readonly DaySnapshot[];
  readonly adDays: readonly DaySnapshot[];
  readonly ads: readonly MonitoredAd[];
};

/** Below these, a share of clicks is mostly chance. */
const ENOUGH_IMPRESSIONS = 2_000;
const ENOUGH_AD_IMPRESSIONS = 1_000;
/** Return on ad spend needs a few days' money before it says anything. */
const ENOUGH_BUDGETS_SPENT = 3;
const LOW_RETURN = 1.5;
const LOW_CLICK_SHARE = 0.005;
const FAST_SHARE = 0.8;
const MIDDAY = 12;
const CLEARLY_BETTER = 2;

/** What of the latest numbers is worth a message. Quiet days give nothing. */
export function significantEvents(input: MonitoringInput): readonly SignificantEvent[] {
  return [
    ...firstNumbers(input),
    ...dailySummary(input),
    ...refusedAds(input),
    ...deliveryStopped(input),
    ...overLimit(input),
    ...lowReturn(input),
    ...fewClicks(input),
    ...fastSpending(input),
    ...betterAd(input),
  ];
}

function firstNumbers(input: MonitoringInput): readonly SignificantEvent[] {
  const totals = totalsOf(input.campaignDays);
  if (totals.impressions === 0) return [];
  return [event(input, 'first-numbers', '', figures(input, totals))];
}

/** Yesterday, once it was a whole day of running. */
function dailySummary(input: MonitoringInput): readonly SignificantEvent[] {
  const yesterday = addDays(input.today, -1);
  const day = input.campaignDays.find((one) => one.day === yesterday);
  if (day === undefined || yesterday <= input.liveSinceDay) return [];
  const before = input.campaignDays.find((one) => one.day === addDays(yesterday, -1));
  return [
    event(input, 'daily-summary', yesterday, {
      day: dayWords(yesterday),
      ...figures(input, totalsOf([day])),
      people: day.reach,
      dayBeforeResults: before?.conversions ?? null,
    }),
  ];
}

function refusedAds(input: MonitoringInput): readonly SignificantEvent[] {
  return input.ads
    .filter((ad) => ad.effectiveStatus === 'DISAPPROVED' || ad.effectiveStatus === 'WITH_ISSUES')
    .map((ad) => event(input, 'ad-refused', ad.id, { ad: ad.headline, reason: ad.feedback }));
}

/** Nothing shown for a whole day although ads had been running before. */
function deliveryStopped(input: MonitoringInput): readonly SignificantEvent[] {
  const yesterday = addDays(input.today, -1);
  const isOn = input.ads.some((ad) => ad.effectiveStatus === 'ACTIVE');
  const earlier = input.campaignDays.filter((day) => day.impressions > 0);
  const last = earlier.at(-1)?.day;
  if (!isOn || last === undefined || last >= yesterday) return [];
  return [event(input, 'delivery-stopped', last, { lastDayShown: dayWords(last) })];
}

function overLimit(input: MonitoringInput): readonly SignificantEvent[] {
  const { authority } = input;
  const days = input.campaignDays
    .filter((day) => day.spendMinor > authority.maxPerDayMinor)
    .map((day) =>
      event(input, 'over-limit', day.day, {
        when: dayWords(day.day),
        spent: money(input, day.spendMinor),
        allowed: money(input, authority.maxPerDayMinor),
      }),
    );
  const weeks = [...new Set(input.campaignDays.map((day) => weekStart(day.day)))].flatMap(
    (start) => {
      const spent = totalsOf(
        input.campaignDays.filter((day) => weekStart(day.day) === start),
      ).spendMinor;
      if (spent <= authority.maxPerWeekMinor) return [];
      return [
        event(input, 'over-limit', `week-${start}`, {
          when: `the week from ${dayWords(start)}`,
          spent: money(input, spent),
          allowed: money(input, authority.maxPerWeekMinor),
        }),
      ];
    },
  );
  return [...days, ...weeks];
}

function lowReturn(input: MonitoringInput): readonly SignificantEvent[] {
  const totals = totalsOf(lastFullWeek(input));
  const enough = totals.spendMinor >= ENOUGH_BUDGETS_SPENT * input.dailyBudgetMinor;
  if (totals.valueMinor === null || !enough) return [];
  if (totals.valueMinor / totals.spendMinor >= LOW_RETURN) return [];
  return [
    event(input, 'low-return', weekStart(input.today), {
      spent: money(input, totals.spendMinor),
      earned: money(input, totals.valueMinor),
    }),
  ];
}

function fewClicks(input: MonitoringInput): readonly SignificantEvent[] {
  const totals = totalsOf(lastFullWeek(input));
  if (totals.impressions < ENOUGH_IMPRESSIONS) return [];
  if (totals.clicks / totals.impressions >= LOW_CLICK_SHARE) return [];
  return [
    event(input, 'few-clicks', weekStart(input.today), {
      timesShown: totals.impressions,
      clicks: totals.clicks,
    }),
  ];
}

function fastSpending(input: MonitoringInput): readonly SignificantEvent[] {
  const day = input.campaignDays.find((one) => one.day === input.today);
  if (day === undefined || input.hour >= MIDDAY) return [];
  if (day.spendMinor < FAST_SHARE * input.dailyBudgetMinor) return [];
  return [
    event(input, 'fast-spending', input.today, {
      spentSoFarToday: money(input, day.spendMinor),
      dailyAverage: money(input, input.dailyBudgetMinor),
      mostOnOneDay: money(input, input.authority.maxPerDayMinor),
    }),
  ];
}

function betterAd(input: MonitoringInput): readonly SignificantEvent[] {
  const shares = input.ads.flatMap((ad) => {
    const totals = totalsOf(input.adDays.filter((day) => day.adId === ad.id));
    if (totals.impressions < ENOUGH_AD_IMPRESSIONS) return [];
    return [{ ad, totals, share: totals.clicks / totals.impressions }];
  });
  if (shares.length < 2) return [];
  const average = shares.reduce((sum, one) => sum + one.share, 0) / shares.length;
  const best = shares.reduce((top, one) => (one.share > top.share ? one : top));
  if (average === 0 || best.share < CLEARLY_BETTER * average) return [];
  return [
    event(input, 'better-ad', best.ad.id, {
      ad: best.ad.headline,
      clicks: best.totals.clicks,
      timesShown: best.totals.impressions,
    }),
  ];
}

/** The seven days before today: today is not over and would look too weak. */
function lastFullWeek(input: MonitoringInput): readonly DaySnapshot[] {
  const from = addDays(input.today, -7);
  return input.campaignDays.filter((day) => day.day >= from && day.day < input.today);
}

function figures(input: MonitoringInput, totals: Totals): Readonly<Record<string, FactValue>> {
  return {
    spent: money(input, totals.spendMinor),
    timesShown: totals.impressions,
    clicks: totals.clicks,
    results: totals.conversions,
    resultName: nounFor(totals.conversions, input.resultNoun),
    costPerResult:
      totals.conversions === 0
        ? null
        : money(input, Math.round(totals.spendMinor / totals.conversions)),
  };
}

function money(input: MonitoringInput, minor: number): string {
  return formatMoney({ minor, currency: input.currency });
}

function event(
  input: MonitoringInput,
  kind: SignificantKind,
  about: string,
  facts: SignificantEvent['facts'],
): SignificantEvent {
  return { kind, dedupeKey: `${input.campaignRecordId}:${kind}:${about}`, facts };
}
