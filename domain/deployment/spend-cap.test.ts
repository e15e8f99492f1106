import { expect, test } from 'vitest';
import { spendCapFor } from './spend-cap.ts';

test.each([
  ['the approved total, where the account takes it', 10_000, 7_900, 10_000],
  ['the total at the very minimum', 7_900, 7_900, 7_900],
  ['none, where the account asks for more', 7_899, 7_900, null],
  ['none, where Facebook does not say what it takes', 10_000, null, null],
  ['none, where no total was approved', undefined, 7_900, null],
])('Facebook’s own limit is %s', (_what, maxInTotalMinor, least, expected) => {
  const authority = maxInTotalMinor === undefined ? {} : { maxInTotalMinor };
  expect(spendCapFor(authority, least)).toBe(expected);
});

test('without an approval there is no limit to set', () => {
  expect(spendCapFor(null, 1)).toBeNull();
});
