import { expect, test } from 'vitest';
import { exampleBrief, examplePlan, examplePlanInput } from '../plan/plan-example.ts';
import type { PlanInput } from '../plan/compile.ts';
import type { CampaignPlan } from '../plan/plan.ts';
import { authorityFor } from './authority.ts';
import { planCard } from './card.ts';
import type { CardExtras } from './card.ts';

/** The card as it stands before a person who plans on the example's day. */
function cardOf(plan: CampaignPlan, extras: CardExtras = { minimumDailyMinor: 100 }) {
  const { dailyBudgetMinor, currency, lastDay, endsAt } = plan;
  if (lastDay === undefined || endsAt === undefined) {
    return planCard(plan, authorityFor(dailyBudgetMinor, currency), extras);
  }
  const time = { firstDay: '2026-03-02', lastDay, endsAt };
  return planCard(plan, authorityFor(dailyBudgetMinor, currency, time), extras);
}
function rowOf(plan: CampaignPlan, label: string, extras?: CardExtras): string {
  return cardOf(plan, extras).rows.find((row) => row.label === label)?.value ?? '';
}

const plan = examplePlan();
const { proposal, found } = examplePlanInput();
const [people] = proposal.audiences;
const [first] = proposal.ads;
const [leeds] = found;
if (people === undefined || first === undefined || leeds === undefined)
  throw new Error('No example.');
const york = {
  kind: 'city',
  key: '9',
  name: 'York, United Kingdom',
  countryCode: 'GB',
  radiusKm: 25,
} as const;
const berlin = {
  kind: 'city',
  key: '8',
  name: 'Berlin, Germany',
  countryCode: 'DE',
  radiusKm: 25,
} as const;
const extraImage = { assetId: '00000000-0000-4000-8000-000000000003', sha256: 'c'.repeat(64) };
const twoAudiences: Partial<PlanInput> = {
  proposal: {
    ...proposal,
    audiences: [
      { ...people, sharePercent: 60 },
      { ...people, sharePercent: 40 },
    ],
  },
  found: [leeds, { places: [york], interests: [] }],
};
const withSpare: Partial<PlanInput> = {
  proposal: { ...proposal, spareAds: [{ ...first, headline: 'Spare' }] },
  images: [...examplePlanInput().images, extraImage],
};
const form: Partial<PlanInput> = {
  brief: { ...exampleBrief, goal: 'LEADS', websiteUrl: null },
  privacyPolicyUrl: 'https://www.bakery.example/privacy',
};

test('question and button carry the most a week and the whole time can cost', () => {
  const card = cardOf(plan);
  // 30 days from a Monday: six days, three whole weeks, and three days of at most 175 %.
  expect(card.approveLabel).toBe('Approve and spend up to £105 a week, £498.75 in total');
  expect(card.question).toBe(
    'Shall I run “Fresh bread” on Facebook until Tuesday 31 March 2026, for up to £105 a week and £498.75 in total?',
  );
});

test('a run shorter than a week has a total and no week', () => {
  const short = { ...plan, lastDay: '2026-03-04', endsAt: Date.parse('2026-03-04T23:59:59Z') };
  expect(cardOf(short).approveLabel).toBe('Approve and spend up to £78.75 in total');
  expect(rowOf(short, 'Most it can cost')).not.toContain('a week from');
});

test.each([
  ['says so where the account takes it', 49_875, true],
  ['keeps silent where the account asks for more', 49_876, false],
  ['keeps silent where Facebook does not say', null, false],
] as const)('of a limit at Facebook itself the card %s', (_what, minimumSpendCapMinor, isSaid) => {
  const words = rowOf(plan, 'Most it can cost', { minimumSpendCapMinor });
  expect(words.endsWith('in total. Facebook itself stops at £498.75.')).toBe(isSaid);
});

test('what the account takes as a limit stays with the card for its next version', () => {
  const extras = { minimumDailyMinor: 100, minimumSpendCapMinor: 7_900 };
  expect(cardOf(plan, extras).edit).toMatchObject({ minimumSpendCapMinor: 7_900 });
});

test('a plan of before, without an end, says so and can only be changed in words', () => {
  const { endsAt: _end, lastDay: _day, timezone: _zone, ...rest } = plan;
  const old: CampaignPlan = { ...rest, v: 1 };
  expect(rowOf(old, 'Until')).toBe('You pause it; it has no end date');
  expect(cardOf(old).approveLabel).toBe('Approve and spend up to £105 a week');
  expect(cardOf(old).edit).toBeUndefined();
  expect(rowOf(old, 'What I may change without asking')).not.toContain('prolong');
});

