import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, weekStart } from '../monitoring/calendar.ts';
import type { Authority } from './approval.ts';
import { authorityFor, changedAuthority, isWithin, tighter } from './authority.ts';
import { isOverspent, moneyLedger } from './ledger.ts';
import type { Era, LedgerEntry } from './ledger.ts';

const DAY = 86_400_000;
// Monday, 23 November 2026.
const FIRST = '2026-11-23';
const at = (day: string) => Date.parse(`${day}T23:59:59Z`);
const time = (firstDay: string, lastDay: string) => ({ firstDay, lastDay, endsAt: at(lastDay) });

describe('the authority of a change', () => {
  const before = authorityFor(1_000, 'GBP', time(FIRST, '2026-12-22'));

  test('counts what was spent before, and the new amount from then on', () => {
    const after = changedAuthority(2_000, time('2026-12-01', '2026-12-02'), {
      before,
      spentBeforeMinor: 7_000,
    });
    expect(after).toMatchObject({ dailyBudgetMinor: 2_000, maxInTotalMinor: 7_000 + 2 * 3_500 });
  });

  test('of a lower amount leaves room for what its first day may have cost', () => {
    const after = changedAuthority(500, time('2026-12-01', '2026-12-01'), {
      before,
      spentBeforeMinor: 0,
    });
    expect(after).toMatchObject({ maxPerDayMinor: 875, maxInTotalMinor: 1_750 });
  });

  test('without an end has no total', () => {
    const after = changedAuthority(500, undefined, { before, spentBeforeMinor: 10 });
    expect(after.maxInTotalMinor).toBeUndefined();
  });

  test('while it takes the place of the one before, the tighter of the two holds', () => {
    const after = authorityFor(500, 'GBP', time(FIRST, '2027-01-10'));
    expect(tighter(before, after)).toMatchObject({
      dailyBudgetMinor: 500,
      endsAt: before.endsAt,
      maxInTotalMinor: Math.min(before.maxInTotalMinor ?? 0, after.maxInTotalMinor ?? 0),
    });
  });
});

type Step =
  | { readonly do: 'draft'; readonly daily: number; readonly days: number }
  | { readonly do: 'use' | 'finish' | 'refuse' }
  | { readonly do: 'day'; readonly share: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('draft' as const),
    daily: fc.integer({ min: 100, max: 5_000 }),
    days: fc.integer({ min: 2, max: 40 }),
  }),
  fc.record({ do: fc.constantFrom('use' as const, 'finish' as const, 'refuse' as const) }),
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('day' as const),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
);

type Approval = {
  readonly id: number;
  readonly authority: Authority;
  readonly countsFrom: string;
  readonly draftedOn: string;
  readonly usedDay: string | null;
};

/** Campaign, approvals and Facebook as the activities move them, one step at a time. */
function life(steps: readonly Step[], watch: (world: World) => void): void {
  const first = authorityFor(1_000, 'GBP', time(FIRST, '2026-12-22'));
  const world: World = {
    today: FIRST,
    approvals: [{ id: 0, authority: first, countsFrom: FIRST, draftedOn: FIRST, usedDay: FIRST }],
    chain: [0],
    drafted: null,
    changing: null,
    atFacebook: first.dailyBudgetMinor,
    mostToday: first.dailyBudgetMinor,
    before: { mostToday: first.dailyBudgetMinor, weekMost: first.dailyBudgetMinor },
    week: { start: weekStart(FIRST), most: first.dailyBudgetMinor, spent: 0 },
    spentByDay: [],
  };
  for (const one of steps) {
    move(world, one);
    watch(world);
  }
}

type World = {
  today: string;
  approvals: Approval[];
  /** Ids of the approvals that were in force, the present one last. */
  chain: number[];
  drafted: number | null;
  changing: number | null;
  atFacebook: number;
  mostToday: number;
  /** What held before the change under way. */
  before: { mostToday: number; weekMost: number };
  week: { start: string; most: number; spent: number };
  spentByDay: { day: string; spendMinor: number }[];
};

const current = (world: World) => of(world, world.changing ?? world.chain.at(-1) ?? 0);
function of(world: World, id: number): Approval {
  const approval = world.approvals[id];
  if (approval === undefined) throw new Error('There is no such approval.');
  return approval;
}

function setBudget(world: World, daily: number): void {
  world.atFacebook = daily;
  world.mostToday = Math.max(world.mostToday, daily);
  world.week.most = Math.max(world.week.most, daily);
}

function move(world: World, one: Step): void {
  switch (one.do) {
    case 'draft': {
      if (world.changing !== null) return;
      const spent = world.spentByDay.filter(({ day }) => day < world.today);
      const authority = changedAuthority(
        one.daily,
        time(world.today, addDays(world.today, one.days)),
        {
          before: current(world).authority,
          spentBeforeMinor: spent.reduce((sum, { spendMinor }) => sum + spendMinor, 0),
        },
      );
      const id = world.approvals.length;
      world.approvals.push({
        id,
        authority,
        countsFrom: world.today,
        draftedOn: world.today,
        usedDay: null,
      });
      world.drafted = id;
      return;
    }
    case 'use': {
      const { drafted } = world;
      if (drafted === null || world.changing !== null) return;
      world.drafted = null;
      // Approvals run out after two days.
      if (addDays(of(world, drafted).draftedOn, 2) < world.today) return;
      world.approvals[drafted] = { ...of(world, drafted), usedDay: world.today };
      world.changing = drafted;
      world.before = { mostToday: world.mostToday, weekMost: world.week.most };
      setBudget(world, of(world, drafted).authority.dailyBudgetMinor);
      return;
    }
    case 'finish':
      if (world.changing === null) return;
      world.chain.push(world.changing);
      world.changing = null;
      return;
    case 'refuse':
      if (world.changing === null) return;
      world.changing = null;
      // It is taken back within minutes: Facebook paces by the amount that holds.
      world.atFacebook = current(world).authority.dailyBudgetMinor;
      world.mostToday = world.before.mostToday;
      world.week.most = world.before.weekMost;
      return;
    default:
      passDay(world, one.share);
  }
}

