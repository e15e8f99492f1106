import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { buildCampaign, MONDAY, openBench, rowsOf, switchOn, textOf } from '../test-kit.ts';
import type { Bench, Built } from '../test-kit.ts';
import { countOf } from './random.ts';
import { addDays, DAY_MS, dayOf, HOUR_MS, startOfDay, weekdayOf } from './zone.ts';

const FIELDS =
  'ad_id,spend,impressions,reach,frequency,clicks,inline_link_clicks,actions,purchase_roas';
const EVERYTHING = { time_range: { since: '2026-02-01', until: '2026-12-31' }, limit: 1000 };

async function live(
  campaign: JsonObject = {},
  adSet: JsonObject = {},
): Promise<{ bench: Bench; built: Built }> {
  const bench = await openBench();
  const built = await buildCampaign(bench, campaign, adSet);
  await switchOn(bench, built);
  return { bench, built };
}

async function report(bench: Bench, params: JsonObject = {}): Promise<readonly JsonObject[]> {
  const asked = { level: 'ad', time_increment: '1', fields: FIELDS, ...EVERYTHING, ...params };
  return rowsOf((await bench.get(`${bench.accounts['GBP']}/insights`, asked)).body['data']);
}

function minor(row: JsonObject | undefined): number {
  return Math.round(Number(row?.['spend'] ?? 0) * 100);
}

test('nothing is reported before anything was shown', async () => {
  const bench = await openBench();
  await buildCampaign(bench);
  bench.now += 3 * DAY_MS;
  expect(await report(bench)).toEqual([]);
});

test('the same plan does the same twice, and other words do otherwise', async () => {
  const runs = [await live(), await live()];
  for (const { bench } of runs) bench.now += 5 * DAY_MS;
  const [first, second] = await Promise.all(runs.map(({ bench }) => report(bench)));
  const figures = (rows: readonly JsonObject[] | undefined) =>
    rows?.map(({ spend, impressions, clicks }) => [spend, impressions, clicks]);
  expect(first?.length).toBeGreaterThan(4);
  expect(figures(first)).toEqual(figures(second));
});

test('no day costs more than 175 % of the budget and no week more than seven budgets', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 400, max: 500_000 }),
      fc.array(
        fc.record({
          afterHours: fc.integer({ min: 2, max: 200 }),
          budget: fc.integer({ min: 400, max: 500_000 }),
        }),
        { maxLength: 4 },
      ),
      async (start, changes) => {
        const { bench, built } = await live({ daily_budget: start });
        const budgets = [{ at: MONDAY, budget: start }];
        for (const change of changes) {
          bench.now += change.afterHours * HOUR_MS;
          await bench.post(built.campaign, { daily_budget: change.budget });
          budgets.push({ at: bench.now, budget: change.budget });
        }
        bench.now += 9 * DAY_MS;
        const highest = (from: string, days: number): number => {
          const start = startOfDay('Europe/London', from);
          const end = startOfDay('Europe/London', addDays(from, days));
          const before = budgets.findLast((entry) => entry.at <= start)?.budget ?? 0;
          return Math.max(
            before,
            ...budgets
              .filter((entry) => entry.at > start && entry.at < end)
              .map((entry) => entry.budget),
          );
        };
        const weeks = new Map<string, number>();
        for (const row of await report(bench, { level: 'campaign' })) {
          const day = textOf(row['date_start']);
          expect(minor(row)).toBeLessThanOrEqual(highest(day, 1) * 1.75 + 1);
          const sunday = addDays(day, -weekdayOf(day));
          weeks.set(sunday, (weeks.get(sunday) ?? 0) + minor(row));
        }
        for (const [sunday, spent] of weeks)
          expect(spent).toBeLessThanOrEqual(highest(sunday, 7) * 7 + 7);
      },
    ),
    { numRuns: 25 },
  );
});

test('within a year some day comes up to the 175 %, and stops there', async () => {
  const { bench } = await live({ daily_budget: 2000 });
  bench.now += 300 * DAY_MS;
  const { access_token: token } = await bench.admin('session', {});
  const asked = { time_increment: '1', fields: 'spend', ...EVERYTHING };
  const answer = await bench.get(`${bench.accounts['GBP']}/insights`, asked, textOf(token));
  const largest = Math.max(...rowsOf(answer.body['data']).map((row) => minor(row)));
  expect(largest).toBe(3500);
});

