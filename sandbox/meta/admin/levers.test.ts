import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, test } from 'vitest';
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
  rowsOf,
  switchOn,
  TARGETING,
  textOf,
} from '../test-kit.ts';
import type { Bench } from '../test-kit.ts';

let bench: Bench;
let gbp = '';

beforeEach(async () => {
  bench = await openBench();
  gbp = bench.accounts['GBP'] ?? '';
});

const HOUR = 3_600_000;
const statusOf = async (id: string) =>
  (await bench.get(id, { fields: 'effective_status' })).body['effective_status'];

describe('the ledger', () => {
  test('tells kind, path, time and whether sending again would do harm', async () => {
    const built = await buildCampaign(bench);
    await bench.post(built.campaign, { daily_budget: 2500, access_token: bench.token });
    const { entries } = await bench.admin(`ledger?account=${gbp}`);
    const rows = rowsOf(entries);
    expect(rows.map((row) => [row['kind'], row['idempotent']])).toEqual([
      ['create-campaign', false],
      ['create-ad-set', false],
      ['create-image', true],
      ['create-creative', true],
      ['create-ad', false],
      ['update-campaign', true],
    ]);
    expect(rows.at(-1)).toMatchObject({
      method: 'POST',
      path: built.campaign,
      objectId: built.campaign,
      params: { daily_budget: 2500 },
      byHand: false,
      sandboxTime: new Date(bench.now).toISOString(),
    });
    expect(JSON.stringify(rows)).not.toContain(bench.token);
  });
  test('can be read from a place on and for one object', async () => {
    const built = await buildCampaign(bench);
    expect((await bench.admin('ledger?after=4'))['count']).toBe(1);
    expect((await bench.admin(`ledger?object_id=${built.adSet}`))['count']).toBe(1);
  });
});

test('every call is on record with what became of it', async () => {
  await bench.admin('faults', {
    kind: 'outage',
    times: 1,
    match: { operation: 'create-campaign' },
  });
  for (const objective of ['OUTCOME_TRAFFIC', 'OUTCOME_TRAFFIC', 'OUTCOME_FAME'])
    await bench.post(`${gbp}/campaigns`, { ...CAMPAIGN, objective });
  const { entries } = await bench.admin(`calls?account=${gbp}&operation=create-campaign`);
  expect(rowsOf(entries).map((row) => [row['status'], row['code'], row['fault']])).toEqual([
    [0, null, { id: 'fault-1', kind: 'outage' }],
    [200, null, null],
    [400, 100, null],
  ]);
  expect((await bench.admin('calls?code=100'))['count']).toBe(1);
});

test('a lever that does not exist says which do', async () => {
  expect(await bench.admin('gravity', {})).toMatchObject({
    error: expect.stringContaining('review'),
  });
});

describe('edits by hand', () => {
  test('change what an app made, under the same rules, and show in the account’s activities', async () => {
    const built = await buildCampaign(bench);
    await bench.admin('edit', { id: built.campaign, name: 'Mine now', daily_budget: 9000 });
    expect((await bench.get(built.campaign, { fields: 'name,daily_budget' })).body).toMatchObject({
      name: 'Mine now',
      daily_budget: '9000',
    });
    expect(await bench.admin('edit', { id: built.campaign, daily_budget: 1 })).toMatchObject({
      error: expect.stringContaining('2238055'),
    });
    const activities = rowsOf((await bench.get(`${gbp}/activities`)).body['data']);
    expect(activities[0]).toMatchObject({
      event_type: 'update_campaign_group',
      object_id: built.campaign,
      actor_id: bench.userId,
      application_id: 'ads-manager',
    });
    expect((await bench.admin('ledger?by_hand=true'))['count']).toBe(1);
  });
  test('can delete', async () => {
    const built = await buildCampaign(bench);
    await bench.admin('edit', { id: built.ad, delete: true });
    expect(await statusOf(built.ad)).toBe('DELETED');
    expect(await bench.admin('edit', { id: '12', delete: true })).toHaveProperty('error');
  });
});

