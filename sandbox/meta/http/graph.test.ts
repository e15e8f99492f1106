import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { jsonText } from '../json.ts';
import type { JsonObject } from '../json.ts';
import {
  adSetBody,
  bodyOf,
  buildCampaign,
  CAMPAIGN,
  creativeBody,
  errorOf,
  idOf,
  MONDAY,
  openBench,
  pngBase64,
  rowsOf,
  switchOn,
  textOf,
  uploadImage,
} from '../test-kit.ts';
import type { Bench } from '../test-kit.ts';

let bench: Bench;
let gbp = '';

beforeEach(async () => {
  bench = await openBench();
  gbp = bench.accounts['GBP'] ?? '';
});

const raw = async (path: string, init: RequestInit = {}) => {
  const response = await bench.app.request(path, init);
  return { status: response.status, body: await response.json(), headers: response.headers };
};

describe('versions', () => {
  test.each(['v24.0', 'v23.0', 'v9.0'])('%s is no longer served', async (version) => {
    const answer = await raw(`/${version}/me?access_token=${bench.token}`);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: { code: 2635 } });
  });
  test.each(['v25.0', 'v26.0'])('%s is served', async (version) => {
    expect((await raw(`/${version}/me?access_token=${bench.token}`)).status).toBe(200);
  });
});

test('several objects at once is a permanent refusal dressed as a server error', async () => {
  const answer = await bench.get('', { ids: '1,2' });
  expect(answer.status).toBe(500);
  expect(errorOf(answer)).toMatchObject({ code: 100 });
});

describe('tokens', () => {
  test('may come as a parameter or as a bearer', async () => {
    expect((await bench.get('me')).body['id']).toBe(bench.userId);
    expect((await raw(`/v26.0/me?access_token=${bench.token}`)).body).toMatchObject({
      id: bench.userId,
    });
  });
  test('are required, and nobody else can be seen with them', async () => {
    expect((await raw('/v26.0/me')).body).toMatchObject({ error: { code: 104 } });
    expect(errorOf(await bench.get('me', {}, 'nonsense'))).toMatchObject({
      code: 190,
      type: 'OAuthException',
    });
    const stranger = await bench.admin('session', { sandbox_user: 'somebody-else' });
    const answer = await bench.get(gbp, { fields: 'name' }, textOf(stranger['access_token']));
    expect(answer.status).toBe(403);
    expect(errorOf(answer)).toMatchObject({ code: 200 });
  });
  test('need the right to change things', async () => {
    const reader = await bench.admin('session', { scopes: ['ads_read'] });
    const token = textOf(reader['access_token']);
    expect((await bench.get(gbp, { fields: 'name' }, token)).status).toBe(200);
    expect(errorOf(await bench.post(`${gbp}/campaigns`, CAMPAIGN, token))).toMatchObject({
      code: 200,
    });
  });
  test('a proof is checked when it is sent', async () => {
    const proof = createHmac('sha256', 'sandbox-secret').update(bench.token).digest('hex');
    expect((await bench.get('me', { appsecret_proof: proof })).status).toBe(200);
    expect(
      errorOf(await bench.get('me', { appsecret_proof: proof.replace(/^./, 'z') })),
    ).toMatchObject({ code: 100 });
  });
  test.each([
    ['expire', 463],
    ['revoke', 458],
    ['checkpoint', 459],
    ['password', 460],
  ])('can be ended: %s', async (action, subcode) => {
    await bench.admin('token', { access_token: bench.token, action });
    expect(errorOf(await bench.get('me'))).toMatchObject({ code: 190, error_subcode: subcode });
  });
  test('end by themselves after sixty days of the caller’s clock', async () => {
    bench.now = MONDAY + 59 * 86_400_000;
    expect((await bench.get('me')).status).toBe(200);
    bench.now = MONDAY + 61 * 86_400_000;
    expect(errorOf(await bench.get('me'))).toMatchObject({ code: 190, error_subcode: 463 });
  });
});

