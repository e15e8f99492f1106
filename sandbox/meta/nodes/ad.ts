import { jsonText } from '../json.ts';
import { orderAt, reviewAt, verdictOn } from '../delivery/review.ts';
import { adStatus } from '../delivery/status.ts';
import { graphTime } from '../delivery/zone.ts';
import type { SignedCall } from '../http/call.ts';
import type { JsonObject } from '../json.ts';
import { current } from '../state/store.ts';
import type { Ad } from '../state/types.ts';
import { words } from './shape.ts';
import type { NodeShape } from './shape.ts';

/** Why an ad was turned down, as `{ policy: explanation }`; null while it was not. */
function refusalOf(node: Ad, call: SignedCall): JsonObject | null {
  const creative = call.store.get('creative', current(node).creativeId);
  if (!creative || reviewAt(node, creative, call.now) !== 'DISAPPROVED') return null;
  const forced = node.forcedVerdicts.findLast(
    (verdict) => verdict.at <= call.now && !verdict.approved,
  );
  const order = orderAt(node, call.now);
  if (order?.outcome === 'refused' && order.at > (forced?.at ?? -1)) {
    return { [order.policy]: order.message };
  }
  const { policy, why } = verdictOn(creative);
  return forced
    ? { [forced.policy]: 'This ad does not comply with our advertising standards.' }
    : { [policy]: why };
}

export const adShape: NodeShape<Ad> = {
  typeName: 'Ad',
  defaults: ['id'],
  readers: {
    id: (node) => node.id,
    account_id: (node) => node.accountId,
    campaign_id: (node) => node.campaignId,
    adset_id: (node) => node.adSetId,
    name: (node) => current(node).name,
    status: (node) => current(node).status,
    configured_status: (node) => current(node).status,
    effective_status: (node, call) => adStatus(call.store, node, call.now),
    conversion_domain: (node) => node.conversionDomain ?? undefined,
    tracking_specs: (node) => node.trackingSpecs,
    ad_review_feedback: (node, call) => {
      const refusal = refusalOf(node, call);
      return refusal === null ? undefined : { global: refusal };
    },
    issues_info: (node, call) => {
      const refusal = refusalOf(node, call);
      if (refusal === null) return [];
      const summary = Object.keys(refusal)[0] ?? '';
      return [
        {
          level: 'AD',
          error_code: 1815869,
          error_summary: 'Ad was rejected',
          error_message: `${summary}: ${jsonText(refusal[summary])}`,
          error_type: 'HARD_ERROR',
        },
      ];
    },
    preview_shareable_link: (node, call) => `${call.publicUrl}/sandbox/preview/${node.id}`,
    created_time: (node) => graphTime(node.createdAt),
    updated_time: (node) => graphTime(current(node).at),
  },
  links: {
    creative: { to: 'creative', many: false, find: (node) => [current(node).creativeId] },
    adset: { to: 'adSet', many: false, find: (node) => [node.adSetId] },
    campaign: { to: 'campaign', many: false, find: (node) => [node.campaignId] },
    adcreatives: { to: 'creative', many: true, find: (node) => [current(node).creativeId] },
  },
  empty: words(
    'ad_active_time ad_schedule_end_time ad_schedule_start_time adlabels bid_amount bid_info bid_type conversion_specs creative_asset_groups_spec demolink_hash display_sequence engagement_audience failed_delivery_checks last_updated_by_app_id placement priority recommendations source_ad source_ad_id targeting tracking_and_conversion_with_defaults',
  ),
};
