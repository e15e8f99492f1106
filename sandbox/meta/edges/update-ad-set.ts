import {
  requireChangeable,
  isSignificantStep,
  requireAboveSpent,
  refuseFixed,
  finish,
} from './update-rules.ts';
import { campaignDays, spentBy } from '../delivery/performance.ts';
import { DAY_MS } from '../delivery/zone.ts';
import type { SignedCall } from '../http/call.ts';
import { badParam, GraphError } from '../http/graph-error.ts';
import { hasParam, integerParam, oneOf, textParam } from '../http/params.ts';
import type { JsonObject } from '../json.ts';
import { current, withVersion } from '../state/store.ts';
import type { AdSet, AdSetVersion, Campaign, Put } from '../state/types.ts';
import {
  namesBudget,
  readBudget,
  requireBudgetChangeAllowed,
  requireMinimum,
} from '../validation/budget.ts';
import {
  hasCampaignBudget,
  readTargeting,
  refuseBudgetUnderCampaignBudget,
} from '../validation/ad-set.ts';
import { readNewStatus } from '../validation/ad.ts';
import { BID_STRATEGIES, readName } from '../validation/campaign.ts';
import { requireDsa } from '../validation/dsa.ts';
import { readSchedule, requireScheduleFitsBudget } from '../validation/schedule.ts';
import { OPTIMIZATION_GOALS, requireGoalFits } from '../validation/promoted-object.ts';
import { requireKnownParams } from '../validation/params.ts';
import { writableAccount } from './creates.ts';

/** A pause at least this long makes learning start over. */
const LONG_PAUSE_MS = 7 * DAY_MS;

export function updateAdSet(call: SignedCall, adSet: AdSet): JsonObject {
  const account = writableAccount(call, adSet.accountId);
  requireKnownParams(call.params, 'update-ad-set');
  const campaign = call.store.get('campaign', adSet.campaignId);
  if (!campaign) throw new Error('An ad set without a campaign.');
  const status = readNewStatus(call.params);
  requireChangeable(call, adSet, status);
  if (hasParam(call.params, 'attribution_spec')) {
    throw new GraphError({
      code: 100,
      subcode: 1504040,
      title: 'Attribution Cannot Be Changed',
      userMessage: 'The attribution setting cannot be changed after the ad set was created.',
      blame: [['attribution_spec']],
    });
  }
  refuseFixed(call, ['campaign_id', 'billing_event', 'destination_type', 'promoted_object']);
  const { change, edits } = readAdSetChange(call, adSet, campaign);
  if (status !== null) Object.assign(change, { status });
  if (namesBudget(call.params)) {
    if (hasCampaignBudget(campaign)) refuseBudgetUnderCampaignBudget(call.params);
    const budget = readBudget(call.params);
    requireMinimum({
      level: 'adset',
      budget,
      account,
      goal: current(adSet).optimizationGoal,
      days: 1,
    });
    requireBudgetChangeAllowed(adSet.budgetChangesAt, call.now);
    requireAboveSpent(budget.lifetimeBudget, () =>
      spentBy(
        campaignDays(call.store, campaign, call.now).filter((row) => row.adSetId === adSet.id),
      ),
    );
    Object.assign(change, budget);
  }
  const planned = { ...current(adSet), ...change };
  if (hasParam(call.params, 'start_time') || hasParam(call.params, 'end_time')) {
    requireScheduleFitsBudget(hasCampaignBudget(campaign) ? current(campaign) : planned, planned);
  }
  const wasPausedAt = current(adSet).status === 'PAUSED' ? current(adSet).at : null;
  const resumesLate =
    status === 'ACTIVE' && wasPausedAt !== null && call.now - wasPausedAt >= LONG_PAUSE_MS;
  const restarts =
    edits || resumesLate || isSignificantStep(current(adSet).dailyBudget, change.dailyBudget);
  const versioned = withVersion<AdSetVersion, AdSet>(adSet, change, call.now);
  const next: AdSet = {
    ...versioned,
    budgetChangesAt: namesBudget(call.params)
      ? [...adSet.budgetChangesAt, call.now]
      : adSet.budgetChangesAt,
    significantEditsAt: restarts
      ? [...adSet.significantEditsAt, call.now]
      : adSet.significantEditsAt,
  };
  const puts: Put[] = [{ kind: 'adSet', value: next }, ...(edits ? reviewAgain(call, adSet) : [])];
  return finish(call, { puts, object: 'adSet', node: next, deleted: status === 'DELETED' });
}

function readAdSetChange(
  call: SignedCall,
  adSet: AdSet,
  campaign: Campaign,
): { readonly change: Partial<AdSetVersion>; readonly edits: boolean } {
  const { params } = call;
  const before = current(adSet);
  const change: Partial<AdSetVersion> = {};
  if (hasParam(params, 'name')) Object.assign(change, { name: readName(params) });
  if (hasParam(params, 'dsa_beneficiary'))
    Object.assign(change, { dsaBeneficiary: textParam(params, 'dsa_beneficiary') });
  if (hasParam(params, 'dsa_payor'))
    Object.assign(change, { dsaPayor: textParam(params, 'dsa_payor') });
  if (hasParam(params, 'bid_amount'))
    Object.assign(change, { bidAmount: integerParam(params, 'bid_amount') });
  if (hasParam(params, 'bid_strategy')) {
    if (hasCampaignBudget(campaign)) {
      throw badParam('The bid strategy is set on the campaign.', 'bid_strategy');
    }
    const bidStrategy = oneOf(
      textParam(params, 'bid_strategy') ?? '',
      BID_STRATEGIES,
      'bid_strategy',
    );
    Object.assign(change, { bidStrategy });
  }
  if (hasParam(params, 'start_time') || hasParam(params, 'end_time')) {
    Object.assign(change, readSchedule(params, before, call.now));
  }
  if (hasParam(params, 'targeting')) {
    const targeting = readTargeting(call, campaign, adSet.promotedObject);
    const account = writableAccount(call, adSet.accountId);
    requireDsa({ level: 'adset', targeting, names: { ...before, ...change }, account });
    Object.assign(change, { targeting });
  }
  if (hasParam(params, 'optimization_goal')) {
    const goal = oneOf(
      textParam(params, 'optimization_goal') ?? '',
      OPTIMIZATION_GOALS,
      'optimization_goal',
    );
    requireGoalFits(call, writableAccount(call, adSet.accountId), {
      objective: campaign.objective,
      goal,
      destination: adSet.destinationType,
      billingEvent: adSet.billingEvent,
      promoted: adSet.promotedObject,
    });
    Object.assign(change, { optimizationGoal: goal });
  }
  return { change, edits: hasParam(params, 'targeting') || hasParam(params, 'optimization_goal') };
}

/** Other people or another goal: every ad that was on goes through review once more. */
function reviewAgain(call: SignedCall, adSet: AdSet): readonly Put[] {
  return call.store
    .list('ad', (row) => row.adSetId === adSet.id && row.reviewsAt.length > 0)
    .map((ad) => ({ kind: 'ad', value: { ...ad, reviewsAt: [...ad.reviewsAt, call.now] } }));
}
