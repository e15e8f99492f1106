import { addDays, endOfDay } from '../monitoring/calendar.ts';
import { faceOf } from './ads.ts';
import { lastDayBounds } from './apply-edit.ts';
import { countriesOf, planAudience, shortAudience } from './audience.ts';
import { checkCopy, findingWords } from './copy-check.ts';
import { changeBudget } from './edit-budget.ts';
import { forecastFor } from './forecast.ts';
import type { OwnHistory } from './forecast.ts';
import { taggedLink } from './link.ts';
import type { CampaignPlan, PlannedAd, PlannedAdSet, PlannedPlace } from './plan.ts';
import { needsDsa } from './regions.ts';
import { isSpecialAdCategory } from './special-category.ts';
import { longDay } from './words.ts';

/** What shall be different in a campaign that runs; absent parts stay as they are. */
export type WantedChange = {
  /** Average per day, minor units of the account's currency. */
  readonly dailyBudgetMinor?: number;
  /** YYYY-MM-DD on the account's calendar. */
  readonly lastDay?: string;
  /** All places from then on, as Meta knows them. */
  readonly places?: readonly PlannedPlace[];
  /** One more ad; it gets the picture, button and link of the first. */
  readonly newAd?: Pick<PlannedAd, 'primaryText' | 'headline' | 'description'>;
  /** Where all ads lead from then on. */
  readonly websiteUrl?: string;
};

export type RunningFacts = {
  /** YYYY-MM-DD on the account's calendar. */
  readonly today: string;
  /** The least the account asks for per audience, minor units. */
  readonly minimumDailyMinor: number;
  /** Keys that ads of this campaign have or had: none is used twice. */
  readonly usedKeys: ReadonlySet<string>;
  readonly dsa: { readonly beneficiary: string; readonly payor: string };
  readonly history: OwnHistory | null;
};

/** An ad at Facebook cannot get other words or another link: another one takes its place. */
export type ReplacedAd = {
  readonly adSetKey: string;
  readonly oldKey: string;
  readonly newKey: string;
};

export type RunningChange =
  | {
      readonly ok: true;
      readonly plan: CampaignPlan;
      /** Keys of the ads that have to be made. */
      readonly added: readonly string[];
      readonly replaced: readonly ReplacedAd[];
    }
  | { readonly ok: false; readonly problem: string };

type Refusal = Extract<RunningChange, { ok: false }>;
type Ads = Pick<Extract<RunningChange, { ok: true }>, 'added' | 'replaced'> & {
  readonly ok: true;
  readonly adSets: readonly PlannedAdSet[];
};

/** More would share the same money so thinly that none of them shows what it can do. */
const MOST_ADS = 6;

/** The plan of a running campaign with a change, or in one sentence why it cannot be changed like that. */
export function changeRunning(
  plan: CampaignPlan,
  wanted: WantedChange,
  facts: RunningFacts,
): RunningChange {
  const ads = changeAds(plan, wanted, facts);
  if (!ads.ok) return ads;
  const adSets = changePlaces(plan, ads.adSets, wanted.places ?? null);
  const countries = countriesOf(adSets);
  const problem = countryProblem(plan, countries);
  if (problem !== null) return refuse(problem);
  const { minimumDailyMinor, history } = facts;
  const { dailyBudgetMinor: amount } = wanted;
  const changes = amount === undefined ? {} : { dailyBudgetMinor: amount };
  const funded = changeBudget(adSets, plan, { changes, minimumDailyMinor });
  if (!funded.ok) return funded;
  const time = changeEnd(plan, wanted.lastDay, facts.today);
  if ('problem' in time) return refuse(time.problem);
  const { dailyBudgetMinor } = funded;
  const isMoney = dailyBudgetMinor !== plan.dailyBudgetMinor;
  const after: CampaignPlan = {
    ...plan,
    ...time,
    dailyBudgetMinor,
    adSets: funded.adSets,
    dsa: needsDsa(countries) ? (plan.dsa ?? facts.dsa) : plan.dsa,
    forecast: isMoney
      ? forecastFor(plan.recipe, { dailyBudgetMinor, currency: plan.currency }, history)
      : plan.forecast,
  };
  if (JSON.stringify(after) === JSON.stringify(plan)) {
    return refuse('The campaign runs like that already, so there is nothing to change.');
  }
  const { added, replaced } = ads;
  return { ok: true, plan: after, added, replaced };
}

function refuse(problem: string): Refusal {
  return { ok: false, problem };
}

function changeAds(plan: CampaignPlan, wanted: WantedChange, facts: RunningFacts): Ads | Refusal {
  const keys = freshKeys(facts.usedKeys);
  const moved = moveAds(plan, wanted.websiteUrl, keys);
  if (!moved.ok || wanted.newAd === undefined) return moved;
  return addAd({ ...plan, adSets: moved.adSets }, { ...wanted.newAd }, { moved, keys });
}

/** Two digits, because a key must not be the beginning of another one: both stand in names at Facebook. */
function freshKeys(used: ReadonlySet<string>): () => string {
  let count = 0;
  return () => {
    for (;;) {
      count += 1;
      const key = `n${String(count).padStart(2, '0')}`;
      if (!used.has(key)) return key;
    }
  };
}

