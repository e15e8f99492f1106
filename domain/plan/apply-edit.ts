import { addDays, endOfDay } from '../monitoring/calendar.ts';
import { shownAds } from './ads.ts';
import { countriesOf, planAudience, shortAudience } from './audience.ts';
import { checkCopy, findingWords, isBlocking } from './copy-check.ts';
import { changeBudget } from './edit-budget.ts';
import { refuseEdit } from './edit-refusal.ts';
import type { EditRefusal } from './edit-refusal.ts';
import type { AdChanges, PlanChanges } from './edit.ts';
import { forecastFor } from './forecast.ts';
import type { OwnHistory } from './forecast.ts';
import type { CampaignPlan, PlannedAd, PlannedAdSet, PlannedPlace } from './plan.ts';
import { needsDsa } from './regions.ts';
import { isSpecialAdCategory } from './special-category.ts';
import { longDay } from './words.ts';

export type EditFacts = {
  /** YYYY-MM-DD on the account's calendar. */
  readonly today: string;
  /** The least the account asks for per audience, minor units. */
  readonly minimumDailyMinor: number;
  /** The places named in the change as Meta knows them; null when places do not change. */
  readonly places: readonly PlannedPlace[] | null;
  /** Digests of the project's own pictures by their id. */
  readonly pictures: ReadonlyMap<string, string>;
  readonly websiteUrl: string | null;
  /** Legal names for the European Union, should a place lie there now. */
  readonly dsa: { readonly beneficiary: string; readonly payor: string };
  readonly history: OwnHistory | null;
};

export type EditOutcome =
  | {
      readonly ok: true;
      readonly plan: CampaignPlan;
      /** Lines that Facebook may object to, as sentences. */
      readonly warnings: readonly string[];
    }
  | EditRefusal;

/** The running time has to be longer than a day, and a year is as far as anyone can plan. */
const LONGEST_DAYS = 365;
const SOONEST_DAYS = 2;

/** Between which days the last one may lie, both included, YYYY-MM-DD. */
export function lastDayBounds(today: string): {
  readonly soonest: string;
  readonly latest: string;
} {
  return { soonest: addDays(today, SOONEST_DAYS), latest: addDays(today, LONGEST_DAYS) };
}

/**
 * A plan with the person's own changes. Amounts above the brief's month are theirs to choose; what Facebook would not
 * take is refused in words, and then nothing of the change is done.
 */
export function applyEdit(plan: CampaignPlan, changes: PlanChanges, facts: EditFacts): EditOutcome {
  const wording = changeAds(plan, changes.ads ?? [], facts);
  if (!wording.ok) return wording;
  const placed = changePlaces(wording.adSets, plan, facts.places);
  if (!placed.ok) return placed;
  const funded = changeBudget(placed.adSets, plan, { changes, ...facts });
  if (!funded.ok) return funded;
  const time = changeEnd(plan, changes.lastDay, facts.today);
  if (!time.ok) return time;
  const { adSets, dailyBudgetMinor } = funded;
  const countries = countriesOf(adSets);
  if (plan.specialAdCategories.includes('ISSUES_ELECTIONS_POLITICS') && needsDsa(countries)) {
    return refuseEdit(
      'places',
      'In the EU, Facebook does not show ads about votes, laws or social topics. Please leave that place out.',
    );
  }
  const edited: CampaignPlan = {
    ...plan,
    ...time.time,
    dailyBudgetMinor,
    adSets,
    dsa: needsDsa(countries) ? (plan.dsa ?? facts.dsa) : null,
    ...(plan.specialAdCategories.length === 0 ? {} : { specialAdCategoryCountries: countries }),
    forecast:
      dailyBudgetMinor === plan.dailyBudgetMinor
        ? plan.forecast
        : forecastFor(plan.recipe, { dailyBudgetMinor, currency: plan.currency }, facts.history),
  };
  return { ok: true, plan: edited, warnings: warningsIn(edited, facts.websiteUrl) };
}

type Sets = { readonly ok: true; readonly adSets: readonly PlannedAdSet[] };

