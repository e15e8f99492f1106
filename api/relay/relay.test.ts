import { expect, test } from 'vitest';
import { retryDelay } from './relay.ts';

test('an item rests longer after each failure, up to a quarter of a minute', () => {
  const delays = Array.from({ length: 12 }, (_, attempts) => retryDelay(attempts, 0.5));
  expect(delays.slice(0, 4)).toEqual([250, 500, 1000, 2000]);
  expect(Math.max(...delays)).toBe(15_000);
  expect(retryDelay(0, 0)).toBeLessThan(retryDelay(0, 1));
});
