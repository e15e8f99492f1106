import { assert, integer, property, record, string } from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical.ts';
import { applyEdit } from './apply-edit.ts';
import type { EditFacts } from './apply-edit.ts';
import type { PlanChanges } from './edit.ts';
import { examplePlan, examplePlanInput } from './plan-example.ts';

const plan = examplePlan();
const { proposal, found } = examplePlanInput();
const [people] = proposal.audiences;
const [leeds] = found;
const [first] = leeds?.places ?? [];
if (people === undefined || leeds === undefined || first === undefined)
  throw new Error('No example.');
const york = { ...first, key: '9', name: 'York, United Kingdom' };
const berlin = { ...first, key: '8', name: 'Berlin, Germany', countryCode: 'DE' };
const two = examplePlan({
  proposal: {
    ...proposal,
    audiences: [
      { ...people, sharePercent: 60 },
      { ...people, sharePercent: 40 },
    ],
  },
  found: [leeds, { places: [york], interests: [] }],
});

const facts: EditFacts = {
  today: '2026-03-02',
  minimumDailyMinor: 100,
  places: null,
  pictures: new Map([['p9', 'e'.repeat(64)]]),
  websiteUrl: 'https://bakery.example/',
  dsa: { beneficiary: 'Miller', payor: 'Miller' },
  history: null,
};
const edit = (changes: PlanChanges, given: Partial<EditFacts> = {}, of = plan) =>
  applyEdit(of, changes, { ...facts, ...given });
function edited(changes: PlanChanges, given: Partial<EditFacts> = {}, of = plan) {
  const outcome = edit(changes, given, of);
  if (!outcome.ok) throw new Error(outcome.problem);
  return outcome.plan;
}

test('a daily amount is taken as typed, and what to expect follows it', () => {
  const after = edited({ dailyBudgetMinor: 3000 });
  expect(after.dailyBudgetMinor).toBe(3000);
  expect(after.forecast?.low).toBe(140);
  expect(after.adSets[0]?.dailyBudgetMinor).toBeNull();
});

test('the parts of several audiences follow a new amount in the same proportion', () => {
  const after = edited({ dailyBudgetMinor: 3000 }, {}, two);
  expect(after.adSets.map(({ dailyBudgetMinor }) => dailyBudgetMinor)).toEqual([1800, 1200]);
});

test.each<readonly [string, PlanChanges, string]>([
  ['too small an amount', { dailyBudgetMinor: 99 }, 'at least £1 a day'],
  ['a last day too soon', { lastDay: '2026-03-03' }, 'between Wednesday 4 March 2026'],
  ['a last day too far', { lastDay: '2027-03-03' }, 'and Tuesday 2 March 2027'],
  [
    'a picture of somebody else',
    { ads: [{ key: 'a1', assetId: 'p1' }] },
    'not one of this project',
  ],
  [
    'an ad that is not there',
    { ads: [{ key: 'a9', headline: 'x' }] },
    'no longer part of the plan',
  ],
  ['too long a headline', { ads: [{ key: 'a1', headline: 'x'.repeat(41) }] }, 'longer than the 40'],
  ['an empty text', { ads: [{ key: 'a1', primaryText: '  ' }] }, 'The text is empty'],
])('%s is refused in words', (_what, changes, words) => {
  const outcome = edit(changes);
  expect(outcome.ok ? '' : outcome.problem).toContain(words);
});

test('two audiences need twice the minimum, and the sentence says why', () => {
  const outcome = edit({ dailyBudgetMinor: 150 }, {}, two);
  expect(outcome.ok ? '' : outcome.problem).toContain('£2 a day in your ad account, £1 for each');
});

test('a new last day ends at midnight of the account’s clock', () => {
  const after = edited({ lastDay: '2026-04-30' });
  expect(after.lastDay).toBe('2026-04-30');
  expect(new Date(after.endsAt ?? 0).toISOString()).toBe('2026-04-30T22:59:59.000Z');
});

test('a change of an ad reaches all its copies and no other', () => {
  const after = edited({ ads: [{ key: 'a1', headline: 'Rye' }] }, {}, two);
  const headlines = after.adSets.map(({ ads }) => ads.map(({ headline }) => headline));
  expect(headlines).toEqual([
    ['Rye', 'Real sourdough'],
    ['Rye', 'Real sourdough'],
  ]);
});

