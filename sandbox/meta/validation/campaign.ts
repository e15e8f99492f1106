import { currencyByCode, minorFromUsd } from '../catalog/currencies.ts';
import { countryByCode } from '../catalog/countries.ts';
import { badParam, missingParam, ruleBroken } from '../http/graph-error.ts';
import {
  anyParam,
  flagParam,
  hasParam,
  integerParam,
  objectParam,
  oneOf,
  requiredText,
  textListParam,
  textParam,
} from '../http/params.ts';
import type { Params } from '../http/params.ts';
import type { AdAccount, Campaign } from '../state/types.ts';
import { namesBudget, readBudget, requireMinimum } from './budget.ts';

export const OBJECTIVES = [
  'OUTCOME_APP_PROMOTION',
  'OUTCOME_AWARENESS',
  'OUTCOME_ENGAGEMENT',
  'OUTCOME_LEADS',
  'OUTCOME_SALES',
  'OUTCOME_TRAFFIC',
] as const;

/** Names of the time before outcome objectives; still in Meta's own enum lists, refused for new campaigns. */
const RETIRED_OBJECTIVES = new Set(
  'APP_INSTALLS BRAND_AWARENESS CONVERSIONS EVENT_RESPONSES LEAD_GENERATION LINK_CLICKS LOCAL_AWARENESS MESSAGES OFFER_CLAIMS PAGE_LIKES POST_ENGAGEMENT PRODUCT_CATALOG_SALES REACH STORE_VISITS VIDEO_VIEWS'.split(
    ' ',
  ),
);

const SPECIAL_AD_CATEGORIES = [
  'NONE',
  'EMPLOYMENT',
  'HOUSING',
  'CREDIT',
  'ISSUES_ELECTIONS_POLITICS',
  'ONLINE_GAMBLING_AND_GAMING',
  'FINANCIAL_PRODUCTS_SERVICES',
] as const;

export const BID_STRATEGIES = [
  'LOWEST_COST_WITHOUT_CAP',
  'LOWEST_COST_WITH_BID_CAP',
  'COST_CAP',
  'LOWEST_COST_WITH_MIN_ROAS',
] as const;

/** Sent to take a campaign's spending cap away. */
export const NO_SPEND_CAP = 922337203685478;
const SMALLEST_SPEND_CAP_USD = 100;
const LONGEST_NAME = 400;

export type NewCampaign = Omit<Campaign, 'id' | 'accountId' | 'createdAt' | 'versions'> & {
  readonly first: Omit<Campaign['versions'][number], 'at'>;
};

/** Everything `POST act_X/campaigns` checks. @throws GraphError as the real API words it. */
export function readNewCampaign(params: Params, account: AdAccount): NewCampaign {
  const name = readName(params);
  const objective = readObjective(params);
  const categories = readCategories(params);
  refuseRetiredParams(params);
  const budget = readBudget(params);
  const budgetSharing = readSharingFlag(params);
  requireMinimum({
    level: 'campaign',
    budget,
    account,
    goal: null,
    days: 1,
  });
  const buyingType = oneOf(
    textParam(params, 'buying_type') ?? 'AUCTION',
    ['AUCTION', 'RESERVED'],
    'buying_type',
  );
  return {
    objective,
    buyingType,
    specialAdCategories: categories,
    specialAdCategoryCountry: readCategoryCountries(params, categories),
    budgetSharing,
    promotedObject: readPromotedObject(params, objective),
    first: {
      name,
      status: oneOf(textParam(params, 'status') ?? 'PAUSED', ['ACTIVE', 'PAUSED'], 'status'),
      ...budget,
      bidStrategy: readBidStrategy(params),
      spendCap: readSpendCap(params, account),
    },
  };
}

export function readName(params: Params): string {
  const name = requiredText(params, 'name');
  if (name.length > LONGEST_NAME)
    throw badParam(`Param name must be at most ${LONGEST_NAME} characters.`, 'name');
  return name;
}

