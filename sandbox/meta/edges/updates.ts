import {
  requireChangeable,
  isSignificantStep,
  requireAboveSpent,
  refuseFixed,
  finish,
} from './update-rules.ts';
import { campaignDays, spentBy } from '../delivery/performance.ts';
import type { SignedCall } from '../http/call.ts';
import { badParam, ruleBroken } from '../http/graph-error.ts';
import { flagParam, hasParam, oneOf, textParam } from '../http/params.ts';
import type { JsonObject } from '../json.ts';
import { current, withVersion } from '../state/store.ts';
import type { Ad, AdVersion, Campaign, CampaignVersion, Creative, Put } from '../state/types.ts';
import {
  namesBudget,
  readBudget,
  requireBudgetChangeAllowed,
  requireMinimum,
} from '../validation/budget.ts';
import { hasCampaignBudget } from '../validation/ad-set.ts';
import { readCreative, readNewStatus, requireCreativeFits } from '../validation/ad.ts';
import { BID_STRATEGIES, readName, readSpendCap } from '../validation/campaign.ts';
import { CREATIVE_CONTENT_KEYS } from '../validation/creative.ts';
import { requireKnownParams } from '../validation/params.ts';
import { writableAccount } from './creates.ts';
import { AUTOMATIC_REVIEW, ordersByRule } from './review-rules.ts';

export function updateCampaign(call: SignedCall, campaign: Campaign): JsonObject {
  const account = writableAccount(call, campaign.accountId);
  requireKnownParams(call.params, 'update-campaign');
  const status = readNewStatus(call.params);
  requireChangeable(call, campaign, status);
  refuseFixed(call, ['objective', 'buying_type', 'adset_budgets']);
  if (
    flagParam(call.params, 'is_adset_budget_sharing_enabled') === true &&
    campaign.budgetSharing !== true
  ) {
    throw ruleBroken(
      3858418,
      'Budget Sharing Cannot Be Turned On',
      'Ad set budget sharing can only be turned on when a campaign is created.',
      'is_adset_budget_sharing_enabled',
    );
  }
  const change: Partial<CampaignVersion> = {};
  if (status !== null) Object.assign(change, { status });
  if (hasParam(call.params, 'name')) Object.assign(change, { name: readName(call.params) });
  if (hasParam(call.params, 'spend_cap'))
    Object.assign(change, { spendCap: readSpendCap(call.params, account) });
  if (hasParam(call.params, 'bid_strategy')) {
    Object.assign(change, {
      bidStrategy: oneOf(
        textParam(call.params, 'bid_strategy') ?? '',
        BID_STRATEGIES,
        'bid_strategy',
      ),
    });
  }
  if (namesBudget(call.params)) {
    if (!hasCampaignBudget(campaign))
      throw badParam('This campaign has no budget of its own; its ad sets have.', 'daily_budget');
    const budget = readBudget(call.params);
    requireMinimum({
      level: 'campaign',
      budget,
      account,
      goal: null,
      days: 1,
    });
    requireBudgetChangeAllowed(budgetChanges(campaign), call.now);
    requireAboveSpent(budget.lifetimeBudget, () =>
      spentBy(campaignDays(call.store, campaign, call.now)),
    );
    Object.assign(change, budget);
  }
  const next = withVersion<CampaignVersion, Campaign>(campaign, change, call.now);
  const puts: Put[] = [{ kind: 'campaign', value: next }];
  if (isSignificantStep(campaign.versions.at(-1)?.dailyBudget ?? null, change.dailyBudget)) {
    for (const adSet of call.store.list('adSet', (row) => row.campaignId === campaign.id)) {
      puts.push({
        kind: 'adSet',
        value: { ...adSet, significantEditsAt: [...adSet.significantEditsAt, call.now] },
      });
    }
  }
  return finish(call, { puts, object: 'campaign', node: next, deleted: status === 'DELETED' });
}

function budgetChanges(campaign: Campaign): readonly number[] {
  return campaign.versions.flatMap((version, index) => {
    const before = campaign.versions[index - 1];
    const changed =
      before &&
      (before.dailyBudget !== version.dailyBudget ||
        before.lifetimeBudget !== version.lifetimeBudget);
    return changed ? [version.at] : [];
  });
}

export function updateAd(call: SignedCall, ad: Ad): JsonObject {
  const account = writableAccount(call, ad.accountId);
  requireKnownParams(call.params, 'update-ad');
  const adSet = call.store.get('adSet', ad.adSetId);
  if (!adSet) throw new Error('An ad without an ad set.');
  const status = readNewStatus(call.params);
  requireChangeable(call, ad, status);
  refuseFixed(call, ['adset_id', 'campaign_id']);
  const change: Partial<AdVersion> = {};
  if (status !== null) Object.assign(change, { status });
  if (hasParam(call.params, 'name')) Object.assign(change, { name: readName(call.params) });
  const swaps = hasParam(call.params, 'creative');
  let orders = ad.reviewOrders ?? [];
  if (swaps) {
    const creative = readCreative(call, account);
    requireCreativeFits(adSet, creative);
    Object.assign(change, { creativeId: creative.id });
    orders = [
      ...orders,
      { ...AUTOMATIC_REVIEW, at: call.now },
      ...ordersByRule(call.store, creative, call.now),
    ];
  }
  const asksReview =
    (status === 'ACTIVE' && ad.reviewsAt.length === 0) || (swaps && ad.reviewsAt.length > 0);
  const versioned = withVersion<AdVersion, Ad>(ad, change, call.now);
  const next: Ad = asksReview
    ? { ...versioned, reviewsAt: [...ad.reviewsAt, current(versioned).at], reviewOrders: orders }
    : { ...versioned, reviewOrders: orders };
  const puts: Put[] = [{ kind: 'ad', value: next }];
  if (swaps)
    puts.push({
      kind: 'adSet',
      value: { ...adSet, significantEditsAt: [...adSet.significantEditsAt, call.now] },
    });
  return finish(call, { puts, object: 'ad', node: next, deleted: status === 'DELETED' });
}

export function updateCreative(call: SignedCall, creative: Creative): JsonObject {
  writableAccount(call, creative.accountId);
  requireKnownParams(call.params, 'update-creative');
  if (CREATIVE_CONTENT_KEYS.some((key) => hasParam(call.params, key))) {
    throw ruleBroken(
      1815573,
      'Ad Creative Cannot Be Edited',
      'The content of a creative cannot be changed. Create a new one instead.',
      'object_story_spec',
    );
  }
  const status = textParam(call.params, 'status');
  if (status !== null) oneOf(status, ['ACTIVE', 'DELETED'], 'status');
  const next: Creative = {
    ...creative,
    name: textParam(call.params, 'name') ?? creative.name,
    status: status === 'DELETED' ? 'DELETED' : creative.status,
  };
  return finish(call, {
    puts: [{ kind: 'creative', value: next }],
    object: 'creative',
    node: next,
    deleted: status === 'DELETED',
  });
}
