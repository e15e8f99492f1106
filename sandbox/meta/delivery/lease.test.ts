import { expect, test } from 'vitest';
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
  textOf,
  uploadImage,
} from '../test-kit.ts';
import type { Bench } from '../test-kit.ts';
import { DAY_MS, graphTime, HOUR_MS, MINUTE_MS } from './zone.ts';

const EVERYTHING = { time_range: { since: '2026-02-01', until: '2026-12-31' }, limit: 1000 };

async function spent(bench: Bench, id: string): Promise<number> {
  const { body } = await bench.get(`${id}/insights`, { fields: 'spend', ...EVERYTHING });
  return Math.round(Number(rowsOf(body['data'])[0]?.['spend'] ?? 0) * 100);
}

const OWN_BUDGETS: JsonObject = {
  daily_budget: undefined,
  bid_strategy: undefined,
  is_adset_budget_sharing_enabled: false,
};
const ownBudget = (dailyBudget: number): JsonObject => ({
  daily_budget: dailyBudget,
  bid_strategy: 'LOWEST_COST_WITHOUT_CAP',
});

test('an ad set stops at its end time, stays stopped, and goes on when the end is moved', async () => {
  const bench = await openBench();
  const end = bench.now + 3 * DAY_MS;
  const built = await buildCampaign(bench, {}, { end_time: graphTime(end) });
  await switchOn(bench, built);
  bench.now = end - HOUR_MS;
  expect(await spent(bench, built.adSet)).toBeGreaterThan(0);
  bench.now = end + HOUR_MS;
  const atEnd = await spent(bench, built.adSet);
  bench.now = end + 5 * DAY_MS;
  expect(await spent(bench, built.adSet)).toBe(atEnd);

  const moved = bench.now + 2 * DAY_MS;
  const answer = await bench.post(built.adSet, { end_time: graphTime(moved) });
  expect(answer.body).toEqual({ success: true });
  expect((await bench.get(built.adSet, { fields: 'end_time' })).body).toEqual({
    id: built.adSet,
    end_time: graphTime(moved, 'Europe/London'),
  });
  bench.now = moved - HOUR_MS;
  const later = await spent(bench, built.adSet);
  expect(later).toBeGreaterThan(atEnd);
  bench.now = moved + 10 * DAY_MS;
  expect(await spent(bench, built.adSet)).toBeLessThan(later * 1.2);
});

test('an end that is renewed every day never interrupts, and one that is not does', async () => {
  const bench = await openBench();
  const built = await buildCampaign(bench, {}, { end_time: graphTime(bench.now + 2 * DAY_MS) });
  await switchOn(bench, built);
  for (let day = 0; day < 5; day += 1) {
    bench.now += DAY_MS;
    const end = graphTime(bench.now + 2 * DAY_MS);
    expect((await bench.post(built.adSet, { end_time: end })).status).toBe(200);
  }
  const { body } = await bench.get(`${built.adSet}/insights`, {
    fields: 'spend',
    time_increment: '1',
    ...EVERYTHING,
  });
  expect(rowsOf(body['data']).length).toBeGreaterThanOrEqual(5);
});

test('a daily budget needs more than a day, whoever has the budget', async () => {
  const bench = await openBench();
  const gbp = bench.accounts['GBP'] ?? '';
  const withCampaignBudget = idOf(await bench.post(`${gbp}/campaigns`, CAMPAIGN));
  const without = idOf(await bench.post(`${gbp}/campaigns`, { ...CAMPAIGN, ...OWN_BUDGETS }));
  const day = graphTime(bench.now + DAY_MS);
  const more = graphTime(bench.now + DAY_MS + MINUTE_MS);
  for (const [campaign, budget] of [
    [withCampaignBudget, {}],
    [without, ownBudget(2000)],
  ] as const) {
    const body = adSetBody(campaign, budget);
    const short = await bench.post(`${gbp}/adsets`, { ...body, end_time: day });
    expect(errorOf(short)).toMatchObject({ code: 100 });
    const id = idOf(await bench.post(`${gbp}/adsets`, { ...body, end_time: more }));
    expect(errorOf(await bench.post(id, { end_time: day }))).toMatchObject({ code: 100 });
    expect(errorOf(await bench.post(id, { end_time: graphTime(bench.now - 1000) }))).toMatchObject({
      code: 100,
    });
    expect((await bench.post(id, { end_time: 0 })).status).toBe(200);
    expect((await bench.get(id, { fields: 'end_time' })).body).toEqual({ id });
  }
});

test('ad sets with budgets of their own spend their own, up to 175 % a day and seven a week', async () => {
  const bench = await openBench();
  const gbp = bench.accounts['GBP'] ?? '';
  const page = bench.pages[0] ?? '';
  const missing = { ...CAMPAIGN, ...OWN_BUDGETS, is_adset_budget_sharing_enabled: undefined };
  expect(errorOf(await bench.post(`${gbp}/campaigns`, missing))).toMatchObject({
    error_subcode: 4834011,
  });
  const campaign = idOf(await bench.post(`${gbp}/campaigns`, { ...CAMPAIGN, ...OWN_BUDGETS }));
  const image = await uploadImage(bench);
  const creative = idOf(await bench.post(`${gbp}/adcreatives`, creativeBody(page, image)));
  const budgets = [1000, 5000];
  const sets: string[] = [];
  for (const budget of budgets) {
    const set = idOf(await bench.post(`${gbp}/adsets`, adSetBody(campaign, ownBudget(budget))));
    const body = { name: 'A', adset_id: set, creative: { creative_id: creative } };
    const ad = idOf(await bench.post(`${gbp}/ads`, body));
    for (const id of [ad, set]) await bench.post(id, { status: 'ACTIVE' });
    sets.push(set);
  }
  await bench.post(campaign, { status: 'ACTIVE' });
  bench.now += 20 * DAY_MS;
  for (const [index, set] of sets.entries()) {
    const budget = budgets[index] ?? 0;
    const { body } = await bench.get(`${set}/insights`, {
      fields: 'spend',
      time_increment: '1',
      ...EVERYTHING,
    });
    const days = rowsOf(body['data']).map((row) => ({
      day: textOf(row['date_start']),
      minor: Math.round(Number(row['spend']) * 100),
    }));
    expect(days.length).toBeGreaterThan(18);
    expect(Math.max(...days.map((row) => row.minor))).toBeLessThanOrEqual(budget * 1.75);
    const weeks = new Map<number, number>();
    for (const { day, minor } of days) {
      const week = Math.floor((Date.parse(day) / DAY_MS + 4) / 7);
      weeks.set(week, (weeks.get(week) ?? 0) + minor);
    }
    for (const week of weeks.values()) expect(week).toBeLessThanOrEqual(budget * 7);
    const total = days.reduce((sum, row) => sum + row.minor, 0);
    expect(total).toBeGreaterThan(budget * 12);
  }
  expect((await bench.get(sets[1] ?? '', { fields: 'daily_budget' })).body).toMatchObject({
    daily_budget: '5000',
  });
  expect(errorOf(await bench.post(campaign, { daily_budget: 9000 }))).toMatchObject({ code: 100 });
  expect((await bench.post(sets[0] ?? '', { daily_budget: 1500 })).status).toBe(200);
});