function readObjective(params: Params): string {
  const objective = requiredText(params, 'objective');
  if (RETIRED_OBJECTIVES.has(objective)) {
    throw ruleBroken(
      2446383,
      'Objective Is No Longer Available',
      `The objective ${objective} can no longer be used for new campaigns. Use one of ${OBJECTIVES.join(', ')}.`,
      'objective',
    );
  }
  return oneOf(objective, OBJECTIVES, 'objective');
}

function readCategories(params: Params): readonly string[] {
  const given = anyParam(params, 'special_ad_categories');
  if (given === null) throw missingParam('special_ad_categories');
  if (!Array.isArray(given))
    throw badParam('Param special_ad_categories must be an array.', 'special_ad_categories');
  const list = textListParam(params, 'special_ad_categories') ?? [];
  return list.map((item, index) =>
    oneOf(item, SPECIAL_AD_CATEGORIES, `special_ad_categories[${index}]`),
  );
}

function readCategoryCountries(params: Params, categories: readonly string[]): readonly string[] {
  const countries = textListParam(params, 'special_ad_category_country') ?? [];
  for (const code of countries) {
    if (!countryByCode(code)) {
      throw badParam(
        `Param special_ad_category_country has an unknown country "${code}".`,
        'special_ad_category_country',
      );
    }
  }
  if (categories.some((category) => category !== 'NONE') && countries.length === 0) {
    throw missingParam('special_ad_category_country');
  }
  return countries;
}

function refuseRetiredParams(params: Params): void {
  if (hasParam(params, 'smart_promotion_type')) {
    throw badParam(
      'smart_promotion_type can no longer be set when a campaign is created.',
      'smart_promotion_type',
    );
  }
}

function readSharingFlag(params: Params): boolean | null {
  const flag = flagParam(params, 'is_adset_budget_sharing_enabled');
  if (namesBudget(params)) {
    if (flag === null) return null;
    throw ruleBroken(
      4834002,
      'Ad Set Budget Sharing Is Not Available With a Campaign Budget',
      'Set either a campaign budget or is_adset_budget_sharing_enabled, not both.',
      'is_adset_budget_sharing_enabled',
    );
  }
  if (flag !== null) return flag;
  throw ruleBroken(
    4834011,
    'Ad Set Budget Sharing Must Be Specified',
    'You must specify True or False in the is_adset_budget_sharing_enabled field when the campaign has no budget of its own.',
    'is_adset_budget_sharing_enabled',
  );
}

/** Without a word about it a campaign budget bids with a cap, and then every ad set needs a bid. */
function readBidStrategy(params: Params): string | null {
  const given = textParam(params, 'bid_strategy');
  if (!namesBudget(params)) {
    if (given === null) return null;
    throw badParam('bid_strategy can only be set on a campaign that has a budget.', 'bid_strategy');
  }
  return oneOf(given ?? 'LOWEST_COST_WITH_BID_CAP', BID_STRATEGIES, 'bid_strategy');
}

/** About 100 US dollars, or what a lever says. */
export function smallestSpendCap({ currency, minSpendCap }: AdAccount): number {
  return minSpendCap ?? minorFromUsd(currencyByCode(currency), SMALLEST_SPEND_CAP_USD);
}

export function readSpendCap(params: Params, account: AdAccount): number | null {
  const cap = integerParam(params, 'spend_cap');
  if (cap === null || cap === NO_SPEND_CAP) return null;
  if (cap < smallestSpendCap(account)) {
    throw ruleBroken(
      2446307,
      'Campaign Spending Limit Is Too Low',
      'The spending limit of a campaign must be at least the equivalent of 100 US dollars.',
      'spend_cap',
    );
  }
  return cap;
}

function readPromotedObject(params: Params, objective: string): Campaign['promotedObject'] {
  const promoted = objectParam(params, 'promoted_object');
  const skad = flagParam(params, 'is_skadnetwork_attribution') === true;
  if (skad && promoted === null) throw missingParam('promoted_object');
  if (promoted !== null && objective !== 'OUTCOME_APP_PROMOTION') {
    throw badParam(
      'promoted_object can only be set on an app promotion campaign.',
      'promoted_object',
    );
  }
  return promoted;
}