/** An ad that stands in several audiences is one ad for its owner: all its copies change together. */
function changeAds(
  plan: CampaignPlan,
  changes: readonly AdChanges[],
  facts: EditFacts,
): Sets | EditRefusal {
  const shown = shownAds(plan);
  const byKey = new Map<string, AdChanges>();
  for (const [index, change] of changes.entries()) {
    const at = `ads.${index}` as const;
    const one = shown.find(({ keys }) => keys.includes(change.key));
    if (one === undefined)
      return refuseEdit(`${at}.key`, 'One of the ads you changed is no longer part of the plan.');
    const { assetId } = change;
    if (assetId !== undefined && assetId !== one.ad.image.assetId && !facts.pictures.has(assetId)) {
      return refuseEdit(
        `${at}.assetId`,
        'The picture you chose is not one of this project’s pictures.',
      );
    }
    const [blocking] = checkCopy(withChange(one.ad, change, facts), null).filter(isBlocking);
    if (blocking !== undefined) return refuseEdit(`${at}.${blocking.part}`, findingWords(blocking));
    for (const key of one.keys) byKey.set(key, { ...byKey.get(key), ...change });
  }
  const changed = (ad: PlannedAd) => {
    const change = byKey.get(ad.key);
    return change === undefined ? ad : withChange(ad, change, facts);
  };
  const adSets = plan.adSets.map((set) => ({
    ...set,
    ads: set.ads.map(changed),
    ...(set.spares === undefined ? {} : { spares: set.spares.map(changed) }),
  }));
  // The card would show the two as one, and both would be built.
  if (shownAds({ adSets }).length < shown.length) {
    const last = Math.max(0, changes.length - 1);
    return refuseEdit(
      `ads.${last}.headline`,
      'Two of the ads would be exactly the same. Please leave them different.',
    );
  }
  return { ok: true, adSets };
}

function withChange(ad: PlannedAd, change: AdChanges, { pictures }: EditFacts): PlannedAd {
  const { primaryText, headline, description, assetId } = change;
  const digest = assetId === undefined ? undefined : pictures.get(assetId);
  return {
    ...ad,
    ...(primaryText === undefined ? {} : { primaryText: primaryText.trim() }),
    ...(headline === undefined ? {} : { headline: headline.trim() }),
    ...(description === undefined ? {} : { description: description.trim() }),
    ...(assetId === undefined || digest === undefined
      ? {}
      : { image: { assetId, sha256: digest } }),
  };
}

/** Places that stay keep their audience, new ones go to the first, and an audience without any falls away. */
function changePlaces(
  adSets: readonly PlannedAdSet[],
  plan: CampaignPlan,
  places: readonly PlannedPlace[] | null,
): Sets | EditRefusal {
  if (places === null) return { ok: true, adSets };
  const idOf = ({ kind, key }: PlannedPlace) => `${kind}:${key}`;
  const wanted = new Set(places.map(idOf));
  const before = new Set(adSets.flatMap(({ audience }) => audience.places.map(idOf)));
  const added = places.filter((place) => !before.has(idOf(place)));
  const kept = adSets.map((set) => set.audience.places.filter((place) => wanted.has(idOf(place))));
  const firstWithPlace = Math.max(
    0,
    kept.findIndex((of) => of.length > 0),
  );
  const category = plan.specialAdCategories.find(isSpecialAdCategory) ?? null;
  const changed = adSets.flatMap((set, index): PlannedAdSet[] => {
    const own = [...(kept[index] ?? []), ...(index === firstWithPlace ? added : [])];
    if (own.length === 0) return [];
    const audience = planAudience({ ...set.audience, places: own }, category);
    return [{ ...set, name: shortAudience(audience), audience }];
  });
  if (changed.length === 0)
    return refuseEdit('places', 'The ads need at least one place to be shown in.');
  return { ok: true, adSets: changed };
}

function changeEnd(
  plan: CampaignPlan,
  lastDay: string | undefined,
  today: string,
): { readonly ok: true; readonly time: Pick<CampaignPlan, 'lastDay' | 'endsAt'> } | EditRefusal {
  if (lastDay === undefined || lastDay === plan.lastDay) return { ok: true, time: {} };
  const { soonest, latest } = lastDayBounds(today);
  if (lastDay < soonest || lastDay > latest) {
    return refuseEdit(
      'lastDay',
      `The last day has to lie between ${longDay(soonest)} and ${longDay(latest)}.`,
    );
  }
  return { ok: true, time: { lastDay, endsAt: endOfDay(lastDay, plan.timezone ?? 'UTC') } };
}

function warningsIn(plan: CampaignPlan, websiteUrl: string | null): readonly string[] {
  return shownAds(plan).flatMap(({ ad }) =>
    checkCopy(ad, websiteUrl)
      .filter((finding) => !isBlocking(finding))
      .map(findingWords),
  );
}
