import { beforeAll, describe, expect, test } from 'vitest';
import { CITIES } from '../catalog/cities.ts';
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
  textOf,
} from '../test-kit.ts';
import type { Bench, Built } from '../test-kit.ts';

let bench: Bench;
let built: Built;
let gbp = '';

beforeAll(async () => {
  bench = await openBench();
  built = await buildCampaign(bench);
  gbp = bench.accounts['GBP'] ?? '';
});

type Case = readonly [what: string, change: JsonObject, expected: JsonObject];

const CAMPAIGN_CASES: readonly Case[] = [
  ['no name', { name: undefined }, { code: 100 }],
  ['no objective', { objective: undefined }, { code: 100 }],
  [
    'an objective of the past',
    { objective: 'LEAD_GENERATION' },
    { code: 100, error_subcode: 2446383 },
  ],
  ['an unknown objective', { objective: 'OUTCOME_FAME' }, { code: 100 }],
  ['no special ad categories', { special_ad_categories: undefined }, { code: 100 }],
  ['an unknown special ad category', { special_ad_categories: ['PETS'] }, { code: 100 }],
  ['a special category without countries', { special_ad_categories: ['HOUSING'] }, { code: 100 }],
  ['an unknown status', { status: 'ARCHIVED' }, { code: 100 }],
  [
    'no budget and no word on sharing',
    { daily_budget: undefined, bid_strategy: undefined },
    { code: 100, error_subcode: 4834011 },
  ],
  [
    'a budget and budget sharing',
    { is_adset_budget_sharing_enabled: false },
    { code: 100, error_subcode: 4834002 },
  ],
  ['a daily and a lifetime budget', { lifetime_budget: 90_000 }, { code: 100 }],
  ['a budget with decimals', { daily_budget: '20.00' }, { code: 100 }],
  ['a budget below the minimum', { daily_budget: 50 }, { code: 100, error_subcode: 2238055 }],
  ['an unknown bidding way', { bid_strategy: 'CHEAPEST' }, { code: 100 }],
  ['a tiny spending limit', { spend_cap: 100 }, { code: 100, error_subcode: 2446307 }],
  [
    'the closed Advantage shopping type',
    { smart_promotion_type: 'AUTOMATED_SHOPPING_ADS' },
    { code: 100 },
  ],
];

test.each(CAMPAIGN_CASES)('a campaign with %s is refused', async (_what, change, expected) => {
  const answer = await bench.post(`${gbp}/campaigns`, { ...CAMPAIGN, ...change });
  expect(answer.status).toBe(400);
  expect(errorOf(answer)).toMatchObject(expected);
  expect(errorOf(answer)['fbtrace_id']).toMatch(/^A/);
});

const city = CITIES.find((row) => row.name === 'Leeds')?.key ?? '';
const dead = INTERESTS.find((row) => row.dead)?.id ?? '';
const target = (change: JsonObject): JsonObject => ({ targeting: { ...TARGETING, ...change } });