describe('fields', () => {
  test('only what was asked for comes back, with the id and with numbers as text', async () => {
    const built = await buildCampaign(bench);
    const answer = await bench.get(built.campaign, {
      fields: 'name,daily_budget,adsets{name,ads{creative{id}}}',
    });
    expect(answer.body).toEqual({
      id: built.campaign,
      name: CAMPAIGN['name'],
      daily_budget: '2000',
      adsets: {
        data: [
          {
            id: built.adSet,
            name: 'People near us | aig-7k3f9q-s1',
            ads: { data: [{ id: built.ad, creative: { id: built.creative } }] },
          },
        ],
      },
    });
    const asList = await bench.get(built.campaign, { fields: ['name', 'status'] });
    expect(Object.keys(asList.body)).toEqual(['name', 'status', 'id']);
    expect((await bench.get(built.campaign)).body).toEqual({ id: built.campaign });
  });
  test('an unknown field is refused, also on an empty list', async () => {
    expect(errorOf(await bench.get(`${gbp}/campaigns`, { fields: 'name,mood' }))).toMatchObject({
      code: 100,
      message: '(#100) Tried accessing nonexisting field (mood) on node type (Campaign)',
    });
  });
  test('a create can read back at once', async () => {
    const answer = await bench.post(`${gbp}/campaigns`, {
      ...CAMPAIGN,
      id: gbp,
      fields: 'id,name,status',
    });
    expect(answer.body).toEqual({ id: idOf(answer), name: CAMPAIGN['name'], status: 'PAUSED' });
  });
});

describe('lists', () => {
  test('are paged by absolute addresses that work as they are', async () => {
    for (let index = 0; index < 5; index += 1)
      await bench.post(`${gbp}/campaigns`, { ...CAMPAIGN, name: `C${index}` });
    const seen: string[] = [];
    const addresses: string[] = [];
    let url = `http://sandbox.test/v26.0/${gbp}/campaigns?fields=name&limit=2&access_token=${bench.token}`;
    for (let turn = 0; turn < 3; turn += 1) {
      const body = await bodyOf<{ data: { name: string }[]; paging: { next?: string } }>(
        bench.app.request(url.replace('http://sandbox.test', '')),
      );
      seen.push(...body.data.map((row) => row.name));
      addresses.push(body.paging.next ?? 'none');
      url = body.paging.next ?? '';
    }
    expect(addresses).toEqual([
      expect.stringMatching(/^http:\/\/sandbox\.test\/v26\.0\/act_.*access_token=/),
      expect.stringMatching(/^http:\/\/sandbox\.test\/v26\.0\/act_.*access_token=/),
      'none',
    ]);
    expect(seen).toEqual(['C4', 'C3', 'C2', 'C1', 'C0']);
  });
  test('are filtered by name', async () => {
    await bench.post(`${gbp}/campaigns`, { ...CAMPAIGN, name: 'One | aig-aaa' });
    await bench.post(`${gbp}/campaigns`, { ...CAMPAIGN, name: 'Two | aig-bbb' });
    const by = async (operator: string, value: string) => {
      const filtering = [{ field: 'name', operator, value }];
      return rowsOf(
        (await bench.get(`${gbp}/campaigns`, { fields: 'name', filtering })).body['data'],
      ).map((row) => row['name']);
    };
    expect(await by('CONTAIN', 'aig-bbb')).toEqual(['Two | aig-bbb']);
    expect(await by('EQUAL', 'One | aig-aaa')).toEqual(['One | aig-aaa']);
    expect(await by('EQUAL', 'aig-aaa')).toEqual([]);
  });
  test('can lag behind when the sandbox is told to be slow', async () => {
    await bench.admin('settings', { index_lag_seconds: 10 });
    const id = idOf(await bench.post(`${gbp}/campaigns`, CAMPAIGN));
    const count = async () => rowsOf((await bench.get(`${gbp}/campaigns`)).body['data']).length;
    expect(await count()).toBe(0);
    expect((await bench.get(id)).status).toBe(200);
    bench.now += 10_000;
    expect(await count()).toBe(1);
  });
});

