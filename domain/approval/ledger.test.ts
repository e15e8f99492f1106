import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { authorityFor } from './authority.ts';
import { isOverspent, moneyLedger } from './ledger.ts';
import type { LedgerEntry } from './ledger.ts';

// Monday, 23 November 2026, noon in London.
const NOW = Date.UTC(2026, 10, 23, 12);
const DAY = 86_400_000;
const TIME = { firstDay: '2026-11-23', lastDay: '2026-12-22', endsAt: NOW + 29 * DAY };
const ABOUT = { projectId: 'p', currency: 'GBP', timezone: 'Europe/London', now: NOW };

function entry(changes: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    approvalId: 'a',
    campaignRecordId: 'c',
    campaignName: 'Fresh bread',
    authority: authorityFor(1500, 'GBP', TIME),
    decidedAt: NOW,
    status: 'ACTIVE',
    leaseUntil: NOW + 3 * DAY,
    spentByDay: [],
    ...changes,
  };
}

describe('approved against spent', () => {
  test('a fresh campaign has its whole approval left, and is committed for its lease only', () => {
    const money = moneyLedger([entry()], ABOUT);
    const total = entry().authority.maxInTotalMinor ?? 0;
    expect(money).toMatchObject({ approvedMinor: total, spentMinor: 0, stillAllowedMinor: total });
    // Monday to Thursday: four days at 175 %, which is a week's seven budgets.
    expect(money.committedMinor).toBe(10_500);
  });

  test.each([
    ['paused', entry({ status: 'PAUSED' })],
    ['past its lease', entry({ leaseUntil: NOW - 1 })],
  ])('a campaign that is %s is committed to nothing', (_title, one) => {
    expect(moneyLedger([one], ABOUT).committedMinor).toBe(0);
  });

  test('near the end no more is committed than the approval still allows', () => {
    const total = entry().authority.maxInTotalMinor ?? 0;
    const spentByDay = [{ day: '2026-11-01', spendMinor: total - 700 }];
    expect(moneyLedger([entry({ spentByDay })], ABOUT).committedMinor).toBe(700);
  });

  test('an approval without an end leaves the total open', () => {
    const open = entry({ authority: authorityFor(1500, 'GBP'), leaseUntil: null });
    const money = moneyLedger([open], ABOUT);
    expect(money).toMatchObject({ approvedMinor: null, stillAllowedMinor: null });
    expect(money.committedMinor).toBe(10_500);
  });
});

describe('spending above what was approved', () => {
  const { authority } = entry();
  const days = (...amounts: number[]) =>
    amounts.map((spendMinor, index) => ({ day: `2026-11-${22 + index}`, spendMinor }));
  test.each([
    ['175 % on one day', days(2625), false],
    ['one unit more on a day', days(2626), true],
    ['seven budgets in a week', days(2625, 2625, 2625, 2625), false],
    ['one unit more in a week', days(2625, 2625, 2625, 2625, 1), true],
    ['a full week and a new day', days(1500, 1500, 1500, 1500, 1500, 1500, 1500, 2625), false],
  ])('%s: %s', (_title, spentByDay, over) => {
    expect(isOverspent({ authority, spentByDay })).toBe(over);
  });

  test('altogether more than the total, though each week was within', () => {
    const short = { ...authority, maxInTotalMinor: 2000 };
    expect(isOverspent({ authority: short, spentByDay: days(1500, 501) })).toBe(true);
  });
});

test('every unit belongs to one approval: the sums over approvals are the sums of the ledger', () => {
  const entries = fc.array(
    fc.record({
      daily: fc.integer({ min: 100, max: 10_000 }),
      spent: fc.array(fc.nat({ max: 20_000 }), { maxLength: 5 }),
    }),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(entries, (rows) => {
      const money = moneyLedger(
        rows.map(({ daily, spent }, index) =>
          entry({
            approvalId: `a${index}`,
            authority: authorityFor(daily, 'GBP', TIME),
            spentByDay: spent.map((spendMinor, day) => ({ day: `2026-11-2${day}`, spendMinor })),
          }),
        ),
        ABOUT,
      );
      const sum = (of: (line: (typeof money.approvals)[number]) => number) =>
        money.approvals.reduce((total, line) => total + of(line), 0);
      expect(money.spentMinor).toBe(sum((line) => line.spentMinor));
      expect(money.approvedMinor).toBe(sum((line) => line.maxInTotalMinor ?? 0));
      expect(money.committedMinor).toBeGreaterThanOrEqual(0);
      // What may still happen at Facebook never exceeds what was approved and is not spent yet.
      const left = money.approvals.map((line) =>
        Math.max(0, (line.maxInTotalMinor ?? 0) - line.spentMinor),
      );
      expect(money.committedMinor).toBeLessThanOrEqual(left.reduce((a, b) => a + b, 0));
    }),
  );
});