const AD_SET_CASES: readonly Case[] = [
  ['no name', { name: undefined }, { code: 100 }],
  ['a campaign that does not exist', { campaign_id: '1' }, { code: 100 }],
  ['no goal', { optimization_goal: undefined }, { code: 100 }],
  [
    'a goal of another objective',
    { optimization_goal: 'LEAD_GENERATION', destination_type: 'ON_AD' },
    { code: 100, error_subcode: 2490408 },
  ],
  ['a destination that is no longer writable', { destination_type: 'PHONE_CALL' }, { code: 100 }],
  [
    'a destination that does not match',
    { destination_type: 'ON_AD' },
    { code: 100, error_subcode: 2446383 },
  ],
  ['a billing event that does not match', { billing_event: 'LINK_CLICKS' }, { code: 100 }],
  [
    'its own budget under a campaign budget',
    { daily_budget: 1000 },
    { code: 100, error_subcode: 1885621 },
  ],
  ['no targeting', { targeting: undefined }, { code: 100 }],
  ['no place', target({ geo_locations: undefined }), { code: 100, error_subcode: 1885364 }],
  ['an empty place', target({ geo_locations: {} }), { code: 100, error_subcode: 1885364 }],
  ['an unknown country', target({ geo_locations: { countries: ['ZZ'] } }), { code: 100 }],
  [
    'a city by name instead of key',
    target({ geo_locations: { cities: [{ name: 'Leeds' }] } }),
    { code: 100 },
  ],
  [
    'a city inside a chosen country',
    target({ geo_locations: { countries: ['GB'], cities: [{ key: city }] } }),
    { code: 100, error_subcode: 1487756 },
  ],
  [
    'a radius that is too wide',
    target({ geo_locations: { cities: [{ key: city, radius: 90, distance_unit: 'kilometer' }] } }),
    { code: 100, error_subcode: 1487851 },
  ],
  [
    'location types',
    target({ geo_locations: { countries: ['GB'], location_types: ['home'] } }),
    { code: 100, error_subcode: 1870199 },
  ],
  ['an age below thirteen', target({ age_min: 12 }), { code: 100 }],
  ['ages upside down', target({ age_min: 50, age_max: 30 }), { code: 100 }],
  ['an unknown sex', target({ genders: [3] }), { code: 100 }],
  ['an unknown locale', target({ locales: [999_999] }), { code: 100 }],
  ['a retired placement', target({ instagram_positions: ['explore'] }), { code: 100 }],
  ['an unknown targeting key', target({ favourite_colour: 'green' }), { code: 100 }],
  [
    'a dead interest',
    target({ flexible_spec: [{ interests: [{ id: dead }] }] }),
    { code: 100, error_subcode: 1487694 },
  ],
  [
    'an unknown interest',
    target({ flexible_spec: [{ interests: [{ id: '1' }] }] }),
    { code: 100, error_subcode: 1487694 },
  ],
  [
    'an unknown audience',
    target({ custom_audiences: [{ id: '1' }] }),
    { code: 100, error_subcode: 1870065 },
  ],
  [
    'no word on Advantage audience',
    target({ targeting_automation: undefined }),
    { code: 100, error_subcode: 1870227 },
  ],
  [
    'Advantage audience and a high minimum age',
    target({ age_min: 30, age_max: 65, targeting_automation: { advantage_audience: 1 } }),
    { code: 100, error_subcode: 1870188 },
  ],
  [
    'Advantage audience and a low maximum age',
    target({ age_min: 18, age_max: 60, targeting_automation: { advantage_audience: 1 } }),
    { code: 100, error_subcode: 1870189 },
  ],
  [
    'people in the EU and nobody named',
    target({ geo_locations: { countries: ['DE'] } }),
    { code: 100, error_subcode: 3858081 },
  ],
  [
    'an end before its start',
    { start_time: '2026-04-01T08:00:00+0100', end_time: '2026-03-30T08:00:00+0100' },
    { code: 100 },
  ],
  [
    'an end in the past',
    { start_time: '2026-01-01T08:00:00+0100', end_time: '2026-01-30T08:00:00+0100' },
    { code: 100 },
  ],
];

test.each(AD_SET_CASES)('an ad set with %s is refused', async (_what, change, expected) => {
  const answer = await bench.post(`${gbp}/adsets`, adSetBody(built.campaign, change));
  expect(answer.status).toBe(400);
  expect(errorOf(answer)).toMatchObject(expected);
});