describe('what is the same and what is not', () => {
  test('two campaigns of one name are two campaigns', async () => {
    const first = idOf(await bench.post(`${gbp}/campaigns`, CAMPAIGN));
    const second = idOf(await bench.post(`${gbp}/campaigns`, CAMPAIGN));
    expect(second).not.toBe(first);
    expect(
      (await bench.admin(`ledger?account=${gbp}&object=campaign&action=create`))['count'],
    ).toBe(2);
  });
  test('the same bytes are one image, the same story is one creative', async () => {
    const image = await uploadImage(bench);
    expect(await uploadImage(bench)).toBe(image);
    expect(await uploadImage(bench, 200)).not.toBe(image);
    const page = bench.pages[0] ?? '';
    const first = idOf(await bench.post(`${gbp}/adcreatives`, creativeBody(page, image)));
    const again = { ...creativeBody(page, image), name: 'Another name' };
    expect(idOf(await bench.post(`${gbp}/adcreatives`, again))).toBe(first);
    expect(
      idOf(
        await bench.post(
          `${gbp}/adcreatives`,
          creativeBody(page, image, { message: 'Other words' }),
        ),
      ),
    ).not.toBe(first);
    expect((await bench.admin(`objects?account=${gbp}&type=creative`))['count']).toBe(2);
  });
});

describe('bodies', () => {
  test('a form with JSON in its fields does the same as JSON', async () => {
    const form = new URLSearchParams({
      ...Object.fromEntries(Object.entries(CAMPAIGN).map(([key, value]) => [key, jsonText(value)])),
      special_ad_categories: '[]',
    });
    const answer = await raw(`/v26.0/${gbp}/campaigns?access_token=${bench.token}`, {
      method: 'POST',
      body: form,
    });
    expect(answer.body).toEqual({ id: expect.stringMatching(/^\d{15,18}$/) });
  });
  test('a picture can come as a file whose name has an extension', async () => {
    const send = async (name: string) => {
      const form = new FormData();
      form.set('access_token', bench.token);
      form.set('file', new File([Buffer.from(pngBase64(800, 800), 'base64')], name));
      return raw(`/v26.0/${gbp}/adimages`, { method: 'POST', body: form });
    };
    expect((await send('bread.png')).body).toMatchObject({
      images: { 'bread.png': { width: 800, hash: expect.stringMatching(/^[0-9a-f]{32}$/) } },
    });
    expect((await send('bread')).body).toMatchObject({ error: { code: 100 } });
  });
});

describe('changes', () => {
  test('the fifth budget change within an hour has to wait', async () => {
    const built = await buildCampaign(bench);
    for (const budget of [2100, 2200, 2300, 2400])
      expect((await bench.post(built.campaign, { daily_budget: budget })).status).toBe(200);
    expect(errorOf(await bench.post(built.campaign, { daily_budget: 2500 }))).toMatchObject({
      code: 613,
      error_subcode: 1487632,
    });
    bench.now += 3_600_001;
    expect((await bench.post(built.campaign, { daily_budget: 2500 })).body).toEqual({
      success: true,
    });
    expect((await bench.get(built.campaign, { fields: 'daily_budget' })).body).toMatchObject({
      daily_budget: '2500',
    });
  });
  test('what was deleted stays deleted, with everything below it', async () => {
    const built = await buildCampaign(bench);
    expect((await bench.remove(built.campaign)).body).toEqual({ success: true });
    expect((await bench.get(built.ad, { fields: 'effective_status' })).body).toMatchObject({
      effective_status: 'DELETED',
    });
    expect(rowsOf((await bench.get(`${gbp}/campaigns`)).body['data'])).toEqual([]);
    expect(errorOf(await bench.post(built.campaign, { status: 'ACTIVE' }))).toMatchObject({
      error_subcode: 1487056,
    });
    expect(errorOf(await bench.post(built.ad, { status: 'ACTIVE' }))).toMatchObject({
      error_subcode: 1487566,
    });
    expect((await bench.post(built.campaign, { name: 'Gone' })).status).toBe(200);
    expect(errorOf(await bench.post(`${gbp}/adsets`, adSetBody(built.campaign)))).toMatchObject({
      error_subcode: 1487056,
    });
    expect(
      errorOf(await bench.get(`${gbp}/campaigns`, { effective_status: ['DELETED'] })),
    ).toMatchObject({ code: 100 });
  });
  test('some things cannot be changed at all', async () => {
    const built = await buildCampaign(bench);
    expect(errorOf(await bench.post(built.campaign, { objective: 'OUTCOME_LEADS' }))).toMatchObject(
      { code: 100 },
    );
    expect(
      errorOf(await bench.post(built.campaign, { is_adset_budget_sharing_enabled: true })),
    ).toMatchObject({ error_subcode: 3858418 });
    expect(errorOf(await bench.post(built.adSet, { attribution_spec: [] }))).toMatchObject({
      error_subcode: 1504040,
    });
    expect(errorOf(await bench.post(built.adSet, { daily_budget: 500 }))).toMatchObject({
      error_subcode: 1885621,
    });
  });
  test('an image in use cannot be deleted', async () => {
    const built = await buildCampaign(bench);
    expect(errorOf(await bench.remove(`${gbp}/adimages?hash=${built.image}`))).toMatchObject({
      code: 100,
    });
  });
});