test.each<readonly [string, string, Partial<PlanInput>, string]>([
  ['the ads made', 'What happens', {}, 'I create 2 ads for Miller'],
  [
    'the ads per audience',
    'What happens',
    twoAudiences,
    "2 ads for Miller's Bakery on Facebook for each of 2 audiences",
  ],
  ['a spare ad', 'What happens', withSpare, 'One spare ad is prepared as well and not shown.'],
  [
    'a form',
    'What happens',
    form,
    'asks for name, e-mail address and phone number and leads to your privacy policy on bakery.example',
  ],
  [
    'a goal that cannot be measured',
    'What happens',
    { brief: { ...exampleBrief, goal: 'SALES' } },
    'cannot aim at buyers',
  ],
  [
    'the day above the average',
    'Most it can cost',
    {},
    'up to £26.25 on a single day, but never more than £105 in a week from Sunday to Saturday, and never more than £498.75 in total',
  ],
  [
    'the end with its clock',
    'Until',
    {},
    'Tuesday 31 March 2026, end of the day by your ad account’s clock (London time)',
  ],
  [
    'each audience’s amount',
    'Who will see it',
    twoAudiences,
    'near York, United Kingdom (up to 25 km around): about £6 a day',
  ],
  ['special rules', 'Special rules', { category: 'EMPLOYMENT' }, 'adults of every age and sex'],
  [
    'names in the EU',
    'Names shown in the EU',
    { found: [{ places: [berlin], interests: [] }] },
    'as EU law asks',
  ],
  [
    'a range with its basis',
    'What to expect',
    {},
    '70 to 520 clicks on the link a week: an assumption',
  ],
  ['that it is too early', 'What to expect', form, 'Too early to tell'],
  [
    'the way back',
    'What happens next',
    {},
    'For a short while after the click you can take it back',
  ],
  [
    'what is allowed',
    'What I may change without asking',
    {},
    'switch off single ads and prolong the running time step by step, up to the end above',
  ],
  ['the stop', 'How to stop', {}, 'Pause all ads'],
])('says %s', (_what, label, changes, words) => {
  expect(rowOf(examplePlan(changes), label)).toContain(words);
});

test('all the rows a person needs are there and none is empty', () => {
  const { rows } = cardOf(plan);
  expect(rows.map(({ label }) => label)).toEqual([
    'What happens',
    'Most it can cost',
    'Until',
    'Who will see it',
    'What to expect',
    'What happens next',
    'What I may change without asking',
    'How to stop',
  ]);
  expect(rows.every(({ value }) => value.length > 10)).toBe(true);
});

test('a person’s own line that Facebook may object to is named and kept', () => {
  const extras = { minimumDailyMinor: 100, warnings: ['The headline “Best” promises too much.'] };
  expect(rowOf(plan, 'Facebook may object', extras)).toContain(
    '“Best” promises too much. You wrote it',
  );
});

test('a place that Facebook does not know is named, not left out in silence', () => {
  const extras = { minimumDailyMinor: 100, unknownPlaces: ['Little Snoring'] };
  expect(rowOf(plan, 'Left out', extras)).toContain('does not know “Little Snoring”, so the ads');
});

test('a photo that is not real is named as such', () => {
  const extras = { minimumDailyMinor: 100, hasMadePhoto: true };
  expect(rowOf(plan, 'Pictures', extras)).toContain('made by an image model');
  expect(rowOf(plan, 'Pictures')).toBe('');
});

test('what can be changed on the card is named with its limits', () => {
  expect(cardOf(plan).edit).toEqual({
    dailyBudgetMinor: 1500,
    minimumDailyMinor: 100,
    currency: 'GBP',
    lastDay: '2026-03-31',
    places: ['Leeds, United Kingdom'],
  });
  expect(cardOf(examplePlan(twoAudiences)).edit?.minimumDailyMinor).toBe(200);
});

test('each ad is shown once, with its key, its button in words and the host it leads to', () => {
  const { ads } = cardOf(examplePlan({ ...twoAudiences }));
  expect(ads.map(({ key }) => key)).toEqual(['a1', 'a2']);
  expect(ads[0]).toMatchObject({ button: 'Learn more', linkHost: 'bakery.example' });
  expect(cardOf(examplePlan(withSpare)).ads.map(({ spare }) => spare)).toEqual([
    undefined,
    undefined,
    true,
  ]);
});

test.each([{}, twoAudiences, withSpare, form, { category: 'HOUSING' } as const])(
  'no word of the trade and no id reaches the person',
  (changes) => {
    const card = cardOf(examplePlan(changes));
    const words = JSON.stringify({
      ...card,
      edit: null,
      ads: card.ads.map(({ assetId: _id, ...ad }) => ad),
    });
    expect(words).not.toMatch(
      /OUTCOME|LINK_CLICKS|LEARN_MORE|SIGN_UP|HOUSING|act_|\bCTR\b|\bROAS\b|ad set|campaign budget|!/,
    );
  },
);