describe('an ad set with its own budget', () => {
  let campaign = '';
  beforeAll(async () => {
    const body = {
      ...CAMPAIGN,
      daily_budget: undefined,
      bid_strategy: undefined,
      is_adset_budget_sharing_enabled: false,
    };
    campaign = idOf(await bench.post(`${gbp}/campaigns`, body));
  });
  const own = { daily_budget: 1000, bid_strategy: 'LOWEST_COST_WITHOUT_CAP' };
  const cases: readonly Case[] = [
    ['no budget anywhere', { bid_strategy: 'LOWEST_COST_WITHOUT_CAP' }, { code: 100 }],
    ['too small a budget', { ...own, daily_budget: 10 }, { code: 100, error_subcode: 1885272 }],
    ['no bidding way', { daily_budget: 1000 }, { code: 100, error_subcode: 2490487 }],
    [
      'a lifetime budget without an end',
      { bid_strategy: 'LOWEST_COST_WITHOUT_CAP', lifetime_budget: 90_000 },
      { code: 100 },
    ],
    [
      'a daily budget for half a day',
      { ...own, start_time: '2026-03-03T08:00:00+0000', end_time: '2026-03-03T20:00:00+0000' },
      { code: 100 },
    ],
  ];
  test.each(cases)('is refused with %s', async (_what, change, expected) => {
    const answer = await bench.post(`${gbp}/adsets`, adSetBody(campaign, change));
    expect(errorOf(answer)).toMatchObject(expected);
  });
  test('is taken when complete', async () => {
    expect(idOf(await bench.post(`${gbp}/adsets`, adSetBody(campaign, own)))).toMatch(
      /^\d{15,18}$/,
    );
  });
});

test('a bid is asked for when the campaign did not choose a bidding way', async () => {
  const campaign = idOf(
    await bench.post(`${gbp}/campaigns`, { ...CAMPAIGN, bid_strategy: undefined }),
  );
  expect(errorOf(await bench.post(`${gbp}/adsets`, adSetBody(campaign)))).toMatchObject({
    error_subcode: 2490487,
  });
});

test('promoted objects have to be complete and fit the goal', async () => {
  const sales = idOf(
    await bench.post(`${gbp}/campaigns`, { ...CAMPAIGN, objective: 'OUTCOME_SALES' }),
  );
  const pixel = textOf(
    rowsOf((await bench.get(`${gbp}/adspixels`, { fields: 'id,name' })).body['data'])[0]?.['id'],
  );
  const body = (promoted: JsonObject | undefined) =>
    adSetBody(sales, { optimization_goal: 'OFFSITE_CONVERSIONS', promoted_object: promoted });
  expect(errorOf(await bench.post(`${gbp}/adsets`, body(undefined)))).toMatchObject({
    error_subcode: 1815715,
  });
  expect(errorOf(await bench.post(`${gbp}/adsets`, body({ pixel_id: pixel })))).toMatchObject({
    error_subcode: 1815715,
  });
  expect(
    errorOf(await bench.post(`${gbp}/adsets`, body({ pixel_id: pixel, custom_event_type: 'JOY' }))),
  ).toMatchObject({ code: 100 });
  expect(
    errorOf(
      await bench.post(`${gbp}/adsets`, body({ pixel_id: '5', custom_event_type: 'PURCHASE' })),
    ),
  ).toMatchObject({ code: 100 });
  expect(
    idOf(
      await bench.post(`${gbp}/adsets`, body({ pixel_id: pixel, custom_event_type: 'PURCHASE' })),
    ),
  ).not.toBe('');
});

test('an app is promoted to people whose phone can run it', async () => {
  const campaign = idOf(
    await bench.post(`${gbp}/campaigns`, { ...CAMPAIGN, objective: 'OUTCOME_APP_PROMOTION' }),
  );
  const app = rowsOf((await bench.get(`${gbp}/advertisable_applications`)).body['data'])[0];
  const promoted = {
    application_id: textOf(app?.['id']),
    object_store_url: 'http://play.google.com/store/apps/details?id=com.example.companion',
  };
  const body = (system: string) =>
    adSetBody(campaign, {
      optimization_goal: 'APP_INSTALLS',
      destination_type: undefined,
      promoted_object: promoted,
      ...target({ user_os: [system] }),
    });
  expect(errorOf(await bench.post(`${gbp}/adsets`, body('iOS')))).toMatchObject({
    error_subcode: 1487678,
  });
  expect(idOf(await bench.post(`${gbp}/adsets`, body('Android')))).not.toBe('');
});

