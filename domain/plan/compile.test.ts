import { expect, test } from 'vitest';
import { exampleBrief, examplePlan, examplePlanInput } from './plan-example.ts';
import { compilePlan } from './compile.ts';
import type { FoundAudience } from './audience.ts';
import type { ProposedCampaign } from './proposal.ts';

const { proposal, found } = examplePlanInput();
const [leeds] = found;
if (leeds === undefined) throw new Error('The example has an audience.');
const york: FoundAudience = {
  places: [
    { kind: 'city', key: '9', name: 'York, United Kingdom', countryCode: 'GB', radiusKm: 25 },
  ],
  interests: [],
};
const germany = {
  kind: 'country',
  key: 'DE',
  name: 'Germany',
  countryCode: 'DE',
  radiusKm: null,
} as const;

function proposed(changes: Partial<ProposedCampaign>): { proposal: ProposedCampaign } {
  return { proposal: { ...proposal, ...changes } };
}
const [people] = proposal.audiences;
if (people === undefined) throw new Error('The example has an audience.');
const two = {
  ...proposed({
    audiences: [
      { ...people, sharePercent: 60 },
      { ...people, sharePercent: 40 },
    ],
  }),
  found: [leeds, york],
};

test('takes amounts, account and Page from the facts and words from the proposal', () => {
  const plan = examplePlan();
  expect(plan).toMatchObject({
    v: 2,
    name: 'Fresh bread',
    dailyBudgetMinor: 1500,
    currency: 'GBP',
    adAccountId: 'act_100',
    pageId: '200',
    specialAdCategories: [],
    leadForm: null,
    dsa: null,
  });
  expect(plan.adSets[0]?.ads.map((ad) => ad.headline)).toEqual([
    'Warm bread at seven',
    'Real sourdough',
  ]);
  expect(plan.adSets[0]?.dailyBudgetMinor).toBeNull();
});

