import { versionAt } from '../state/store.ts';
import { audienceOf } from './audience.ts';
import type { Audience } from './audience.ts';
import {
  creativeQuality,
  linkClickRate,
  paceOfDay,
  pricePerThousand,
  resultRate,
  shareOfDay,
} from './rates.ts';
import type { Moment } from './rates.ts';
import { addDays, DAY_MS, dayOf, startOfDay, weekdayOf } from './zone.ts';
import { adsShown, changeInstants, creativeAt, firstActivation } from './world.ts';
import type { AdSetWorld, AdWorld, World } from './world.ts';

/** What one ad did on one day of the account's calendar, as expectations; `measure` turns them into counts. */
export type AdDay = {
  readonly adId: string;
  readonly adSetId: string;
  readonly campaignId: string;
  readonly day: string;
  readonly seed: string;
  readonly goal: string;
  readonly activeAudience: number;
  spend: number;
  impressions: number;
  linkClicks: number;
  results: number;
};

/** Meta may spend up to this much more than the daily budget on a single day, and no more than 7 budgets a week. */
const MOST_PER_DAY = 1.75;
const BUDGETS_PER_WEEK = 7;
/** Part of an audience that opens the app on a given day, and how often one person sees an ad set then. */
const ACTIVE_SHARE = 0.35;
const MOST_VIEWS_PER_DAY = 3;

/** A budget: the campaign's own, or that of one ad set. */
type Purse = {
  readonly seed: string;
  readonly sets: readonly AdSetWorld[];
  readonly dailyAt: (instant: number) => number;
  readonly lifetimeAt: (instant: number) => number | null;
  spentEver: number;
  spentInWeek: number;
  weekBudget: number;
  spentInDay: number;
  dayBudget: number;
};

type Run = {
  readonly world: World;
  readonly until: number;
  readonly rows: Map<string, AdDay>;
  readonly viewsBefore: Map<string, number>;
  readonly daysShown: Map<string, number>;
  readonly audiences: Map<object, Audience>;
  campaignSpent: number;
};

/**
 * Plays a campaign from its first activation up to an instant. A pure function of the accepted writes and the instant:
 * what it says about the time before some instant never depends on anything after it.
 */
export function simulate(world: World, until: number): readonly AdDay[] {
  const first = firstActivation(world);
  if (first === null || first >= until) return [];
  const run: Run = {
    world,
    until,
    rows: new Map(),
    viewsBefore: new Map(),
    daysShown: new Map(),
    audiences: new Map(),
    campaignSpent: 0,
  };
  const zone = world.account.timezone;
  const purses = pursesOf(world);
  const changes = changeInstants(world);
  for (let day = dayOf(zone, first); startOfDay(zone, day) < until; day = addDays(day, 1)) {
    playDay(run, purses, changes, day);
  }
  return [...run.rows.values()].filter((row) => row.impressions >= 1);
}

function pursesOf(world: World): readonly Purse[] {
  const seed = `${world.campaign.objective}/${world.ordinal}`;
  const fresh = { spentEver: 0, spentInWeek: 0, weekBudget: 0, spentInDay: 0, dayBudget: 0 };
  const first = world.campaign.versions[0];
  if (first && (first.dailyBudget !== null || first.lifetimeBudget !== null)) {
    const at = (instant: number) => versionAt(world.campaign, instant);
    const lifetimeAt = (instant: number): number | null => at(instant)?.lifetimeBudget ?? null;
    const dailyAt = (instant: number): number =>
      at(instant)?.dailyBudget ?? (lifetimeAt(instant) ?? 0) / longestSpan(world.adSets, instant);
    return [{ seed, sets: world.adSets, dailyAt, lifetimeAt, ...fresh }];
  }
  return world.adSets.map((set) => {
    const at = (instant: number) => versionAt(set.adSet, instant);
    const lifetimeAt = (instant: number): number | null => at(instant)?.lifetimeBudget ?? null;
    const dailyAt = (instant: number): number => {
      const version = at(instant);
      if (!version) return 0;
      return (
        version.dailyBudget ??
        (version.lifetimeBudget ?? 0) / daysOf(version.startAt, version.endAt)
      );
    };
    return { seed: `${seed}/${set.ordinal}`, sets: [set], dailyAt, lifetimeAt, ...fresh };
  });
}

function daysOf(startAt: number, endAt: number | null): number {
  return Math.max(1, ((endAt ?? startAt + 30 * DAY_MS) - startAt) / DAY_MS);
}

/** How many days a campaign's lifetime budget has to last, as far as its ad sets were known at an instant. */
function longestSpan(sets: readonly AdSetWorld[], instant: number): number {
  const known = sets.filter(({ adSet }) => adSet.createdAt <= instant);
  const spans = known.flatMap(({ adSet }) =>
    adSet.versions.slice(0, 1).map((version) => daysOf(version.startAt, version.endAt)),
  );
  return Math.max(1, ...spans);
}

