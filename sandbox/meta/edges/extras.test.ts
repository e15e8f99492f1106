import { beforeEach, describe, expect, test } from 'vitest';
import { CITIES } from '../catalog/cities.ts';
import { INTERESTS } from '../catalog/interests.ts';
import { DAY_MS } from '../delivery/zone.ts';
import { jsonText } from '../json.ts';
import type { JsonObject } from '../json.ts';
import {
  bodyOf,
  buildCampaign,
  CAMPAIGN,
  errorOf,
  openBench,
  rowsOf,
  switchOn,
  textOf,
} from '../test-kit.ts';
import type { Bench } from '../test-kit.ts';

let bench: Bench;
let gbp = '';
beforeEach(async () => {
  bench = await openBench();
  gbp = bench.accounts['GBP'] ?? '';
});

describe('batches', () => {
  type Part = { code: number; body: string } | null;
  const send = async (batch: readonly JsonObject[]): Promise<readonly Part[]> =>
    bodyOf(
      bench.app.request('/v26.0', {
        method: 'POST',
        headers: { authorization: `Bearer ${bench.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ batch }),
      }),
    );
  const create: JsonObject = {
    method: 'POST',
    relative_url: '{account}/campaigns',
    body: new URLSearchParams({
      ...Object.fromEntries(Object.entries(CAMPAIGN).map(([key, value]) => [key, jsonText(value)])),
      special_ad_categories: '[]',
    }).toString(),
  };
  const inAccount = (part: JsonObject): JsonObject => ({
    ...part,
    relative_url: jsonText(part['relative_url']).replace('{account}', gbp),
  });
  test('answer every part on its own', async () => {
    const [made, read, wrong] = await send([
      inAccount(create),
      { method: 'GET', relative_url: 'me?fields=name' },
      { method: 'GET', relative_url: 'v26.0/123' },
    ]);
    expect(JSON.parse(made?.body ?? '')).toEqual({ id: expect.stringMatching(/^\d+$/) });
    expect(JSON.parse(read?.body ?? '')).toMatchObject({ id: bench.userId });
    expect(wrong?.code).toBe(400);
  });
  test('leave a null for a part that did not finish, whether or not it was carried out', async () => {
    await bench.admin('faults', { kind: 'lose-response', match: { operation: 'create-campaign' } });
    await bench.admin('faults', { kind: 'reset', match: { operation: 'create-campaign' } });
    const parts = await send([create, create, create].map(inAccount));
    expect(parts.map((part) => (part === null ? null : part.code))).toEqual([null, null, 200]);
    expect((await bench.admin('ledger?kind=create-campaign'))['count']).toBe(2);
  });
  test('hold fifty calls at most', async () => {
    const parts = Array.from({ length: 51 }, () => ({ method: 'GET', relative_url: 'me' }));
    expect(await send(parts)).toMatchObject({ error: { code: 100 } });
  });
});

describe('copies', () => {
  test('of a whole campaign are paused, renamed and new', async () => {
    const built = await buildCampaign(bench);
    const { body } = await bench.post(`${built.campaign}/copies`, {
      deep_copy: true,
      rename_options: { rename_suffix: ' (2)' },
    });
    const id = textOf(body['copied_campaign_id']);
    expect(rowsOf(body['ad_object_ids'])).toHaveLength(3);
    const copy = await bench.get(id, { fields: 'name,status,adsets{status,ads{creative{id}}}' });
    expect(copy.body).toMatchObject({
      name: `${jsonText(CAMPAIGN['name'])} (2)`,
      status: 'PAUSED',
      adsets: { data: [{ ads: { data: [{ creative: { id: built.creative } }] } }] },
    });
    expect(id).not.toBe(built.campaign);
  });
  test('of an ad stay in its ad set, and deleted ones cannot be copied', async () => {
    const built = await buildCampaign(bench);
    const { body } = await bench.post(`${built.ad}/copies`, {});
    expect((await bench.get(textOf(body['copied_ad_id']), { fields: 'adset_id' })).body).toEqual({
      id: body['copied_ad_id'],
      adset_id: built.adSet,
    });
    await bench.remove(built.ad);
    expect(errorOf(await bench.post(`${built.ad}/copies`, {}))).toMatchObject({ code: 100 });
  });
});

describe('figures', () => {
  test('can be empty for a call, or corrected downwards', async () => {
    const built = await buildCampaign(bench);
    await switchOn(bench, built);
    bench.now += 4 * DAY_MS;
    const read = async () =>
      rowsOf(
        (
          await bench.get(`${built.campaign}/insights`, {
            fields: 'spend,impressions',
            time_range: { since: '2026-03-01', until: '2026-03-31' },
          })
        ).body['data'],
      );
    const before = (await read())[0];
    await bench.admin('faults', {
      kind: 'answer',
      body: { data: [] },
      match: { operation: 'read-insights' },
    });
    expect(await read()).toEqual([]);
    await bench.admin('faults', { kind: 'restate', factor: 0.5 });
    const halved = (await read())[0];
    expect(Number(halved?.['spend'])).toBeCloseTo(Number(before?.['spend']) / 2, 1);
    expect(textOf(halved?.['impressions'])).toMatch(/^\d+$/);
    expect(halved?.['campaign_id']).toBe(before?.['campaign_id']);
    expect((await read())[0]).toEqual(before);
  });
});

test('what became of interests and what keys of places mean can be asked', async () => {
  const dead = INTERESTS.find((row) => row.dead)?.id ?? '';
  const alive = INTERESTS.find((row) => !row.dead)?.id ?? '';
  const status = await bench.get('search', {
    type: 'targetingoptionstatus',
    targeting_option_list: [dead, alive],
  });
  expect(rowsOf(status.body['data']).map((row) => row['current_status'])).toEqual([
    'NON-DELIVERABLE',
    'NORMAL',
  ]);
  const leeds = CITIES.find((row) => row.name === 'Leeds')?.key ?? '';
  const meta = await bench.get('search', {
    type: 'adgeolocationmeta',
    cities: [leeds],
    countries: ['GB', 'ZZ'],
  });
  expect(meta.body['data']).toMatchObject({
    cities: { [leeds]: { name: 'Leeds' } },
    countries: { GB: { country_code: 'GB' } },
  });
});

test('an app can end a token of its own', async () => {
  const query = new URLSearchParams({
    client_id: 'sandbox-app',
    client_secret: 'sandbox-secret',
    revoke_token: bench.token,
  });
  const answer = await bench.app.request(`/v26.0/oauth/revoke?${query.toString()}`);
  expect(await answer.json()).toEqual({ success: true });
  expect(errorOf(await bench.get('me'))).toMatchObject({ error_subcode: 458 });
});
