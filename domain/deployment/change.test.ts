import { describe, expect, test } from 'vitest';
import { examplePlan } from '../plan/plan-example.ts';
import type { CampaignPlan, PlannedAd } from '../plan/plan.ts';
import { changeExpectations, changeOperations, runningPlan, wayBack } from './change.ts';
import type { ChangeWork } from './change.ts';
import { isRepeatable, orderOf, planOperations, spendsNothing } from './operations.ts';
import { OPERATION_KINDS } from './deployment.ts';
import { requestFor } from './meta-requests.ts';

const WORK: ChangeWork = {
  campaignRecordId: 'record',
  markerBase: 'abc',
  tag: 'tag',
  leaseUntil: null,
  setsCap: false,
  first: 700,
};
const BEFORE = examplePlan();
const [SET] = BEFORE.adSets;
const [AD] = SET?.ads ?? [];
if (SET === undefined || AD === undefined) throw new Error('The example has an audience with ads.');
const NEW: PlannedAd = { ...AD, key: 'n01', headline: 'Dark bread today' };
const KINDS = (plan: CampaignPlan, more: Partial<ChangeWork> = {}, added: string[] = []) =>
  changeOperations(BEFORE, { plan, added, replaced: [] }, { ...WORK, ...more }).map(
    ({ kind }) => kind,
  );
const made = new Map([
  ['record:campaign', 'c'],
  ['record:set-s1', 's'],
  ['record:set-s2', 't'],
]);

function withSets(amounts: readonly [number, number]): CampaignPlan {
  const sets = amounts.map((dailyBudgetMinor, index) => ({
    ...(SET ?? BEFORE.adSets[0]!),
    key: `s${index + 1}`,
    dailyBudgetMinor,
  }));
  return { ...BEFORE, adSets: sets, dailyBudgetMinor: amounts[0] + amounts[1] };
}

describe('the steps of a change', () => {
  test.each<readonly [string, CampaignPlan, Partial<ChangeWork>, readonly string[]]>([
    [
      'the amount',
      { ...BEFORE, dailyBudgetMinor: 2_000 },
      {},
      ['update-campaign-budget', 'verify'],
    ],
    ['a limit at Facebook alone', BEFORE, { setsCap: true }, ['update-campaign-budget', 'verify']],
    ['the end', BEFORE, { leaseUntil: 5_000 }, ['update-end', 'verify']],
    [
      'people',
      { ...BEFORE, adSets: [{ ...SET, audience: { ...SET.audience, ageMax: 60 } }] },
      {},
      ['update-targeting', 'verify'],
    ],
    [
      'all of it',
      {
        ...BEFORE,
        dailyBudgetMinor: 9,
        adSets: [{ ...SET, audience: { ...SET.audience, ageMax: 60 } }],
      },
      { leaseUntil: 5_000 },
      ['update-targeting', 'update-end', 'update-campaign-budget', 'verify'],
    ],
  ])('of %s', (_title, plan, more, kinds) => {
    expect(KINDS(plan, more)).toEqual(kinds);
  });

  test('of an ad: made and compared before it is switched on, the old one off at the very end', () => {
    const plan = { ...BEFORE, adSets: [{ ...SET, ads: [NEW, ...SET.ads.slice(1)] }] };
    const replaced = [{ adSetKey: 's1', oldKey: AD.key, newKey: 'n01' }];
    const steps = changeOperations(BEFORE, { plan, added: ['n01'], replaced }, WORK);
    expect(steps.map(({ kind, adKey }) => [kind, adKey])).toEqual([
      ['upload-image', 'n01'],
      ['create-creative', 'n01'],
      ['create-ad', 'n01'],
      ['verify', null],
      ['activate-ad', 'n01'],
      ['pause-ad', AD.key],
    ]);
    // Steps of a later launch of this plan are the same, so that nothing is ever made twice.
    const launch = new Set(planOperations(plan, 'record', 'abc').map(({ opKey }) => opKey));
    const made = steps.filter(({ kind }) => kind.startsWith('create') || kind === 'upload-image');
    expect(made.filter(({ opKey }) => !launch.has(opKey))).toEqual([]);
  });

  test('send amounts that fall before those that rise', () => {
    const before = withSets([1_000, 500]);
    const plan = withSets([400, 1_600]);
    const steps = changeOperations(before, { plan, added: [], replaced: [] }, WORK);
    const amounts = steps.filter(({ kind }) => kind === 'update-ad-set-budget');
    expect(amounts.map((one) => [one.adSetKey, orderOf(one)])).toEqual([
      ['s1', 0],
      ['s2', 1],
    ]);
  });

  test('are absolute values of the plan, whatever was there before', () => {
    const plan = withSets([400, 1_600]);
    const steps = changeOperations(
      withSets([1_000, 500]),
      { plan, added: [], replaced: [] },
      {
        ...WORK,
        leaseUntil: 1_800_000_000_000,
      },
    );
    const bodies = steps
      .filter(({ kind }) => kind.startsWith('update'))
      .map((one) => requestFor(plan, one, made, { leaseUntil: 1_800_000_000_000 }));
    expect(bodies.map(({ path, body }) => [path, body])).toEqual([
      [['s'], { end_time: '2027-01-15T08:00:00+0000' }],
      [['t'], { end_time: '2027-01-15T08:00:00+0000' }],
      [['s'], { daily_budget: 400 }],
      [['t'], { daily_budget: 1_600 }],
    ]);
  });
});