test('an own picture is bound by its very bytes', () => {
  const after = edited({ ads: [{ key: 'a2', assetId: 'p9' }] });
  expect(after.adSets[0]?.ads[1]?.image).toEqual({ assetId: 'p9', sha256: 'e'.repeat(64) });
});

test('places that stay keep their audience, new ones join the first', () => {
  const after = edited({ places: ['x'] }, { places: [first, york, berlin] }, two);
  const keys = after.adSets.map(({ audience }) => audience.places.map(({ key }) => key));
  expect(keys).toEqual([['813', '8'], ['9']]);
  expect(after.dsa).toEqual({ beneficiary: 'Miller', payor: 'Miller' });
});

test('an audience without a place falls away, and the whole amount goes to the other', () => {
  const after = edited({ places: ['x'] }, { places: [york] }, two);
  expect(after.adSets).toHaveLength(1);
  expect(after.adSets[0]).toMatchObject({ key: 's2', dailyBudgetMinor: null });
  expect(after.dailyBudgetMinor).toBe(1500);
});

test('names for the European Union fall away with the last place there', () => {
  const inBerlin = edited({ places: ['x'] }, { places: [berlin] });
  expect(inBerlin.dsa).not.toBeNull();
  expect(edited({ places: ['x'] }, { places: [first] }, inBerlin).dsa).toBeNull();
});

test('special rules hold for changed places as well', () => {
  const jobs = examplePlan({ category: 'EMPLOYMENT' });
  const after = edited({ places: ['x'] }, { places: [berlin] }, jobs);
  expect(after.specialAdCategoryCountries).toEqual(['DE']);
  expect(after.adSets[0]?.audience).toMatchObject({ ageMin: 18, ageMax: 65, interests: [] });
});

test('own words that Facebook may object to are warned of and kept', () => {
  const outcome = edit({ ads: [{ key: 'a1', headline: 'Number one bread' }] });
  expect(outcome).toMatchObject({ ok: true });
  expect(outcome.ok ? outcome.warnings : []).toEqual([
    'The headline “Number one bread” promises more than anyone can keep.',
  ]);
});

test('changing nothing leaves the very same plan', () => {
  expect(canonicalJson(edited({}))).toBe(canonicalJson(plan));
  expect(canonicalJson(edited({}, {}, two))).toBe(canonicalJson(two));
});

test('whatever is typed, parts make the whole and every text fits', () => {
  const changes = record({
    dailyBudgetMinor: integer({ min: -5, max: 1_000_000 }),
    headline: string({ maxLength: 60 }),
  });
  assert(
    property(changes, ({ dailyBudgetMinor, headline }) => {
      const outcome = edit({ dailyBudgetMinor, ads: [{ key: 'a1', headline }] }, {}, two);
      if (!outcome.ok) return outcome.problem.length > 10;
      const sum = outcome.plan.adSets.reduce((all, set) => all + (set.dailyBudgetMinor ?? 0), 0);
      const texts = outcome.plan.adSets.flatMap(({ ads }) => ads.map((one) => one.headline));
      return (
        sum === outcome.plan.dailyBudgetMinor &&
        texts.every((text) => text.length > 0 && text.length <= 40)
      );
    }),
  );
});

test('each audience takes its own amount, and the whole is their sum', () => {
  const after = edited({ audiences: [{ key: 's2', dailyBudgetMinor: 750 }] }, {}, two);
  expect(after.adSets.map(({ dailyBudgetMinor }) => dailyBudgetMinor)).toEqual([900, 750]);
  expect(after.dailyBudgetMinor).toBe(1650);
  expect(after.forecast).not.toEqual(two.forecast);
});

test('an audience that falls away in the same change takes its amount with it', () => {
  const changes = { audiences: [{ key: 's1', dailyBudgetMinor: 1000 }], places: ['Leeds'] };
  const after = edited(changes, { places: [first] }, two);
  expect(after.adSets.map(({ key, dailyBudgetMinor }) => [key, dailyBudgetMinor])).toEqual([
    ['s1', null],
  ]);
  expect(after.dailyBudgetMinor).toBe(1000);
});

const part = (key: string, dailyBudgetMinor: number) => ({ key, dailyBudgetMinor });

