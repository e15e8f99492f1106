import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dueReminder,
  endOfAccess,
  hasMoved,
  judgeToken,
  nextLook,
  REMINDER_DAYS,
  remindedBefore,
  stateAfter,
} from './token-life.ts';
import type { TokenLife, TokenState } from './token-life.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-01-05T08:00:00Z');
const day = (count: number): number => START + count * DAY;

const life: TokenLife = {
  connectedAt: START,
  renewedAt: null,
  checkedAt: null,
  endsAt: day(60),
  remindedDays: null,
};
const good: TokenState = {
  problem: null,
  expiresAt: day(60),
  dataAccessExpiresAt: day(90),
  missingPermission: false,
};

describe('what a look at the token means', () => {
  const rows: readonly [string, Partial<TokenState>, number, Partial<TokenLife>, unknown][] = [
    ['good and young', {}, 44.9, {}, { kind: 'alive', renew: false }],
    ['good and 45 days old', {}, 45, {}, { kind: 'alive', renew: true }],
    [
      'looked at earlier the same day',
      {},
      45.5,
      { checkedAt: day(45.2) },
      { kind: 'alive', renew: false },
    ],
    ['looked at the day before', {}, 46, { checkedAt: day(45.2) }, { kind: 'alive', renew: true }],
    ['renewed since', {}, 50, { renewedAt: day(45) }, { kind: 'alive', renew: false }],
    [
      'without an end',
      { expiresAt: null, dataAccessExpiresAt: null },
      300,
      {},
      { kind: 'alive', renew: false },
    ],
    ['at its end', {}, 60, {}, { kind: 'lost', state: 'EXPIRED', code: 'meta.token_expired' }],
    [
      'at the end of the consent',
      { expiresAt: null },
      90,
      {},
      { kind: 'lost', state: 'EXPIRED', code: 'meta.data_access_ended' },
    ],
    [
      'with a permission gone',
      { missingPermission: true },
      1,
      {},
      { kind: 'lost', state: 'MISSING_PERMISSION', code: 'meta.permission_missing' },
    ],
    [
      'refused for a security check',
      { problem: 'meta.checkpoint', missingPermission: true },
      1,
      {},
      { kind: 'lost', state: null, code: 'meta.checkpoint' },
    ],
    [
      'refused for a new password',
      { problem: 'meta.password_changed' },
      1,
      {},
      { kind: 'lost', state: 'REVOKED', code: 'meta.password_changed' },
    ],
  ];
  test.each(rows)('%s', (...[, token, at, known, verdict]) => {
    expect(judgeToken({ ...life, ...known }, { ...good, ...token }, day(at))).toEqual(verdict);
  });
  test('only a check the person can pass leaves the token alone', () => {
    expect(stateAfter('meta.checkpoint')).toBeNull();
    expect(stateAfter('meta.account_unconfirmed')).toBeNull();
    expect(stateAfter('meta.token_expired')).toBe('EXPIRED');
    expect(stateAfter('meta.app_removed')).toBe('REVOKED');
    expect(stateAfter('meta.logged_out')).toBe('REVOKED');
    expect(stateAfter('meta.permission_missing')).toBe('MISSING_PERMISSION');
  });
});

test('access ends with the token or with the consent, whichever comes first', () => {
  expect(endOfAccess({ expiresAt: day(60), dataAccessExpiresAt: day(90) })).toBe(day(60));
  expect(endOfAccess({ expiresAt: day(105), dataAccessExpiresAt: day(90) })).toBe(day(90));
  expect(endOfAccess({ expiresAt: null, dataAccessExpiresAt: day(90) })).toBe(day(90));
  expect(endOfAccess({ expiresAt: day(60), dataAccessExpiresAt: null })).toBe(day(60));
  expect(endOfAccess({ expiresAt: null, dataAccessExpiresAt: null })).toBeNull();
});

test('of several reminders that are due only the most urgent is given', () => {
  expect(dueReminder(life, day(60), day(45.9))).toBeNull();
  expect(dueReminder(life, day(60), day(46))).toBe(14);
  expect(dueReminder(life, day(60), day(58))).toBe(3);
  expect(dueReminder({ ...life, remindedDays: 3 }, day(60), day(58))).toBeNull();
  expect(dueReminder({ ...life, remindedDays: 3 }, day(60), day(59))).toBe(1);
  expect(dueReminder(life, day(60), day(60))).toBeNull();
  expect(dueReminder(life, null, day(59))).toBeNull();
});

test('an end that moved away is reminded of anew; one that trembles is not', () => {
  expect(remindedBefore({ endsAt: day(60), remindedDays: 1 }, day(105))).toBeNull();
  expect(remindedBefore({ endsAt: day(60), remindedDays: 1 }, day(60) + 5_000)).toBe(1);
  expect(hasMoved(day(60), day(60.5))).toBe(false);
  expect(hasMoved(day(60), day(61))).toBe(true);
  expect(hasMoved(day(60), null)).toBe(true);
  expect(hasMoved(null, null)).toBe(false);
});

type Day = { reminded: number[]; tried: boolean };

/** Looks whenever `nextLook` asks, and late by what is given; Meta renews at the given attempt, or never. */
function live(input: { lateness: readonly number[]; movesAt: number; end: number }): Day[] {
  let known: TokenLife = { ...life, endsAt: day(input.end) };
  let expiresAt = day(input.end);
  let tries = 0;
  const looks: Day[] = [];
  let now = START;
  for (const late of input.lateness) {
    now = nextLook(known.endsAt, now) + late;
    const token = { ...good, expiresAt, dataAccessExpiresAt: null };
    const verdict = judgeToken(known, token, now);
    if (verdict.kind === 'lost') break;
    if (verdict.renew) tries += 1;
    const moved = verdict.renew && tries === input.movesAt;
    if (moved) expiresAt = now + 60 * DAY;
    const reminder = dueReminder(known, expiresAt, now);
    const before = remindedBefore(known, expiresAt);
    known = {
      ...known,
      renewedAt: moved ? now : known.renewedAt,
      checkedAt: now,
      endsAt: expiresAt,
      remindedDays: reminder ?? before,
    };
    looks.push({ reminded: reminder === null ? [] : [reminder], tried: verdict.renew });
  }
  return looks;
}

const lateness = fc.array(fc.integer({ min: 0, max: 6 * 3_600_000 }), {
  minLength: 60,
  maxLength: 60,
});

test('over any run of daily looks every reminder is given exactly once, in order', () => {
  fc.assert(
    fc.property(lateness, fc.integer({ min: 20, max: 62 }), (late, end) => {
      const given = live({ lateness: late, movesAt: -1, end }).flatMap((look) => look.reminded);
      expect(given).toEqual([...REMINDER_DAYS]);
    }),
  );
});

test('from day 45 renewal is tried once a day until it works, and then not for 45 days', () => {
  fc.assert(
    fc.property(lateness, fc.integer({ min: 1, max: 10 }), (late, movesAt) => {
      const looks = live({ lateness: late, movesAt, end: 60 });
      const attempts = looks.filter(({ tried }) => tried).length;
      expect(attempts).toBe(movesAt);
      expect(looks).toHaveLength(60);
    }),
  );
});
