import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { keepRunning, nextPause } from './children.ts';

/** A part whose end is in the hands of the test. */
function part() {
  const { promise: ended, resolve } = Promise.withResolvers<number | null>();
  let closed = false;
  return {
    ended,
    end: () => resolve(1),
    close: () => {
      closed = true;
      resolve(0);
      return Promise.resolve();
    },
    isClosed: () => closed,
  };
}

describe('a part that is kept running', () => {
  test('comes back when it ends by itself, and not when it is stopped', async () => {
    const parts = [part(), part()];
    const said: string[] = [];
    let starts = 0;
    const { kept } = await keepRunning({
      title: 'Worker',
      say: (line) => void said.push(line),
      start: () => Promise.resolve(parts[starts++] ?? part()),
    });
    parts[0]?.end();
    await expect.poll(() => said, { timeout: 3_000 }).toHaveLength(2);
    expect(said).toEqual(['Worker ended unexpectedly; starting it again', 'Worker runs again']);
    await kept.stop();
    await delay(0);
    expect(parts[1]?.isClosed()).toBe(true);
    expect([starts, said.length]).toEqual([2, 2]);
  });

  test('that is stopped while it waits for its next attempt does not come back', async () => {
    const first = part();
    const said: string[] = [];
    let starts = 0;
    const { kept } = await keepRunning({
      title: 'API',
      say: (line) => void said.push(line),
      start: () => {
        starts += 1;
        return Promise.resolve(first);
      },
    });
    first.end();
    await expect.poll(() => said).toHaveLength(1);
    await kept.stop();
    await delay(0);
    expect(starts).toBe(1);
  });

  test('that does not come up at first says so', async () => {
    const start = () => Promise.reject(new Error('no database'));
    await expect(keepRunning({ title: 'API', say: () => undefined, start })).rejects.toThrow(
      'no database',
    );
  });
});

test.each([
  [0, 100, 500],
  [500, 100, 1_000],
  [8_000, 100, 15_000],
  [15_000, 100, 15_000],
  [15_000, 120_000, 500],
])('after a pause of %i ms and a life of %i ms the next pause is %i ms', (previous, ran, next) => {
  expect(nextPause(previous, ran)).toBe(next);
});
