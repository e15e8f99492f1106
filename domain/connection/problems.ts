import { deploymentProblemWords } from '../deployment/problems.ts';
import type { DeploymentProblemCode } from '../deployment/problems.ts';
import { accountProblem } from './account-status.ts';
import type { AdAccountOption, ConnectionState, PageOption } from './connection.ts';
import { endsSoonWords } from './reminder-words.ts';
import { SCOPE_PURPOSE } from './scopes.ts';
import type { NeededScope } from './scopes.ts';

export type ConnectionProblem = { code: string; message: string };

/** A connection as one project sees it. */
export type ConnectionFacts = {
  readonly state: ConnectionState | 'NOT_CONNECTED';
  /** What Facebook was lost by, where that is known. */
  readonly lossCode: string | null;
  readonly missing: readonly NeededScope[];
  readonly adAccounts: readonly AdAccountOption[];
  readonly pages: readonly PageOption[];
  readonly selected: { readonly adAccountId: string; readonly pageId: string } | null;
  readonly isKnownCurrency: (code: string) => boolean;
  /** When access ends, once the person was reminded of it; else null. */
  readonly endsSoon: { readonly at: number; readonly timezone: string } | null;
};

const CHECK = 'then press “Check again” here';

/** Why no ads can run in an account, for its line in the list and for the card. */
const ACCOUNT_WORDS: Partial<Record<DeploymentProblemCode, string>> = {
  'meta.account_disabled': `Facebook has disabled this ad account. Please open Account Quality on Facebook and ask for a review, ${CHECK}. Nothing was changed.`,
  'meta.account_closed':
    'This ad account is closed or about to be, so no new ads can run in it. Please use another one. Nothing was changed.',
  'meta.account_unsettled': `This ad account has an unpaid bill, so Facebook runs no ads in it. Please pay it on Facebook under Billing, ${CHECK}. Nothing was changed.`,
  'meta.account_under_review': `Facebook is reviewing this ad account and takes no new ads meanwhile. Please wait for the end of the review, ${CHECK}. Nothing was changed.`,
  'meta.payment_method_missing': `This ad account has no way to pay yet, so its ads cannot run. Please add a payment method on Facebook under Billing, ${CHECK}. Nothing was charged.`,
};

/** What keeps ads from running in an account, or null. */
export function accountIssue(
  account: AdAccountOption,
  isKnownCurrency: (code: string) => boolean,
): ConnectionProblem | null {
  const code = accountProblem(account);
  // A missing payment method can wait until ads are to run; a currency I cannot reckon in can not.
  if (code !== null && code !== 'meta.payment_method_missing') return issue(code);
  if (!isKnownCurrency(account.currency)) {
    return {
      code: 'connection.currency_unknown',
      message: `I cannot handle amounts in ${account.currency}. Please use another ad account. Nothing was changed.`,
    };
  }
  return code === null ? null : issue(code);
}

function issue(code: DeploymentProblemCode): ConnectionProblem {
  return { code, message: ACCOUNT_WORDS[code] ?? deploymentProblemWords(code) };
}

export function pageIssue(page: PageOption): ConnectionProblem | null {
  if (page.canAdvertise) return null;
  return {
    code: 'meta.page_not_usable',
    message: `You may not advertise for the Page “${page.name}” yet. Please ask its owner to let you create ads, ${CHECK}. Nothing was changed.`,
  };
}

/** What stands in the way of a connection, in words with a way out; null when nothing does. */
export function connectionProblem(facts: ConnectionFacts): ConnectionProblem | null {
  switch (facts.state) {
    case 'NOT_CONNECTED':
      return null;
    case 'CONNECTED':
      return chosenProblem(facts);
    case 'NEEDS_SELECTION':
      return selectionProblem(facts);
    case 'DENIED':
      return {
        code: 'connection.denied',
        message:
          'You chose not to connect on Facebook. Nothing was shared. You can try again whenever you like.',
      };
    case 'MISSING_PERMISSION':
      return missingProblem(facts.missing);
    case 'EXPIRED':
    case 'REVOKED':
      return lossProblem(facts.state, facts.lossCode);
    default:
      return facts.state satisfies never;
  }
}

function lossProblem(state: 'EXPIRED' | 'REVOKED', lossCode: string | null): ConnectionProblem {
  if (lossCode !== null) return { code: lossCode, message: deploymentProblemWords(lossCode) };
  return state === 'EXPIRED'
    ? {
        code: 'connection.expired',
        message:
          'Your Facebook connection has run out. Your ads were not changed. Please connect again.',
      }
    : {
        code: 'connection.revoked',
        message:
          'Facebook no longer lets me in, often because of a new password or a removed app. Your ads were not changed. Please connect again.',
      };
}

function missingProblem(missing: readonly NeededScope[]): ConnectionProblem {
  const which = missing.length === 1 ? 'A permission was' : 'Some permissions were';
  const purposes = inWords(missing.map((scope) => SCOPE_PURPOSE[scope]));
  const need =
    purposes === '' ? '' : ` I need ${missing.length === 1 ? 'it' : 'them'} ${purposes}.`;
  return {
    code: 'connection.missing_permission',
    message: `${which} not given.${need} Please connect again and leave everything ticked. Nothing was changed.`,
  };
}

/** "a", "a and b", "a, b and c". */
function inWords(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** The chosen account and Page may have got into trouble since. */
function chosenProblem(facts: ConnectionFacts): ConnectionProblem | null {
  const account = facts.adAccounts.find(({ id }) => id === facts.selected?.adAccountId);
  const page = facts.pages.find(({ id }) => id === facts.selected?.pageId);
  const trouble = account === undefined ? null : accountIssue(account, facts.isKnownCurrency);
  return trouble ?? (page === undefined ? null : pageIssue(page)) ?? endsSoonProblem(facts);
}

/** Nothing is wrong yet; the card offers to connect again all the same. */
function endsSoonProblem({ endsSoon }: ConnectionFacts): ConnectionProblem | null {
  if (endsSoon === null) return null;
  return {
    code: 'connection.ends_soon',
    message: endsSoonWords(endsSoon.at, endsSoon.timezone),
  };
}

function selectionProblem(facts: ConnectionFacts): ConnectionProblem | null {
  const { adAccounts, pages } = facts;
  const issues = adAccounts
    .map((account) => accountIssue(account, facts.isKnownCurrency))
    .filter((found) => found !== null && found.code !== 'meta.payment_method_missing');
  const [only] = issues;
  if (adAccounts.length === 0) {
    return {
      code: 'connection.no_ad_account',
      message: `Facebook shows me no ad account of yours. Please make one in Meta Business Suite, or connect again and share one with me. If you shared one just now, ${CHECK.slice(5)}. Nothing was changed.`,
    };
  }
  if (issues.length === adAccounts.length) {
    if (issues.length === 1 && only !== undefined) return only;
    return {
      code: 'connection.no_usable_account',
      message: `None of your ${adAccounts.length} ad accounts can run ads at present; the list says why for each. Please put one right on Facebook, ${CHECK}. Nothing was changed.`,
    };
  }
  if (pages.some((page) => page.canAdvertise)) return null;
  return {
    code: 'connection.no_page',
    message:
      pages.length === 0
        ? `Facebook shows me no Page of yours, and every ad comes from a Page. Please make one on Facebook, ${CHECK}. Nothing was changed.`
        : `Facebook shows me no Page you may advertise for. Please ask the Page’s owner to let you create ads, or make a Page of your own, ${CHECK}. Nothing was changed.`,
  };
}
