import { describe, expect, test } from 'vitest';
import { nextMove } from './advance.ts';

const HOUR = 3_600_000;
const now = 1_800_000_000_000;

describe('the next move of a clock that is being skipped', () => {
  test.each([
    ['work in flight is waited for', { busy: true, due: null }, HOUR, { kind: 'wait', ms: 10 }],
    ['an idle project jumps to the target', { due: null }, HOUR, { kind: 'jump', ms: HOUR }],
    [
      'a jump stops shortly before what is due on the way',
      { due: HOUR },
      4 * HOUR,
      { kind: 'jump', ms: HOUR - 150 },
    ],
    [
      'far from the target the stop may be closer, since one timer further is still on the way',
      { due: HOUR },
      48 * HOUR,
      { kind: 'jump', ms: HOUR - 40 },
    ],
    [
      'a moment that is nearly due passes in real time',
      { due: 100 },
      HOUR,
      { kind: 'wait', ms: 100 },
    ],
    ['what is due right now gets the time to happen', { due: 0 }, HOUR, { kind: 'wait', ms: 10 }],
    [
      'what is due just after the target is not jumped into',
      { due: 160 },
      60,
      { kind: 'wait', ms: 60 },
    ],
    ['at the target with nothing due it has arrived', { due: HOUR }, 0, { kind: 'arrived' }],
    ['at the target something due is still lived through', { due: 0 }, 0, { kind: 'wait', ms: 10 }],
  ])('%s', (_title, seen, ahead, expected) => {
    const { due } = seen;
    const sight = { now, busy: 'busy' in seen, nextDueAt: due === null ? null : now + due };
    expect(nextMove(sight, now + ahead)).toEqual(expected);
  });
});
