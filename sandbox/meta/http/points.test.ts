import { beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import {
  adSetBody,
  CAMPAIGN,
  creativeBody,
  errorOf,
  idOf,
  openBench,
  textOf,
  uploadImage,
} from '../test-kit.ts';
import type { Answer, Bench } from '../test-kit.ts';

let bench: Bench;
let gbp = '';

beforeEach(async () => {
  bench = await openBench();
  gbp = bench.accounts['GBP'] ?? '';
  await bench.admin('tier', { client_id: 'sandbox-app', tier: 'limited' });
});

const usageOf = (answer: Answer): JsonObject =>
  JSON.parse(answer.headers.get('x-ad-account-usage') ?? '{}');
const useCaseOf = (answer: Answer): JsonObject =>
  JSON.parse(answer.headers.get('x-business-use-case-usage') ?? '{}')[gbp.slice(4)][0];

describe('points of the small tier', () => {
  test('a write is three, a read one, and the header says which share of sixty is used', async () => {
    const write = await bench.post(`${gbp}/campaigns`, CAMPAIGN);
    expect(usageOf(write)).toMatchObject({
      acc_id_util_pct: 5,
      reset_time_duration: 15,
      ads_api_access_tier: 'development_access',
    });
    const read = await bench.get(gbp);
    expect(usageOf(read)).toMatchObject({ acc_id_util_pct: 6.66, reset_time_duration: 20 });
    expect(useCaseOf(read)).toMatchObject({ call_count: 6, estimated_time_to_regain_access: 0 });
    expect(await bench.admin(`points?account=${gbp}`)).toMatchObject({ points: 4, max: 60 });
  });
  test('a refused create costs as much as one that works', async () => {
    const refused = await bench.post(`${gbp}/campaigns`, { ...CAMPAIGN, objective: 'FAME' });
    expect(usageOf(refused)).toMatchObject({ acc_id_util_pct: 5 });
  });
  test('they fall steadily on the caller’s clock: a fifth of a point a second', async () => {
    for (let turn = 0; turn < 10; turn += 1) await bench.post(`${gbp}/campaigns`, CAMPAIGN);
    const points = async () => (await bench.admin(`points?account=${gbp}`))['points'];
    expect(await points()).toBeCloseTo(30);
    bench.now += 1000;
    expect(await points()).toBeCloseTo(29.8);
    bench.now += 74_000;
    expect(await points()).toBeCloseTo(15);
    bench.now += 75_000;
    expect(await points()).toBeCloseTo(0);
  });
  test('a write every fifteen seconds goes on for ever', async () => {
    for (let turn = 0; turn < 100; turn += 1) {
      bench.now += 15_000;
      expect((await bench.post(`${gbp}/campaigns`, CAMPAIGN)).status).toBe(200);
    }
  });
  test('other accounts have their own', async () => {
    for (let turn = 0; turn < 21; turn += 1) await bench.post(`${gbp}/campaigns`, CAMPAIGN);
    expect(errorOf(await bench.get(gbp))).toMatchObject({ code: 17 });
    expect((await bench.get(bench.accounts['EUR'] ?? '')).status).toBe(200);
  });
  test.each([
    [17, 2446079],
    [613, 1487742],
  ])('a blocked account is told by %i/%i and how long', async (code, subcode) => {
    const script = { client_id: 'sandbox-app', tier: 'limited', limit_code: code };
    await bench.admin('tier', script);
    for (let turn = 0; turn < 20; turn += 1) await bench.post(`${gbp}/campaigns`, CAMPAIGN);
    const refused = await bench.post(`${gbp}/campaigns`, CAMPAIGN);
    expect(refused.status).toBe(400);
    expect(errorOf(refused)).toMatchObject({ code, error_subcode: subcode });
    bench.now += 130_000;
    const still = await bench.get(gbp);
    expect(usageOf(still)).toMatchObject({ acc_id_util_pct: 100, reset_time_duration: 170 });
    expect(useCaseOf(still)).toMatchObject({ estimated_time_to_regain_access: 3 });
    bench.now += 170_000;
    expect(usageOf(await bench.get(gbp))).toMatchObject({ acc_id_util_pct: 1.66 });
  });
});

test('a launch of one campaign, two ad sets and four ads does not fit into sixty points', async () => {
  const page = bench.pages[0] ?? '';
  const answers: Answer[] = [];
  const send = async (path: string, body: JsonObject): Promise<string> => {
    const answer = await bench.post(path, body);
    answers.push(answer);
    return answer.status === 200 ? textOf(answer.body['id'] ?? 'done') : '';
  };
  const campaign = await send(`${gbp}/campaigns`, CAMPAIGN);
  const made: string[] = [campaign];
  for (const set of [1, 2]) {
    const adSet = await send(`${gbp}/adsets`, adSetBody(campaign, { name: `S${set}` }));
    made.unshift(adSet);
    for (const ad of [1, 2]) {
      const image = await uploadImage(bench, set * 10 + ad);
      const creative = await send(`${gbp}/adcreatives`, creativeBody(page, image));
      const body = { name: `A${ad}`, adset_id: adSet, creative: { creative_id: creative } };
      made.unshift(await send(`${gbp}/ads`, body));
    }
  }
  expect(answers.every((answer) => answer.status === 200)).toBe(true);
  for (const id of made) await send(id, { status: 'ACTIVE' });
  const refused = answers.filter((answer) => errorOf(answer)['code'] === 17);
  expect(refused).toHaveLength(2);
  expect((await bench.admin('ledger?kind=update-campaign'))['count']).toBe(0);
  bench.now += 300_000;
  expect(idOf(await bench.get(campaign))).toBe(campaign);
  expect((await bench.post(campaign, { status: 'ACTIVE' })).status).toBe(200);
});
