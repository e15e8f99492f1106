import { expect, test } from 'vitest';
import { examplePlan } from '../plan/plan-example.ts';
import type { CampaignPlan } from '../plan/plan.ts';
import { findingsFor, verdictOf } from './preflight.ts';
import type { PreflightFacts } from './preflight.ts';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const HOUR = 3_600_000;
const example = examplePlan();
const plan: CampaignPlan = { ...example, leadForm: null, endsAt: NOW + 700 * HOUR };
const form = {
  name: 'Ask us',
  questions: ['EMAIL' as const],
  privacyPolicyUrl: 'https://bakery.example/privacy',
  thanks: 'Thanks',
};
const scopes = [
  'ads_management',
  'ads_read',
  'business_management',
  'pages_show_list',
  'pages_read_engagement',
];
const fine: PreflightFacts = {
  plan,
  now: NOW,
  scopes,
  account: { status: 1, hasPaymentMethod: true, minimumDailyMinor: 300, currency: 'GBP' },
  page: { canAdvertise: true, leadTermsAccepted: true },
  appLive: true,
  interestsGone: 0,
  placesGone: 0,
  landing: ['fine'],
  allowance: { percent: 0, waitMs: 0, tier: 'full' },
};
const [firstSet] = plan.adSets;
if (firstSet === undefined) throw new Error('The example has an audience.');
const split = {
  ...plan,
  adSets: [
    { ...firstSet, dailyBudgetMinor: 1_300 },
    { ...firstSet, key: 's2', dailyBudgetMinor: 200 },
  ],
};
const withForm = { ...plan, leadForm: form };
const formScopes = [...scopes, 'pages_manage_ads', 'leads_retrieval'];

type Case = readonly [string, Partial<PreflightFacts>, readonly string[]];

const CASES: readonly Case[] = [
  ['nothing stands in the way', {}, []],
  ['a permission was taken back', { scopes: scopes.slice(1) }, ['meta.permission_missing']],
  [
    'the account is disabled',
    { account: { status: 2, hasPaymentMethod: true, minimumDailyMinor: 0, currency: 'GBP' } },
    ['meta.account_disabled'],
  ],
  [
    'a bill is open',
    { account: { status: 3, hasPaymentMethod: true, minimumDailyMinor: 0, currency: 'GBP' } },
    ['meta.account_unsettled'],
  ],
  [
    'there is no way to pay',
    { account: { status: 1, hasPaymentMethod: false, minimumDailyMinor: 0, currency: 'GBP' } },
    ['meta.payment_method_missing'],
  ],
  [
    'the amount is below the minimum',
    { account: { status: 1, hasPaymentMethod: true, minimumDailyMinor: 5_000, currency: 'GBP' } },
    ['meta.budget_too_low'],
  ],
  ['one audience of two gets too little', { plan: split }, ['meta.budget_too_low']],
  ['the Page is not the person’s any more', { page: 'none' }, ['meta.page_not_usable']],
  [
    'the person may not advertise for the Page',
    { page: { canAdvertise: false, leadTermsAccepted: true } },
    ['meta.page_not_usable'],
  ],
  ['a form is fine with its rights', { plan: withForm, scopes: formScopes }, []],
  ['a form lacks its right', { plan: withForm }, ['meta.permission_missing']],
  [
    'the terms for forms are not accepted',
    {
      plan: withForm,
      scopes: formScopes,
      page: { canAdvertise: true, leadTermsAccepted: false },
    },
    ['meta.lead_terms_missing'],
  ],
  [
    'a form lacks a privacy policy',
    { plan: { ...plan, leadForm: { ...form, privacyPolicyUrl: '' } }, scopes: formScopes },
    ['meta.privacy_policy_missing'],
  ],
  ['Facebook’s app is in test mode', { appLive: false }, ['meta.app_not_live']],
  ['an interest is gone', { interestsGone: 1 }, ['preflight.interests_gone']],
  ['a place is gone', { placesGone: 1 }, ['preflight.places_gone']],
  ['the page answers with an error', { landing: ['fine', 'error'] }, ['preflight.page_broken']],
  ['the page is silent', { landing: ['silent'] }, ['preflight.page_no_answer']],
  [
    'the approval ends in a day',
    { plan: { ...plan, endsAt: NOW + 24 * HOUR } },
    ['preflight.approval_ends'],
  ],
  [
    'the allowance is small',
    { allowance: { percent: 50, waitMs: 0, tier: 'limited' } },
    ['preflight.allowance_low'],
  ],
  [
    'Facebook says nothing of some things',
    { scopes: null, account: null, page: null, appLive: null },
    [],
  ],
];

test.each(CASES)('when %s', (_what, change, codes) => {
  const findings = findingsFor({ ...fine, ...change });
  expect(findings.map(({ code }) => code)).toEqual(codes);
  expect(findings.every(({ message }) => message.length > 40)).toBe(true);
});

test('everything that is wrong is said at once', () => {
  const findings = findingsFor({
    ...fine,
    page: 'none',
    interestsGone: 2,
    landing: ['silent'],
    account: { status: 1, hasPaymentMethod: false, minimumDailyMinor: 0, currency: 'GBP' },
  });
  expect(findings).toHaveLength(4);
  expect(verdictOf(findings)).toBe('deployment.preflight');
});

test('a warning stops nothing, and a missing permission alone asks for a new connection', () => {
  expect(verdictOf(findingsFor({ ...fine, landing: ['silent'] }))).toBeNull();
  expect(verdictOf(findingsFor({ ...fine, scopes: [] }))).toBe('meta.permission_missing');
});
