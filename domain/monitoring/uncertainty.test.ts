import { assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareRates,
  costRange,
  countRange,
  ENOUGH,
  shareRange,
  tooEarlyReason,
} from './uncertainty.ts';

describe('the range of a count', () => {
  test.each([
    // Exact 90 % Poisson limits: 0 -> 3.00, 1 -> 0.05..4.74, 10 -> 5.43..16.96, 50 -> 38.96..63.29.
    [0, 0, 3],
    [1, 0, 5],
    [10, 5, 17],
    [50, 38, 64],
  ])('of %i is %i to %i', (count, low, high) => {
    expect(countRange(count)).toEqual({ low, high });
  });

  test('always holds the count and narrows with more of it', () => {
    assert(
      property(integer({ min: 1, max: 100_000 }), (count) => {
        const { low, high } = countRange(count);
        const twice = countRange(count * 4);
        expect(low).toBeLessThanOrEqual(count);
        expect(high).toBeGreaterThan(count);
        expect((twice.high - twice.low) / (count * 4)).toBeLessThanOrEqual((high - low) / count);
      }),
    );
  });
});

test('without a result there is no most that one can cost', () => {
  expect(costRange(3_000, 0)).toEqual({ low: 1_000, high: null });
  expect(costRange(3_000, 10)).toEqual({ low: 176, high: 600 });
});

test('a share of few has a wide range, and of none it is anything', () => {
  expect(shareRange(0, 0)).toEqual({ low: 0, high: 1 });
  const few = shareRange(1, 20);
  const many = shareRange(500, 10_000);
  expect(few.high - few.low).toBeGreaterThan(0.1);
  expect(many.high - many.low).toBeLessThan(0.01);
  expect(shareRange(30, 20).high).toBe(1);
});

describe('too early to tell', () => {
  const enough = { days: 7, timesShown: 5_000, clicks: 100, results: 40 };
  test.each([
    [{ days: 2 }, '2 of at least 3 days with ads shown are there so far'],
    [{ timesShown: 999 }, 'shown 999 times so far, at least 1000 are needed'],
    [{ results: 9 }, '9 website visits so far, at least 10 are needed'],
    [{}, null],
  ])('%o', (part, reason) => {
    expect(tooEarlyReason({ ...enough, ...part }, 'website visits')).toBe(reason);
  });
});

describe('a comparison', () => {
  test.each([
    [[4, 100], [3, 100], 'too early to tell'],
    [[12, 100], [9, 100], 'no clear difference'],
    [[60, 100], [20, 100], 'more'],
    [[20, 100], [60, 100], 'fewer'],
    // Twice the results for twice the money is the same.
    [[100, 200], [50, 100], 'no clear difference'],
    [[100, 0], [50, 100], 'too early to tell'],
  ] as const)('of %j with %j: %s', ([count, per], [otherCount, otherPer], verdict) => {
    expect(compareRates({ count, per }, { count: otherCount, per: otherPer })).toBe(verdict);
  });

  test('of pure chance is hardly ever called a difference', () => {
    let seed = 1;
    const next = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    let called = 0;
    for (let run = 0; run < 2_000; run += 1) {
      let one = 0;
      for (let coin = 0; coin < 40; coin += 1) if (next() < 0.5) one += 1;
      const verdict = compareRates({ count: one, per: 1 }, { count: 40 - one, per: 1 });
      if (verdict === 'more' || verdict === 'fewer') called += 1;
    }
    expect(called / 2_000).toBeLessThan(0.012);
  });

  test('names what is enough once, for rules and words alike', () => {
    expect(ENOUGH).toEqual({ results: 10, clicks: 30, timesShown: 1000, days: 3 });
  });
});
