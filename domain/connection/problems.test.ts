import { describe, expect, test } from 'vitest';
import type { AdAccountOption, PageOption } from './connection.ts';
import { REQUIRED_SCOPES } from './connection.ts';
import { askWords } from './ask-words.ts';
import { exchangeProblem, LOGIN_PROBLEMS, loginOutcome } from './login-errors.ts';
import { accountIssue, connectionProblem, pageIssue } from './problems.ts';
import type { ConnectionFacts } from './problems.ts';
import { reminderWords } from './reminder-words.ts';
import {
  FORM_SCOPES,
  missingFormScopes,
  mayUseForms,
  missingScopes,
  neededScopes,
  usesForms,
} from './scopes.ts';

const ACCOUNT: AdAccountOption = {
  id: 'act_1',
  name: 'Bakery',
  currency: 'EUR',
  timezone: 'Europe/Berlin',
  status: 1,
  hasPaymentMethod: true,
};
const PAGE: PageOption = { id: '2', name: 'Bakery', canAdvertise: true };
const isKnownCurrency = (code: string): boolean => code !== 'XXX';
const FACTS: ConnectionFacts = {
  state: 'CONNECTED',
  lossCode: null,
  missing: [],
  adAccounts: [ACCOUNT],
  pages: [PAGE],
  selected: { adAccountId: 'act_1', pageId: '2' },
  isKnownCurrency,
  endsSoon: null,
};

describe('what stands on the card', () => {
  const disabled = { ...ACCOUNT, status: 2 };
  const rows: readonly [string, Partial<ConnectionFacts>, string | null][] = [
    ['nothing connected', { state: 'NOT_CONNECTED' }, null],
    ['all well', {}, null],
    [
      'no way to pay',
      { adAccounts: [{ ...ACCOUNT, hasPaymentMethod: false }] },
      'meta.payment_method_missing',
    ],
    ['chosen account disabled', { adAccounts: [disabled] }, 'meta.account_disabled'],
    ['unpaid bill', { adAccounts: [{ ...ACCOUNT, status: 3 }] }, 'meta.account_unsettled'],
    ['under review', { adAccounts: [{ ...ACCOUNT, status: 7 }] }, 'meta.account_under_review'],
    ['closing', { adAccounts: [{ ...ACCOUNT, status: 100 }] }, 'meta.account_closed'],
    ['closed', { adAccounts: [{ ...ACCOUNT, status: 101 }] }, 'meta.account_closed'],
    ['a payment overdue, still running', { adAccounts: [{ ...ACCOUNT, status: 9 }] }, null],
    [
      'rights on the Page lost',
      { pages: [{ ...PAGE, canAdvertise: false }] },
      'meta.page_not_usable',
    ],
    ['another account in trouble', { adAccounts: [ACCOUNT, { ...disabled, id: 'act_9' }] }, null],
    ['no account', { state: 'NEEDS_SELECTION', adAccounts: [] }, 'connection.no_ad_account'],
    [
      'only a disabled one',
      { state: 'NEEDS_SELECTION', adAccounts: [disabled] },
      'meta.account_disabled',
    ],
    [
      'none of two usable',
      { state: 'NEEDS_SELECTION', adAccounts: [disabled, { ...ACCOUNT, status: 101 }] },
      'connection.no_usable_account',
    ],
    [
      'a currency I do not know',
      { state: 'NEEDS_SELECTION', adAccounts: [{ ...ACCOUNT, currency: 'XXX' }] },
      'connection.currency_unknown',
    ],
    ['no Page', { state: 'NEEDS_SELECTION', pages: [] }, 'connection.no_page'],
    [
      'no right on any Page',
      { state: 'NEEDS_SELECTION', pages: [{ ...PAGE, canAdvertise: false }] },
      'connection.no_page',
    ],
    ['several to choose from', { state: 'NEEDS_SELECTION', adAccounts: [ACCOUNT, ACCOUNT] }, null],
    [
      'to choose, one without a way to pay',
      { state: 'NEEDS_SELECTION', adAccounts: [{ ...ACCOUNT, hasPaymentMethod: false }] },
      null,
    ],
    ['said no', { state: 'DENIED' }, 'connection.denied'],
    [
      'unticked',
      { state: 'MISSING_PERMISSION', missing: ['ads_read'] },
      'connection.missing_permission',
    ],
    ['ended', { state: 'EXPIRED' }, 'connection.expired'],
    [
      'ended by the consent',
      { state: 'EXPIRED', lossCode: 'meta.data_access_ended' },
      'meta.data_access_ended',
    ],
    ['taken away', { state: 'REVOKED' }, 'connection.revoked'],
    [
      'by a new password',
      { state: 'REVOKED', lossCode: 'meta.password_changed' },
      'meta.password_changed',
    ],
    ['by a security check', { state: 'REVOKED', lossCode: 'meta.checkpoint' }, 'meta.checkpoint'],
  ];
  test.each(rows)('%s', (_name, change, code) => {
    const problem = connectionProblem({ ...FACTS, ...change });
    expect(problem?.code ?? null).toBe(code);
    if (problem === null) return;
    // Effect, way out, and what did not happen; nothing a person would have to look up.
    expect(problem.message).toMatch(/[Pp]lease|again whenever you like/);
    expect(problem.message).toMatch(/Nothing was|not changed/);
    expect(problem.message).not.toMatch(/act_|ads_read|subcode|token|API|!/);
  });
  test('an end that is near is told with its day and hour at the account’s place', () => {
    const at = Date.parse('2026-03-12T13:30:00Z');
    const endsSoon = { at, timezone: 'Europe/Berlin' };
    const problem = connectionProblem({ ...FACTS, endsSoon });
    expect(problem?.code).toBe('connection.ends_soon');
    expect(problem?.message).toContain('until Thursday 12 March at 14:30.');
    expect(reminderWords({ ...endsSoon, endsAt: at, days: 7 }).title).toBe(
      'Your Facebook connection ends in a week',
    );
  });
  test('every permission that is missing is named by what it is for', () => {
    const missing = connectionProblem({
      ...FACTS,
      state: 'MISSING_PERMISSION',
      missing: ['ads_management', 'pages_show_list', 'leads_retrieval'],
    });
    expect(missing?.message).toBe(
      'Some permissions were not given. I need them to make and change the ads you approve, to see which Pages you have and to fetch the enquiries people send you. Please connect again and leave everything ticked. Nothing was changed.',
    );
  });
  test('lines of the lists say why something cannot be used', () => {
    expect(
      accountIssue({ ...ACCOUNT, status: 2, hasPaymentMethod: false }, isKnownCurrency)?.code,
    ).toBe('meta.account_disabled');
    expect(accountIssue({ ...ACCOUNT, status: 55 }, isKnownCurrency)?.code).toBe(
      'meta.account_disabled',
    );
    expect(accountIssue(ACCOUNT, isKnownCurrency)).toBeNull();
    expect(pageIssue(PAGE)).toBeNull();
    expect(pageIssue({ ...PAGE, canAdvertise: false })?.message).toContain('“Bakery”');
  });
});

