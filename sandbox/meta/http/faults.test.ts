import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { JsonObject } from '../json.ts';
import {
  adSetBody,
  buildCampaign,
  CAMPAIGN,
  errorOf,
  idOf,
  openBench,
  rowsOf,
  textOf,
} from '../test-kit.ts';
import type { Bench } from '../test-kit.ts';

let bench: Bench;
let gbp = '';
let eur = '';

beforeEach(async () => {
  bench = await openBench();
  gbp = bench.accounts['GBP'] ?? '';
  eur = bench.accounts['EUR'] ?? '';
});

const fault = (script: JsonObject) => bench.admin('faults', script);
const create = (account = gbp, change: JsonObject = {}) =>
  bench.post(`${account}/campaigns`, { ...CAMPAIGN, ...change });
const made = async () =>
  Number((await bench.admin(`ledger?account=${gbp}&kind=create-campaign`))['count']);

describe('what a mishap is aimed at', () => {
  test('the operation by name, and only its nth call', async () => {
    await fault({ kind: 'error', match: { operation: 'create-ad-set' }, attempt: 2, code: 2 });
    const campaign = idOf(await create());
    const codes = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const answer = await bench.post(`${gbp}/adsets`, adSetBody(campaign));
      codes.push(errorOf(answer)['code'] ?? 'fine');
    }
    expect(codes).toEqual(['fine', 2, 'fine']);
  });
  test('any of several operations, switches by the status that is asked for', async () => {
    const built = await buildCampaign(bench);
    await fault({
      kind: 'http-500-before',
      match: { operation: ['activate-*', 'delete-campaign'] },
      times: 9,
    });
    expect((await bench.post(built.campaign, { status: 'PAUSED' })).status).toBe(200);
    expect((await bench.post(built.campaign, { name: 'New' })).status).toBe(200);
    expect((await bench.post(built.campaign, { status: 'ACTIVE' })).status).toBe(500);
    expect((await bench.post(built.adSet, { status: 'ACTIVE' })).status).toBe(500);
    expect((await bench.remove(built.campaign)).status).toBe(500);
  });
  test('one ad account, while others notice nothing', async () => {
    await fault({ kind: 'outage', match: { account: gbp } });
    expect(errorOf(await create())).toMatchObject({ code: 1 });
    expect((await create(eur)).status).toBe(200);
    expect((await bench.get('me')).status).toBe(200);
  });
  test('one person, in everything they call', async () => {
    const other = await bench.admin('session', { sandbox_user: 'somebody-else' });
    await fault({ kind: 'outage', match: { user: bench.userId } });
    expect((await bench.get('me')).status).toBe(500);
    expect((await bench.get('me', {}, textOf(other['access_token']))).status).toBe(200);
  });
  test('a name that was sent', async () => {
    await fault({ kind: 'error', code: 2, match: { name: 'aig-b$' } });
    expect((await create(gbp, { name: 'A | aig-a' })).status).toBe(200);
    expect((await create(gbp, { name: 'B | aig-b' })).status).toBe(400);
  });
  test('a single mishap can be taken back, and says how often it struck', async () => {
    const { id } = await fault({ kind: 'outage', match: { operation: 'create-campaign' } });
    await create();
    await create();
    const listed = rowsOf((await bench.admin('faults'))['faults']);
    expect(listed[0]).toMatchObject({ id, hits: 2, seen: 2, left: 'until cleared' });
    await bench.app.request(`/sandbox/admin/faults/${textOf(id)}`, { method: 'DELETE' });
    expect((await create()).status).toBe(200);
  });
  test('nonsense is refused in words', async () => {
    for (const script of [
      { kind: 'random', kinds: ['random'] },
      { kind: 'error', match: { operation: 'create campaign' } },
      { kind: 'error', match: { path: '(' } },
    ]) {
      expect(await fault(script)).toMatchObject({ error: expect.any(String) });
    }
  });
});

