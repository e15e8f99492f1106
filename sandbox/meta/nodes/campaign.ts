import { campaignStatus } from '../delivery/status.ts';
import { campaignDays, spentBy } from '../delivery/performance.ts';
import { graphTime } from '../delivery/zone.ts';
import { isListed } from '../edges/visibility.ts';
import { current } from '../state/store.ts';
import type { Campaign } from '../state/types.ts';
import { words } from './shape.ts';
import type { NodeShape } from './shape.ts';

function numberText(value: number | null): string | undefined {
  return value === null ? undefined : String(value);
}

export const campaignShape: NodeShape<Campaign> = {
  typeName: 'Campaign',
  defaults: ['id'],
  readers: {
    id: (node) => node.id,
    account_id: (node) => node.accountId,
    name: (node) => current(node).name,
    objective: (node) => node.objective,
    status: (node) => current(node).status,
    configured_status: (node) => current(node).status,
    effective_status: (node) => campaignStatus(node),
    buying_type: (node) => node.buyingType,
    bid_strategy: (node) => current(node).bidStrategy ?? undefined,
    daily_budget: (node) => numberText(current(node).dailyBudget),
    lifetime_budget: (node) => numberText(current(node).lifetimeBudget),
    budget_remaining: (node, call) => {
      const { lifetimeBudget, dailyBudget } = current(node);
      if (lifetimeBudget === null) return numberText(dailyBudget) ?? '0';
      return String(
        Math.max(0, lifetimeBudget - spentBy(campaignDays(call.store, node, call.now))),
      );
    },
    spend_cap: (node) => numberText(current(node).spendCap),
    special_ad_categories: (node) => node.specialAdCategories,
    special_ad_category: (node) => node.specialAdCategories[0] ?? 'NONE',
    special_ad_category_country: (node) => node.specialAdCategoryCountry,
    is_adset_budget_sharing_enabled: (node) => node.budgetSharing ?? undefined,
    promoted_object: (node) => node.promotedObject ?? undefined,
    advantage_state_info: (node) => ({
      advantage_state: 'DISABLED',
      advantage_budget_state:
        current(node).dailyBudget === null && current(node).lifetimeBudget === null
          ? 'DISABLED'
          : 'ENABLED',
    }),
    created_time: (node) => graphTime(node.createdAt),
    start_time: (node) => graphTime(node.createdAt),
    updated_time: (node) => graphTime(current(node).at),
    issues_info: () => [],
  },
  links: {
    adsets: {
      to: 'adSet',
      many: true,
      find: (node, call) =>
        call.store
          .list('adSet', (row) => row.campaignId === node.id && isListed(call, row))
          .map((row) => row.id),
    },
    ads: {
      to: 'ad',
      many: true,
      find: (node, call) =>
        call.store
          .list('ad', (row) => row.campaignId === node.id && isListed(call, row))
          .map((row) => row.id),
    },
    account: { to: 'account', many: false, find: (node) => [node.accountId] },
  },
  empty: words(
    'adlabels boosted_object_id brand_lift_studies budget_rebalance_flag campaign_group_active_time can_create_brand_lift_study can_use_spend_cap is_budget_schedule_enabled is_skadnetwork_attribution last_budget_toggling_time pacing_type primary_attribution recommendations smart_promotion_type source_campaign source_campaign_id stop_time topline_id',
  ),
};
