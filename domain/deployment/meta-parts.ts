import type { JsonValue } from '../plan/canonical.ts';
import type { CampaignPlan, PlannedAd, PlannedAdSet, PlannedAudience } from '../plan/plan.ts';
import { storeSystem } from '../plan/recipe.ts';
import { needed } from './made.ts';
import type { MadeSoFar } from './made.ts';

export type RequestBody = { readonly [key: string]: JsonValue };

/** Several audiences have an amount each, and the campaign then has none. */
export function hasOwnBudgets(plan: CampaignPlan): boolean {
  return plan.adSets.some((adSet) => typeof adSet.dailyBudgetMinor === 'number');
}

// The documented default would ask for a bid on every ad set.
const BID_STRATEGY = 'LOWEST_COST_WITHOUT_CAP';

/** The budget goes where Meta looks for it: with the campaign, or with each ad set and then not shared. */
export function campaignMoney(plan: CampaignPlan): RequestBody {
  return hasOwnBudgets(plan)
    ? { is_adset_budget_sharing_enabled: false }
    : { daily_budget: plan.dailyBudgetMinor, bid_strategy: BID_STRATEGY };
}

export function adSetMoney(adSet: PlannedAdSet): RequestBody {
  const amount = adSet.dailyBudgetMinor ?? null;
  return amount === null ? {} : { daily_budget: amount, bid_strategy: BID_STRATEGY };
}

/** Parts of Facebook's own picture and text editing that would change what a person approved. */
const NO_EDITS = [
  'text_optimizations',
  'text_generation',
  'description_automation',
  'image_touchups',
  'image_templates',
  'add_text_overlay',
  'inline_comment',
  'adapt_to_placement',
] as const;

/** Where an ad leads that opens a form on Facebook itself. */
export const NO_LINK = 'http://fb.me/';

/** The part of a creative that people see; also what a read-back is compared with. */
export function storyOf(plan: CampaignPlan, ad: PlannedAd, record: string, made: MadeSoFar) {
  const link = ad.linkUrl ?? NO_LINK;
  const value =
    (plan.leadForm ?? null) === null
      ? { link }
      : { lead_gen_form_id: needed(made, record, 'form'), link };
  return {
    page_id: plan.pageId,
    link_data: {
      link,
      message: ad.primaryText,
      name: ad.headline,
      description: ad.description,
      image_hash: needed(made, record, `image-${ad.key}`),
      call_to_action: { type: ad.callToAction, value },
    },
  };
}

/** Facebook's own edits, each declined; what a read-back is compared with. */
export function declinedEdits(): RequestBody {
  return Object.fromEntries(NO_EDITS.map((feature) => [feature, { enroll_status: 'OPT_OUT' }]));
}

/** Meta's targeting for an audience; also what a read-back is compared with. */
export function targetingOf(audience: PlannedAudience, storeUrl: string | null): RequestBody {
  const keys = (kind: PlannedAudience['places'][number]['kind']) =>
    audience.places.filter((place) => place.kind === kind);
  const countries = keys('country').map((place) => place.key);
  const regions = keys('region').map((place) => ({ key: place.key }));
  const cities = keys('city').map((place) => ({
    key: place.key,
    radius: place.radiusKm ?? DEFAULT_RADIUS_KM,
    distance_unit: 'kilometer',
  }));
  const system = storeUrl === null ? null : storeSystem(storeUrl);
  return {
    geo_locations: {
      ...(countries.length === 0 ? {} : { countries }),
      ...(regions.length === 0 ? {} : { regions }),
      ...(cities.length === 0 ? {} : { cities }),
    },
    age_min: audience.ageMin,
    age_max: audience.ageMax,
    ...(audience.gender === 'all' ? {} : { genders: [audience.gender === 'men' ? 1 : 2] }),
    ...(audience.interests.length === 0
      ? {}
      : {
          flexible_spec: [{ interests: audience.interests.map(({ id, name }) => ({ id, name })) }],
        }),
    ...(system === null ? {} : { user_os: [system] }),
    // 1 would turn the approved ages and interests into mere suggestions.
    targeting_automation: { advantage_audience: 0 },
  };
}

/** Facebook's smallest radius around a city is 17 km; a little more reaches the suburbs. */
export const DEFAULT_RADIUS_KM = 25;