describe('permissions', () => {
  test('forms are used for enquiries without a website only', () => {
    expect(usesForms({ goal: 'LEADS', websiteUrl: null })).toBe(true);
    expect(usesForms({ goal: 'LEADS', websiteUrl: 'https://a.example' })).toBe(false);
    expect(usesForms({ goal: 'SALES', websiteUrl: null })).toBe(false);
    expect(usesForms({ goal: null, websiteUrl: null })).toBe(false);
    expect(usesForms(null)).toBe(false);
    expect(mayUseForms({ goal: 'LEADS', websiteUrl: 'https://a.example' })).toBe(true);
    expect(mayUseForms({ goal: 'TRAFFIC', websiteUrl: null })).toBe(false);
  });
  test('forms need two more', () => {
    expect(neededScopes(false)).toEqual(REQUIRED_SCOPES);
    expect(missingScopes(REQUIRED_SCOPES)).toEqual([]);
    expect(missingScopes(REQUIRED_SCOPES, true)).toEqual(FORM_SCOPES);
    expect(missingFormScopes([], false)).toEqual([]);
    expect(missingFormScopes(['leads_retrieval'], true)).toEqual(['pages_manage_ads']);
    expect(missingScopes([], true)).toEqual([...REQUIRED_SCOPES, ...FORM_SCOPES]);
  });
});

describe('what came back from Facebook', () => {
  test.each([
    [{}, null],
    [{ error: 'access_denied', errorReason: 'user_denied', errorCode: '200' }, 'denied'],
    [{ errorReason: 'user_denied' }, 'denied'],
    [{ error: 'server_error' }, 'connection.facebook_away'],
    [{ error: 'temporarily_unavailable' }, 'connection.facebook_away'],
    [{ errorCode: '2' }, 'connection.facebook_away'],
    [{ error: 'invalid_scope' }, 'connection.app_setup'],
    [{ error: 'unauthorized_client' }, 'connection.app_setup'],
    [{ errorCode: '1349126' }, 'connection.app_setup'],
    [{ errorCode: '191' }, 'connection.app_setup'],
    [{ error: 'something_new' }, 'connection.unfinished'],
  ] as const)('%j', (answer, outcome) => {
    expect(loginOutcome(answer)).toBe(outcome);
  });
  test.each([
    ['TRANSIENT', null, 'connection.facebook_away'],
    ['THROTTLED', 4, 'connection.facebook_away'],
    ['VALIDATION', 101, 'connection.app_setup'],
    ['VALIDATION', 100, 'connection.unfinished'],
  ] as const)('a code refused as %s %s', (kind, code, outcome) => {
    expect(exchangeProblem({ kind, code })).toBe(outcome);
  });
  test('every sentence says that nothing was connected, and what to do', () => {
    for (const words of Object.values(LOGIN_PROBLEMS)) {
      expect(words).toMatch(/[Nn]othing was connected/);
      expect(words).toMatch(/Please|has to check/);
    }
  });
});

test('the request fits how things stand', () => {
  const scopes: readonly string[] = REQUIRED_SCOPES;
  const titles = [
    askWords({ state: null, scopes: [], needsForms: false }).title,
    askWords({ state: 'DENIED', scopes: [], needsForms: false }).title,
    askWords({ state: 'CONNECTED', scopes, needsForms: false }).title,
    askWords({ state: 'CONNECTED', scopes, needsForms: true }).title,
    askWords({ state: 'EXPIRED', scopes, needsForms: false }).title,
  ];
  expect(titles).toEqual([
    'Please connect Facebook',
    'Please connect Facebook',
    'Please choose an ad account',
    'Please connect Facebook once more',
    'Please connect Facebook again',
  ]);
});