test('EU ad sets are taken with names, or with the names the account has by default', async () => {
  const inGermany = target({ geo_locations: { countries: ['DE'] } });
  const named = adSetBody(built.campaign, {
    ...inGermany,
    dsa_beneficiary: 'Corner Bakery',
    dsa_payor: 'Corner Bakery',
  });
  expect(idOf(await bench.post(`${gbp}/adsets`, named))).not.toBe('');
  await bench.admin('account', {
    account: gbp,
    default_dsa_beneficiary: 'Corner Bakery',
    default_dsa_payor: 'Corner Bakery',
  });
  const adSet = idOf(await bench.post(`${gbp}/adsets`, adSetBody(built.campaign, inGermany)));
  await bench.admin('account', {
    account: gbp,
    default_dsa_beneficiary: null,
    default_dsa_payor: null,
  });
  const ad = { name: 'V1', adset_id: adSet, creative: { creative_id: built.creative } };
  expect(errorOf(await bench.post(`${gbp}/ads`, ad))).toMatchObject({ error_subcode: 3858152 });
});

const IMAGE_CASES: readonly (readonly [string, JsonObject])[] = [
  ['nothing', {}],
  ['a data address', { bytes: `data:image/png;base64,${pngBase64(700, 700)}` }],
  ['bytes that are no picture', { bytes: Buffer.from('not a picture at all').toString('base64') }],
  ['a picture that is too narrow', { bytes: pngBase64(500, 500) }],
];

test.each(IMAGE_CASES)('an image upload of %s is refused', async (_what, body) => {
  expect(errorOf(await bench.post(`${gbp}/adimages`, body))).toMatchObject({ code: 100 });
});

function enhancement(feature: string): JsonObject {
  return {
    degrees_of_freedom_spec: {
      creative_features_spec: { [feature]: { enroll_status: 'OPT_OUT' } },
    },
  };
}

describe('creatives', () => {
  const post = (change: JsonObject, link: JsonObject = {}) =>
    bench.post(`${gbp}/adcreatives`, {
      ...creativeBody(bench.pages[0] ?? '', built.image, link),
      ...change,
    });
  test('need an app that is live', async () => {
    await bench.admin('app', { client_id: 'sandbox-app', live: false });
    expect(errorOf(await post({}))).toMatchObject({ code: 100, error_subcode: 1885183 });
    await bench.admin('app', { client_id: 'sandbox-app', live: true });
  });
  test('need a Page the person may advertise for', async () => {
    const answer = await bench.post(
      `${gbp}/adcreatives`,
      creativeBody(bench.pages[1] ?? '', built.image),
    );
    expect(answer.status).toBe(403);
    expect(errorOf(answer)).toMatchObject({ code: 200, error_subcode: 1815694 });
  });
  const only100 = { code: 100 };
  const cases: readonly (readonly [string, JsonObject, JsonObject, JsonObject])[] = [
    ['no story', { object_story_spec: undefined }, {}, only100],
    [
      'an unknown picture',
      {},
      { image_hash: 'f'.repeat(32) },
      { code: 100, error_subcode: 2446461 },
    ],
    ['an address that is none', {}, { link: 'example' }, { code: 100, error_subcode: 2061015 }],
    ['an unknown button', {}, { call_to_action: { type: 'PRESS_ME' } }, only100],
    [
      'an unknown form',
      {},
      { call_to_action: { type: 'SIGN_UP', value: { lead_gen_form_id: '4' } } },
      { code: 100, error_subcode: 1885029 },
    ],
    [
      'the old bundle of enhancements',
      enhancement('standard_enhancements'),
      {},
      { code: 100, error_subcode: 3858504 },
    ],
    ['an unknown enhancement', enhancement('glitter'), {}, only100],
    ['a name of more than 100 characters', { name: 'x'.repeat(101) }, {}, only100],
  ];
  test.each(cases)('are refused with %s', async (_what, change, link, expected) => {
    expect(errorOf(await post(change, link))).toMatchObject(expected);
  });
  test('cannot be edited', async () => {
    const answer = await bench.post(
      built.creative,
      creativeBody(bench.pages[0] ?? '', built.image),
    );
    expect(errorOf(answer)).toMatchObject({ error_subcode: 1815573 });
  });
});

