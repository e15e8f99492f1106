import { expect, test } from 'vitest';
import { examplePlan } from '../plan/plan-example.ts';
import { targetingOf } from './meta-parts.ts';
import { requestFor, withoutEditList } from './meta-requests.ts';
import { planOperations } from './operations.ts';
import type { PlannedOperation } from './operations.ts';
import { differences, expectations } from './verify.ts';

const plan = examplePlan();
const operations = planOperations(plan, 'r1', 'abc234');
const made = new Map(operations.map((operation) => [operation.opKey, `id-${operation.ordinal}`]));

function raise(): never {
  throw new Error('The example has an audience.');
}

function at(kind: PlannedOperation['kind']): PlannedOperation {
  const found = operations.find((operation) => operation.kind === kind);
  if (found === undefined) throw new Error(`No step of kind ${kind}.`);
  return found;
}

test('the campaign carries the budget, the category list and stays switched off', () => {
  expect(requestFor(plan, at('create-campaign'), made)).toEqual({
    path: ['act_100', 'campaigns'],
    imageAssetId: null,
    body: {
      name: 'Fresh bread | aig-abc234-c',
      objective: 'OUTCOME_TRAFFIC',
      special_ad_categories: [],
      status: 'PAUSED',
      buying_type: 'AUCTION',
      daily_budget: 1500,
      bid_strategy: 'LOWEST_COST_WITHOUT_CAP',
    },
  });
});

test('the ad set sends keys, ages and the flag that keeps them exact', () => {
  expect(requestFor(plan, at('create-ad-set'), made).body).toMatchObject({
    campaign_id: made.get('r1:campaign'),
    status: 'PAUSED',
    billing_event: 'IMPRESSIONS',
    optimization_goal: 'LINK_CLICKS',
    destination_type: 'WEBSITE',
    targeting: {
      geo_locations: { cities: [{ key: '813', radius: 25, distance_unit: 'kilometer' }] },
      age_min: 25,
      age_max: 54,
      flexible_spec: [{ interests: [{ id: '6003', name: 'Baking' }] }],
      targeting_automation: { advantage_audience: 0 },
    },
  });
});

test('nothing that is created is switched on', () => {
  for (const operation of operations.filter((one) => one.kind.startsWith('create'))) {
    expect(JSON.stringify(requestFor(plan, operation, made).body)).not.toContain('ACTIVE');
  }
});

test('money is named once, on the campaign', () => {
  const bodies = operations
    .filter((one) => one.kind !== 'verify' && one.kind !== 'preflight')
    .map((one) => JSON.stringify(requestFor(plan, one, made).body));
  expect(bodies.filter((body) => /budget|bid_amount|spend_cap/.test(body))).toHaveLength(1);
});

test('the creative uses the uploaded picture and the tagged link', () => {
  const { body } = requestFor(plan, at('create-creative'), made);
  expect(body).toMatchObject({
    object_story_spec: {
      page_id: '200',
      link_data: {
        image_hash: made.get('r1:image-a1'),
        name: 'Warm bread at seven',
        call_to_action: { type: 'LEARN_MORE' },
      },
    },
  });
  expect(withoutEditList({ path: [], body, imageAssetId: null }).body).not.toHaveProperty(
    'degrees_of_freedom_spec',
  );
});

test('switching on names only the state', () => {
  expect(requestFor(plan, at('activate-campaign'), made)).toMatchObject({
    path: [made.get('r1:campaign')],
    body: { status: 'ACTIVE' },
  });
});

test('a step before what it needs is an error', () => {
  expect(() => requestFor(plan, at('create-ad-set'), new Map())).toThrow(/come first/);
});

test('a read-back with Meta’s additions agrees, and one with a changed value does not', () => {
  const [campaign, adSet] = expectations(plan, 'r1', made);
  if (campaign === undefined || adSet === undefined) throw new Error('Both are expected.');
  const stored = {
    objective: 'OUTCOME_TRAFFIC',
    daily_budget: '1500',
    bid_strategy: 'LOWEST_COST_WITHOUT_CAP',
    extra: 1,
  };
  expect(differences(campaign, stored)).toEqual([]);
  expect(differences(campaign, { ...stored, daily_budget: '15000' })).toEqual([
    'campaign.daily_budget',
  ]);
  const targeting = {
    ...targetingOf(plan.adSets[0]?.audience ?? raise(), null),
    geo_locations: {
      cities: [{ key: '813', name: 'Leeds', radius: 25, distance_unit: 'kilometer' }],
      location_types: ['home', 'recent'],
    },
  };
  const set = {
    campaign_id: made.get('r1:campaign'),
    optimization_goal: 'LINK_CLICKS',
    billing_event: 'IMPRESSIONS',
    targeting,
  };
  expect(differences(adSet, set)).toEqual([]);
  const wider = { ...targeting, age_max: 65 };
  expect(differences(adSet, { ...set, targeting: wider })).toEqual(['ad-set.targeting']);
});
