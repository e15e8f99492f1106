import type { CampaignPlan, PlannedAd, PlannedAdSet } from '../plan/plan.ts';
import { needed } from './made.ts';
import type { MadeSoFar } from './made.ts';
import {
  adSetMoney,
  campaignMoney,
  declinedEdits,
  hasOwnBudgets,
  storyOf,
  targetingOf,
} from './meta-parts.ts';
import type { BuildTerms } from './meta-requests.ts';

/** A Meta object as read back; numbers may come as strings, lists in any order. */
export type ReadBack = { readonly [key: string]: unknown };

/** One object to read back, and what has to stand in it. */
export type Expectation = {
  readonly id: string;
  readonly kind: 'campaign' | 'ad-set' | 'creative' | 'ad';
  /** The plan's key of the ad set or ad; null for the campaign. */
  readonly key: string | null;
  readonly fields: string;
  /** What was approved, by field: any difference stops the launch. Instants are epoch ms under `end_time`. */
  readonly expected: Readonly<Record<string, unknown>>;
  /** What was asked for besides: Meta drops some of it without a word, which is reported and stops nothing. */
  readonly wished: Readonly<Record<string, unknown>>;
};

type Made = {
  readonly plan: CampaignPlan;
  readonly record: string;
  readonly made: MadeSoFar;
  readonly terms: BuildTerms;
};

/** Everything that was made, with what was approved for it. */
export function expectations(
  plan: CampaignPlan,
  record: string,
  made: MadeSoFar,
  terms: BuildTerms = { leaseUntil: null },
): readonly Expectation[] {
  const all: Made = { plan, record, made, terms };
  return [
    campaignExpectation(all),
    ...plan.adSets.map((adSet) => adSetExpectation(all, adSet)),
    ...plan.adSets.flatMap((adSet) =>
      [...adSet.ads, ...(adSet.spares ?? [])].map((ad) => creativeExpectation(all, ad)),
    ),
    ...plan.adSets.flatMap((adSet) => adSet.ads.map((ad) => adExpectation(all, adSet, ad))),
  ];
}

const CREATIVE_FIELDS =
  'id,name,object_story_spec,degrees_of_freedom_spec,contextual_multi_ads,status';
const AD_FIELDS = `id,name,adset_id,creative{${CREATIVE_FIELDS}},status,effective_status,issues_info,ad_review_feedback`;
const AD_SET_FIELDS =
  'id,name,campaign_id,optimization_goal,billing_event,targeting,promoted_object,status,' +
  'daily_budget,bid_strategy,end_time,destination_type,dsa_beneficiary,dsa_payor';
const CAMPAIGN_FIELDS =
  'id,name,objective,buying_type,daily_budget,bid_strategy,special_ad_categories,' +
  'special_ad_category_country,spend_cap,status';

/** The campaign with everything in it: one call, where one for each object would use up the allowance. */
export const TREE_FIELDS = `${CAMPAIGN_FIELDS},adsets.limit(100){${AD_SET_FIELDS},ads.limit(100){${AD_FIELDS}}}`;

/** All objects of a campaign that was read with `TREE_FIELDS`, by id. Lists lag, so some may be missing. */
export function objectsInTree(tree: ReadBack): ReadonlyMap<string, ReadBack> {
  const sets = rowsOf(tree['adsets']);
  const ads = sets.flatMap((adSet) => rowsOf(adSet['ads']));
  const texts = ads.map((ad) => ad['creative']).filter(isRecord);
  const all = [tree, ...sets, ...ads, ...texts];
  return new Map(all.flatMap((one) => (typeof one['id'] === 'string' ? [[one['id'], one]] : [])));
}

function rowsOf(edge: unknown): readonly ReadBack[] {
  const rows = isRecord(edge) ? edge['data'] : null;
  return Array.isArray(rows) ? rows.filter(isRecord) : [];
}

function campaignExpectation({ plan, record, made, terms }: Made): Expectation {
  const { spendCapMinor = null } = terms;
  const money = hasOwnBudgets(plan) ? { daily_budget: 0 } : campaignMoney(plan);
  const countries = plan.specialAdCategoryCountries ?? [];
  return {
    id: needed(made, record, 'campaign'),
    kind: 'campaign',
    key: null,
    fields: CAMPAIGN_FIELDS,
    expected: {
      objective: plan.recipe.objective,
      // Facebook writes an empty list in several ways.
      ...(plan.specialAdCategories.length === 0
        ? {}
        : { special_ad_categories: plan.specialAdCategories }),
      ...money,
      ...(spendCapMinor === null ? {} : { spend_cap: spendCapMinor }),
    },
    wished: {
      buying_type: 'AUCTION',
      ...(countries.length === 0 ? {} : { special_ad_category_country: countries }),
    },
  };
}