describe('reviews', () => {
  test('one ad can be refused with a policy and Facebook’s words, and be approved again', async () => {
    const built = await buildCampaign(bench);
    await switchOn(bench, built);
    bench.now += 20 * 60_000;
    expect(await statusOf(built.ad)).toBe('ACTIVE');
    await bench.admin('review', {
      ad: built.ad,
      outcome: 'refused',
      policy: 'Circumventing Systems',
      message: 'The page behind the ad shows something else.',
    });
    const { body } = await bench.get(built.ad, {
      fields: 'effective_status,ad_review_feedback,issues_info',
    });
    expect(body).toMatchObject({
      effective_status: 'DISAPPROVED',
      ad_review_feedback: {
        global: { 'Circumventing Systems': 'The page behind the ad shows something else.' },
      },
      issues_info: [{ error_message: expect.stringContaining('something else') }],
    });
    await bench.admin('review', { ad: built.ad, outcome: 'approved' });
    expect(await statusOf(built.ad)).toBe('ACTIVE');
  });
  test('a rule by text holds for ads of the future, but not for other words', async () => {
    await bench.admin('review', { text: 'fresh bread', outcome: 'refused', policy: 'Food' });
    const built = await buildCampaign(bench);
    await switchOn(bench, built);
    bench.now += 60_000;
    expect(await statusOf(built.ad)).toBe('DISAPPROVED');
    const other = idOf(
      await bench.post(
        `${gbp}/adcreatives`,
        creativeBody(bench.pages[0] ?? '', built.image, { message: 'Good rolls.' }),
      ),
    );
    await bench.post(built.ad, { creative: { creative_id: other } });
    bench.now += 20 * 60_000;
    expect(await statusOf(built.ad)).toBe('ACTIVE');
  });
  test('a review can take hours', async () => {
    const built = await buildCampaign(bench);
    await bench.admin('review', { ad: built.ad, outcome: 'in-review', hours: 30 });
    await switchOn(bench, built);
    bench.now += 29 * HOUR;
    expect(await statusOf(built.ad)).toBe('PENDING_REVIEW');
    bench.now += 2 * HOUR;
    expect(await statusOf(built.ad)).toBe('ACTIVE');
  });
});

describe('accounts, Pages, apps', () => {
  test('a smallest budget of the account is the last word', async () => {
    await bench.admin('account', { account: gbp, min_daily_budget: 5000 });
    expect((await bench.get(gbp, { fields: 'min_daily_budget' })).body).toMatchObject({
      min_daily_budget: 5000,
    });
    const rows = rowsOf((await bench.get(`${gbp}/minimum_budgets`)).body['data']);
    expect(rows[0]).toMatchObject({ min_daily_budget_imp: 5000 });
    expect(errorOf(await bench.post(`${gbp}/campaigns`, CAMPAIGN))).toMatchObject({
      error_subcode: 2238055,
    });
  });
  test('payment, status and EU names can be taken away and given back', async () => {
    const built = await buildCampaign(bench);
    const ad = { name: 'A', adset_id: built.adSet, creative: { creative_id: built.creative } };
    await bench.admin('account', { account: gbp, funding: false });
    expect(errorOf(await bench.post(`${gbp}/ads`, ad))).toMatchObject({ error_subcode: 1359188 });
    await bench.admin('account', { account: gbp, funding: true, status: 2 });
    expect(errorOf(await bench.post(`${gbp}/ads`, ad))).toMatchObject({ error_subcode: 1885316 });
    await bench.admin('account', { account: gbp, status: 1 });
    expect((await bench.post(`${gbp}/ads`, ad)).status).toBe(200);
    const german = adSetBody(built.campaign, {
      targeting: { ...TARGETING, geo_locations: { countries: ['DE'] } },
    });
    expect(errorOf(await bench.post(`${gbp}/adsets`, german))).toMatchObject({
      error_subcode: 3858081,
    });
    const names = { default_dsa_beneficiary: 'Mill Ltd', default_dsa_payor: 'Mill Ltd' };
    await bench.admin('account', { account: gbp, ...names });
    expect((await bench.post(`${gbp}/adsets`, german)).status).toBe(200);
  });
  test('an account in yen counts without minor units', async () => {
    const { id } = await bench.admin('account/new', {
      user_id: bench.userId,
      currency: 'JPY',
      timezone: 'Asia/Tokyo',
    });
    const account = textOf(id);
    expect((await bench.get(account, { fields: 'currency,timezone_name' })).body).toMatchObject({
      currency: 'JPY',
      timezone_name: 'Asia/Tokyo',
    });
    const refused = await bench.post(`${account}/campaigns`, { ...CAMPAIGN, daily_budget: 100 });
    expect(errorOf(refused)['error_user_msg']).toContain('150 JPY');
    expect(await bench.admin('account/new', { user_id: bench.userId, currency: 'XXX' })).toEqual({
      error: expect.stringContaining('currency'),
    });
  });
  test('the right to advertise for a Page can be lost', async () => {
    const built = await buildCampaign(bench);
    const page = bench.pages[0] ?? '';
    const body = creativeBody(page, built.image, { message: 'Again' });
    await bench.admin('page', { page, advertise: false });
    expect(errorOf(await bench.post(`${gbp}/adcreatives`, body))).toMatchObject({
      code: 200,
      error_subcode: 1815694,
    });
    await bench.admin('page', { page, advertise: true });
    expect((await bench.post(`${gbp}/adcreatives`, body)).status).toBe(200);
    await bench.admin('app', { client_id: 'sandbox-app', live: false });
    expect(errorOf(await bench.post(`${gbp}/adcreatives`, { ...body, name: 'B' }))).toMatchObject({
      error_subcode: 1885183,
    });
  });
  test('an interest can die between planning and launch', async () => {
    const bakery = INTERESTS.find((row) => row.name === 'Bakery');
    const campaign = idOf(await bench.post(`${gbp}/campaigns`, CAMPAIGN));
    const body = adSetBody(campaign, {
      targeting: { ...TARGETING, flexible_spec: [{ interests: [{ id: bakery?.id ?? '' }] }] },
    });
    expect((await bench.post(`${gbp}/adsets`, body)).status).toBe(200);
    await bench.admin('interest', { name: 'bakery' });
    expect(errorOf(await bench.post(`${gbp}/adsets`, body))).toMatchObject({
      error_subcode: 1487694,
    });
    const valid = async () =>
      rowsOf(
        (
          await bench.get('search', {
            type: 'adinterestvalid',
            interest_fbid_list: [bakery?.id ?? ''],
          })
        ).body['data'],
      )[0]?.['valid'];
    expect(await valid()).toBe(false);
    await bench.admin('interest', { name: 'bakery', dead: false });
    expect(await valid()).toBe(true);
  });
});

