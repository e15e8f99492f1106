import { beforeEach, expect, test } from 'vitest';
import { DAY_MS } from '../delivery/zone.ts';
import type { JsonObject } from '../json.ts';
import {
  adSetBody,
  CAMPAIGN,
  creativeBody,
  errorOf,
  idOf,
  openBench,
  rowsOf,
  textOf,
  uploadImage,
} from '../test-kit.ts';
import type { Bench } from '../test-kit.ts';

let bench: Bench;
let gbp = '';
let page = '';
let pageToken = '';

const FORM: JsonObject = {
  name: 'Quote | aig-7k3f9q-f1',
  questions: [{ type: 'FULL_NAME' }, { type: 'EMAIL' }],
  privacy_policy: { url: 'https://example.com/privacy', link_text: 'Privacy policy' },
  thank_you_page: { title: 'Thank you', body: 'We will call you.', button_type: 'NONE' },
};

beforeEach(async () => {
  bench = await openBench();
  gbp = bench.accounts['GBP'] ?? '';
  page = bench.pages[0] ?? '';
  const { body } = await bench.get(page, { fields: 'access_token' });
  pageToken = textOf(body['access_token']);
});

const make = (change: JsonObject = {}, token = pageToken) =>
  bench.post(`${page}/leadgen_forms`, { ...FORM, ...change }, token);

test('only people who may advertise for a Page get its token', async () => {
  const other = bench.pages[1] ?? '';
  expect((await bench.get(other, { fields: 'access_token' })).body).toEqual({ id: other });
  await bench.admin('page', { page, advertise: false });
  expect((await bench.get(page, { fields: 'access_token' })).body).toEqual({ id: page });
  expect(errorOf(await make())).toMatchObject({ code: 200 });
});

test('a form needs the Page’s own token', async () => {
  expect(errorOf(await make({}, bench.token))).toMatchObject({ code: 200 });
});

test.each<readonly [string, JsonObject, JsonObject]>([
  ['no privacy policy', { privacy_policy: undefined }, { error_subcode: 1892075 }],
  ['a privacy policy without address', { privacy_policy: {} }, { error_subcode: 1892075 }],
  ['no questions', { questions: [] }, { code: 100 }],
  ['an unknown question', { questions: [{ type: 'SHOE_SIZE' }] }, { code: 100 }],
  ['a question twice', { questions: [{ type: 'EMAIL' }, { type: 'EMAIL' }] }, { code: 100 }],
  ['a question of its own without words', { questions: [{ type: 'CUSTOM' }] }, { code: 100 }],
  ['a closing page without words', { thank_you_page: { button_type: 'NONE' } }, { code: 100 }],
  ['a misspelt name', { privacy_polcy: {} }, { code: 100 }],
])('a form with %s is refused', async (_what, change, expected) => {
  expect(errorOf(await make(change))).toMatchObject(expected);
});

test('a Page that has not accepted the terms has no forms', async () => {
  await bench.admin('page', { page, leadgen_tos_accepted: false });
  expect(errorOf(await make())).toMatchObject({ error_subcode: 1815089 });
  expect((await bench.get(page, { fields: 'leadgen_tos_accepted' })).body).toMatchObject({
    leadgen_tos_accepted: false,
  });
});

test('a form can be read, listed, and put away', async () => {
  const form = idOf(await make());
  const { body } = await bench.get(form, { fields: 'name,status,questions,privacy_policy_url' });
  expect(body).toMatchObject({
    name: FORM['name'],
    status: 'ACTIVE',
    questions: FORM['questions'],
    privacy_policy_url: 'https://example.com/privacy',
  });
  const list = await bench.get(`${page}/leadgen_forms`, { fields: 'name' });
  expect(rowsOf(list.body['data'])).toEqual([{ id: form, name: FORM['name'] }]);
  expect((await bench.post(form, { status: 'ARCHIVED' }, pageToken)).status).toBe(200);
  const story = creativeBody(page, await uploadImage(bench), {
    link: 'http://fb.me/',
    call_to_action: { type: 'SIGN_UP', value: { lead_gen_form_id: form } },
  });
  expect(errorOf(await bench.post(`${gbp}/adcreatives`, story))).toMatchObject({
    error_subcode: 1885029,
  });
});

test('ads with a form bring leads, as many as the figures say', async () => {
  const form = idOf(await make());
  const campaign = idOf(
    await bench.post(`${gbp}/campaigns`, { ...CAMPAIGN, objective: 'OUTCOME_LEADS' }),
  );
  const adSet = idOf(
    await bench.post(
      `${gbp}/adsets`,
      adSetBody(campaign, {
        optimization_goal: 'LEAD_GENERATION',
        destination_type: 'ON_AD',
        promoted_object: { page_id: page },
      }),
    ),
  );
  const image = await uploadImage(bench);
  const story = (type: string) =>
    creativeBody(page, image, {
      link: 'http://fb.me/',
      call_to_action: { type, value: { lead_gen_form_id: form } },
    });
  expect(errorOf(await bench.post(`${gbp}/adcreatives`, story('CALL_NOW')))).toMatchObject({
    code: 100,
  });
  const creative = idOf(await bench.post(`${gbp}/adcreatives`, story('SIGN_UP')));
  const body = { name: 'A', adset_id: adSet, creative: { creative_id: creative } };
  const ad = idOf(await bench.post(`${gbp}/ads`, body));
  for (const id of [ad, adSet, campaign]) await bench.post(id, { status: 'ACTIVE' });
  bench.now += 10 * DAY_MS;
  const insights = await bench.get(`${ad}/insights`, {
    fields: 'actions',
    time_range: { since: '2026-03-01', until: '2026-03-31' },
  });
  const count = rowsOf(rowsOf(insights.body['data'])[0]?.['actions']).find(
    (action) => action['action_type'] === 'lead',
  )?.['value'];
  const leads = rowsOf((await bench.get(`${form}/leads`, { limit: 1000 })).body['data']);
  expect(leads.length).toBeGreaterThan(3);
  expect(String(leads.length)).toBe(count);
  expect(leads[0]).toMatchObject({
    ad_id: ad,
    field_data: [{ name: 'full_name' }, { name: 'email' }],
  });
  expect(rowsOf((await bench.get(`${ad}/leads`, { limit: 1000 })).body['data'])).toEqual(leads);
  expect((await bench.get(form, { fields: 'leads_count' })).body).toMatchObject({
    leads_count: leads.length,
  });
});
