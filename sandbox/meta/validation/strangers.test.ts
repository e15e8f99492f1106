import { beforeAll, describe, expect, test } from 'vitest';
import { INTERESTS } from '../catalog/interests.ts';
import type { JsonObject } from '../json.ts';
import {
  adSetBody,
  buildCampaign,
  CAMPAIGN,
  creativeBody,
  errorOf,
  idOf,
  openBench,
  pngBase64,
  rowsOf,
  TARGETING,
} from '../test-kit.ts';
import type { Bench, Built } from '../test-kit.ts';

let bench: Bench;
let built: Built;
let gbp = '';
let page = '';

beforeAll(async () => {
  bench = await openBench();
  built = await buildCampaign(bench);
  gbp = bench.accounts['GBP'] ?? '';
  page = bench.pages[0] ?? '';
});

const count = async () => (await bench.admin(`ledger?account=${gbp}`))['count'];

describe('names nobody knows', () => {
  const calls: readonly (readonly [string, () => readonly [string, JsonObject]])[] = [
    ['a campaign', () => [`${gbp}/campaigns`, CAMPAIGN]],
    ['an ad set', () => [`${gbp}/adsets`, adSetBody(built.campaign)]],
    ['an image', () => [`${gbp}/adimages`, { bytes: pngBase64(640, 640) }]],
    ['a creative', () => [`${gbp}/adcreatives`, creativeBody(page, built.image)]],
    [
      'an ad',
      () => [
        `${gbp}/ads`,
        { name: 'A', adset_id: built.adSet, creative: { creative_id: built.creative } },
      ],
    ],
    ['a change of a campaign', () => [built.campaign, { name: 'N' }]],
    ['a change of an ad set', () => [built.adSet, { name: 'N' }]],
    ['a change of an ad', () => [built.ad, { name: 'N' }]],
    ['a change of a creative', () => [built.creative, { name: 'N' }]],
  ];
  test.each(calls)('%s with one is refused, id and fields are not', async (_what, call) => {
    const [path, body] = call();
    const before = await count();
    expect(errorOf(await bench.post(path, { ...body, dayli_budget: 1 }))).toMatchObject({
      code: 100,
      message: expect.stringContaining('dayli_budget'),
    });
    expect(await count()).toBe(before);
    expect((await bench.post(path, { ...body, id: '1', fields: 'id' })).status).toBe(200);
  });
  test.each<readonly [string, JsonObject]>([
    ['the link of a creative', { headline: 'Wrong' }],
    ['a button', { call_to_action: { type: 'LEARN_MORE', vale: {} } }],
    ['a button’s value', { call_to_action: { type: 'LEARN_MORE', value: { url: 'x' } } }],
  ])('inside %s they are refused too', async (_what, change) => {
    const answer = await bench.post(`${gbp}/adcreatives`, creativeBody(page, built.image, change));
    expect(errorOf(answer)).toMatchObject({ code: 100 });
  });
  test('and inside what an ad set promotes', async () => {
    const body = adSetBody(built.campaign, { promoted_object: { pagee_id: page } });
    expect(errorOf(await bench.post(`${gbp}/adsets`, body))).toMatchObject({ code: 100 });
  });
});

describe('special ad categories', () => {
  const categories = ['HOUSING', 'EMPLOYMENT', 'FINANCIAL_PRODUCTS_SERVICES'];
  const open = { ...TARGETING, age_min: 18, age_max: 65 };
  test.each(categories)('%s keeps everybody from 18 to 65 and over', async (category) => {
    const special = { special_ad_categories: [category], special_ad_category_country: ['GB'] };
    const campaign = idOf(await bench.post(`${gbp}/campaigns`, { ...CAMPAIGN, ...special }));
    const { body } = await bench.get(campaign, {
      fields: 'special_ad_categories,special_ad_category_country',
    });
    expect(body).toMatchObject(special);
    const tried = async (targeting: JsonObject) =>
      errorOf(await bench.post(`${gbp}/adsets`, adSetBody(campaign, { targeting })))[
        'error_subcode'
      ] ?? 'fine';
    expect(await tried(open)).toBe('fine');
    expect(
      await tried({
        geo_locations: { countries: ['GB'] },
        targeting_automation: { advantage_audience: 0 },
      }),
    ).toBe('fine');
    expect(await tried({ ...open, age_min: 25 })).toBe(2909048);
    expect(await tried({ ...open, age_min: 16 })).toBe(2909048);
    expect(await tried({ ...open, age_max: 64 })).toBe(2909048);
    expect(await tried({ ...open, genders: [2] })).toBe(2909048);
    expect(await tried({ geo_locations: { countries: ['GB'] } })).toBe(1870227);
    expect(await tried({ ...open, targeting_automation: {} })).toBe(1870227);
    const circle = { latitude: 53.8, longitude: -1.5, radius: 5, distance_unit: 'kilometer' };
    expect(await tried({ ...open, geo_locations: { custom_locations: [circle] } })).toBe(1487851);
  });
});

