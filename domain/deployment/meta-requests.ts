import type { CampaignPlan, PlannedAd, PlannedAdSet } from '../plan/plan.ts';
import { needed, recordOf } from './made.ts';
import type { MadeSoFar } from './made.ts';
import {
  adSetMoney,
  campaignMoney,
  declinedEdits,
  hasOwnBudgets,
  storyOf,
  targetingOf,
} from './meta-parts.ts';
import type { RequestBody } from './meta-parts.ts';
import type { PlannedOperation } from './operations.ts';

/** A write to Meta, complete but for the picture's bytes. `path` is below the version. */
export type MetaRequest = {
  readonly path: readonly string[];
  readonly body: RequestBody;
  /** Stored picture whose bytes have to be added as base64 under `bytes`. */
  readonly imageAssetId: string | null;
  /** The Page whose own token the call needs. */
  readonly asPage?: string;
};

/** What is decided when a campaign is built and stays the same in every attempt. */
export type BuildTerms = {
  /** Until when Facebook lets the ads run, epoch ms; null for a plan without an end. */
  readonly leaseUntil: number | null;
  /** What Facebook itself stops the campaign at, minor units; absent or null: no limit is set. */
  readonly spendCapMinor?: number | null;
};

/**
 * The exact request of one step (meta.md 2 and 13). Everything is created PAUSED.
 * @throws Error when a step comes before what it needs, or is one that sends nothing.
 */
export function requestFor(
  plan: CampaignPlan,
  operation: PlannedOperation,
  made: MadeSoFar,
  terms: BuildTerms = { leaseUntil: null },
): MetaRequest {
  const account = plan.adAccountId;
  switch (operation.kind) {
    case 'create-campaign':
      return create([account, 'campaigns'], campaignBody(plan, operation, terms));
    case 'create-ad-set':
      return create([account, 'adsets'], adSetBody(plan, { operation, made, terms }));
    case 'upload-image': {
      const { ad } = adOf(plan, operation);
      return { path: [account, 'adimages'], body: {}, imageAssetId: ad.image.assetId };
    }
    case 'create-creative':
      return create([account, 'adcreatives'], creativeBody(plan, operation, made));
    case 'create-ad':
      return create([account, 'ads'], adBody(plan, operation, made));
    case 'activate-ad':
    case 'activate-ad-set':
    case 'activate-campaign':
    case 'resume-campaign':
      return create([metaIdFor(operation, made)], { status: 'ACTIVE' });
    case 'pause-ad':
    case 'pause-campaign':
      return create([metaIdFor(operation, made)], { status: 'PAUSED' });
    case 'create-lead-form':
      return {
        ...create([plan.pageId, 'leadgen_forms'], formBody(plan, operation)),
        asPage: plan.pageId,
      };
    case 'extend-lease':
    case 'update-end':
      return create([metaIdFor(operation, made)], endTime(terms));
    case 'update-campaign-budget':
      return create([metaIdFor(operation, made)], campaignLimits(plan, terms));
    case 'update-ad-set-budget':
      return create([metaIdFor(operation, made)], {
        daily_budget: adSetOf(plan, operation).dailyBudgetMinor ?? 0,
      });
    case 'update-targeting':
      return create([metaIdFor(operation, made)], audienceBody(plan, operation));
    case 'remove-campaign':
    case 'preflight':
    case 'verify':
      throw new Error('This step sends nothing of its own.');
    default:
      return operation.kind;
  }
}

function create(path: readonly string[], body: RequestBody): MetaRequest {
  return { path, body, imageAssetId: null };
}

/** Where objects of a creating step are listed, for finding one again by its marker. */
export function parentEdge(
  plan: CampaignPlan,
  operation: PlannedOperation,
  made: MadeSoFar,
): readonly string[] {
  switch (operation.kind) {
    case 'create-ad-set':
      return [needed(made, recordOf(operation), 'campaign'), 'adsets'];
    case 'create-ad':
      return [needed(made, recordOf(operation), `set-${operation.adSetKey ?? ''}`), 'ads'];
    case 'create-lead-form':
      return [plan.pageId, 'leadgen_forms'];
    case 'create-creative':
      return [plan.adAccountId, 'adcreatives'];
    default:
      return [plan.adAccountId, 'campaigns'];
  }
}

const OF_AD_SET: ReadonlySet<PlannedOperation['kind']> = new Set([
  'activate-ad-set',
  'extend-lease',
  'update-end',
  'update-ad-set-budget',
  'update-targeting',
]);

/** The Meta object that a switching step acts on. */
export function metaIdFor(operation: PlannedOperation, made: MadeSoFar): string {
  const record = recordOf(operation);
  if (operation.kind === 'activate-ad' || operation.kind === 'pause-ad') {
    return needed(made, record, `ad-${operation.adKey ?? ''}`);
  }
  if (OF_AD_SET.has(operation.kind)) {
    return needed(made, record, `set-${operation.adSetKey ?? ''}`);
  }
  return needed(made, record, 'campaign');
}

