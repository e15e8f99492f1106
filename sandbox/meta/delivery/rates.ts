import { currencyByCode } from '../catalog/currencies.ts';
import { isJsonObject, jsonText } from '../json.ts';
import { linkDataOf } from '../validation/creative.ts';
import type { AdSetVersion, Creative } from '../state/types.ts';
import type { Audience } from './audience.ts';
import { hashNormal } from './random.ts';
import { weekdayOf } from './zone.ts';

/** Price and click rate relative to an ordinary traffic ad: the rarer the wanted result, the dearer its seekers. */
const GOALS: Readonly<Record<string, { readonly price: number; readonly click: number }>> = {
  LINK_CLICKS: { price: 0.9, click: 1.35 },
  LANDING_PAGE_VIEWS: { price: 1, click: 1.15 },
  OFFSITE_CONVERSIONS: { price: 1.35, click: 0.9 },
  VALUE: { price: 1.5, click: 0.85 },
  LEAD_GENERATION: { price: 1.25, click: 0.9 },
  QUALITY_LEAD: { price: 1.4, click: 0.8 },
  APP_INSTALLS: { price: 1.2, click: 1 },
  REACH: { price: 0.6, click: 0.5 },
  IMPRESSIONS: { price: 0.6, click: 0.5 },
};
const ORDINARY = { price: 1, click: 1 };

const LINK_CLICK_RATE = 0.011;
/** Sunday first. */
const WEEKDAY_PRICE = [0.94, 1, 0.99, 1, 1.02, 1.06, 0.98] as const;
/** January first: cheap after New Year, dear before Christmas. */
const MONTH_PRICE = [
  0.82, 0.88, 0.94, 0.96, 0.98, 0.98, 0.97, 0.98, 1.02, 1.06, 1.25, 1.2,
] as const;

export type Moment = {
  readonly day: string;
  readonly currency: string;
  readonly adSet: AdSetVersion;
  readonly audience: Audience;
  readonly creative: Creative;
  readonly adSeed: string;
  /** Days since the last edit that restarted learning. */
  readonly daysLearning: number;
  /** How often the average reachable person had seen the ad set before this day. */
  readonly seenBefore: number;
};

/** How well an ad appeals: 1 is ordinary, most lie between 0.6 and 1.6. Depends on its words and picture alone. */
export function creativeQuality(creative: Creative): number {
  const link = linkDataOf(creative.content);
  const action = link['call_to_action'];
  const button = isJsonObject(action) ? action['type'] : '';
  const words = [link['message'], link['name'], link['description'], link['image_hash'], button]
    .map((part) => jsonText(part))
    .join('|');
  return Math.min(2, Math.max(0.5, Math.exp(0.3 * hashNormal(`quality/${words}`))));
}

/** Minor units for a thousand impressions. */
export function pricePerThousand(moment: Moment): number {
  const { perUsd, offset } = currencyByCode(moment.currency);
  const goal = GOALS[moment.adSet.optimizationGoal] ?? ORDINARY;
  const month = Number(moment.day.slice(5, 7)) - 1;
  const season = (WEEKDAY_PRICE[weekdayOf(moment.day)] ?? 1) * (MONTH_PRICE[month] ?? 1);
  const scarcity = 1 + 0.6 * Math.exp(-moment.audience.size / 250_000);
  const interest = moment.audience.usesInterests ? 1.08 : 1;
  const learning = 1 + 0.25 * Math.exp(-moment.daysLearning / 3);
  const appeal = creativeQuality(moment.creative) ** -0.35;
  const chance = Math.exp(0.08 * hashNormal(`price/${moment.adSeed}/${moment.day}`));
  return (
    moment.audience.cpmUsd *
    perUsd *
    offset *
    goal.price *
    season *
    scarcity *
    interest *
    learning *
    appeal *
    chance
  );
}

/** Link clicks per impression. */
export function linkClickRate(moment: Moment): number {
  const goal = GOALS[moment.adSet.optimizationGoal] ?? ORDINARY;
  const relevance = moment.audience.usesInterests ? 1.12 : 0.96;
  const tiredness = 1 / (1 + 0.09 * Math.max(0, moment.seenBefore - 2));
  const chance = Math.exp(0.1 * hashNormal(`click/${moment.adSeed}/${moment.day}`));
  const rate =
    LINK_CLICK_RATE *
    goal.click *
    creativeQuality(moment.creative) *
    relevance *
    tiredness *
    chance;
  return Math.min(0.2, rate);
}

/** Wanted results per link click. Forms on Facebook are filled in more often than those on a website. */
export function resultRate(moment: Moment): number {
  const base = RESULT_PER_CLICK[moment.adSet.optimizationGoal] ?? 0;
  const learning = 1 - 0.3 * Math.exp(-moment.daysLearning / 3);
  const fit = creativeQuality(moment.creative) ** 0.4;
  return (
    base * learning * fit * Math.exp(0.12 * hashNormal(`result/${moment.adSeed}/${moment.day}`))
  );
}

const RESULT_PER_CLICK: Readonly<Record<string, number>> = {
  LEAD_GENERATION: 0.095,
  QUALITY_LEAD: 0.06,
  OFFSITE_CONVERSIONS: 0.032,
  VALUE: 0.03,
  APP_INSTALLS: 0.13,
};

/** Part of the daily budget wanted on a day: weekdays differ, luck differs, and now and then it is far more than one budget. */
export function paceOfDay(seed: string, day: string): number {
  const weekday = [0.93, 1, 1, 1.01, 1.02, 1.06, 0.98][weekdayOf(day)] ?? 1;
  const spike = hashNormal(`spike/${seed}/${day}`) > 1.65 ? 1.75 : 1;
  const chance = Math.exp(0.11 * hashNormal(`pace/${seed}/${day}`));
  return Math.max(0.5, weekday * spike * chance);
}

/** The part of a day's budget that is spent up to a fraction of the day: little at night, most in the evening. */
export function shareOfDay(fraction: number): number {
  const clipped = Math.min(1, Math.max(0, fraction));
  const hours = clipped * HOURLY.length;
  const whole = Math.floor(hours);
  const before = HOURLY.slice(0, whole).reduce((sum, weight) => sum + weight, 0);
  return (before + (HOURLY[whole] ?? 0) * (hours - whole)) / HOURLY_TOTAL;
}

const HOURLY = [2, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 5, 6, 5, 5, 5, 5, 6, 7, 8, 8, 7, 5, 3];
const HOURLY_TOTAL = HOURLY.reduce((sum, weight) => sum + weight, 0);