test.each<readonly [string, PlanChanges, string, string]>([
  [
    'too little',
    { audiences: [part('s1', 900), part('s2', 99)] },
    '1.dailyBudgetMinor',
    '£1 a day',
  ],
  ['half a penny', { audiences: [part('s1', 150.5)] }, '0.dailyBudgetMinor', '£1 a day'],
  ['no such audience', { audiences: [part('s3', 900)] }, '0.key', 'no amount of its own'],
])('%s for one of several audiences is refused by name', (_what, changes, field, words) => {
  const outcome = edit(changes, {}, two);
  expect(outcome).toMatchObject({ ok: false, field: `audiences.${field}` });
  expect(outcome.ok ? '' : outcome.problem).toContain(words);
});

test('the whole and its parts are not changed at once, and one audience has no part', () => {
  const both = edit({ dailyBudgetMinor: 3000, audiences: [part('s1', 900)] }, {}, two);
  expect(both).toMatchObject({ ok: false, field: 'dailyBudgetMinor' });
  const alone = edit({ audiences: [part('s1', 900)] });
  expect(alone).toMatchObject({ ok: false, field: 'audiences.0.key' });
});

test('however the parts are typed, the whole is their sum and each reaches the minimum', () => {
  const amount = integer({ min: 1, max: 100_000 });
  assert(
    property(amount, amount, (one, other) => {
      const outcome = edit({ audiences: [part('s1', one), part('s2', other)] }, {}, two);
      expect(outcome.ok).toBe(Math.min(one, other) >= facts.minimumDailyMinor);
      if (!outcome.ok) return;
      const parts = outcome.plan.adSets.map(({ dailyBudgetMinor }) => dailyBudgetMinor);
      expect(parts).toEqual([one, other]);
      expect(outcome.plan.dailyBudgetMinor).toBe(one + other);
    }),
  );
});

test.each<readonly [string, PlanChanges, string]>([
  [
    'headline',
    {
      ads: [
        { key: 'a1', headline: 'Bread' },
        { key: 'a2', headline: '' },
      ],
    },
    '1.headline',
  ],
  ['text', { ads: [{ key: 'a2', primaryText: ' ' }] }, '0.primaryText'],
  ['small line', { ads: [{ key: 'a1', description: 'x'.repeat(41) }] }, '0.description'],
  ['picture', { ads: [{ key: 'a1', assetId: 'p1' }] }, '0.assetId'],
  ['ad itself', { ads: [{ key: 'a9', headline: 'x' }] }, '0.key'],
])('a refusal names the ad and its %s', (_what, changes, field) => {
  expect(edit(changes)).toMatchObject({ ok: false, field: `ads.${field}` });
});

test('two parts of a change that name the same ad are both done', () => {
  const after = edited({
    ads: [
      { key: 'a1', headline: 'Bread at six' },
      { key: 'a1', primaryText: 'Warm and early.' },
    ],
  });
  expect(after.adSets[0]?.ads[0]).toMatchObject({
    headline: 'Bread at six',
    primaryText: 'Warm and early.',
  });
});

test('two ads are not made the same: the card would show one, and both would be built', () => {
  const [one] = plan.adSets[0]?.ads ?? [];
  if (one === undefined) throw new Error('No ad.');
  const { primaryText, headline, description } = one;
  const twin = { key: 'a2', primaryText, headline, description, assetId: 'p9' };
  const same = { pictures: new Map([['p9', one.image.sha256]]) };
  const sameButton = examplePlan({
    proposal: {
      ...proposal,
      ads: proposal.ads.map((ad) => ({ ...ad, callToAction: 'LEARN_MORE' })),
    },
  });
  expect(edit({ ads: [twin] }, same, sameButton)).toMatchObject({
    ok: false,
    problem: expect.stringContaining('exactly the same'),
  });
  expect(edit({ ads: [{ ...twin, headline: 'Another' }] }, same, sameButton).ok).toBe(true);
});

test('ads about politics are not moved into the European Union', () => {
  const political = examplePlan({ category: 'ISSUES_ELECTIONS_POLITICS' });
  const change = { places: ['Berlin, Germany'] };
  expect(edit(change, { places: [berlin] }, political)).toMatchObject({
    ok: false,
    field: 'places',
  });
  expect(edit(change, { places: [york] }, political).ok).toBe(true);
});
