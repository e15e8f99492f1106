import { expect, test } from 'vitest';
import { exampleBrief, examplePlan, examplePlanInput } from './plan-example.ts';
import { compilePlan } from './compile.ts';

test('takes amounts, account and Page from the facts and words from the proposal', () => {
  const plan = examplePlan();
  expect(plan).toMatchObject({
    name: 'Fresh bread',
    dailyBudgetMinor: 1500,
    currency: 'GBP',
    adAccountId: 'act_100',
    pageId: '200',
    specialAdCategories: [],
    dsa: null,
  });
  expect(plan.adSets[0]?.ads.map((ad) => ad.headline)).toEqual([
    'Warm bread at seven',
    'Real sourdough',
  ]);
});

test('tags every link with campaign and ad, and keeps what was in it', () => {
  const brief = { ...exampleBrief, websiteUrl: 'https://bakery.example/shop?ref=1' };
  const link = new URL(examplePlan({ brief }).adSets[0]?.ads[1]?.linkUrl ?? '');
  expect(Object.fromEntries(link.searchParams)).toEqual({
    ref: '1',
    utm_source: 'facebook',
    utm_medium: 'paid_social',
    utm_campaign: 'fresh-bread',
    utm_content: 'a2',
  });
});

test('names who is behind the ads when a place lies in the European Union', () => {
  const places = [
    { kind: 'country', key: 'DE', name: 'Germany', countryCode: 'DE', radiusKm: null } as const,
  ];
  expect(examplePlan({ places }).dsa).toEqual({
    beneficiary: "Miller's Bakery",
    payor: "Miller's Bakery",
  });
  const account = { ...examplePlanInput().account, dsaBeneficiary: 'Miller Ltd', dsaPayor: 'Ann' };
  expect(examplePlan({ places, account }).dsa).toEqual({ beneficiary: 'Miller Ltd', payor: 'Ann' });
});

test('leaves out a city inside a country that is targeted as a whole', () => {
  const country = {
    kind: 'country',
    key: 'GB',
    name: 'United Kingdom',
    countryCode: 'GB',
    radiusKm: null,
  } as const;
  const plan = examplePlan({ places: [...examplePlanInput().places, country] });
  expect(plan.adSets[0]?.audience.places).toEqual([country]);
});

test('keeps ages between 18 and 65 and in order', () => {
  const { proposal } = examplePlanInput();
  const audience = { ageMin: 70, ageMax: 13, gender: 'women' } as const;
  const plan = examplePlan({ proposal: { ...proposal, audience } });
  expect(plan.adSets[0]?.audience).toMatchObject({ ageMin: 18, ageMax: 65 });
});

test('says the audience in words', () => {
  expect(examplePlan().adSets[0]?.audience.inWords).toBe(
    'People from 25 to 54 near Leeds, United Kingdom (up to 25 km around), shown to those interested in Baking',
  );
});

test.each([
  ['plan.place_not_found', { places: [] }],
  ['plan.website_missing', { brief: { ...exampleBrief, websiteUrl: null } }],
  ['plan.website_missing', { brief: { ...exampleBrief, websiteUrl: 'javascript:alert(1)' } }],
  ['plan.picture_failed', { images: [] }],
])('refuses with %s', (problem, changes) => {
  expect(compilePlan(examplePlanInput(changes))).toEqual({ ok: false, problem });
});

test('refuses a text that Facebook would cut or reject', () => {
  const { proposal } = examplePlanInput();
  const [first] = proposal.ads;
  if (first === undefined) throw new Error('The example has ads.');
  const ads = [{ ...first, headline: 'x'.repeat(41) }];
  expect(compilePlan(examplePlanInput({ proposal: { ...proposal, ads } }))).toEqual({
    ok: false,
    problem: 'plan.text_too_long',
  });
});

test('an app’s ad gets the store’s button, and no other ad does', () => {
  const { proposal } = examplePlanInput();
  const wrong = proposal.ads.map((ad) => ({ ...ad, callToAction: 'INSTALL_MOBILE_APP' as const }));
  const plan = examplePlan({ proposal: { ...proposal, ads: wrong } });
  expect(plan.adSets[0]?.ads.map((ad) => ad.callToAction)).toEqual(['LEARN_MORE', 'LEARN_MORE']);
  const store = 'https://play.google.com/store/apps/details?id=x';
  const app = examplePlan({
    brief: { ...exampleBrief, goal: 'APP_INSTALLS', websiteUrl: store },
    measuring: { pixelId: null, apps: [{ id: '5', storeUrls: [store] }] },
  });
  expect(app.adSets[0]?.ads[0]?.callToAction).toBe('INSTALL_MOBILE_APP');
});
