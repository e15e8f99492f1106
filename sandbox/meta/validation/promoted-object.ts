import type { JsonObject } from '../json.ts';
import { requireAdvertisablePage } from '../http/call.ts';
import type { SignedCall } from '../http/call.ts';
import { badParam, GraphError, ruleBroken } from '../http/graph-error.ts';
import { requireKnownPromoted } from './params.ts';
import type { AdAccount } from '../state/types.ts';

/** Which goals an objective allows, from the outcome mapping of the Campaign reference. */
const GOALS: Readonly<Record<string, readonly string[]>> = {
  OUTCOME_LEADS: [
    'LEAD_GENERATION',
    'QUALITY_LEAD',
    'OFFSITE_CONVERSIONS',
    'LANDING_PAGE_VIEWS',
    'LINK_CLICKS',
    'REACH',
    'IMPRESSIONS',
  ],
  OUTCOME_SALES: [
    'OFFSITE_CONVERSIONS',
    'VALUE',
    'LANDING_PAGE_VIEWS',
    'LINK_CLICKS',
    'REACH',
    'IMPRESSIONS',
  ],
  OUTCOME_TRAFFIC: ['LANDING_PAGE_VIEWS', 'LINK_CLICKS', 'REACH', 'IMPRESSIONS'],
  OUTCOME_APP_PROMOTION: ['APP_INSTALLS', 'LINK_CLICKS', 'VALUE'],
  OUTCOME_AWARENESS: ['REACH', 'IMPRESSIONS', 'AD_RECALL_LIFT', 'THRUPLAY'],
  OUTCOME_ENGAGEMENT: [
    'POST_ENGAGEMENT',
    'PAGE_LIKES',
    'THRUPLAY',
    'LINK_CLICKS',
    'LANDING_PAGE_VIEWS',
    'OFFSITE_CONVERSIONS',
    'REACH',
    'IMPRESSIONS',
  ],
};

export const OPTIMIZATION_GOALS = [...new Set(Object.values(GOALS).flat())].toSorted();

const DESTINATIONS = new Set([
  'WEBSITE',
  'ON_AD',
  'APP',
  'MESSENGER',
  'WHATSAPP',
  'ON_PAGE',
  'ON_POST',
  'ON_VIDEO',
  'FACEBOOK',
  'INSTAGRAM_PROFILE',
]);

const CUSTOM_EVENTS = new Set(
  'ADD_PAYMENT_INFO ADD_TO_CART ADD_TO_WISHLIST COMPLETE_REGISTRATION CONTACT CONTENT_VIEW DONATE FIND_LOCATION INITIATED_CHECKOUT LEAD OTHER PURCHASE SCHEDULE SEARCH START_TRIAL SUBMIT_APPLICATION SUBSCRIBE'.split(
    ' ',
  ),
);

export type GoalChoice = {
  readonly objective: string;
  readonly goal: string;
  readonly destination: string | null;
  readonly billingEvent: string;
  readonly promoted: JsonObject | null;
};

/** Goal, destination, billing event and promoted object have to fit together. */
export function requireGoalFits(call: SignedCall, account: AdAccount, choice: GoalChoice): void {
  requireGoal(choice);
  requireDestination(choice);
  requireBillingEvent(choice);
  requireKnownPromoted(choice.promoted);
  requirePromotedObject(call, account, choice);
}

function requireGoal({ objective, goal }: GoalChoice): void {
  if (GOALS[objective]?.includes(goal)) return;
  throw ruleBroken(
    2490408,
    'Performance Goal Is Not Available',
    `The performance goal ${goal} cannot be used in a campaign with the objective ${objective}.`,
    'optimization_goal',
  );
}