describe('rehearsals', () => {
  test('say yes or no like the real call, and write nothing', async () => {
    const before = await count();
    const rehearse = (path: string, body: JsonObject) =>
      bench.post(path, { ...body, execution_options: ['validate_only'] });
    const ad = { name: 'A', adset_id: built.adSet, creative: { creative_id: built.creative } };
    for (const [path, body] of [
      [`${gbp}/campaigns`, CAMPAIGN],
      [`${gbp}/adsets`, adSetBody(built.campaign)],
      [`${gbp}/adcreatives`, creativeBody(page, built.image, { message: 'New' })],
      [`${gbp}/ads`, ad],
      [built.campaign, { daily_budget: 4000 }],
    ] as const) {
      expect((await rehearse(path, body)).body).toEqual({ success: true });
    }
    const dead = INTERESTS.find((row) => row.dead)?.id ?? '';
    const targeting = { ...TARGETING, flexible_spec: [{ interests: [{ id: dead }] }] };
    const no = await rehearse(`${gbp}/adsets`, adSetBody(built.campaign, { targeting }));
    expect(errorOf(no)).toMatchObject({ error_subcode: 1487694 });
    expect(await count()).toBe(before);
    expect((await bench.get(built.campaign, { fields: 'daily_budget' })).body).toMatchObject({
      daily_budget: '2000',
    });
  });
});

describe('deletion', () => {
  test('takes children along and out of every list, while ids still lead to them', async () => {
    const own = await openBench();
    const made = await buildCampaign(own);
    const account = own.accounts['GBP'] ?? '';
    const status = async (id: string) =>
      (await own.get(id, { fields: 'effective_status,name' })).body['effective_status'];
    expect((await own.post(made.adSet, { status: 'DELETED' })).body).toEqual({ success: true });
    expect(await status(made.ad)).toBe('DELETED');
    expect(await status(made.campaign)).toBe('PAUSED');
    for (const path of [
      `${made.campaign}/adsets`,
      `${made.campaign}/ads`,
      `${made.adSet}/ads`,
      `${account}/adsets`,
      `${account}/ads`,
    ]) {
      expect(rowsOf((await own.get(path)).body['data'])).toEqual([]);
    }
    const nested = await own.get(made.campaign, { fields: 'adsets{id},ads{id}' });
    expect(nested.body).toMatchObject({ adsets: { data: [] }, ads: { data: [] } });
    expect((await own.post(made.ad, { name: 'Late name' })).body).toEqual({ success: true });
    expect((await own.get(made.ad, { fields: 'name' })).body).toMatchObject({ name: 'Late name' });
    expect(await own.post(made.adSet, { status: 'PAUSED' }).then(errorOf)).toMatchObject({
      code: 100,
    });
    expect((await own.get(made.creative, { fields: 'status' })).body).toMatchObject({
      status: 'ACTIVE',
    });
  });
});

test('an app ad needs a registered app, its store, and phones that fit it', async () => {
  const campaign = idOf(
    await bench.post(`${gbp}/campaigns`, { ...CAMPAIGN, objective: 'OUTCOME_APP_PROMOTION' }),
  );
  const apps = rowsOf((await bench.get(`${gbp}/advertisable_applications`)).body['data']);
  const store = 'http://play.google.com/store/apps/details?id=com.example.companion';
  const body = (change: JsonObject): JsonObject => ({
    ...adSetBody(campaign, {
      optimization_goal: 'APP_INSTALLS',
      promoted_object: { application_id: apps[0]?.['id'], object_store_url: store },
      targeting: { ...TARGETING, user_os: ['Android'] },
      ...change,
    }),
    destination_type: undefined,
  });
  const tried = async (change: JsonObject = {}) =>
    errorOf(await bench.post(`${gbp}/adsets`, body(change)))['error_subcode'] ?? 'fine';
  expect(await tried()).toBe('fine');
  expect(await tried({ targeting: { ...TARGETING, user_os: ['iOS'] } })).toBe(1487678);
  expect(await tried({ targeting: TARGETING })).toBe(1487678);
  const stranger = { application_id: '12345', object_store_url: store };
  expect(await tried({ promoted_object: stranger })).toBe(1885154);
  expect(await tried({ promoted_object: undefined })).toBe(1815715);
  expect(await tried({ billing_event: 'APP_INSTALLS' })).toBe(1487390);
});

test('previews show a creative in a frame, for the formats that exist', async () => {
  for (const path of [`${built.creative}/previews`, `${built.ad}/previews`]) {
    const { body } = await bench.get(path, { ad_format: 'MOBILE_FEED_STANDARD' });
    expect(rowsOf(body['data'])[0]?.['body']).toMatch(/^<iframe src="http:\/\/sandbox\.test/);
    expect(errorOf(await bench.get(path, { ad_format: 'POSTER' }))).toMatchObject({ code: 100 });
  }
});