test('an ad is processed, reviewed and shown, and tells which parent holds it back', async () => {
  const built = await buildCampaign(bench);
  const status = async () =>
    (await bench.get(built.ad, { fields: 'effective_status' })).body['effective_status'];
  expect(await status()).toBe('IN_PROCESS');
  bench.now += 31_000;
  expect(await status()).toBe('PAUSED');
  await bench.post(built.ad, { status: 'ACTIVE' });
  expect(await status()).toBe('ADSET_PAUSED');
  await bench.post(built.adSet, { status: 'ACTIVE' });
  expect(await status()).toBe('CAMPAIGN_PAUSED');
  await bench.post(built.campaign, { status: 'ACTIVE' });
  expect(await status()).toBe('PENDING_REVIEW');
  bench.now += 16 * 60_000;
  expect(await status()).toBe('ACTIVE');
});

test('an ad that promises too much is turned down with the reason', async () => {
  const built = await buildCampaign(bench);
  const creative = idOf(
    await bench.post(
      `${gbp}/adcreatives`,
      creativeBody(bench.pages[0] ?? '', built.image, { message: 'A miracle cure.' }),
    ),
  );
  const ad = idOf(
    await bench.post(`${gbp}/ads`, {
      name: 'V2',
      adset_id: built.adSet,
      creative: { creative_id: creative },
    }),
  );
  await switchOn(bench, { ...built, ad });
  bench.now += 20 * 60_000;
  const { body } = await bench.get(ad, { fields: 'effective_status,ad_review_feedback' });
  expect(body).toMatchObject({
    effective_status: 'DISAPPROVED',
    ad_review_feedback: { global: { 'Personal Health': expect.any(String) } },
  });
});

describe('limits', () => {
  test('the small tier blocks an account after sixty points, for five minutes', async () => {
    await bench.admin('tier', { client_id: 'sandbox-app', tier: 'development_access' });
    for (let index = 0; index < 20; index += 1)
      expect((await bench.post(`${gbp}/campaigns`, CAMPAIGN)).status).toBe(200);
    const refused = await bench.post(`${gbp}/campaigns`, CAMPAIGN);
    expect(refused.status).toBe(400);
    expect(errorOf(refused)).toMatchObject({ code: 17, error_subcode: 2446079 });
    expect(JSON.parse(refused.headers.get('x-ad-account-usage') ?? '{}')).toMatchObject({
      acc_id_util_pct: 100,
      reset_time_duration: 300,
      ads_api_access_tier: 'development_access',
    });
    bench.now += 299_000;
    expect(errorOf(await bench.get(gbp))).toMatchObject({ code: 17 });
    bench.now += 2_000;
    expect((await bench.get(gbp)).status).toBe(200);
  });
  test('the usual tier says how much is used and lets work go on', async () => {
    for (let index = 0; index < 40; index += 1) await bench.post(`${gbp}/campaigns`, CAMPAIGN);
    const answer = await bench.get(gbp);
    expect(answer.status).toBe(200);
    const usage = JSON.parse(answer.headers.get('x-business-use-case-usage') ?? '{}');
    expect(usage[gbp.slice(4)][0]).toMatchObject({
      type: 'ads_management',
      call_count: 1,
      ads_api_access_tier: 'standard_access',
    });
  });
});

