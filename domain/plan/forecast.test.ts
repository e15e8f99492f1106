import { assert, integer, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import type { DaySnapshot } from '../monitoring/snapshot.ts';
import { forecastFor, historyFrom } from './forecast.ts';
import type { OwnHistory } from './forecast.ts';
import { examplePlan } from './plan-example.ts';

const { recipe } = examplePlan();
const budget = { dailyBudgetMinor: 1500, currency: 'GBP' } as const;
const weeks = [
  { spendMinor: 10_000, results: 100 },
  { spendMinor: 10_000, results: 125 },
  { spendMinor: 10_000, results: 80 },
];
const history: OwnHistory = { what: 'clicks on the link', currency: 'GBP', weeks };

test('without a past it is a wide assumption and says so', () => {
  expect(forecastFor(recipe, budget)).toMatchObject({ low: 70, high: 520 });
  expect(forecastFor(recipe, budget)?.basis).toContain('assumption');
});

test('three weeks of the own past make it narrower and are named', () => {
  expect(forecastFor(recipe, budget, history)).toMatchObject({ low: 67, high: 160 });
  expect(forecastFor(recipe, budget, history)?.basis).toContain('your own last 3 weeks');
});

test.each<readonly [string, Partial<OwnHistory>]>([
  ['another kind of result', { what: 'purchases' }],
  ['another currency', { currency: 'EUR' }],
  ['two weeks only', { weeks: weeks.slice(1) }],
  ['a week without any result', { weeks: [...weeks.slice(1), { spendMinor: 10, results: 0 }] }],
  ['very few results', { weeks: weeks.map((week) => ({ ...week, results: 2 })) }],
])('a past of %s is no basis', (_what, changes) => {
  expect(forecastFor(recipe, budget, { ...history, ...changes })?.basis).toContain('assumption');
});

test('where nothing honest can be said there is no number', () => {
  expect(forecastFor({ ...recipe, optimizationGoal: 'LEAD_GENERATION' }, budget)).toBeNull();
  expect(forecastFor(recipe, { dailyBudgetMinor: 2000, currency: 'JPY' })).toBeNull();
});

test('a range is never upside down and never begins at nothing', () => {
  const week = tuple(integer({ min: 1, max: 1e6 }), integer({ min: 4, max: 1e4 }));
  assert(
    property(integer({ min: 1, max: 1e6 }), tuple(week, week, week), (daily, spent) => {
      const own = {
        ...history,
        weeks: spent.map(([spendMinor, results]) => ({ spendMinor, results })),
      };
      const range = forecastFor(recipe, { ...budget, dailyBudgetMinor: daily }, own);
      return range === null || (range.low >= 1 && range.high >= range.low);
    }),
  );
});

const day = (index: number): DaySnapshot => ({
  adId: null,
  day: new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
  currency: 'GBP',
  spendMinor: 100 + index,
  impressions: 1000,
  reach: 800,
  frequency: 1.2,
  clicks: 20,
  ctr: 0.02,
  conversions: 10,
  costPerConversionMinor: 10,
  valueMinor: null,
  roas: null,
});

test('a past is read from the last 21 days of the whole campaign', () => {
  const days = Array.from({ length: 25 }, (_, index) => day(index));
  const noise = days.map((one) => ({ ...one, adId: '7' }));
  expect(historyFrom([...days, ...noise], recipe)).toEqual({
    what: 'clicks on the link',
    currency: 'GBP',
    weeks: [
      { spendMinor: 749, results: 70 },
      { spendMinor: 798, results: 70 },
      { spendMinor: 847, results: 70 },
    ],
  });
  expect(historyFrom(days.slice(0, 20), recipe)).toBeNull();
});
