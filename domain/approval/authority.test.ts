import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, weekStart } from '../monitoring/calendar.ts';
import { authorityFor, isWithin, mostWithin } from './authority.ts';

describe('the most a daily budget can cost', () => {
  test.each([
    // 2026-11-22 is a Sunday.
    ['2026-11-22', '2026-11-22', 1750],
    ['2026-11-22', '2026-11-23', 3500],
    ['2026-11-22', '2026-11-25', 7000],
    ['2026-11-22', '2026-11-28', 7000],
    ['2026-11-28', '2026-11-29', 3500],
    ['2026-11-25', '2026-12-01', 7000 + 5250],
    ['2026-11-22', '2026-12-21', 4 * 7000 + 3500],
    ['2026-11-23', '2026-11-22', 0],
  ])('from %s to %s it is %d for 1,000 a day', (firstDay, lastDay, most) => {
    expect(mostWithin(1000, { firstDay, lastDay })).toBe(most);
  });

  test('no way of spending within Facebook’s own limits comes above it', () => {
    const spending = fc.record({
      daily: fc.integer({ min: 100, max: 50_000 }),
      firstDay: fc.nat({ max: 400 }).map((days) => addDays('2026-01-01', days)),
      shares: fc.array(fc.nat({ max: 175 }), { minLength: 1, maxLength: 60 }),
    });
    fc.assert(
      fc.property(spending, ({ daily, firstDay, shares }) => {
        const weeks = new Map<string, number>();
        let total = 0;
        for (const [index, percent] of shares.entries()) {
          const week = weekStart(addDays(firstDay, index));
          const left = 7 * daily - (weeks.get(week) ?? 0);
          const spent = Math.min(left, Math.floor((daily * percent) / 100));
          weeks.set(week, (weeks.get(week) ?? 0) + spent);
          total += spent;
        }
        const lastDay = addDays(firstDay, shares.length - 1);
        expect(total).toBeLessThanOrEqual(mostWithin(daily, { firstDay, lastDay }));
      }),
    );
  });
});

test('a plan with an end carries its total and its end, one without does not', () => {
  const time = { firstDay: '2026-11-22', lastDay: '2026-11-28', endsAt: 5 };
  expect(authorityFor(1500, 'GBP', time)).toEqual({
    currency: 'GBP',
    dailyBudgetMinor: 1500,
    maxPerDayMinor: 2625,
    maxPerWeekMinor: 10_500,
    maxInTotalMinor: 10_500,
    endsAt: 5,
  });
  expect(authorityFor(1500, 'GBP')).not.toHaveProperty('maxInTotalMinor');
});

test.each([
  [1500, 'GBP', true],
  [1501, 'GBP', false],
  [0, 'GBP', false],
  [1500, 'EUR', false],
] as const)('a budget of %d %s within 1,500 GBP: %s', (dailyBudgetMinor, currency, within) => {
  expect(isWithin(authorityFor(1500, 'GBP'), { dailyBudgetMinor, currency })).toBe(within);
});