test('ends after thirty days, at midnight of the account’s own clock', () => {
  const plan = examplePlan({ timezone: 'Europe/London' });
  expect(plan.lastDay).toBe('2026-03-31');
  // Summer time has begun by then.
  expect(new Date(plan.endsAt ?? 0).toISOString()).toBe('2026-03-31T22:59:59.000Z');
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

test('several audiences get exact parts of the amount, and ads under keys of their own', () => {
  const plan = examplePlan(two);
  expect(plan.adSets.map(({ dailyBudgetMinor }) => dailyBudgetMinor)).toEqual([900, 600]);
  expect(plan.adSets.map(({ ads }) => ads.map(({ key }) => key))).toEqual([
    ['a1', 'a2'],
    ['a3', 'a4'],
  ]);
  expect(plan.adSets[1]?.ads[0]?.linkUrl).toContain('utm_content=a3');
});

test('a budget too small for several audiences joins them, and leaves no place out', () => {
  const plan = examplePlan({ ...two, dailyBudgetMinor: 199 });
  expect(plan.adSets).toHaveLength(1);
  expect(plan.adSets[0]?.dailyBudgetMinor).toBeNull();
  expect(plan.adSets[0]?.audience.places.map(({ key }) => key)).toEqual(['813', '9']);
});

test('two audiences of the same people become one', () => {
  expect(examplePlan({ ...two, found: [leeds, leeds] }).adSets).toHaveLength(1);
});

test('spare ads are part of the plan and are none of its ads', () => {
  const [first] = proposal.ads;
  if (first === undefined) throw new Error('The example has ads.');
  const spare = { ...first, headline: 'Spare' };
  const { images } = examplePlanInput();
  const plan = examplePlan({
    ...proposed({ spareAds: [spare] }),
    images: [
      ...images,
      { assetId: '00000000-0000-4000-8000-000000000003', sha256: 'c'.repeat(64) },
    ],
  });
  expect(plan.adSets[0]?.ads).toHaveLength(2);
  expect(plan.adSets[0]?.spares?.map(({ key, headline }) => [key, headline])).toEqual([
    ['r1', 'Spare'],
  ]);
});

test('names who is behind the ads when a place lies in the European Union', () => {
  const inGermany = [{ places: [germany], interests: [] }];
  expect(examplePlan({ found: inGermany }).dsa).toEqual({
    beneficiary: "Miller's Bakery",
    payor: "Miller's Bakery",
  });
  const account = { ...examplePlanInput().account, dsaBeneficiary: 'Miller Ltd', dsaPayor: 'Ann' };
  expect(examplePlan({ found: inGermany, account }).dsa).toEqual({
    beneficiary: 'Miller Ltd',
    payor: 'Ann',
  });
});

test('leaves out a city inside a country that is targeted as a whole', () => {
  const country = { ...germany, key: 'GB', name: 'United Kingdom', countryCode: 'GB' };
  const plan = examplePlan({ found: [{ ...leeds, places: [...leeds.places, country] }] });
  expect(plan.adSets[0]?.audience.places).toEqual([country]);
});

test('keeps ages between 18 and 65 and in order', () => {
  const plan = examplePlan(proposed({ audiences: [{ ...people, ageMin: 70, ageMax: 13 }] }));
  expect(plan.adSets[0]?.audience).toMatchObject({ ageMin: 18, ageMax: 65 });
});

test('a confirmed category takes narrow choices away and is declared for its countries', () => {
  const plan = examplePlan({ category: 'EMPLOYMENT' });
  expect(plan.specialAdCategories).toEqual(['EMPLOYMENT']);
  expect(plan.specialAdCategoryCountries).toEqual(['GB']);
  expect(plan.adSets[0]?.audience).toMatchObject({
    ageMin: 18,
    ageMax: 65,
    gender: 'all',
    interests: [],
  });
});

test('the model’s own suspicion of a category changes nothing', () => {
  expect(examplePlan(proposed({ specialAdCategory: 'HOUSING' })).specialAdCategories).toEqual([]);
});

test('enquiries without a website are taken by a form once there is a privacy policy', () => {
  const brief = { ...exampleBrief, goal: 'LEADS', websiteUrl: null } as const;
  const privacyPolicyUrl = 'https://bakery.example/privacy';
  const plan = examplePlan({ brief, privacyPolicyUrl });
  expect(plan.leadForm).toMatchObject({
    privacyPolicyUrl,
    questions: ['FULL_NAME', 'EMAIL', 'PHONE'],
    thanks: "Thank you. Miller's Bakery will answer you soon.",
  });
  expect(plan.adSets[0]?.ads.map(({ linkUrl }) => linkUrl)).toEqual([null, null]);
  expect(plan.adSets[0]?.ads.map(({ callToAction }) => callToAction)).toEqual([
    'LEARN_MORE',
    'SIGN_UP',
  ]);
  const toPage = examplePlan({ brief });
  expect(toPage.leadForm).toBeNull();
  expect(toPage.recipe.fallbackNote).toContain('your Facebook Page');
});

test('says the audience in words', () => {
  expect(examplePlan().adSets[0]?.audience.inWords).toBe(
    'People from 25 to 54 near Leeds, United Kingdom (up to 25 km around), shown to those interested in Baking',
  );
});

test.each([
  ['plan.place_not_found', { found: [{ places: [], interests: [] }] }],
  ['plan.website_missing', { brief: { ...exampleBrief, websiteUrl: null } }],
  ['plan.website_missing', { brief: { ...exampleBrief, websiteUrl: 'javascript:alert(1)' } }],
  ['plan.picture_failed', { images: [] }],
  [
    'plan.politics_in_eu',
    {
      category: 'ISSUES_ELECTIONS_POLITICS' as const,
      found: [{ places: [germany], interests: [] }],
    },
  ],
])('refuses with %s', (problem, changes) => {
  expect(compilePlan(examplePlanInput(changes))).toEqual({ ok: false, problem });
});

test('refuses a text that Facebook would cut or reject', () => {
  const [first] = proposal.ads;
  if (first === undefined) throw new Error('The example has ads.');
  const ads = [{ ...first, headline: 'x'.repeat(41) }];
  expect(compilePlan(examplePlanInput(proposed({ ads })))).toEqual({
    ok: false,
    problem: 'plan.text_too_long',
  });
});

test('an app’s ad gets the store’s button, and no other ad does', () => {
  const wrong = proposal.ads.map((ad) => ({ ...ad, callToAction: 'INSTALL_MOBILE_APP' as const }));
  const plan = examplePlan(proposed({ ads: wrong }));
  expect(plan.adSets[0]?.ads.map((ad) => ad.callToAction)).toEqual(['LEARN_MORE', 'LEARN_MORE']);
  const store = 'https://play.google.com/store/apps/details?id=x';
  const app = examplePlan({
    brief: { ...exampleBrief, goal: 'APP_INSTALLS', websiteUrl: store },
    measuring: { pixelId: null, apps: [{ id: '5', storeUrls: [store] }] },
  });
  expect(app.adSets[0]?.ads[0]?.callToAction).toBe('INSTALL_MOBILE_APP');
});

test('an ad proposed twice is made once: the card would show one of them only', () => {
  const input = examplePlanInput();
  const [words] = input.proposal.ads;
  const [image] = input.images;
  if (words === undefined || image === undefined) throw new Error('No example.');
  const twice = { ...input.proposal, ads: [words, words], spareAds: [words] };
  const plan = examplePlan({ proposal: twice, images: [image, image, image] });
  expect(plan.adSets[0]).toMatchObject({ ads: [{ key: 'a1' }], spares: [] });
});