test('figures of a day only grow, and once the day is over its spend and views stand still', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 3, maxLength: 8 }),
      async (hours) => {
        const { bench, built } = await live({}, {});
        const seen = new Map<string, JsonObject>();
        const finished = new Map<string, JsonObject>();
        for (const [index, step] of hours.entries()) {
          bench.now += step * HOUR_MS;
          if (index === 1) await bench.post(built.ad, { status: 'PAUSED' });
          if (index === 2) await bench.post(built.ad, { status: 'ACTIVE' });
          const today = dayOf('Europe/London', bench.now);
          for (const row of await report(bench)) {
            const day = textOf(row['date_start']);
            const before = seen.get(day);
            for (const key of ['spend', 'impressions', 'clicks', 'inline_link_clicks', 'reach']) {
              expect(Number(row[key] ?? 0)).toBeGreaterThanOrEqual(Number(before?.[key] ?? 0));
            }
            seen.set(day, row);
            if (day < today) finished.set(day, row);
          }
        }
        const last = await report(bench);
        const changed = last.filter((row) => {
          const settled = finished.get(textOf(row['date_start']));
          return settled !== undefined && settled['spend'] !== row['spend'];
        });
        expect(changed).toEqual([]);
      },
    ),
    { numRuns: 20 },
  );
});

test('later writes never change what was reported about earlier days', async () => {
  const { bench, built } = await live();
  bench.now += 4 * DAY_MS;
  const before = await report(bench, { time_range: { since: '2026-03-02', until: '2026-03-05' } });
  await bench.post(built.campaign, { daily_budget: 9000 });
  await bench.post(built.adSet, {
    targeting: {
      geo_locations: { countries: ['IE', 'US'] },
      targeting_automation: { advantage_audience: 0 },
    },
    dsa_beneficiary: 'B',
    dsa_payor: 'B',
  });
  bench.now += 10 * DAY_MS;
  expect(await report(bench, { time_range: { since: '2026-03-02', until: '2026-03-05' } })).toEqual(
    before,
  );
});

test('nothing is spent while something is paused, at any level', async () => {
  for (const level of ['campaign', 'adSet', 'ad'] as const) {
    const { bench, built } = await live();
    bench.now += 2 * DAY_MS;
    await bench.post(built[level], { status: 'PAUSED' });
    bench.now += 20 * 60_000;
    const before = await report(bench);
    bench.now += 5 * DAY_MS;
    expect((await report(bench)).map((row) => row['spend'])).toEqual(
      before.map((row) => row['spend']),
    );
    await bench.post(built[level], { status: 'ACTIVE' });
    bench.now += DAY_MS;
    expect((await report(bench)).length).toBeGreaterThan(before.length);
  }
});

test('a disabled or unpaid account shows nothing', async () => {
  const { bench } = await live();
  bench.now += DAY_MS;
  await bench.admin('account', { account: bench.accounts['GBP'] ?? '', status: 2 });
  bench.now += 20 * 60_000;
  const before = (await report(bench)).map((row) => row['spend']);
  bench.now += 3 * DAY_MS;
  expect((await report(bench)).map((row) => row['spend'])).toEqual(before);
});

test('spend follows the account’s own day, hour by hour', async () => {
  const { bench } = await live();
  const hourly: number[] = [];
  for (let hour = 0; hour < 15; hour += 1) {
    bench.now = MONDAY + hour * HOUR_MS;
    hourly.push(minor((await report(bench)).find((row) => row['date_start'] === '2026-03-02')));
  }
  expect(hourly).toEqual(hourly.toSorted((a, b) => a - b));
  expect(hourly[14]).toBeGreaterThan(hourly[4] ?? 0);
});

test('a small audience cannot take a large budget', async () => {
  const { bench } = await live(
    { daily_budget: 5_000_00 },
    {
      targeting: {
        geo_locations: {
          custom_locations: [
            { latitude: 50.2, longitude: -5, radius: 1, distance_unit: 'kilometer', country: 'GB' },
          ],
        },
        targeting_automation: { advantage_audience: 0 },
        genders: [2],
        age_min: 60,
        age_max: 61,
      },
    },
  );
  bench.now += 3 * DAY_MS;
  for (const row of await report(bench)) expect(minor(row)).toBeLessThan(5_000_00 / 4);
});