describe('after the write was taken', () => {
  test.each([
    ['http-500-after', 500, '"code":2'],
    ['html-500-after', 500, '</html>'],
    ['html-502-after', 502, '</html>'],
    ['throttle-after', 400, '"code":17'],
    ['error-after', 400, '"code":1'],
    ['ok-error-after', 200, '"error"'],
    ['cut-body', 200, '{"id":"'],
  ])('%s answers %i and has written once', async (kind, status, part) => {
    await fault({ kind, match: { operation: 'create-campaign' } });
    const response = await bench.app.request(`/v26.0/${gbp}/campaigns`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bench.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(CAMPAIGN),
    });
    expect(response.status).toBe(status);
    expect(await made()).toBe(1);
    const text = await response.text();
    expect(text).toContain(part);
    expect(text.endsWith('}')).toBe(kind !== 'cut-body' && !kind.startsWith('html'));
  });
  test('parts of a good answer can be missing', async () => {
    await fault({ kind: 'missing-field', match: { operation: 'create-campaign' } });
    const answer = await bench.post(`${gbp}/campaigns`, { ...CAMPAIGN, fields: 'id,name' });
    expect(answer.body).toEqual({ name: CAMPAIGN['name'] });
    await fault({
      kind: 'missing-field',
      fields: ['data'],
      match: { operation: 'list-campaigns' },
    });
    expect((await bench.get(`${gbp}/campaigns`)).body).not.toHaveProperty('data');
    expect(rowsOf((await bench.get(`${gbp}/campaigns`)).body['data'])).toHaveLength(1);
  });
  test('one request can make two things', async () => {
    await fault({ kind: 'double-create', match: { operation: 'create-campaign' } });
    const id = idOf(await create());
    const ids = rowsOf((await bench.get(`${gbp}/campaigns`)).body['data']).map((row) => row['id']);
    expect(ids).toHaveLength(2);
    expect(ids).toContain(id);
  });
  test('what was made can stay out of lists, also together with a lost answer', async () => {
    await fault({ kind: 'http-500-after', hide_seconds: 30, match: { method: 'POST' } });
    await create();
    const listed = async () => rowsOf((await bench.get(`${gbp}/campaigns`)).body['data']).length;
    bench.now += 29_000;
    expect(await listed()).toBe(0);
    bench.now += 1000;
    expect(await listed()).toBe(1);
  });
  test('parameters can be dropped or changed in silence, while the ledger keeps what was sent', async () => {
    await fault({
      kind: 'alter',
      match: { operation: 'create-ad-set' },
      fields: ['destination_type'],
      set: { name: 'Other' },
    });
    const campaign = idOf(await create());
    const adSet = idOf(await bench.post(`${gbp}/adsets`, adSetBody(campaign)));
    expect((await bench.get(adSet, { fields: 'name,destination_type' })).body).toMatchObject({
      name: 'Other',
      destination_type: 'UNDEFINED',
    });
    const entries = rowsOf((await bench.admin('ledger?kind=create-ad-set'))['entries']);
    expect(entries[0]?.['params']).toMatchObject({ destination_type: 'WEBSITE' });
  });
  test('somebody can edit by hand in the same moment', async () => {
    await fault({
      kind: 'edit',
      match: { operation: 'create-ad-set' },
      edit: { object: 'campaign', delete: true },
    });
    const campaign = idOf(await create());
    const adSet = idOf(await bench.post(`${gbp}/adsets`, adSetBody(campaign)));
    expect((await bench.get(adSet, { fields: 'effective_status' })).body).toMatchObject({
      effective_status: 'DELETED',
    });
  });
});

test.each([
  ['delay', 0],
  ['delay-after', 1],
])('%s: while the answer is awaited, %i campaigns exist', async (kind, count) => {
  await fault({ kind, delay_ms: 300, match: { operation: 'create-campaign' } });
  const answer = create();
  await vi.waitFor(async () => {
    expect((await bench.admin('calls?operation=create-campaign'))['count']).toBe(1);
  });
  expect(await made()).toBe(count);
  expect((await answer).status).toBe(200);
  expect(await made()).toBe(1);
});

describe('refusals', () => {
  test('carry whatever code, texts and blame the script names', async () => {
    await fault({
      kind: 'error',
      code: 100,
      subcode: 1359188,
      title: 'No Payment Method',
      user_message: 'Add a payment method.',
      blame: ['funding_source'],
      match: { operation: 'create-campaign' },
    });
    expect(errorOf(await create())).toMatchObject({
      code: 100,
      error_subcode: 1359188,
      error_user_title: 'No Payment Method',
      error_user_msg: 'Add a payment method.',
      error_data: { blame_field_specs: [['funding_source']] },
    });
    expect(await made()).toBe(0);
  });
  test('a throttle comes with the headers of a full account, for as many calls as wished', async () => {
    await fault({
      kind: 'throttle',
      times: 2,
      wait_seconds: 90,
      code: 613,
      subcode: 1487742,
      match: { account: gbp },
    });
    for (let turn = 0; turn < 2; turn += 1) {
      const answer = await create();
      expect(errorOf(answer)).toMatchObject({ code: 613, error_subcode: 1487742 });
      expect(JSON.parse(answer.headers.get('x-ad-account-usage') ?? '')).toMatchObject({
        acc_id_util_pct: 100,
        reset_time_duration: 90,
      });
      const useCases = JSON.parse(answer.headers.get('x-business-use-case-usage') ?? '');
      expect(useCases[gbp.slice(4)][0]).toMatchObject({ estimated_time_to_regain_access: 2 });
    }
    expect((await create()).status).toBe(200);
  });
  test('an outage can speak with code 2', async () => {
    await fault({ kind: 'outage', code: 2, times: 1 });
    expect(errorOf(await create())).toMatchObject({ code: 2, is_transient: true });
    expect((await create()).status).toBe(200);
  });
});