function requireDestination({ objective, goal, destination }: GoalChoice): void {
  if (destination !== null && !DESTINATIONS.has(destination)) {
    throw badParam(
      `Param destination_type must be one of {${[...DESTINATIONS].join(', ')}} - got "${destination}".`,
      'destination_type',
    );
  }
  const isForm = goal === 'LEAD_GENERATION' || goal === 'QUALITY_LEAD';
  const wrong =
    isForm !== (destination === 'ON_AD') ||
    (goal === 'OFFSITE_CONVERSIONS' && destination !== null && destination !== 'WEBSITE') ||
    (objective === 'OUTCOME_APP_PROMOTION' && destination !== null && destination !== 'APP') ||
    (objective !== 'OUTCOME_APP_PROMOTION' &&
      objective !== 'OUTCOME_TRAFFIC' &&
      destination === 'APP');
  if (!wrong) return;
  throw ruleBroken(
    2446383,
    'Conversion Location Does Not Match',
    `The conversion location ${destination ?? '(none)'} cannot be combined with the performance goal ${goal}.`,
    'destination_type',
  );
}

function requireBillingEvent({ goal, billingEvent }: GoalChoice): void {
  if (billingEvent === 'IMPRESSIONS') return;
  if (billingEvent === 'LINK_CLICKS' && goal === 'LINK_CLICKS') return;
  throw ruleBroken(
    1487390,
    'Billing Event Is Not Available',
    `The billing event ${billingEvent} cannot be used with the performance goal ${goal}.`,
    'billing_event',
  );
}

function requirePromotedObject(call: SignedCall, account: AdAccount, choice: GoalChoice): void {
  const promoted = choice.promoted ?? {};
  switch (choice.goal) {
    case 'LEAD_GENERATION':
    case 'QUALITY_LEAD': {
      const pageId = promotedText(promoted, 'page_id', choice);
      const page = requireAdvertisablePage(call, pageId, 'promoted_object');
      if (page.leadgenTosAccepted) return;
      throw ruleBroken(
        1815089,
        'Lead Ads Terms Not Accepted',
        'The Page has to accept the terms for lead ads before it can run them.',
        'promoted_object',
      );
    }
    case 'OFFSITE_CONVERSIONS':
    case 'VALUE':
      if (choice.objective === 'OUTCOME_APP_PROMOTION')
        return requireMobileApp(call, account, choice);
      return requirePixel(call, account, choice);
    case 'APP_INSTALLS':
      return requireMobileApp(call, account, choice);
    default:
      if (choice.objective === 'OUTCOME_APP_PROMOTION') requireMobileApp(call, account, choice);
  }
}

function requirePixel(call: SignedCall, account: AdAccount, choice: GoalChoice): void {
  const promoted = choice.promoted ?? {};
  const pixelId = promotedText(promoted, 'pixel_id', choice);
  const event = promotedText(promoted, 'custom_event_type', choice);
  if (!CUSTOM_EVENTS.has(event)) {
    throw badParam(
      `Param promoted_object[custom_event_type] must be one of {${[...CUSTOM_EVENTS].join(', ')}} - got "${event}".`,
      'promoted_object',
      'custom_event_type',
    );
  }
  if (call.store.get('pixel', pixelId)?.accountId === account.id) return;
  throw new GraphError({
    code: 100,
    subcode: 1815045,
    title: 'Pixel Not Found',
    userMessage: 'The pixel does not exist or is not shared with this ad account.',
    blame: [['promoted_object', 'pixel_id']],
  });
}

function requireMobileApp(call: SignedCall, account: AdAccount, choice: GoalChoice): void {
  const promoted = choice.promoted ?? {};
  const appId = promotedText(promoted, 'application_id', choice);
  const storeUrl = promotedText(promoted, 'object_store_url', choice);
  const app = call.store.get('mobileApp', appId);
  if (app?.accountId === account.id && storeOf(storeUrl) !== null) return;
  throw ruleBroken(
    1885154,
    'App Cannot Be Promoted',
    'The app is not registered for this ad account, or the address is not one of an app store.',
    'promoted_object',
  );
}

export function storeOf(url: string): 'ios' | 'android' | null {
  if (/^https?:\/\/(itunes|apps)\.apple\.com\//.test(url)) return 'ios';
  return /^https?:\/\/play\.google\.com\//.test(url) ? 'android' : null;
}

function promotedText(promoted: JsonObject, key: string, choice: GoalChoice): string {
  const value = promoted[key];
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number') return String(value);
  throw ruleBroken(
    1815715,
    'Promoted Object Is Missing',
    `An ad set with the performance goal ${choice.goal} must say what it promotes: ${key} is missing in promoted_object.`,
    'promoted_object',
    key,
  );
}
