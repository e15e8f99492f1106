import { expect, test } from 'vitest';
import type { CurrencyCode } from '../money.ts';
import { sizeOf } from './budget-floor.ts';
import { factsFromWebsite } from './website.ts';

test.each<[number, CurrencyCode | null, string]>([
  [2_999, 'EUR', 'impossible'],
  [3_000, 'EUR', 'small'],
  [8_999, 'GBP', 'small'],
  [9_000, 'GBP', 'fine'],
  [500, null, 'impossible'],
  [60_000, null, 'fine'],
  [600, 'JPY', 'impossible'],
  [30_000, 'JPY', 'fine'],
  [29_900, 'SEK', 'impossible'],
  [90_000, 'SEK', 'fine'],
  [20_000_001, 'USD', 'enormous'],
  [20_000_000, 'USD', 'fine'],
  [25_000_000, 'INR', 'fine'],
])('%i minor units of %s a month are %s', (minor, currency, kind) => {
  expect(sizeOf({ minor, currency }).kind).toBe(kind);
});

test('names the day’s amount and what is needed, in whole units of the same money', () => {
  expect(sizeOf({ minor: 1_000, currency: 'EUR' })).toEqual({
    kind: 'impossible',
    perDay: 0.33,
    leastPerDay: 1,
  });
  expect(sizeOf({ minor: 3_000, currency: 'JPY' })).toMatchObject({
    perDay: 100,
    leastPerDay: 150,
  });
});

test('a website fills gaps and its own older facts, never what the person said or changed', () => {
  const found = { product: 'Rye', location: 'Leeds', uniqueSellingPoint: 'Own mill' };
  const draft = { product: 'Cakes', location: 'York', businessDescription: 'Bakery' };
  expect(factsFromWebsite(found, draft, { product: 'said', location: 'edited' })).toEqual({
    uniqueSellingPoint: 'Own mill',
  });
  expect(factsFromWebsite(found, draft, { product: 'website', location: 'website' })).toEqual(
    found,
  );
  expect(factsFromWebsite(found, found, { product: 'website' })).toEqual({});
});
