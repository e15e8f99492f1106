import { array, assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { splitBudget } from './shares.ts';

test.each([
  [1500, [50, 50], 100, [750, 750]],
  [1501, [50, 50], 100, [751, 750]],
  [1500, [60, 40], 100, [900, 600]],
  [1000, [1, 1, 1], 100, [334, 333, 333]],
  [1000, [98, 1, 1], 100, [786, 107, 107]],
  [1500, [100], 100, [1500]],
])('%s split by %j with at least %s each gives %j', (total, shares, minimum, parts) => {
  expect(splitBudget(total, shares, minimum)).toEqual(parts);
});

test('a budget that does not reach for every part is not split', () => {
  expect(splitBudget(299, [1, 1, 1], 100)).toBeNull();
  expect(splitBudget(300, [1, 1, 1], 100)).toEqual([100, 100, 100]);
});

test('the parts always make the whole, and each has its minimum', () => {
  const amounts = integer({ min: 1, max: 1_000_000 });
  const weights = array(integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 3 });
  assert(
    property(amounts, weights, integer({ min: 1, max: 2_000 }), (total, shares, minimum) => {
      const parts = splitBudget(total, shares, minimum);
      if (parts === null) return total < minimum * shares.length;
      const sum = parts.reduce((all, part) => all + part, 0);
      return sum === total && parts.every((part) => part >= minimum && Number.isInteger(part));
    }),
  );
});