test('ads need a payment method, everything before them does not', async () => {
  const other = await openBench();
  await other.admin('account', { account: other.accounts['GBP'] ?? '', funding: false });
  await expect(buildCampaign(other)).rejects.toThrow('1359188');
  expect((await other.admin('ledger?object=creative&action=create'))['count']).toBe(1);
  expect((await other.admin('ledger?object=ad&action=create'))['count']).toBe(0);
});

test('a disabled account takes nothing', async () => {
  const answer = await bench.post(`${bench.accounts['OFF']}/campaigns`, CAMPAIGN);
  expect(errorOf(answer)).toMatchObject({ code: 100, error_subcode: 1885316 });
});

test('a lead campaign needs a form made with the Page token and a privacy policy', async () => {
  const page = bench.pages[0] ?? '';
  const campaign = idOf(
    await bench.post(`${gbp}/campaigns`, { ...CAMPAIGN, objective: 'OUTCOME_LEADS' }),
  );
  const goal = {
    optimization_goal: 'LEAD_GENERATION',
    destination_type: 'ON_AD',
    promoted_object: { page_id: page },
  };
  const adSet = idOf(await bench.post(`${gbp}/adsets`, adSetBody(campaign, goal)));
  const plain = { name: 'V1', adset_id: adSet, creative: { creative_id: built.creative } };
  expect(errorOf(await bench.post(`${gbp}/ads`, plain))).toMatchObject({ error_subcode: 2446509 });
  const form = {
    name: 'Ask us',
    questions: [{ type: 'FULL_NAME' }, { type: 'EMAIL' }],
    privacy_policy: { url: 'https://example.com/privacy' },
  };
  expect(errorOf(await bench.post(`${page}/leadgen_forms`, form))).toMatchObject({ code: 200 });
  const pageToken = textOf(
    (await bench.get(page, { fields: 'access_token' })).body['access_token'],
  );
  expect(
    errorOf(await bench.post(`${page}/leadgen_forms`, { ...form, privacy_policy: {} }, pageToken)),
  ).toMatchObject({ error_subcode: 1892075 });
  const formId = idOf(await bench.post(`${page}/leadgen_forms`, form, pageToken));
  const link = {
    link: 'http://fb.me/',
    call_to_action: { type: 'SIGN_UP', value: { lead_gen_form_id: formId } },
  };
  const creative = idOf(
    await bench.post(`${gbp}/adcreatives`, creativeBody(page, built.image, link)),
  );
  expect(
    idOf(await bench.post(`${gbp}/ads`, { ...plain, creative: { creative_id: creative } })),
  ).not.toBe('');
});

test('a rehearsal applies the same rules and writes nothing', async () => {
  const before = (await bench.admin('ledger'))['count'];
  const options = { execution_options: ['validate_only'] };
  expect((await bench.post(`${gbp}/campaigns`, { ...CAMPAIGN, ...options })).body).toEqual({
    success: true,
  });
  expect(
    errorOf(await bench.post(`${gbp}/campaigns`, { ...CAMPAIGN, ...options, daily_budget: 1 })),
  ).toMatchObject({ error_subcode: 2238055 });
  expect((await bench.admin('ledger'))['count']).toBe(before);
});