describe('scripted mishaps', () => {
  const count = async () =>
    (await bench.admin(`ledger?account=${gbp}&object=campaign&action=create`))['count'];
  test('an answer can get lost although the write was taken', async () => {
    await bench.admin('faults', {
      kind: 'http-500-after',
      match: { method: 'POST', path: '/campaigns$' },
      times: 1,
    });
    const answer = await bench.post(`${gbp}/campaigns`, CAMPAIGN);
    expect(answer.status).toBe(500);
    expect(errorOf(answer)).toMatchObject({ code: 2, is_transient: true });
    expect(await count()).toBe(1);
    expect((await bench.post(`${gbp}/campaigns`, CAMPAIGN)).status).toBe(200);
  });
  test('a call can fail before anything was written', async () => {
    await bench.admin('faults', {
      kind: 'http-500-before',
      match: { method: 'POST' },
      times: 2,
      skip: 1,
    });
    const statuses = [];
    for (let index = 0; index < 4; index += 1)
      statuses.push((await bench.post(`${gbp}/campaigns`, CAMPAIGN)).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
    expect(await count()).toBe(2);
  });
  test('other kinds: a gateway page, a throttle, an outage until it is lifted, an error in a good answer', async () => {
    await bench.admin('faults', { kind: 'html-502', times: 1 });
    expect(
      (await bench.app.request(`/v26.0/me?access_token=${bench.token}`)).headers.get(
        'content-type',
      ),
    ).toContain('text/html');
    await bench.admin('faults', { kind: 'throttle', times: 1 });
    expect(errorOf(await bench.get('me'))).toMatchObject({ code: 17, error_subcode: 2446079 });
    await bench.admin('faults', { kind: 'ok-error', code: 190, subcode: 463, times: 1 });
    const good = await bench.get('me');
    expect(good.status).toBe(200);
    expect(errorOf(good)).toMatchObject({ code: 190, error_subcode: 463 });
    await bench.admin('faults', { kind: 'outage' });
    for (let index = 0; index < 5; index += 1)
      expect(errorOf(await bench.get('me'))).toMatchObject({ code: 1 });
    await bench.app.request('/sandbox/admin/faults', { method: 'DELETE' });
    expect((await bench.get('me')).status).toBe(200);
  });
  test('a misspelt kind is refused', async () => {
    expect(await bench.admin('faults', { kind: 'gremlins' })).toMatchObject({
      error: expect.stringContaining('lose-response'),
    });
  });
});

test('the account tells who changed what, and when', async () => {
  const built = await buildCampaign(bench);
  bench.now += 3_600_000;
  await bench.post(built.campaign, { daily_budget: 3000 });
  const list = async (params: JsonObject = {}) =>
    rowsOf((await bench.get(`${gbp}/activities`, params)).body['data']).map(
      (row) => row['event_type'],
    );
  expect(await list()).toEqual([
    'update_campaign_group',
    'create_adgroup',
    'create_campaign',
    'create_campaign_group',
  ]);
  expect(await list({ since: new Date(bench.now - 1000).toISOString() })).toEqual([
    'update_campaign_group',
  ]);
});

test('a web page cannot reach the levers', async () => {
  const answer = await raw('/sandbox/admin/reset', {
    method: 'POST',
    headers: { origin: 'https://evil.test' },
  });
  expect(answer.status).toBe(403);
});

test('what was sent is in the ledger, without token, proof or file', async () => {
  await bench.post(`${gbp}/adimages`, { bytes: pngBase64(700, 700), access_token: bench.token });
  const entries = JSON.stringify(await bench.admin(`ledger?account=${gbp}`));
  expect(entries).not.toContain(bench.token);
  expect(entries).not.toContain('iVBOR');
});
