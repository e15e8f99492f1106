import { jsonText } from '../json.ts';
import { majorText } from '../catalog/currencies.ts';
import type { Currency } from '../catalog/currencies.ts';
import type { Measured } from '../delivery/measure.ts';
import type { Json, JsonObject } from '../json.ts';
import { current } from '../state/store.ts';
import type { Ad, AdAccount, AdSet, Campaign } from '../state/types.ts';

/** The figures of one row: some ads, some days. */
export type InsightRow = {
  readonly account: AdAccount;
  readonly currency: Currency;
  readonly campaign: Campaign | null;
  readonly adSet: AdSet | null;
  readonly ad: Ad | null;
  readonly since: string;
  readonly until: string;
  readonly parts: readonly Measured[];
  /** What the ad sets in the row are optimised for and promote. */
  readonly adSets: readonly AdSet[];
};

type FieldReader = (row: InsightRow) => Json | undefined;

function total(
  row: InsightRow,
  key:
    | 'spend'
    | 'impressions'
    | 'clicks'
    | 'linkClicks'
    | 'landingPageViews'
    | 'results'
    | 'reactions'
    | 'value',
): number {
  return row.parts.reduce((sum, part) => sum + part[key], 0);
}

/** People reached, which do not add up: the more impressions on the same people, the fewer new ones. */
export function reachOf(parts: readonly Measured[]): number {
  const bySet = new Map<string, { impressions: number; people: number }>();
  for (const part of parts) {
    const known = bySet.get(part.adSetId) ?? { impressions: 0, people: part.activeAudience };
    known.impressions += part.impressions;
    bySet.set(part.adSetId, known);
  }
  const reaches = [...bySet.values()].map(
    ({ impressions, people }) => people * (1 - Math.exp((-impressions * 0.85) / people)),
  );
  const largest = Math.max(0, ...reaches);
  const sum = reaches.reduce((all, reach) => all + reach, 0);
  const impressions = parts.reduce((all, part) => all + part.impressions, 0);
  return Math.min(impressions, Math.max(1, Math.round(largest + 0.85 * (sum - largest))));
}

/** Every event under every name Meta lists it by; the names overlap and must not be added up. */
function actionsOf(row: InsightRow): ReadonlyMap<string, number> {
  const actions = new Map<string, number>();
  const add = (count: number, ...names: readonly string[]): void => {
    for (const name of names) if (count > 0) actions.set(name, (actions.get(name) ?? 0) + count);
  };
  for (const part of row.parts) {
    add(part.linkClicks, 'link_click');
    add(part.reactions, 'post_reaction');
    add(part.linkClicks + part.reactions, 'post_engagement', 'page_engagement');
    const adSet = row.adSets.find((candidate) => candidate.id === part.adSetId);
    if (adSet && adSet.destinationType !== 'ON_AD' && part.goal !== 'APP_INSTALLS')
      add(part.landingPageViews, 'landing_page_view', 'omni_landing_page_view');
    add(part.results, ...resultNames(part.goal, adSet));
  }
  return actions;
}

function resultNames(goal: string, adSet: AdSet | undefined): readonly string[] {
  if (goal === 'LEAD_GENERATION' || goal === 'QUALITY_LEAD')
    return ['lead', 'onsite_conversion.lead_grouped', 'leadgen_grouped'];
  if (goal === 'APP_INSTALLS') return ['mobile_app_install', 'app_install', 'omni_app_install'];
  const event = jsonText(adSet?.promotedObject?.['custom_event_type']).toLowerCase();
  if (event === 'purchase')
    return [
      'purchase',
      'omni_purchase',
      'offsite_conversion.fb_pixel_purchase',
      'web_in_store_purchase',
    ];
  if (event === 'lead') return ['lead', 'offsite_conversion.fb_pixel_lead'];
  return event === '' ? [] : [event, `omni_${event}`, `offsite_conversion.fb_pixel_${event}`];
}

function isPurchase(part: Measured, row: InsightRow): boolean {
  return resultNames(
    part.goal,
    row.adSets.find((adSet) => adSet.id === part.adSetId),
  ).includes('purchase');
}

function purchaseValue(row: InsightRow): number {
  return row.parts
    .filter((part) => isPurchase(part, row))
    .reduce((sum, part) => sum + part.value, 0);
}

const PURCHASE_NAMES = [
  'omni_purchase',
  'purchase',
  'offsite_conversion.fb_pixel_purchase',
] as const;

function actionList(
  entries: Iterable<readonly [string, string]>,
): readonly JsonObject[] | undefined {
  const list = [...entries].map(([name, value]) => ({ action_type: name, value }));
  return list.length === 0 ? undefined : list;
}

function ratio(above: number, below: number): string | undefined {
  return below === 0 ? undefined : (above / below).toFixed(6);
}

/** An amount for each of something, in major units. */
function cost(row: InsightRow, count: number): string | undefined {
  return count === 0 ? undefined : (total(row, 'spend') / row.currency.offset / count).toFixed(6);
}

function purchaseReturn(row: InsightRow): Json | undefined {
  const value = purchaseValue(row);
  const spend = total(row, 'spend');
  return value === 0 || spend === 0
    ? undefined
    : [{ action_type: 'omni_purchase', value: (value / spend).toFixed(6) }];
}