describe('the way back', () => {
  const plan = withSets([400, 1_600]);
  const forth = changeOperations(
    withSets([1_000, 500]),
    {
      plan: { ...plan, adSets: plan.adSets.map((set) => ({ ...set, ads: [NEW] })) },
      added: ['n01'],
      replaced: [],
    },
    { ...WORK, leaseUntil: 5_000 },
  );

  test('undoes what was or may have been sent, and nothing else', () => {
    expect(wayBack(forth, () => false)).toEqual([]);
    const all = wayBack(forth, () => true);
    expect(all.map(({ kind }) => kind)).toEqual([
      'update-end',
      'update-end',
      'update-ad-set-budget',
      'update-ad-set-budget',
      'pause-ad',
      'pause-ad',
    ]);
    expect(all.every(({ opKey }) => opKey.endsWith('-back'))).toBe(true);
    expect(all.filter(({ order }) => order !== undefined).map(({ order }) => order)).toEqual([
      1, 0,
    ]);
  });
});

test('only what was sent is compared afterwards', () => {
  const plan = { ...BEFORE, dailyBudgetMinor: 2_000 };
  const steps = changeOperations(BEFORE, { plan, added: [], replaced: [] }, WORK);
  const all = new Map([
    ...made,
    ...SET.ads.flatMap(({ key }) =>
      ['image', 'creative', 'ad'].map(
        (what) => [`record:${what}-${key}`, `${what}-${key}`] as const,
      ),
    ),
  ]);
  const terms = { leaseUntil: null, spendCapMinor: null };
  expect(changeExpectations(steps, plan, { record: 'record', made: all, terms })).toMatchObject([
    { kind: 'campaign', id: 'c', expected: { daily_budget: 2_000 }, wished: {} },
  ]);
});

test('an ad that took the place of a refused one is part of the plan as it runs', () => {
  const fix = { adSetKey: 's1', replacesAdKey: AD.key, ad: { ...AD, key: 'f1' } };
  const keys = (ids: Record<string, string>) =>
    runningPlan(BEFORE, [fix], ids).adSets[0]?.ads.map(({ key }) => key);
  expect(keys({ f1: '1' })).toEqual(['f1', 'a2']);
  expect(keys({})).toEqual(['a1', 'a2']);
});

test('what may be done to a resting campaign neither switches it on nor lets it run longer', () => {
  const resting = OPERATION_KINDS.filter(spendsNothing);
  expect(resting.filter((kind) => /(activate|resume).*(campaign|set)|lease/.test(kind))).toEqual(
    [],
  );
  expect(resting.filter((kind) => kind.startsWith('update')).every(isRepeatable)).toBe(true);
});
