import type { CampaignPlan, PlannedAd, PlannedAdSet } from '../plan/plan.ts';
import {
  adSetMoney,
  campaignMoney,
  declinedEdits,
  hasOwnBudgets,
  needed,
  storyOf,
  targetingOf,
} from './meta-requests.ts';
import type { BuildTerms, MadeSoFar } from './meta-requests.ts';

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

function campaignExpectation({ plan, record, made }: Made): Expectation {
  const money = hasOwnBudgets(plan) ? { daily_budget: 0 } : campaignMoney(plan);
  const countries = plan.specialAdCategoryCountries ?? [];
  return {
    id: needed(made, record, 'campaign'),
    kind: 'campaign',
    key: null,
    fields:
      'id,name,objective,buying_type,daily_budget,bid_strategy,special_ad_categories,' +
      'special_ad_category_country,status',
    expected: {
      objective: plan.recipe.objective,
      // Facebook writes an empty list in several ways.
      ...(plan.specialAdCategories.length === 0
        ? {}
        : { special_ad_categories: plan.specialAdCategories }),
      ...money,
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
    fields:
      'id,name,campaign_id,optimization_goal,billing_event,targeting,promoted_object,status,' +
      'daily_budget,bid_strategy,end_time,destination_type,dsa_beneficiary,dsa_payor',
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
    fields: 'id,name,object_story_spec,degrees_of_freedom_spec,contextual_multi_ads,status',
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
    fields: 'id,name,adset_id,creative{id},status,effective_status,issues_info,ad_review_feedback',
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
