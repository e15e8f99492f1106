import { learningOf } from '../delivery/performance.ts';
import { adSetStatus } from '../delivery/status.ts';
import { graphTime } from '../delivery/zone.ts';
import { isListed } from '../edges/visibility.ts';
import type { SignedCall } from '../http/call.ts';
import { current } from '../state/store.ts';
import type { AdSet } from '../state/types.ts';
import { words } from './shape.ts';
import type { NodeShape } from './shape.ts';

function zoneOf(node: AdSet, call: SignedCall): string {
  return call.store.get('account', node.accountId)?.timezone ?? 'UTC';
}

export const adSetShape: NodeShape<AdSet> = {
  typeName: 'AdSet',
  defaults: ['id'],
  readers: {
    id: (node) => node.id,
    account_id: (node) => node.accountId,
    campaign_id: (node) => node.campaignId,
    name: (node) => current(node).name,
    status: (node) => current(node).status,
    configured_status: (node) => current(node).status,
    effective_status: (node, call) => adSetStatus(call.store, node),
    billing_event: (node) => node.billingEvent,
    optimization_goal: (node) => current(node).optimizationGoal,
    destination_type: (node) => node.destinationType ?? 'UNDEFINED',
    promoted_object: (node) => node.promotedObject ?? undefined,
    targeting: (node) => current(node).targeting,
    bid_strategy: (node) => current(node).bidStrategy ?? undefined,
    bid_amount: (node) => current(node).bidAmount ?? undefined,
    daily_budget: (node) => String(current(node).dailyBudget ?? 0),
    lifetime_budget: (node) => String(current(node).lifetimeBudget ?? 0),
    budget_remaining: (node) =>
      String(current(node).dailyBudget ?? current(node).lifetimeBudget ?? 0),
    start_time: (node, call) => graphTime(current(node).startAt, zoneOf(node, call)),
    end_time: (node, call) => {
      const { endAt } = current(node);
      return endAt === null ? undefined : graphTime(endAt, zoneOf(node, call));
    },
    dsa_beneficiary: (node) => current(node).dsaBeneficiary ?? undefined,
    dsa_payor: (node) => current(node).dsaPayor ?? undefined,
    attribution_spec: (node) => node.attributionSpec,
    learning_stage_info: (node, call) => {
      const learning = learningOf(call.store, node, call.now);
      if (!learning) return undefined;
      return {
        status: learning.status,
        conversions: learning.conversions,
        last_sig_edit_ts: Math.floor(learning.lastEditAt / 1000),
        attribution_windows: ['1d_view', '7d_click'],
        dynamic_lp_conversions_threshold: 50,
        dynamic_lp_days_threshold: 7,
        dynamic_lp_status: learning.status,
      };
    },
    created_time: (node) => graphTime(node.createdAt),
    updated_time: (node) => graphTime(current(node).at),
    issues_info: () => [],
  },
  links: {
    campaign: { to: 'campaign', many: false, find: (node) => [node.campaignId] },
    ads: {
      to: 'ad',
      many: true,
      find: (node, call) =>
        call.store
          .list('ad', (row) => row.adSetId === node.id && isListed(call, row))
          .map((row) => row.id),
    },
  },
  empty: words(
    'adlabels adset_schedule asset_feed_id automatic_manual_state bid_adjustments bid_constraints bid_info campaign_active_time campaign_attribution daily_min_spend_target daily_spend_cap frequency_control_specs instagram_user_id is_budget_schedule_enabled is_dynamic_creative is_incremental_attribution_enabled lifetime_imps lifetime_min_spend_target lifetime_spend_cap multi_optimization_goal_weight optimization_sub_event pacing_type recommendations regional_regulated_categories regional_regulation_identities review_feedback source_adset source_adset_id targeting_optimization_types use_new_app_click',
  ),
};
