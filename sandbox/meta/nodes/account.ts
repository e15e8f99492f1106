import { currencyByCode } from '../catalog/currencies.ts';
import { accountDays, spentBy } from '../delivery/performance.ts';
import { graphTime, HOUR_MS, zoneOffset } from '../delivery/zone.ts';
import { isListed } from '../edges/visibility.ts';
import { current } from '../state/store.ts';
import type { AdAccount } from '../state/types.ts';
import { minimumDailyBudget } from '../validation/budget.ts';
import { smallestSpendCap } from '../validation/campaign.ts';
import { words } from './shape.ts';
import type { NodeShape } from './shape.ts';

export const accountShape: NodeShape<AdAccount> = {
  typeName: 'AdAccount',
  defaults: ['id'],
  readers: {
    id: (node) => `act_${node.id}`,
    account_id: (node) => node.id,
    name: (node) => node.name,
    account_status: (node) => current(node).accountStatus,
    disable_reason: (node) => current(node).disableReason,
    currency: (node) => node.currency,
    timezone_name: (node) => node.timezone,
    timezone_id: () => 1,
    timezone_offset_hours_utc: (node, call) => zoneOffset(node.timezone, call.now) / HOUR_MS,
    funding_source: (node) => (current(node).hasPaymentMethod ? `6${node.id}` : undefined),
    funding_source_details: (node) =>
      current(node).hasPaymentMethod
        ? { id: `6${node.id}`, display_string: 'Sandbox card ending 4242', type: 1 }
        : undefined,
    amount_spent: (node, call) => String(spentBy(accountDays(call.store, node, call.now))),
    balance: () => '0',
    spend_cap: (node) => String(current(node).spendCap ?? 0),
    min_daily_budget: (node) =>
      Math.max(minimumDailyBudget(currencyByCode(node.currency), null), node.minDailyBudget ?? 0),
    min_campaign_group_spend_cap: (node) => String(smallestSpendCap(node)),
    default_dsa_beneficiary: (node) => node.defaultDsaBeneficiary ?? undefined,
    default_dsa_payor: (node) => node.defaultDsaPayor ?? undefined,
    user_tasks: () => ['DRAFT', 'ANALYZE', 'ADVERTISE', 'MANAGE'],
    owner: (node) => node.ownerId,
    created_time: (node) => graphTime(node.createdAt),
    is_personal: () => 0,
    is_prepay_account: () => false,
    failed_delivery_checks: () => [],
  },
  links: {
    campaigns: {
      to: 'campaign',
      many: true,
      find: (node, call) =>
        call.store
          .list('campaign', (row) => row.accountId === node.id && isListed(call, row))
          .map((row) => row.id),
    },
  },
  empty: words(
    'age agency_client_declaration attribution_spec business business_city business_country_code business_name business_state business_street business_street2 business_zip can_create_brand_lift_study capabilities end_advertiser end_advertiser_name has_migrated_permissions io_number is_notifications_enabled line_numbers media_agency offsite_pixels_tos_accepted opportunity_score partner rf_spec tax_id tax_id_status tax_id_type tos_accepted user_tos_accepted',
  ),
};