/** All ads with another link, each in the place of an old one. Spare ones lead to the old page and fall away. */
function moveAds(
  plan: CampaignPlan,
  websiteUrl: string | undefined,
  key: () => string,
): Ads | Refusal {
  const same: Ads = { ok: true, adSets: plan.adSets, added: [], replaced: [] };
  if (websiteUrl === undefined) return same;
  if (plan.recipe.promotedObject?.['object_store_url'] !== undefined) {
    return refuse('Where an app is installed from cannot be changed later. A new plan can do it.');
  }
  const replaced: ReplacedAd[] = [];
  const adSets = plan.adSets.map((set) => ({
    ...set,
    ads: set.ads.map((ad) => {
      if (ad.linkUrl === null || isSameAddress(ad.linkUrl, websiteUrl)) return ad;
      const newKey = key();
      const linkUrl = taggedLink(websiteUrl, { campaign: plan.name, ad: newKey });
      replaced.push({ adSetKey: set.key, oldKey: ad.key, newKey });
      return { ...ad, key: newKey, linkUrl };
    }),
  }));
  if (replaced.length === 0) return same;
  const isLost = adSets.some(({ ads }) =>
    ads.some(
      ({ key: one, linkUrl }) => linkUrl === null && replaced.some(({ newKey }) => newKey === one),
    ),
  );
  if (isLost) return refuse('That is not a web address that everyone can open.');
  return {
    ...same,
    adSets: adSets.map((set) => (set.spares === undefined ? set : { ...set, spares: [] })),
    added: replaced.map(({ newKey }) => newKey),
    replaced,
  };
}

/** Tags do not count: they are ours. */
function isSameAddress(one: string, other: string): boolean {
  if (!URL.canParse(one) || !URL.canParse(other)) return one === other;
  const bare = (address: string): string => {
    const url = new URL(address);
    const tags = [...url.searchParams.keys()].filter((name) => name.startsWith('utm_'));
    for (const name of tags) url.searchParams.delete(name);
    return url.toString();
  };
  return bare(one) === bare(other);
}

/** The same new ad for every audience, under keys of their own. */
function addAd(
  plan: CampaignPlan,
  words: NonNullable<WantedChange['newAd']>,
  { moved, keys }: { moved: Ads; keys: () => string },
): Ads | Refusal {
  const texts = {
    primaryText: words.primaryText.trim(),
    headline: words.headline.trim(),
    description: words.description.trim(),
  };
  // An ad that Facebook is likely to refuse is not worth a card: it can be said in other words.
  const [finding] = checkCopy(texts, null);
  if (finding !== undefined) return refuse(findingWords(finding));
  const added: string[] = [];
  const adSets: PlannedAdSet[] = [];
  for (const set of plan.adSets) {
    const [model] = set.ads;
    if (model === undefined) return refuse('There is no ad whose picture the new one could use.');
    if (set.ads.length >= MOST_ADS) {
      return refuse(
        `There are ${MOST_ADS} ads already, which is the most that share one amount well.`,
      );
    }
    const key = keys();
    const linkUrl =
      model.linkUrl === null ? null : taggedLink(model.linkUrl, { campaign: plan.name, ad: key });
    const ad: PlannedAd = { ...model, ...texts, key, linkUrl };
    if (set.ads.some((one) => faceOf(one) === faceOf(ad))) {
      return refuse('There is an ad with exactly these words already.');
    }
    added.push(key);
    adSets.push({ ...set, ads: [...set.ads, ad] });
  }
  return {
    ...moved,
    adSets,
    added: [...moved.added, ...added],
  };
}

/** Places that stay keep their audience; an audience that would be left without any gets all the new ones. */
function changePlaces(
  plan: CampaignPlan,
  adSets: readonly PlannedAdSet[],
  places: readonly PlannedPlace[] | null,
): readonly PlannedAdSet[] {
  if (places === null || places.length === 0) return adSets;
  const idOf = ({ kind, key }: PlannedPlace) => `${kind}:${key}`;
  const wanted = new Set(places.map(idOf));
  const before = new Set(adSets.flatMap(({ audience }) => audience.places.map(idOf)));
  const added = places.filter((place) => !before.has(idOf(place)));
  const kept = adSets.map((set) => set.audience.places.filter((place) => wanted.has(idOf(place))));
  const first = kept.findIndex((of) => of.length > 0);
  const category = plan.specialAdCategories.find(isSpecialAdCategory) ?? null;
  return adSets.map((set, index) => {
    const stay = kept[index] ?? [];
    const own =
      stay.length === 0
        ? added.length === 0
          ? places
          : added
        : [...stay, ...(index === first ? added : [])];
    const isSame = own.map(idOf).join() === set.audience.places.map(idOf).join();
    if (isSame) return set;
    const audience = planAudience({ ...set.audience, places: own }, category);
    return { ...set, name: shortAudience(audience), audience };
  });
}

function countryProblem(plan: CampaignPlan, countries: readonly string[]): string | null {
  if (plan.specialAdCategories.length === 0) return null;
  if (plan.specialAdCategories.includes('ISSUES_ELECTIONS_POLITICS') && needsDsa(countries)) {
    return 'In the EU, Facebook does not show ads about votes, laws or social topics.';
  }
  const declared = new Set(plan.specialAdCategoryCountries ?? []);
  return countries.every((code) => declared.has(code))
    ? null
    : 'These ads follow special rules that were declared for one country. Another country needs a new plan.';
}

function changeEnd(
  plan: CampaignPlan,
  lastDay: string | undefined,
  today: string,
): Pick<CampaignPlan, 'lastDay' | 'endsAt'> | { readonly problem: string } {
  if (lastDay === undefined || lastDay === plan.lastDay) return {};
  const soonest = addDays(today, 1);
  const { latest } = lastDayBounds(today);
  if (lastDay < soonest || lastDay > latest) {
    return {
      problem: `The last day has to lie between ${longDay(soonest)} and ${longDay(latest)}. To stop at once, press “Pause all ads”.`,
    };
  }
  return { lastDay, endsAt: endOfDay(lastDay, plan.timezone ?? 'UTC') };
}
