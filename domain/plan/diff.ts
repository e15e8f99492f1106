import { formatMoney } from '../money.ts';
import { shownAds } from './ads.ts';
import type { ShownAd } from './ads.ts';
import { linkHost } from './link.ts';
import type { CampaignPlan, PlannedAdSet } from './plan.ts';
import { categoryName, isSpecialAdCategory } from './special-category.ts';
import {
  buttonWords,
  interestWords,
  listWords,
  longDay,
  peopleWords,
  placesWords,
  questionWords,
  resultNoun,
} from './words.ts';

/** One value that differs between two versions of a plan, in words a person reads. */
export type DiffRow = {
  readonly label: string;
  /** Null for what was not there before. */
  readonly before: string | null;
  /** Null for what is no longer there. */
  readonly after: string | null;
};

/** What differs between two versions of a plan, the money first. Nothing for two that are the same at Facebook. */
export function planDiff(before: CampaignPlan, after: CampaignPlan): readonly DiffRow[] {
  return [
    ...compareFacts(planFacts(before, 'The one before'), planFacts(after, 'Another one')),
    ...byKey(before.adSets, after.adSets).flatMap(([one, two], index) => {
      const several = Math.max(before.adSets.length, after.adSets.length) > 1;
      const prefix = several ? `Audience ${index + 1}: ` : '';
      return compareFacts(setFacts(one, before, prefix), setFacts(two, after, prefix));
    }),
    ...[false, true].flatMap((isSpare) => {
      const of = (plan: CampaignPlan) => shownAds(plan).filter((ad) => ad.isSpare === isSpare);
      return byPosition(of(before), of(after)).flatMap(([one, two], index) =>
        compareAds(one, two, `${isSpare ? 'Spare ad' : 'Ad'} ${index + 1}`),
      );
    }),
  ];
}

/** `same` decides where the words alone cannot tell two values apart. */
type Fact = { readonly label: string; readonly value: string | null; readonly same?: string };

/** @param which stands for what has no words of its own. */
function planFacts(plan: CampaignPlan, which: string): readonly Fact[] {
  const { leadForm = null, dsa, forecast } = plan;
  const money = (minor: number) => formatMoney({ minor, currency: plan.currency });
  const category = plan.specialAdCategories.filter(isSpecialAdCategory).map(categoryName);
  const expected =
    forecast === null ? null : `${forecast.low} to ${forecast.high} ${forecast.what} a week`;
  return [
    { label: 'Average per day', value: money(plan.dailyBudgetMinor) },
    {
      label: 'Until',
      value: plan.lastDay === undefined ? 'You pause it' : longDay(plan.lastDay),
      same: `${plan.endsAt ?? ''}`,
    },
    { label: 'Name', value: plan.name },
    { label: 'Aims at', value: resultNoun(plan.recipe), same: JSON.stringify(plan.recipe) },
    { label: 'Facebook Page', value: plan.pageName, same: plan.pageId },
    { label: 'Ad account', value: which, same: plan.adAccountId },
    { label: 'Special rules', value: category.length === 0 ? null : listWords(category, 'and') },
    { label: 'Form asks for', value: leadForm === null ? null : questionWords(leadForm.questions) },
    { label: 'Privacy policy', value: leadForm?.privacyPolicyUrl ?? null },
    { label: 'Thanks in the form', value: leadForm?.thanks ?? null },
    {
      label: 'Names shown in the EU',
      value: dsa === null ? null : `${dsa.beneficiary}, paid by ${dsa.payor}`,
    },
    { label: 'What to expect', value: expected },
  ];
}

function setFacts(set: PlannedAdSet | null, plan: CampaignPlan, prefix: string): readonly Fact[] {
  // A single audience has all of it; that is worth a row only beside one that has a part.
  const whole = prefix !== '' && plan.adSets.length === 1 ? plan.dailyBudgetMinor : null;
  const part = set === null ? null : (set.dailyBudgetMinor ?? whole);
  const audience = set?.audience ?? null;
  const places = audience === null ? null : placesWords(audience.places);
  const interests = audience === null ? '' : interestWords(audience);
  return [
    {
      label: `${prefix}average per day`,
      value: part === null ? null : formatMoney({ minor: part, currency: plan.currency }),
    },
    { label: `${prefix}people`, value: audience === null ? null : peopleWords(audience) },
    { label: `${prefix}places`, value: places, same: keysOf(audience?.places) },
    {
      label: `${prefix}interests`,
      value: interests === '' ? null : interests,
      same: JSON.stringify(audience?.interests ?? []),
    },
  ].map((fact) => ({ ...fact, label: upperFirst(fact.label) }));
}

function keysOf(
  places: readonly { kind: string; key: string; radiusKm: number | null }[] = [],
): string {
  return places.map(({ kind, key, radiusKm }) => `${kind}:${key}:${radiusKm ?? ''}`).join(' ');
}

function upperFirst(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function compareFacts(before: readonly Fact[], after: readonly Fact[]): readonly DiffRow[] {
  return before.flatMap((fact, index): DiffRow[] => {
    const other = after[index];
    if (other === undefined || (fact.same ?? fact.value) === (other.same ?? other.value)) return [];
    return [{ label: fact.label, before: fact.value, after: other.value }];
  });
}

function compareAds(
  before: ShownAd | null,
  after: ShownAd | null,
  label: string,
): readonly DiffRow[] {
  if (before === null || after === null) {
    return [{ label, before: titleOf(before), after: titleOf(after) }];
  }
  return compareFacts(
    adFacts(before, label, 'The picture before'),
    adFacts(after, label, 'Another picture'),
  );
}

function titleOf(shown: ShownAd | null): string | null {
  return shown === null ? null : `“${shown.ad.headline}”`;
}

function adFacts({ ad }: ShownAd, label: string, picture: string): readonly Fact[] {
  return [
    { label: `${label}: text`, value: ad.primaryText },
    { label: `${label}: headline`, value: ad.headline },
    { label: `${label}: small line`, value: ad.description === '' ? null : ad.description },
    { label: `${label}: button`, value: buttonWords(ad.callToAction) },
    { label: `${label}: picture`, value: picture, same: ad.image.sha256 },
    { label: `${label}: leads to`, value: linkHost(ad.linkUrl), same: withoutTags(ad.linkUrl) },
  ];
}

/** The tags follow the plan's name, which has a row of its own. */
function withoutTags(link: string | null): string {
  if (link === null || !URL.canParse(link)) return link ?? '';
  const url = new URL(link);
  const tags = [...url.searchParams.keys()].filter((name) => name.startsWith('utm_'));
  for (const name of tags) url.searchParams.delete(name);
  return url.toString();
}

/** Audiences keep their key through a person's changes; another plan of the model's counts them anew. */
function byKey(
  before: readonly PlannedAdSet[],
  after: readonly PlannedAdSet[],
): readonly (readonly [PlannedAdSet | null, PlannedAdSet | null])[] {
  const keys = new Set([...before, ...after].map(({ key }) => key));
  const named = (sets: readonly PlannedAdSet[], wanted: string) =>
    sets.find(({ key }) => key === wanted) ?? null;
  return [...keys].map((key) => [named(before, key), named(after, key)] as const);
}

function byPosition<T>(
  before: readonly T[],
  after: readonly T[],
): readonly (readonly [T | null, T | null])[] {
  const length = Math.max(before.length, after.length);
  return Array.from(
    { length },
    (_, index) => [before[index] ?? null, after[index] ?? null] as const,
  );
}