/** Facebook spends what it may at most, or a share of it: 175 % on a day, seven amounts a week, nothing after the end. */
function passDay(world: World, share: number): void {
  const { authority } = current(world);
  if (at(world.today) <= (authority.endsAt ?? Infinity)) {
    const left = world.week.most * 7 - world.week.spent;
    const most = Math.max(0, Math.min(Math.floor(world.mostToday * 1.75), left));
    const spendMinor = Math.floor(most * share);
    world.spentByDay.push({ day: world.today, spendMinor });
    world.week.spent += spendMinor;
  }
  // A change takes minutes; by the next day it holds or was taken back.
  if (world.changing !== null) move(world, { do: 'finish' });
  world.today = addDays(world.today, 1);
  world.mostToday = world.atFacebook;
  const start = weekStart(world.today);
  if (start !== world.week.start) world.week = { start, most: world.atFacebook, spent: 0 };
}

function entryOf(world: World): LedgerEntry {
  const { id, authority, usedDay, countsFrom } = current(world);
  const chain = world.chain.filter((one) => one !== id);
  const earlier = chain.map((one): Era => {
    const era = of(world, one);
    return { authority: era.authority, fromDay: era.usedDay ?? FIRST };
  });
  return {
    approvalId: String(id),
    campaignRecordId: 'c',
    campaignName: 'Fresh bread',
    authority,
    ...(earlier.length === 0 ? {} : { earlier, usedDay: usedDay ?? FIRST, countsFrom }),
    decidedAt: 0,
    status: 'ACTIVE',
    leaseUntil: at(world.today) + 3 * DAY,
    spentByDay: world.spentByDay,
  };
}

test('no sequence of approvals, changes and refusals yields authority above what was approved', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      life(steps, (world) => {
        const entry = entryOf(world);
        const about = { projectId: 'p', currency: 'GBP', timezone: 'UTC', now: at(world.today) };
        const money = moneyLedger([entry], about);
        const used = world.approvals.filter(({ usedDay }) => usedDay !== null);
        const sum = used.reduce((all, { authority }) => all + (authority.maxInTotalMinor ?? 0), 0);
        // Every unit belongs to one approval that was granted and used.
        expect(used.map(({ authority }) => authority)).toContain(entry.authority);
        expect(money.approvedMinor).toBeLessThanOrEqual(sum);
        expect(money.stillAllowedMinor).toBeLessThanOrEqual(sum);
        // What Facebook may spend a day is what the approval in force allows, at every moment.
        expect(
          isWithin(entry.authority, { dailyBudgetMinor: world.atFacebook, currency: 'GBP' }),
        ).toBe(true);
        // Beside a change, nothing goes beyond either of the two.
        const before = of(world, world.chain.at(-1) ?? 0).authority;
        const beside = tighter(before, entry.authority);
        expect(beside.dailyBudgetMinor).toBeLessThanOrEqual(before.dailyBudgetMinor);
        expect(beside.endsAt).toBeLessThanOrEqual(entry.authority.endsAt ?? 0);
      });
    }),
    { numRuns: 300 },
  );
});

test('whatever Facebook spends within its own rules is never taken for overspending', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      life(steps, (world) => expect(isOverspent(entryOf(world))).toBe(false));
    }),
    { numRuns: 300 },
  );
});

describe('spending under one approval after another', () => {
  const low = authorityFor(500, 'GBP', time(FIRST, '2026-12-22'));
  const high = authorityFor(2_000, 'GBP', time(FIRST, '2026-12-22'));
  const lowered = {
    authority: low,
    earlier: [{ authority: high, fromDay: FIRST }],
    usedDay: '2026-11-25',
    countsFrom: '2026-11-25',
  };
  const on = (day: string, spendMinor: number) => [{ day, spendMinor }];
  test.each([
    ['before the change', on('2026-11-24', 3_500), false],
    ['on its day', on('2026-11-25', 3_500), false],
    ['after it', on('2026-11-26', 876), true],
    ['after it, within', on('2026-11-26', 875), false],
    ['before the change, above both', on('2026-11-24', 3_501), true],
  ])('a large amount %s', (_title, spentByDay, over) => {
    expect(isOverspent({ ...lowered, spentByDay })).toBe(over);
  });
});

test('what the amount before cost until a late click does not count towards the new total', () => {
  const days = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'];
  const high = authorityFor(2_000, 'GBP', time(FIRST, '2026-12-22'));
  const after = changedAuthority(500, time(FIRST, '2026-11-26'), {
    before: high,
    spentBeforeMinor: 0,
  });
  const spent = (last: number) =>
    days.map((day, index) => ({ day, spendMinor: index < 3 ? 3_500 : last }));
  const entry = {
    authority: after,
    earlier: [{ authority: high, fromDay: '2026-11-01' }],
    usedDay: '2026-11-25',
    countsFrom: FIRST,
  };
  expect(isOverspent({ ...entry, spentByDay: spent(875) })).toBe(false);
  expect(isOverspent({ ...entry, countsFrom: '2026-11-26', spentByDay: spent(875) })).toBe(true);
});