function playDay(
  run: Run,
  purses: readonly Purse[],
  changes: readonly number[],
  day: string,
): void {
  const zone = run.world.account.timezone;
  const from = startOfDay(zone, day);
  const to = startOfDay(zone, addDays(day, 1));
  const end = Math.min(to, run.until);
  const cuts = [from, ...changes.filter((at) => at > from && at < end), end];
  for (const purse of purses) {
    if (weekdayOf(day) === 0) Object.assign(purse, { spentInWeek: 0, weekBudget: 0 });
    Object.assign(purse, { spentInDay: 0, dayBudget: 0 });
  }
  for (let index = 0; index + 1 < cuts.length; index += 1) {
    const start = cuts[index] ?? from;
    const stop = cuts[index + 1] ?? end;
    const share =
      shareOfDay((stop - from) / (to - from)) - shareOfDay((start - from) / (to - from));
    for (const purse of purses) playSegment(run, purse, { day, start, share });
  }
  rememberViews(run, day);
}

type Segment = { readonly day: string; readonly start: number; readonly share: number };
type Offer = {
  readonly entry: AdWorld;
  readonly set: AdSetWorld;
  readonly moment: Moment;
  readonly weight: number;
  readonly price: number;
};

function playSegment(run: Run, purse: Purse, segment: Segment): void {
  const offers = purse.sets.flatMap((set) => offersOf(run, set, segment));
  if (offers.length === 0) return;
  const budget = purse.dailyAt(segment.start);
  purse.dayBudget = Math.max(purse.dayBudget, budget);
  purse.weekBudget = Math.max(purse.weekBudget, budget);
  const spend = Math.max(
    0,
    Math.min(
      budget * paceOfDay(purse.seed, segment.day) * segment.share,
      capacityOf(offers) * segment.share,
      purse.dayBudget * MOST_PER_DAY - purse.spentInDay,
      purse.weekBudget * BUDGETS_PER_WEEK - purse.spentInWeek,
      (purse.lifetimeAt(segment.start) ?? Number.POSITIVE_INFINITY) - purse.spentEver,
      (versionAt(run.world.campaign, segment.start)?.spendCap ?? Number.POSITIVE_INFINITY) -
        run.campaignSpent,
    ),
  );
  purse.spentInDay += spend;
  purse.spentInWeek += spend;
  purse.spentEver += spend;
  run.campaignSpent += spend;
  const total = offers.reduce((sum, offer) => sum + offer.weight, 0);
  for (const offer of offers) addToRow(run, offer, (spend * offer.weight) / total);
}

/** The ads that compete for the money at an instant. At first all get the same, later the better ones more. */
function offersOf(run: Run, set: AdSetWorld, segment: Segment): readonly Offer[] {
  const version = versionAt(set.adSet, segment.start);
  if (!version) return [];
  const audience = run.audiences.get(version.targeting) ?? audienceOf(version.targeting);
  run.audiences.set(version.targeting, audience);
  const editedAt =
    set.adSet.significantEditsAt.findLast((at) => at <= segment.start) ?? set.adSet.createdAt;
  return adsShown(run.world, set, segment.start).flatMap((entry) => {
    const creative = creativeAt(entry, segment.start);
    if (!creative) return [];
    const moment: Moment = {
      day: segment.day,
      currency: run.world.account.currency,
      adSet: version,
      audience,
      creative,
      adSeed: `${run.world.ordinal}/${set.ordinal}/${entry.ad.ordinal}/${creativeQuality(creative)}`,
      daysLearning: Math.max(0, (segment.start - editedAt) / DAY_MS),
      seenBefore: (run.viewsBefore.get(set.adSet.id) ?? 0) / (audience.size * ACTIVE_SHARE),
    };
    const focus = Math.min(3, (run.daysShown.get(entry.ad.id) ?? 0) * 0.5);
    const weight = creativeQuality(creative) ** focus * audience.size ** 0.3;
    return [{ entry, set, moment, weight, price: pricePerThousand(moment) }];
  });
}

/** Minor units a whole day can take before everybody reachable has seen the ads often enough. */
function capacityOf(offers: readonly Offer[]): number {
  const sets = new Map(offers.map((offer) => [offer.set.adSet.id, offer]));
  let capacity = 0;
  for (const { moment, price } of sets.values()) {
    capacity += ((moment.audience.size * ACTIVE_SHARE * MOST_VIEWS_PER_DAY) / 1000) * price;
  }
  return capacity;
}

function addToRow(run: Run, offer: Offer, spend: number): void {
  const { entry, set, moment } = offer;
  const key = `${entry.ad.id}/${moment.day}`;
  const row = run.rows.get(key) ?? {
    adId: entry.ad.id,
    adSetId: set.adSet.id,
    campaignId: run.world.campaign.id,
    day: moment.day,
    seed: `${moment.adSeed}/${moment.day}`,
    goal: moment.adSet.optimizationGoal,
    activeAudience: moment.audience.size * ACTIVE_SHARE,
    spend: 0,
    impressions: 0,
    linkClicks: 0,
    results: 0,
  };
  const impressions = (spend / offer.price) * 1000;
  const linkClicks = impressions * linkClickRate(moment);
  row.spend += spend;
  row.impressions += impressions;
  row.linkClicks += linkClicks;
  row.results += linkClicks * resultRate(moment);
  run.rows.set(key, row);
}

/** What was shown today tires people, and teaches, from tomorrow on. */
function rememberViews(run: Run, day: string): void {
  for (const row of run.rows.values()) {
    if (row.day !== day || row.impressions <= 0) continue;
    run.viewsBefore.set(row.adSetId, (run.viewsBefore.get(row.adSetId) ?? 0) + row.impressions);
    run.daysShown.set(row.adId, (run.daysShown.get(row.adId) ?? 0) + 1);
  }
}
