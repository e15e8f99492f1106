import type { JsonObject } from '../json.ts';
import { DAY_MS } from '../delivery/zone.ts';
import type { SignedCall } from '../http/call.ts';
import { badParam, missingParam, ruleBroken } from '../http/graph-error.ts';
import {
  anyParam,
  integerParam,
  listParam,
  objectParam,
  oneOf,
  requiredObject,
  requiredText,
  textParam,
} from '../http/params.ts';
import type { Params } from '../http/params.ts';
import { current } from '../state/store.ts';
import type { AdAccount, AdSet, AdSetVersion, Campaign } from '../state/types.ts';
import { namesBudget, readBudget, requireMinimum } from './budget.ts';
import type { Budget } from './budget.ts';
import { BID_STRATEGIES, readName } from './campaign.ts';
import { requireDsa } from './dsa.ts';
import { OPTIMIZATION_GOALS, requireGoalFits, storeOf } from './promoted-object.ts';
import { readSchedule, requireScheduleFitsBudget } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import { requireTargeting } from './targeting.ts';

const MOST_AD_SETS_PER_CAMPAIGN = 200;
const CAPPED_BIDS = new Set(['LOWEST_COST_WITH_BID_CAP', 'COST_CAP', 'LOWEST_COST_WITH_MIN_ROAS']);
const BILLING_EVENTS = [
  'IMPRESSIONS',
  'LINK_CLICKS',
  'APP_INSTALLS',
  'PAGE_LIKES',
  'POST_ENGAGEMENT',
  'THRUPLAY',
] as const;

export type NewAdSet = Pick<
  AdSet,
  'campaignId' | 'billingEvent' | 'destinationType' | 'promotedObject' | 'attributionSpec'
> & {
  readonly first: Omit<AdSetVersion, 'at'>;
};

/** Everything `POST act_X/adsets` checks. @throws GraphError as the real API words it. */
export function readNewAdSet(call: SignedCall, account: AdAccount): NewAdSet {
  const { params } = call;
  const name = readName(params);
  const campaign = readCampaign(call, account);
  const optimizationGoal = oneOf(
    requiredText(params, 'optimization_goal'),
    OPTIMIZATION_GOALS,
    'optimization_goal',
  );
  const billingEvent = oneOf(
    requiredText(params, 'billing_event'),
    BILLING_EVENTS,
    'billing_event',
  );
  const destinationType = textParam(params, 'destination_type');
  const promotedObject = objectParam(params, 'promoted_object');
  const goal = {
    objective: campaign.objective,
    goal: optimizationGoal,
    destination: destinationType,
    billingEvent,
    promoted: promotedObject,
  };
  requireGoalFits(call, account, goal);
  const schedule = readSchedule(params, { startAt: call.now, endAt: null }, call.now);
  const budget = readAdSetBudget({ params, campaign, account, optimizationGoal, schedule });
  const bid = readBid(params, campaign);
  const targeting = readTargeting(call, campaign, promotedObject);
  const names = {
    dsaBeneficiary: textParam(params, 'dsa_beneficiary'),
    dsaPayor: textParam(params, 'dsa_payor'),
  };
  requireDsa({ level: 'adset', targeting, names, account });
  return {
    campaignId: campaign.id,
    billingEvent,
    destinationType,
    promotedObject,
    attributionSpec: listParam(params, 'attribution_spec') ?? defaultAttribution(optimizationGoal),
    first: {
      name,
      status: oneOf(textParam(params, 'status') ?? 'PAUSED', ['ACTIVE', 'PAUSED'], 'status'),
      ...budget,
      ...bid,
      optimizationGoal,
      targeting,
      ...schedule,
      ...names,
    },
  };
}

function readCampaign(call: SignedCall, account: AdAccount): Campaign {
  const id = requiredText(call.params, 'campaign_id');
  const campaign = call.store.get('campaign', id);
  if (campaign?.accountId !== account.id) {
    throw badParam(
      `Param campaign_id must be a campaign of this ad account - got "${id}".`,
      'campaign_id',
    );
  }
  const { status } = current(campaign);
  if (status === 'DELETED' || status === 'ARCHIVED') {
    throw ruleBroken(
      1487056,
      'Campaign Was Deleted',
      'Ad sets cannot be added to a deleted or archived campaign.',
      'campaign_id',
    );
  }
  if (
    call.store.list('adSet', (row) => row.campaignId === id).length >= MOST_AD_SETS_PER_CAMPAIGN
  ) {
    throw badParam(
      `A campaign can hold at most ${MOST_AD_SETS_PER_CAMPAIGN} ad sets.`,
      'campaign_id',
    );
  }
  return campaign;
}

