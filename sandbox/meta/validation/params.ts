import { badParam } from '../http/graph-error.ts';
import type { Params } from '../http/params.ts';
import { isJsonObject } from '../json.ts';
import type { Json } from '../json.ts';

function names(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((word) => word !== ''));
}

/** Belong to the call rather than to what is created; SDKs send some of them everywhere. */
const EVERYWHERE = names(
  'access_token appsecret_proof appsecret_time debug execution_options fields format id include_headers locale method pretty suppress_http_code',
);

/**
 * What each call understands. Names that are listed only to be refused in words of their own
 * (such as smart_promotion_type) stand here too.
 */
const KNOWN = {
  'create-campaign': names(
    'name objective special_ad_categories special_ad_category_country status buying_type daily_budget lifetime_budget bid_strategy is_adset_budget_sharing_enabled spend_cap promoted_object is_skadnetwork_attribution smart_promotion_type',
  ),
  'create-ad-set': names(
    'name campaign_id status daily_budget lifetime_budget bid_strategy bid_amount billing_event optimization_goal destination_type promoted_object targeting start_time end_time attribution_spec dsa_beneficiary dsa_payor is_dynamic_creative conversion_domain',
  ),
  'upload-image': names('bytes name filename'),
  'create-creative': names(
    'name object_story_spec degrees_of_freedom_spec contextual_multi_ads url_tags authorization_category object_type instagram_actor_id asset_feed_spec',
  ),
  'create-ad': names('name adset_id creative status conversion_domain tracking_specs'),
  'create-lead-form': names(
    'name questions privacy_policy follow_up_action_url thank_you_page context_card custom_disclaimer block_display_for_non_targeted_viewer is_optimized_for_quality question_page_custom_headline tracking_parameters allow_organic_lead',
  ),
  'update-campaign': names(
    'name status daily_budget lifetime_budget bid_strategy spend_cap is_adset_budget_sharing_enabled objective buying_type adset_budgets',
  ),
  'update-ad-set': names(
    'name status daily_budget lifetime_budget bid_strategy bid_amount optimization_goal targeting start_time end_time dsa_beneficiary dsa_payor attribution_spec campaign_id billing_event destination_type promoted_object',
  ),
  'update-ad': names('name status creative adset_id campaign_id'),
  'update-creative': names(
    'name status object_story_spec degrees_of_freedom_spec contextual_multi_ads url_tags authorization_category object_type',
  ),
  'update-lead-form': names('status'),
} as const;

export type ParamList = keyof typeof KNOWN;

/** The real API says nothing about a misspelt name and drops the value; here that is an error. @throws GraphError 100 */
export function requireKnownParams(params: Params, list: ParamList): void {
  for (const name of Object.keys(params.values)) {
    if (EVERYWHERE.has(name) || KNOWN[list].has(name)) continue;
    throw badParam(`Param ${name} is not understood by this call.`, name);
  }
}

const STORY_KEYS = names('page_id instagram_user_id instagram_actor_id link_data');
const LINK_KEYS = names(
  'link message name description caption image_hash image_crops call_to_action',
);
const ACTION_KEYS = names('type value');
const ACTION_VALUE_KEYS = names('link lead_gen_form_id application app_link page link_format');
const PROMOTED_KEYS = names('page_id pixel_id custom_event_type application_id object_store_url');

/** Names inside a creative's story. @throws GraphError 100 */
export function requireKnownStory(story: Json): void {
  const link = part(story, 'link_data');
  const action = part(link, 'call_to_action');
  requireKeys(story, STORY_KEYS, ['object_story_spec']);
  requireKeys(link, LINK_KEYS, ['object_story_spec', 'link_data']);
  const path = ['object_story_spec', 'link_data', 'call_to_action'];
  requireKeys(action, ACTION_KEYS, path);
  requireKeys(part(action, 'value'), ACTION_VALUE_KEYS, [...path, 'value']);
}

/** Names inside what an ad set promotes. @throws GraphError 100 */
export function requireKnownPromoted(promoted: Json): void {
  requireKeys(promoted, PROMOTED_KEYS, ['promoted_object']);
}

function part(value: Json, key: string): Json {
  return isJsonObject(value) ? (value[key] ?? null) : null;
}

function requireKeys(value: Json, known: ReadonlySet<string>, path: readonly string[]): void {
  if (!isJsonObject(value)) return;
  const stranger = Object.keys(value).find((key) => !known.has(key));
  if (stranger === undefined) return;
  throw badParam(`Invalid key "${stranger}" in ${path.at(-1) ?? ''}.`, ...path, stranger);
}