describe('rights that end in the middle', () => {
  test.each([458, 459, 460, 463, 464, 467])(
    'the token dies with %i and stays dead until restored',
    async (subcode) => {
      await fault({
        kind: 'token-death',
        subcode,
        attempt: 2,
        match: { operation: 'create-campaign' },
      });
      expect((await create()).status).toBe(200);
      expect(errorOf(await create())).toMatchObject({ code: 190, error_subcode: subcode });
      expect(errorOf(await bench.get('me'))).toMatchObject({ code: 190, error_subcode: subcode });
      const again = await bench.admin('session', {});
      expect((await bench.get('me', {}, textOf(again['access_token']))).status).toBe(200);
      expect(await made()).toBe(1);
    },
  );
  test('or only seems to, for one call', async () => {
    await fault({ kind: 'token-death', subcode: 460, lasting: false });
    expect(errorOf(await bench.get('me'))).toMatchObject({ code: 190, error_subcode: 460 });
    expect((await bench.get('me')).status).toBe(200);
  });
  test.each([10, 200])('a permission is taken away with code %i', async (code) => {
    await fault({ kind: 'permission-lost', code, match: { operation: 'create-campaign' } });
    expect(errorOf(await create())).toMatchObject({ code });
    expect(errorOf(await create())).toMatchObject({ code: 200 });
    expect((await bench.get(gbp, { fields: 'name' })).status).toBe(200);
  });
});

describe('random mode', () => {
  const onlyAnswers = ['http-500-before', 'http-500-after', 'html-502', 'html-502-after'];
  const run = async (script: JsonObject, calls: number) => {
    const own = await openBench();
    await own.admin('faults', { kind: 'random', ...script });
    for (let turn = 0; turn < calls; turn += 1) await own.app.request('/v26.0/me');
    const rows = rowsOf((await own.admin('calls'))['entries']);
    return rows.map((row) => JSON.stringify(row['fault']));
  };
  test('strikes the share of calls that was asked for, the same ones for the same seed', async () => {
    const first = await run({ rate: 0.1, seed: 7, kinds: onlyAnswers }, 400);
    expect(await run({ rate: 0.1, seed: 7, kinds: onlyAnswers }, 400)).toEqual(first);
    expect(await run({ rate: 0.1, seed: 8, kinds: onlyAnswers }, 400)).not.toEqual(first);
    const struck = first.filter((row) => row !== 'null').length;
    expect(struck).toBeGreaterThan(20);
    expect(struck).toBeLessThan(65);
    expect(new Set(first).size).toBe(5);
  });
  test('can number each operation on its own, so that other calls change nothing', async () => {
    const struck = async (noise: number) => {
      const own = await openBench();
      const account = own.accounts['GBP'] ?? '';
      const script = { kind: 'random', rate: 0.3, seed: 5, numbered: 'by-operation' };
      await own.admin('faults', { ...script, kinds: onlyAnswers });
      for (let turn = 0; turn < 30; turn += 1) {
        await own.app.request(`/v26.0/${account}/campaigns`, { method: 'POST' });
        for (let extra = 0; extra < noise; extra += 1) await own.app.request('/v26.0/me');
      }
      const { entries } = await own.admin('calls?operation=create-campaign');
      return rowsOf(entries).map((row) => JSON.stringify(row['fault']));
    };
    const quiet = await struck(0);
    expect(quiet.filter((row) => row !== 'null').length).toBeGreaterThan(3);
    expect(await struck(2)).toEqual(quiet);
  });
  test('can be narrowed to some kinds', async () => {
    const struck = new Set(await run({ rate: 1, kinds: ['html-502'] }, 5));
    expect([...struck]).toEqual([expect.stringContaining('html-502')]);
  });
});