describe('people', () => {
  test('the end of a person’s tokens can be moved', async () => {
    await bench.admin('token', { user_id: bench.userId, expires_in_days: 3 });
    bench.now += 71 * HOUR;
    expect((await bench.get('me')).status).toBe(200);
    bench.now += 2 * HOUR;
    expect(errorOf(await bench.get('me'))).toMatchObject({ error_subcode: 463 });
  });
  test('one permission can be withdrawn and given back', async () => {
    await bench.admin('token', { user_id: bench.userId, remove_scopes: ['ads_management'] });
    expect(errorOf(await bench.post(`${gbp}/campaigns`, CAMPAIGN))).toMatchObject({ code: 200 });
    await bench.admin('token', { user_id: bench.userId, add_scopes: ['ads_management'] });
    expect((await bench.post(`${gbp}/campaigns`, CAMPAIGN)).status).toBe(200);
  });
  test('removing the app tells it so with a signed form', async () => {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => seen.push(chunk.toString('utf8')));
      request.on('end', () => response.end('{"confirmation_code":"c1"}'));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address: AddressInfo | string | null = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const script: JsonObject = { url: `http://127.0.0.1:${port}/`, user_id: bench.userId };
    const deletion = await bench.admin('callback', { ...script, kind: 'data-deletion' });
    expect(deletion).toMatchObject({ status: 200, body: '{"confirmation_code":"c1"}' });
    expect((await bench.get('me')).status).toBe(200);
    const [signature = '', payload = ''] = textOf(deletion['signed_request']).split('.');
    expect(signature).toBe(
      createHmac('sha256', 'sandbox-secret').update(payload).digest('base64url'),
    );
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))).toMatchObject({
      algorithm: 'HMAC-SHA256',
      user_id: bench.userId,
    });
    expect(seen[0]).toBe(`signed_request=${signature}.${payload}`);
    await bench.admin('callback', { ...script, kind: 'deauthorize' });
    expect(errorOf(await bench.get('me'))).toMatchObject({ error_subcode: 458 });
    const forged = await bench.admin('callback', {
      ...script,
      kind: 'data-deletion',
      bad_signature: true,
      issued_at: 1,
    });
    const [bad = '', forgedPayload = ''] = textOf(forged['signed_request']).split('.');
    expect(bad).not.toBe(
      createHmac('sha256', 'sandbox-secret').update(forgedPayload).digest('base64url'),
    );
    server.close();
  });
});

test('a landing page is there unless its host was told otherwise', async () => {
  const look = async (url: string) => {
    const answer = await bench.app.request(`/sandbox/page?url=${encodeURIComponent(url)}`);
    return { code: answer.status, body: await answer.json() };
  };
  const url = 'https://shop.test/offer?x=1';
  expect(await look(url)).toEqual({ code: 200, body: { status: 200, ok: true, finalUrl: url } });
  await bench.admin('landing', { host: 'Shop.test', status: 404 });
  expect((await look(url)).body).toEqual({ status: 404, ok: false, finalUrl: url });
  await bench.admin('landing', { host: 'shop.test', final_url: 'https://other.test/' });
  expect((await look(url)).body).toMatchObject({ ok: true, finalUrl: 'https://other.test/' });
  await bench.admin('landing', { host: 'shop.test', status: 0 });
  expect((await look(url)).body).toEqual({ status: 0, ok: false, finalUrl: null });
  expect((await look('shop')).code).toBe(400);
});
