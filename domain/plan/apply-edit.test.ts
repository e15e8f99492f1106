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
