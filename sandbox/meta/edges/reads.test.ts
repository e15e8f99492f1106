import { beforeAll, describe, expect, test } from 'vitest';
import { CITIES, REGIONS } from '../catalog/cities.ts';
import { COUNTRIES } from '../catalog/countries.ts';
import { INTERESTS } from '../catalog/interests.ts';
import { errorOf, openBench, rowsOf, TARGETING, textOf } from '../test-kit.ts';
import type { Bench } from '../test-kit.ts';

let bench: Bench;
let gbp = '';
beforeAll(async () => {
  bench = await openBench();
  gbp = bench.accounts['GBP'] ?? '';
});

const find = async (params: Record<string, string>) =>
  rowsOf((await bench.get('search', params)).body['data']);

test('every place and interest has a key of its own', () => {
  const keys = [...CITIES.map((row) => row.key), ...REGIONS.map((row) => row.key)];
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set(INTERESTS.map((row) => row.id)).size).toBe(INTERESTS.length);
  expect(COUNTRIES.length).toBeGreaterThan(150);
});

describe('search', () => {
  test('finds a town with its region and country, without minding accents', async () => {
    expect(
      (await find({ type: 'adgeolocation', q: 'Dusseldorf', location_types: '["city"]' }))[0],
    ).toMatchObject({ name: 'Düsseldorf', type: 'city', country_code: 'DE' });
    const cambridge = await find({
      type: 'adgeolocation',
      q: 'Cambridge',
      location_types: '["city"]',
      country_code: 'GB',
    });
    expect(cambridge.map((row) => row['country_code'])).toEqual(['GB']);
  });
  test('finds a country by its code', async () => {
    expect(
      (await find({ type: 'adgeolocation', q: 'gb', location_types: '["country"]' }))[0],
    ).toMatchObject({ key: 'GB', type: 'country' });
  });
  test('does not guess at a place it does not know', async () => {
    expect(await find({ type: 'adgeolocation', q: 'Little Whinging', country_code: 'GB' })).toEqual(
      [],
    );
  });
  test('finds interests by another form of the word, and never a dead one', async () => {
    expect((await find({ type: 'adinterest', q: 'bakeries' })).map((row) => row['name'])).toContain(
      'Bakery',
    );
    const beauty = await find({ type: 'adinterest', q: 'Beauty parlours' });
    expect(beauty.map((row) => row['name'])).not.toContain('Beauty parlours');
  });
  test('says which interests can still be used', async () => {
    const dead = INTERESTS.find((row) => row.dead)?.id ?? '';
    const alive = INTERESTS.find((row) => !row.dead)?.id ?? '';
    const rows = await find({
      type: 'adinterestvalid',
      interest_fbid_list: JSON.stringify([alive, dead, '1']),
    });
    expect(rows.map((row) => row['valid'])).toEqual([true, false, false]);
  });
});

describe('estimates', () => {
  const reach = async (spec: object) => {
    const { body } = await bench.get(`${gbp}/delivery_estimate`, {
      optimization_goal: 'LINK_CLICKS',
      targeting_spec: JSON.stringify(spec),
    });
    return Number(rowsOf(body['data'])[0]?.['estimate_mau_upper_bound']);
  };
  test('fewer people for a narrower audience', async () => {
    const bakery = INTERESTS.find((row) => row.name === 'Bakery')?.id;
    const all = await reach({ geo_locations: { countries: ['GB'] } });
    const some = await reach(TARGETING);
    const few = await reach({
      ...TARGETING,
      genders: [2],
      flexible_spec: [{ interests: [{ id: bakery }] }],
    });
    expect(all).toBeGreaterThan(some);
    expect(some).toBeGreaterThan(few);
  });
  test('a place is needed', async () => {
    const answer = await bench.get(`${gbp}/reachestimate`, { targeting_spec: '{"age_min":20}' });
    expect(errorOf(answer)).toMatchObject({ code: 100, error_subcode: 1885364 });
  });
});

test('the account tells what it is, and what the least budget is', async () => {
  const { body } = await bench.get(gbp, {
    fields:
      'account_status,currency,timezone_name,funding_source_details,min_daily_budget,amount_spent',
  });
  expect(body).toMatchObject({
    account_status: 1,
    currency: 'GBP',
    timezone_name: 'Europe/London',
    amount_spent: '0',
  });
  const budgets = rowsOf((await bench.get(`${gbp}/minimum_budgets`)).body['data']);
  expect(budgets[0]).toMatchObject({ currency: 'GBP', min_daily_budget_imp: 79 });
});

test('a preview is a frame whose address shows the ad', async () => {
  const creative = {
    object_story_spec: {
      page_id: bench.pages[0] ?? '',
      link_data: { message: 'Warm <rolls>', link: 'https://example.com' },
    },
  };
  const { body } = await bench.get(`${gbp}/generatepreviews`, {
    creative: JSON.stringify(creative),
    ad_format: 'MOBILE_FEED_STANDARD',
  });
  const frame = textOf(rowsOf(body['data'])[0]?.['body']);
  const address = /src="http:\/\/sandbox\.test([^"]+)"/.exec(frame)?.[1] ?? '';
  const page = await (await bench.app.request(address)).text();
  expect(page).toContain('Warm &lt;rolls&gt;');
});