test('people reached do not add up, and one person sees an ad more than once', async () => {
  const { bench } = await live({ daily_budget: 50_000 });
  bench.now += 8 * DAY_MS;
  const days = await report(bench);
  const whole = (await report(bench, { time_increment: 'all_days' }))[0];
  const sum = days.reduce((all, row) => all + Number(row['reach']), 0);
  expect(Number(whole?.['reach'])).toBeLessThan(sum);
  expect(Number(whole?.['frequency'])).toBeGreaterThan(1);
  const spends = days.reduce((all, row) => all + minor(row), 0);
  expect(minor(whole)).toBe(spends);
});

test('purchases of the last days are completed later, spend is not', async () => {
  const bench = await openBench();
  const pixel = rowsOf((await bench.get(`${bench.accounts['GBP']}/adspixels`)).body['data'])[0]?.[
    'id'
  ];
  const built = await buildCampaign(
    bench,
    { objective: 'OUTCOME_SALES', daily_budget: 80_000 },
    {
      optimization_goal: 'OFFSITE_CONVERSIONS',
      promoted_object: { pixel_id: pixel, custom_event_type: 'PURCHASE' },
    },
  );
  await switchOn(bench, built);
  const range = {
    time_range: { since: '2026-03-02', until: '2026-03-08' },
    level: 'campaign',
    time_increment: 'all_days',
    fields: 'spend,actions,action_values,purchase_roas',
  };
  const purchases = (row: JsonObject | undefined) =>
    Number(
      rowsOf(row?.['actions']).find((action) => action['action_type'] === 'omni_purchase')?.[
        'value'
      ] ?? 0,
    );
  bench.now = startOfDay('Europe/London', '2026-03-09') + HOUR_MS;
  const early = (await report(bench, range))[0];
  bench.now += 30 * DAY_MS;
  const late = (await report(bench, range))[0];
  expect(purchases(late)).toBeGreaterThan(purchases(early));
  expect(purchases(late)).toBeLessThan(purchases(early) * 1.3);
  expect(late?.['spend']).toBe(early?.['spend']);
  expect(rowsOf(late?.['purchase_roas'])[0]).toMatchObject({ action_type: 'omni_purchase' });
});

test('an ad set learns first and has learned after fifty results', async () => {
  const { bench, built } = await live({ daily_budget: 3000 });
  const stage = async () =>
    (await bench.get(built.adSet, { fields: 'learning_stage_info' })).body['learning_stage_info'];
  expect(await stage()).toBeUndefined();
  bench.now += 4 * HOUR_MS;
  expect(await stage()).toMatchObject({ status: 'LEARNING' });
  bench.now += 6 * DAY_MS;
  expect(await stage()).toMatchObject({ status: 'SUCCESS' });
});

test('reports can be made now and fetched later', async () => {
  const { bench } = await live();
  bench.now += 3 * DAY_MS;
  const started = await bench.post(`${bench.accounts['GBP']}/insights`, {
    level: 'ad',
    fields: 'spend',
    date_preset: 'last_7d',
  });
  const run = textOf(started.body['report_run_id']);
  expect((await bench.get(run)).body).toMatchObject({
    async_status: 'Job Completed',
    async_percent_completion: 100,
  });
  expect(rowsOf((await bench.get(`${run}/insights`)).body['data'])).toHaveLength(1);
});

test('a field, level or preset nobody knows is refused', async () => {
  const { bench } = await live();
  const ask = (params: JsonObject) => bench.get(`${bench.accounts['GBP']}/insights`, params);
  for (const params of [
    { fields: 'happiness' },
    { level: 'city' },
    { date_preset: 'lifetime' },
    { time_range: { since: '2026-02-30', until: '2026-03-01' } },
  ]) {
    expect((await ask(params)).body).toMatchObject({ error: { code: 100 } });
  }
  expect(
    (await ask({ time_range: { since: '2020-01-01', until: '2026-03-01' } })).body,
  ).toMatchObject({ error: { code: 3018 } });
});

test('a count for a fixed draw never falls when more is expected', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1000, noNaN: true }),
      fc.double({ min: 0, max: 50, noNaN: true }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (mean, more, draw) => {
        expect(countOf(mean + more, draw)).toBeGreaterThanOrEqual(countOf(mean, draw));
      },
    ),
  );
});

test('days begin at local midnight, also when the clocks change', () => {
  for (const zone of [
    'Europe/London',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Pacific/Auckland',
  ]) {
    for (let day = '2026-01-01'; day < '2027-01-01'; day = addDays(day, 1)) {
      const start = startOfDay(zone, day);
      expect(dayOf(zone, start)).toBe(day);
      expect(dayOf(zone, start - 1)).toBe(addDays(day, -1));
    }
  }
});