function campaignBody(
  plan: CampaignPlan,
  operation: PlannedOperation,
  { spendCapMinor = null }: BuildTerms,
): RequestBody {
  const countries = plan.specialAdCategoryCountries ?? [];
  return {
    name: named(plan.name, operation),
    objective: plan.recipe.objective,
    // Meta insists on the list even when it is empty.
    special_ad_categories: plan.specialAdCategories,
    ...(countries.length === 0 ? {} : { special_ad_category_country: countries }),
    status: 'PAUSED',
    buying_type: 'AUCTION',
    ...campaignMoney(plan),
    ...(spendCapMinor === null ? {} : { spend_cap: spendCapMinor }),
  };
}

/** Absolute amounts: the one that did not change is sent as it is. */
function campaignLimits(plan: CampaignPlan, { spendCapMinor = null }: BuildTerms): RequestBody {
  return {
    ...(hasOwnBudgets(plan) ? {} : { daily_budget: plan.dailyBudgetMinor }),
    ...(spendCapMinor === null ? {} : { spend_cap: spendCapMinor }),
  };
}

function audienceBody(plan: CampaignPlan, operation: PlannedOperation): RequestBody {
  const { recipe, dsa } = plan;
  const storeUrl = recipe.promotedObject?.['object_store_url'] ?? null;
  return {
    targeting: targetingOf(adSetOf(plan, operation).audience, storeUrl),
    ...(dsa === null ? {} : { dsa_beneficiary: dsa.beneficiary, dsa_payor: dsa.payor }),
  };
}

function adSetBody(
  plan: CampaignPlan,
  {
    operation,
    made,
    terms,
  }: {
    readonly operation: PlannedOperation;
    readonly made: MadeSoFar;
    readonly terms: BuildTerms;
  },
): RequestBody {
  const adSet = adSetOf(plan, operation);
  const { recipe, dsa } = plan;
  return {
    name: named(adSet.name, operation),
    campaign_id: needed(made, recordOf(operation), 'campaign'),
    status: 'PAUSED',
    billing_event: 'IMPRESSIONS',
    optimization_goal: recipe.optimizationGoal,
    ...adSetMoney(adSet),
    ...endTime(terms),
    ...(recipe.destinationType === null ? {} : { destination_type: recipe.destinationType }),
    ...(recipe.promotedObject === null ? {} : { promoted_object: recipe.promotedObject }),
    targeting: targetingOf(adSet.audience, recipe.promotedObject?.['object_store_url'] ?? null),
    ...(dsa === null ? {} : { dsa_beneficiary: dsa.beneficiary, dsa_payor: dsa.payor }),
  };
}

function endTime({ leaseUntil }: BuildTerms): RequestBody {
  return leaseUntil === null ? {} : { end_time: metaTime(leaseUntil) };
}

/** An instant as Meta writes it: whole seconds with an offset. */
export function metaTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}+0000`;
}

function formBody(plan: CampaignPlan, operation: PlannedOperation): RequestBody {
  const form = plan.leadForm ?? null;
  if (form === null) throw new Error('A step makes a form that the plan lacks.');
  return {
    name: named(form.name, operation),
    questions: form.questions.map((type) => ({ type })),
    privacy_policy: { url: form.privacyPolicyUrl, link_text: 'Privacy policy' },
    thank_you_page: { title: 'Thank you', body: form.thanks, button_type: 'NONE' },
  };
}

function creativeBody(
  plan: CampaignPlan,
  operation: PlannedOperation,
  made: MadeSoFar,
): RequestBody {
  const { ad } = adOf(plan, operation);
  return {
    name: named(ad.headline, operation),
    object_story_spec: storyOf(plan, ad, recordOf(operation), made),
    degrees_of_freedom_spec: { creative_features_spec: declinedEdits() },
    contextual_multi_ads: { enroll_status: 'OPT_OUT' },
  };
}

/** The same creative without the list of edits to leave out, for accounts that do not know all of them. */
export function withoutEditList(request: MetaRequest): MetaRequest {
  const { degrees_of_freedom_spec: _edits, ...body } = request.body;
  return { ...request, body };
}

function adBody(plan: CampaignPlan, operation: PlannedOperation, made: MadeSoFar): RequestBody {
  const { adSet, ad } = adOf(plan, operation);
  const record = recordOf(operation);
  return {
    name: named(ad.headline, operation),
    adset_id: needed(made, record, `set-${adSet.key}`),
    creative: { creative_id: needed(made, record, `creative-${ad.key}`) },
    status: 'PAUSED',
  };
}

const LONGEST_NAME = 80;

function named(name: string, operation: PlannedOperation): string {
  return `${name.slice(0, LONGEST_NAME)} | ${operation.marker ?? ''}`;
}

function adSetOf(plan: CampaignPlan, operation: PlannedOperation): PlannedAdSet {
  const adSet = plan.adSets.find((one) => one.key === operation.adSetKey);
  if (adSet === undefined) throw new Error('A step names an audience that the plan lacks.');
  return adSet;
}

function adOf(
  plan: CampaignPlan,
  operation: PlannedOperation,
): { adSet: PlannedAdSet; ad: PlannedAd } {
  for (const adSet of plan.adSets) {
    const known = [...adSet.ads, ...(adSet.spares ?? [])];
    const ad = known.find((one) => one.key === operation.adKey);
    if (ad !== undefined) return { adSet, ad };
  }
  throw new Error('A step names an ad that the plan lacks.');
}