function adSetExpectation({ plan, record, made, terms }: Made, adSet: PlannedAdSet): Expectation {
  const { recipe, dsa } = plan;
  const storeUrl = recipe.promotedObject?.['object_store_url'] ?? null;
  const { leaseUntil } = terms;
  return {
    id: needed(made, record, `set-${adSet.key}`),
    kind: 'ad-set',
    key: adSet.key,
    fields: AD_SET_FIELDS,
    expected: {
      campaign_id: needed(made, record, 'campaign'),
      optimization_goal: recipe.optimizationGoal,
      billing_event: 'IMPRESSIONS',
      targeting: targetingOf(adSet.audience, storeUrl),
      ...(recipe.promotedObject === null ? {} : { promoted_object: recipe.promotedObject }),
      ...adSetMoney(adSet),
      ...(leaseUntil === null ? {} : { end_time: leaseUntil }),
    },
    wished: {
      ...(recipe.destinationType === null ? {} : { destination_type: recipe.destinationType }),
      ...(dsa === null ? {} : { dsa_beneficiary: dsa.beneficiary, dsa_payor: dsa.payor }),
    },
  };
}

export function creativeExpectation({ plan, record, made }: Made, ad: PlannedAd): Expectation {
  const story = storyOf(plan, ad, record, made);
  const { description, ...link } = story.link_data;
  return {
    id: needed(made, record, `creative-${ad.key}`),
    kind: 'creative',
    key: ad.key,
    fields: CREATIVE_FIELDS,
    expected: { object_story_spec: { page_id: story.page_id, link_data: link } },
    wished: {
      object_story_spec: { link_data: { description } },
      degrees_of_freedom_spec: { creative_features_spec: declinedEdits() },
      contextual_multi_ads: { enroll_status: 'OPT_OUT' },
    },
  };
}

export function adExpectation(
  { record, made }: Made,
  adSet: Pick<PlannedAdSet, 'key'>,
  ad: PlannedAd,
): Expectation {
  return {
    id: needed(made, record, `ad-${ad.key}`),
    kind: 'ad',
    key: ad.key,
    fields: AD_FIELDS,
    expected: {
      adset_id: needed(made, record, `set-${adSet.key}`),
      creative: { id: needed(made, record, `creative-${ad.key}`) },
    },
    wished: {},
  };
}

/** Names of the fields in which Meta's copy differs from what was approved. */
export function differences(
  { kind, expected }: Pick<Expectation, 'kind' | 'expected'>,
  readBack: ReadBack,
): readonly string[] {
  return Object.entries(expected).flatMap(([field, sent]) =>
    holdsField(field, readBack[field], sent) ? [] : [`${kind}.${field}`],
  );
}

const DROPPED_WORDS: Readonly<Record<string, string>> = {
  'campaign.buying_type': 'how the campaign is bought',
  'campaign.special_ad_category_country': 'the countries of the special category',
  'ad-set.destination_type': 'that the ads lead to your website',
  'ad-set.dsa_beneficiary': 'who the ads are for, as the EU asks',
  'ad-set.dsa_payor': 'who pays for the ads, as the EU asks',
  'creative.object_story_spec': 'the small line below the headline',
  'creative.degrees_of_freedom_spec':
    'that Facebook must not retouch pictures or reword texts by itself',
  'creative.contextual_multi_ads': 'that your ad stands alone and not beside those of others',
};

/** Names of dropped fields in a person's words. */
export function droppedWords(fields: readonly string[]): string {
  return fields.map((field) => DROPPED_WORDS[field] ?? field).join('; ');
}

/** Names of the fields that were asked for and dropped. */
export function dropped(
  { kind, wished }: Pick<Expectation, 'kind' | 'wished'>,
  readBack: ReadBack,
): readonly string[] {
  return differences({ kind, expected: wished }, readBack);
}

function holdsField(field: string, stored: unknown, sent: unknown): boolean {
  // Meta writes instants in the account's own zone.
  if (field === 'end_time') return metaInstant(stored) === sent;
  // A campaign without a budget of its own is read back with none or with "0".
  if (field === 'daily_budget' && sent === 0) return Number(stored ?? 0) === 0;
  return holds(stored, sent);
}

/** "2026-11-22T10:00:00+0000": the offset lacks the colon that standards ask for. */
export function metaInstant(value: unknown): number | null {
  // Date.parse would take "0", which for Meta means no end at all, for a year.
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T/.test(value)) return null;
  const parsed = Date.parse(value.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(parsed) ? null : parsed;
}

/** Meta adds names and defaults to what it was given, so everything sent must be there, but more may be. */
function holds(stored: unknown, sent: unknown): boolean {
  if (Array.isArray(sent)) {
    if (!Array.isArray(stored) || stored.length !== sent.length) return false;
    return sent.every((item) => stored.some((other) => holds(other, item)));
  }
  if (isRecord(sent)) {
    if (!isRecord(stored)) return false;
    // An interest's or place's name is Facebook's own; its id decides. A headline is what was approved.
    return Object.entries(sent).every(([key, value]) =>
      key === 'name' && 'id' in sent ? true : holds(stored[key], value),
    );
  }
  return String(stored) === String(sent);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A new ad is being processed for up to a minute and cannot be judged before. */
export function isStillProcessing(readBack: ReadBack): boolean {
  return readBack['effective_status'] === 'IN_PROCESS';
}

export function isRefused(readBack: ReadBack): boolean {
  const status = readBack['effective_status'];
  return status === 'DISAPPROVED' || status === 'WITH_ISSUES';
}
