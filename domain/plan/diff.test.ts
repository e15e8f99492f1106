import { expect, test } from 'vitest';
import { planDiff } from './diff.ts';
import { exampleBrief, examplePlan, examplePlanInput } from './plan-example.ts';
import type { CampaignPlan, PlannedAd, PlannedAdSet } from './plan.ts';

const plan = examplePlan();
const [set] = plan.adSets;
const [ad] = set?.ads ?? [];
if (set === undefined || ad === undefined) throw new Error('The example has an ad.');

const withSet = (changes: Partial<PlannedAdSet>): CampaignPlan => ({
  ...plan,
  adSets: [{ ...set, ...changes }],
});
const withAd = (changes: Partial<PlannedAd>) =>
  withSet({ ads: [{ ...ad, ...changes }, ...set.ads.slice(1)] });
const form = examplePlan({
  brief: { ...exampleBrief, goal: 'LEADS', websiteUrl: null },
  privacyPolicyUrl: 'https://bakery.example/privacy',
});

test('the same plan differs in nothing', () => {
  expect(planDiff(plan, structuredClone(plan))).toEqual([]);
});

test.each<
  readonly [string, CampaignPlan, { label: string; before: string | null; after: string | null }]
>([
  [
    'the amount',
    { ...plan, dailyBudgetMinor: 2000 },
    { label: 'Average per day', before: '£15', after: '£20' },
  ],
  [
    'the end',
    { ...plan, lastDay: '2026-04-30', endsAt: 1 },
    { label: 'Until', before: 'Tuesday 31 March 2026', after: 'Thursday 30 April 2026' },
  ],
  ['the name', { ...plan, name: 'Rye' }, { label: 'Name', before: 'Fresh bread', after: 'Rye' }],
  [
    'the Page',
    { ...plan, pageId: '9', pageName: 'Other' },
    { label: 'Facebook Page', before: "Miller's Bakery", after: 'Other' },
  ],
  [
    'the account',
    { ...plan, adAccountId: 'act_9' },
    { label: 'Ad account', before: 'The one before', after: 'Another one' },
  ],
  [
    'special rules',
    { ...plan, specialAdCategories: ['EMPLOYMENT'] },
    { label: 'Special rules', before: null, after: 'jobs' },
  ],
  [
    'the names in the EU',
    { ...plan, dsa: { beneficiary: 'A', payor: 'B' } },
    { label: 'Names shown in the EU', before: null, after: 'A, paid by B' },
  ],
  [
    'the people',
    withSet({ audience: { ...set.audience, ageMin: 30 } }),
    { label: 'People', before: 'People from 25 to 54', after: 'People from 30 to 54' },
  ],
  [
    'the interests',
    withSet({ audience: { ...set.audience, interests: [] } }),
    { label: 'Interests', before: 'Baking', after: null },
  ],
  [
    'a headline',
    withAd({ headline: 'Rye' }),
    { label: 'Ad 1: headline', before: 'Warm bread at seven', after: 'Rye' },
  ],
  [
    'a picture',
    withAd({ image: { ...ad.image, sha256: 'f'.repeat(64) } }),
    { label: 'Ad 1: picture', before: 'The picture before', after: 'Another picture' },
  ],
  [
    'a button',
    withAd({ callToAction: 'BOOK_NOW' }),
    { label: 'Ad 1: button', before: 'Learn more', after: 'Book now' },
  ],
  [
    'where an ad leads',
    withAd({ linkUrl: 'https://other.example/' }),
    { label: 'Ad 1: leads to', before: 'bakery.example', after: 'other.example' },
  ],
  [
    'an ad less',
    withSet({ ads: [ad] }),
    { label: 'Ad 2', before: '“Real sourdough”', after: null },
  ],
  [
    'a spare ad more',
    withSet({ spares: [{ ...ad, key: 'r1' }] }),
    { label: 'Spare ad 1', before: null, after: '“Warm bread at seven”' },
  ],
])('names %s with both values', (_what, after, row) => {
  expect(planDiff(plan, after)).toContainEqual(row);
});

test('a form that is new is named with what it asks', () => {
  const rows = planDiff(plan, form);
  expect(rows).toContainEqual({
    label: 'Form asks for',
    before: null,
    after: 'name, e-mail address and phone number',
  });
  expect(rows).toContainEqual({
    label: 'Aims at',
    before: 'clicks on the link',
    after: 'enquiries',
  });
});

test('audiences are told apart by number where there are several', () => {
  const { proposal, found } = examplePlanInput();
  const [people] = proposal.audiences;
  const [leeds] = found;
  if (people === undefined || leeds === undefined) throw new Error('No example.');
  const [town] = leeds.places;
  if (town === undefined) throw new Error('No example.');
  const place = { ...town, key: '9', name: 'York, United Kingdom' };
  const two = examplePlan({
    proposal: { ...proposal, audiences: [people, people] },
    found: [leeds, { places: [place], interests: [] }],
  });
  const labels = planDiff(plan, two).map(({ label }) => label);
  expect(labels).toContain('Audience 2: places');
  expect(labels).toContain('Audience 1: average per day');
  // The same ads for another audience are no new ads to look at.
  expect(labels.some((label) => label.startsWith('Ad '))).toBe(false);
});

test('a new name does not make every link look different', () => {
  const { proposal } = examplePlanInput();
  const renamed = examplePlan({ proposal: { ...proposal, campaignName: 'Rye' } });
  expect(planDiff(plan, renamed)).toEqual([{ label: 'Name', before: 'Fresh bread', after: 'Rye' }]);
});

test('no id stands in any row', () => {
  const other = { ...form, adAccountId: 'act_77', pageId: '88' };
  expect(JSON.stringify(planDiff(plan, other))).not.toMatch(/act_|"88"|OUTCOME|[0-9a-f]{16}/);
});

test('an audience that falls away is named, and the other one is not taken for it', () => {
  const input = examplePlanInput();
  const [people] = input.proposal.audiences;
  const [leeds] = input.found;
  const [place] = leeds?.places ?? [];
  if (people === undefined || leeds === undefined || place === undefined)
    throw new Error('No example.');
  const york = { ...place, key: '9', name: 'York, United Kingdom' };
  const both = examplePlan({
    proposal: {
      ...input.proposal,
      audiences: [
        { ...people, sharePercent: 60 },
        { ...people, sharePercent: 40 },
      ],
    },
    found: [leeds, { places: [york], interests: [] }],
  });
  const second = both.adSets.slice(1).map((set) => ({ ...set, dailyBudgetMinor: null }));
  const diff = planDiff(both, { ...both, adSets: second });
  const rows = new Map(diff.map(({ label, before, after }) => [label, [before, after]]));
  expect(rows.get('Audience 1: places')?.[1]).toBeNull();
  expect(rows.get('Audience 1: average per day')).toEqual(['£9', null]);
  expect(rows.get('Audience 2: average per day')).toEqual(['£6', '£15']);
  expect(rows.has('Audience 2: places')).toBe(false);
});
