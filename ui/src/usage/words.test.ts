import { describe, expect, it } from 'vitest';
import { dollars, usageWords } from './words.ts';

describe('what the model cost, in words', () => {
  it.each([
    [0, '$0.00'],
    [12, 'less than $0.0001'],
    [2_345, '$0.0023'],
    [10_000, '$0.01'],
    [1_999_999, '$2.00'],
  ])('%i millionths of a dollar are %s', (micro, words) => {
    expect(dollars(micro)).toBe(words);
  });

  it('names the limit, and no share before anything was read', () => {
    const usage = {
      today: { costMicroUsd: 1_200, limitMicroUsd: 2_000_000, requests: 3 },
      last30Days: { costMicroUsd: 34_000, requests: 40, cachedShare: null },
    };
    expect(usageWords(usage)).toEqual(['Today: $0.0012 of at most $2.00.', 'Last 30 days: $0.03.']);
    const read = { ...usage, last30Days: { ...usage.last30Days, cachedShare: 0.812 } };
    expect(usageWords(read)[2]).toContain('81 %');
  });
});