export function hasCampaignBudget(campaign: Campaign): boolean {
  const { dailyBudget, lifetimeBudget } = current(campaign);
  return dailyBudget !== null || lifetimeBudget !== null;
}

function readAdSetBudget(input: {
  readonly params: Params;
  readonly campaign: Campaign;
  readonly account: AdAccount;
  readonly optimizationGoal: string;
  readonly schedule: Schedule;
}): Budget {
  const { params, campaign, account, optimizationGoal, schedule } = input;
  if (hasCampaignBudget(campaign)) {
    refuseBudgetUnderCampaignBudget(params);
    requireScheduleFitsBudget(current(campaign), schedule);
    return { dailyBudget: null, lifetimeBudget: null };
  }
  const budget = readBudget(params);
  if (budget.dailyBudget === null && budget.lifetimeBudget === null) {
    throw badParam(
      'An ad set needs daily_budget or lifetime_budget when its campaign has no budget.',
      'daily_budget',
    );
  }
  requireScheduleFitsBudget(budget, schedule);
  const days = ((schedule.endAt ?? schedule.startAt) - schedule.startAt) / DAY_MS;
  requireMinimum({
    level: 'adset',
    budget,
    account,
    goal: optimizationGoal,
    days,
  });
  return budget;
}

export function refuseBudgetUnderCampaignBudget(params: Params): void {
  if (!namesBudget(params)) return;
  throw ruleBroken(
    1885621,
    'Campaign Budget Is On',
    'You can only set an ad set budget or a campaign budget. Please remove one of them.',
    'daily_budget',
  );
}

/** A bidding way that needs an amount must come with one, also when it was set on the campaign. */
function readBid(
  params: Params,
  campaign: Campaign,
): Pick<AdSetVersion, 'bidStrategy' | 'bidAmount'> {
  const given = textParam(params, 'bid_strategy');
  const bidAmount = integerParam(params, 'bid_amount');
  const onCampaign = hasCampaignBudget(campaign);
  if (onCampaign && given !== null) {
    throw badParam(
      'bid_strategy is set on the campaign when the campaign has the budget.',
      'bid_strategy',
    );
  }
  const strategy = onCampaign
    ? current(campaign).bidStrategy
    : oneOf(given ?? 'LOWEST_COST_WITH_BID_CAP', BID_STRATEGIES, 'bid_strategy');
  if (strategy !== null && CAPPED_BIDS.has(strategy) && bidAmount === null) {
    throw ruleBroken(
      2490487,
      'Bid Amount Required',
      'A bid amount or a bid constraint is required for the bid strategy you chose. Provide bid_amount, or choose the highest volume strategy.',
      'bid_amount',
    );
  }
  if (strategy === 'LOWEST_COST_WITHOUT_CAP' && bidAmount !== null) {
    throw badParam('bid_amount cannot be used with LOWEST_COST_WITHOUT_CAP.', 'bid_amount');
  }
  return { bidStrategy: onCampaign ? null : strategy, bidAmount };
}

export function readTargeting(
  { params, settings }: SignedCall,
  campaign: Campaign,
  promoted: JsonObject | null,
): JsonObject {
  if (anyParam(params, 'targeting') === null) throw missingParam('targeting');
  const targeting = requiredObject(params, 'targeting');
  requireTargeting(targeting, campaign.specialAdCategories, settings.deadInterests);
  if (campaign.objective === 'OUTCOME_APP_PROMOTION') requireMatchingSystem(targeting, promoted);
  return targeting;
}

function requireMatchingSystem(targeting: JsonObject, promoted: JsonObject | null): void {
  const url = promoted?.['object_store_url'];
  const store = typeof url === 'string' ? storeOf(url) : null;
  const systems = targeting['user_os'];
  const wanted = store === 'ios' ? /^iOS/ : /^Android/;
  const fits =
    Array.isArray(systems) && systems.length > 0 && systems.every((os) => wanted.test(String(os)));
  if (fits) return;
  throw ruleBroken(
    1487678,
    'Operating System Does Not Match the Store',
    'The operating system in your audience must match the app store of the app you promote.',
    'targeting',
    'user_os',
  );
}

function defaultAttribution(goal: string): AdSet['attributionSpec'] {
  const click = {
    event_type: 'CLICK_THROUGH',
    window_days: goal === 'OFFSITE_CONVERSIONS' || goal === 'VALUE' ? 7 : 1,
  };
  const view = { event_type: 'VIEW_THROUGH', window_days: 1 };
  return goal === 'OFFSITE_CONVERSIONS' || goal === 'VALUE' || goal === 'APP_INSTALLS'
    ? [click, view]
    : [click];
}
