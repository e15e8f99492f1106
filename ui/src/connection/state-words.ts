import type { ConnectionDto } from '../../../contract/model.ts';

type Words = {
  readonly kicker: string;
  readonly title: string;
  /** Red where ads or access are at stake. */
  readonly tone: 'waiting' | 'bad';
  readonly button: string;
  /** Where at Facebook it can be put right, when connecting again alone does not help. */
  readonly place: { readonly words: string; readonly href: string } | null;
};

const AGAIN = 'Connect Facebook again';
const AT_FACEBOOK = 'Something is missing at Facebook';

const BY_PROBLEM: Readonly<Record<string, Pick<Words, 'title' | 'place'> & Partial<Words>>> = {
  'connection.no_ad_account': {
    title: 'You have no ad account yet',
    place: {
      words: 'Make an ad account',
      href: 'https://business.facebook.com/settings/ad-accounts',
    },
  },
  'connection.no_page': {
    title: 'There is no Page I may advertise for',
    place: { words: 'Make a Page', href: 'https://www.facebook.com/pages/create' },
  },
  'meta.payment_method_missing': {
    title: 'Your ad account has no way to pay yet',
    place: {
      words: 'Add a way to pay',
      href: 'https://business.facebook.com/billing_hub/payment_settings',
    },
  },
  'meta.account_unsettled': {
    title: 'Your ad account has an unpaid bill',
    place: { words: 'Open billing', href: 'https://business.facebook.com/billing_hub' },
  },
  'meta.account_disabled': {
    title: 'Facebook has disabled your ad account',
    tone: 'bad',
    place: { words: 'Ask Facebook for a review', href: 'https://www.facebook.com/accountquality' },
  },
  'connection.no_usable_account': {
    title: 'None of your ad accounts can run ads',
    place: {
      words: 'Open your ad accounts',
      href: 'https://business.facebook.com/settings/ad-accounts',
    },
  },
  'meta.account_unconfirmed': {
    title: 'Facebook wants you to confirm your account',
    tone: 'bad',
    place: { words: 'Open Facebook', href: 'https://www.facebook.com/' },
  },
  'connection.ends_soon': {
    kicker: 'Your connection ends soon',
    title: 'Please connect Facebook again in time',
    place: null,
  },
  'meta.data_access_ended': {
    kicker: 'Your permission has run out',
    title: 'Please connect Facebook again',
    place: null,
  },
  'meta.account_under_review': { title: 'Facebook is reviewing your ad account', place: null },
  'meta.account_closed': { title: 'This ad account is closed', tone: 'bad', place: null },
  'meta.checkpoint': {
    title: 'Facebook wants to be sure it is you',
    tone: 'bad',
    place: { words: 'Open Facebook', href: 'https://www.facebook.com/' },
  },
  'meta.page_not_usable': {
    title: 'I may not advertise for this Page',
    place: null,
  },
};

const BY_STATE: Readonly<Record<ConnectionDto['state'], Words>> = {
  NOT_CONNECTED: {
    kicker: 'Waiting for you',
    title: 'Connect your Facebook ad account',
    tone: 'waiting',
    button: 'Connect Facebook',
    place: null,
  },
  DENIED: {
    kicker: 'Not connected',
    title: 'You chose not to connect',
    tone: 'waiting',
    button: 'Connect Facebook',
    place: null,
  },
  MISSING_PERMISSION: {
    kicker: 'Not connected yet',
    title: 'A permission is missing',
    tone: 'waiting',
    button: 'Try again with all permissions',
    place: null,
  },
  EXPIRED: {
    kicker: 'Your connection has run out',
    title: 'Please connect Facebook again',
    tone: 'bad',
    button: AGAIN,
    place: null,
  },
  REVOKED: {
    kicker: 'Facebook no longer lets me in',
    title: 'Please connect Facebook again',
    tone: 'bad',
    button: AGAIN,
    place: null,
  },
  NEEDS_SELECTION: {
    kicker: AT_FACEBOOK,
    title: 'Connected, but I cannot make ads yet',
    tone: 'waiting',
    button: AGAIN,
    place: null,
  },
  CONNECTED: {
    kicker: AT_FACEBOOK,
    title: 'Connected, but I cannot make ads yet',
    tone: 'waiting',
    button: AGAIN,
    place: null,
  },
};

/** Facebook still lets me in; only a new consent prolongs it, so looking again would not help. */
const ENDS_SOON = 'connection.ends_soon';

/** Whether something put right at Facebook may have changed what can be done. */
export function canLookAgain({
  canCheckAgain,
  inProgress,
  problem,
}: Pick<ConnectionDto, 'canCheckAgain' | 'inProgress' | 'problem'>): boolean {
  return canCheckAgain && !inProgress && problem?.code !== ENDS_SOON;
}

/** What stands on the card while ads cannot be made, for each reason. */
export function connectWords({ state, problem }: Pick<ConnectionDto, 'state' | 'problem'>): Words {
  return { ...BY_STATE[state], ...(problem === null ? {} : BY_PROBLEM[problem.code]) };
}