export const INSIGHT_READERS: Readonly<Record<string, FieldReader>> = {
  account_id: (row) => row.account.id,
  account_name: (row) => row.account.name,
  account_currency: (row) => row.account.currency,
  campaign_id: (row) => row.campaign?.id,
  campaign_name: (row) => (row.campaign ? current(row.campaign).name : undefined),
  objective: (row) => row.campaign?.objective,
  buying_type: (row) => row.campaign?.buyingType,
  adset_id: (row) => row.adSet?.id,
  adset_name: (row) => (row.adSet ? current(row.adSet).name : undefined),
  optimization_goal: (row) => (row.adSet ? current(row.adSet).optimizationGoal : undefined),
  ad_id: (row) => row.ad?.id,
  ad_name: (row) => (row.ad ? current(row.ad).name : undefined),
  date_start: (row) => row.since,
  date_stop: (row) => row.until,
  spend: (row) => majorText(row.currency, total(row, 'spend')),
  impressions: (row) => String(total(row, 'impressions')),
  reach: (row) => String(reachOf(row.parts)),
  frequency: (row) => ratio(total(row, 'impressions'), reachOf(row.parts)),
  clicks: (row) => String(total(row, 'clicks')),
  inline_link_clicks: (row) =>
    total(row, 'linkClicks') === 0 ? undefined : String(total(row, 'linkClicks')),
  inline_link_click_ctr: (row) => ratio(total(row, 'linkClicks') * 100, total(row, 'impressions')),
  ctr: (row) => ratio(total(row, 'clicks') * 100, total(row, 'impressions')),
  cpc: (row) => cost(row, total(row, 'clicks')),
  cpm: (row) => cost(row, total(row, 'impressions') / 1000),
  cost_per_inline_link_click: (row) => cost(row, total(row, 'linkClicks')),
  outbound_clicks: (row) => {
    const clicks = total(row, 'linkClicks');
    return clicks === 0 ? undefined : [{ action_type: 'outbound_click', value: String(clicks) }];
  },
  actions: (row) =>
    actionList([...actionsOf(row)].map(([name, count]) => [name, String(count)] as const)),
  cost_per_action_type: (row) =>
    actionList(
      [...actionsOf(row)].map(([name, count]) => [name, cost(row, count) ?? '0'] as const),
    ),
  action_values: (row) => {
    const value = purchaseValue(row);
    return value === 0
      ? undefined
      : actionList(PURCHASE_NAMES.map((name) => [name, majorText(row.currency, value)] as const));
  },
  purchase_roas: purchaseReturn,
  website_purchase_roas: purchaseReturn,
  results: (row) => {
    const indicator = indicatorOf(row);
    const count =
      indicator === null ? 0 : (actionsOf(row).get(indicator.replace('actions:', '')) ?? 0);
    return indicator === null ? undefined : [{ indicator, values: [{ value: String(count) }] }];
  },
  cost_per_result: (row) => {
    const indicator = indicatorOf(row);
    const count =
      indicator === null ? 0 : (actionsOf(row).get(indicator.replace('actions:', '')) ?? 0);
    const each = cost(row, count);
    return indicator === null || each === undefined
      ? undefined
      : [{ indicator, values: [{ value: each }] }];
  },
  landing_page_view_per_link_click: (row) =>
    ratio(total(row, 'landingPageViews'), total(row, 'linkClicks')),
  attribution_setting: () => '7d_click_1d_view',
  quality_ranking: (row) => ranking(row),
  engagement_rate_ranking: (row) => ranking(row),
  conversion_rate_ranking: (row) => ranking(row),
  created_time: (row) => row.since,
};

/** Meta says nothing about quality before an ad has been shown often enough. */
function ranking(row: InsightRow): string {
  const impressions = total(row, 'impressions');
  if (impressions < 500) return 'UNKNOWN';
  const rate = total(row, 'linkClicks') / impressions;
  if (rate > 0.016) return 'ABOVE_AVERAGE';
  return rate < 0.007 ? 'BELOW_AVERAGE_20' : 'AVERAGE';
}

function indicatorOf(row: InsightRow): string | null {
  const adSet = row.adSet ?? row.adSets[0];
  if (!adSet) return null;
  const goal = current(adSet).optimizationGoal;
  if (goal === 'LINK_CLICKS') return 'actions:link_click';
  if (goal === 'LANDING_PAGE_VIEWS') return 'actions:landing_page_view';
  const name = resultNames(goal, adSet)[0];
  return name === undefined ? null : `actions:${name}`;
}

/** Fields the real report has and this one leaves empty. */
export const EMPTY_INSIGHT_FIELDS = new Set(
  'adset_end adset_start age_targeting auction_bid canvas_avg_view_percent canvas_avg_view_time conversions conversion_values cost_per_conversion cost_per_outbound_click cost_per_thruplay cost_per_unique_click cost_per_unique_inline_link_click cpp dda_results estimated_ad_recallers full_view_impressions full_view_reach gender_targeting inline_post_engagement instant_experience_clicks_to_open labels location mobile_app_purchase_roas outbound_clicks_ctr social_spend unique_actions unique_clicks unique_ctr unique_inline_link_clicks unique_inline_link_click_ctr unique_link_clicks_ctr unique_outbound_clicks updated_time video_30_sec_watched_actions video_avg_time_watched_actions video_p100_watched_actions video_p25_watched_actions video_p50_watched_actions video_p75_watched_actions video_p95_watched_actions video_play_actions video_thruplay_watched_actions website_ctr'.split(
    ' ',
  ),
);
