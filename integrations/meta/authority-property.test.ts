import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { authorityFor } from '../../domain/approval/authority.ts';
import { decideApproval, grantFrom } from '../../domain/approval/decide.ts';
import type { StoredApproval } from '../../domain/approval/decide.ts';
import { actionOf } from '../../domain/approval/policy.ts';
import { metaInstant } from '../../domain/deployment/verify.ts';
import type { GraphTransport } from './transport.ts';
import { performWrites } from './writes.ts';
import type { MetaWrite } from './writes.ts';

/** Each plan has its campaign at Facebook; what that may spend is the sum of what was let out for it. */
type Plan = { approval: StoredApproval; used: boolean };
type AtFacebook = { campaign: number; sets: number[]; endsAt: number };

const PLANS = 2;
const HOUR = 3_600_000;
const plan = fc.nat({ max: PLANS - 1 });
// Few values, so that writes often fit what was approved and often just do not.
const amount = fc.constantFrom(500, 1_000, 1_500);
const hours = fc.constantFrom(1, 30, 200);

const often = 4;
const step = fc.oneof(
  fc.record({ do: fc.constant('propose' as const), plan, amount, hours }),
  {
    weight: often,
    arbitrary: fc.record({
      do: fc.constantFrom('approve' as const, 'approve' as const, 'reject' as const),
      plan,
    }),
  },
  fc.record({ do: fc.constantFrom('undo' as const, 'supersede' as const), plan }),
  fc.record({ do: fc.constant('pass' as const), hours: fc.constantFrom(1, 20) }),
  {
    weight: 2 * often,
    arbitrary: fc.record({
      do: fc.constantFrom('create-campaign' as const, 'create-ad-set' as const),
      plan,
      amount,
      hours,
    }),
  },
  {
    weight: often,
    arbitrary: fc.record({ do: fc.constant('extend-lease' as const), plan, hours }),
  },
  fc.record({ do: fc.constant('resume' as const), plan }),
);

type Step = (typeof step)['generate'] extends (...args: never[]) => { value: infer Value }
  ? Value
  : never;

function openCard(index: number, dailyMinor: number, endsAt: number, now: number): StoredApproval {
  return {
    id: `approval-${index}`,
    kind: 'campaign-plan',
    contentHash: `hash-${dailyMinor}`,
    status: 'PENDING',
    expiresAt: now + 48 * HOUR,
    campaignRecordId: `campaign-${index}`,
    authority: { ...authorityFor(dailyMinor, 'GBP'), endsAt },
  };
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}

/** Plays the steps as the house does: cards by the one rule of deciding, writes through the one door. */
async function play(steps: readonly Step[]): Promise<string[]> {
  const excesses: string[] = [];
  const plans: (Plan | undefined)[] = [];
  const facebook: AtFacebook[] = Array.from({ length: PLANS }, () => ({
    campaign: 0,
    sets: [],
    endsAt: 0,
  }));
  let now = 1_800_000_000_000;
  for (const one of steps) {
    if (one.do === 'pass') now += one.hours * HOUR;
    else await act(one);
    check();
  }
  return excesses;

  async function act(one: Exclude<Step, { do: 'pass' }>): Promise<void> {
    const known = plans[one.plan];
    if (one.do === 'propose') {
      // A plan under which something was begun is never proposed anew.
      if (known?.used === true) return;
      const approval = openCard(one.plan, one.amount, now + one.hours * HOUR, now);
      plans[one.plan] = { approval, used: false };
      return;
    }
    if (known === undefined) return;
    const { approval } = known;
    if (one.do === 'approve' || one.do === 'reject') {
      const { contentHash } = approval;
      const ruling = decideApproval(approval, { verdict: one.do, contentHash, now });
      if (ruling.ok) known.approval = { ...approval, status: ruling.status };
    } else if (one.do === 'undo') {
      if (approval.status === 'GRANTED' && !known.used) {
        known.approval = { ...approval, status: 'PENDING' };
      }
    } else if (one.do === 'supersede') {
      if (approval.status === 'PENDING') known.approval = { ...approval, status: 'SUPERSEDED' };
    } else await send(one, known);
  }

  async function send(one: Extract<Step, { plan: number }>, known: Plan): Promise<void> {
    const index = one.plan;
    const there = facebook[index];
    const write = writeOf(one, now);
    if (there === undefined || write === null) return;
    const transport: GraphTransport = {
      read: () => Promise.reject(new Error('Nothing is read here.')),
      write: (_ticket, { params, path }) => {
        apply(there, path, params);
        return Promise.resolve({
          kind: 'ok',
          body: { id: '1' },
          usage: { percent: 0, waitMs: 0, tier: 'unknown' },
        });
      },
    };
    const granted = grantFrom(known.approval, {
      campaignRecordId: `campaign-${index}`,
      contentHash: known.approval.contentHash,
    });
    await performWrites(transport, [write], {
      claim: async (admit) => {
        const code = await admit(() =>
          Promise.resolve({
            stopped: false,
            grant: granted.ok ? granted.grant : null,
            otherDailyMinor: there.campaign + sum(there.sets),
          }),
        );
        if (code !== null) return { kind: 'refused', code };
        known.used = true;
        return { kind: 'claimed', taken: [true] };
      },
    });
  }

  function check(): void {
    let atFacebook = 0;
    let approved = 0;
    for (const [index, there] of facebook.entries()) {
      const approval = plans[index]?.approval;
      const own = approval?.status === 'GRANTED' ? approval.authority : null;
      const daily = there.campaign + sum(there.sets);
      if (daily > (own?.dailyBudgetMinor ?? 0)) excesses.push(`Plan ${index}: ${daily} a day`);
      if (there.endsAt > (own?.endsAt ?? 0)) excesses.push(`Plan ${index} ends too late`);
      atFacebook += daily;
      approved += own?.dailyBudgetMinor ?? 0;
    }
    if (atFacebook > approved) excesses.push(`${atFacebook} of ${approved} in all`);
  }
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, one) => total + one, 0);
}

function apply(
  there: AtFacebook,
  path: readonly string[],
  body: Readonly<Record<string, unknown>>,
): void {
  const budget = Number(body['daily_budget'] ?? 0);
  if (path.at(-1) === 'campaigns') there.campaign += budget;
  if (path.at(-1) === 'adsets') there.sets.push(budget);
  const end = body['end_time'];
  if (typeof end === 'string') there.endsAt = Math.max(there.endsAt, metaInstant(end) ?? Infinity);
}

function writeOf(one: Step, now: number): MetaWrite | null {
  const base = { method: 'POST', currency: 'GBP', repeatable: false } as const;
  switch (one.do) {
    case 'create-campaign':
      return {
        ...base,
        action: actionOf(one.do),
        path: ['act_1', 'campaigns'],
        body: { daily_budget: one.amount },
      };
    case 'create-ad-set':
      return {
        ...base,
        action: actionOf(one.do),
        path: ['act_1', 'adsets'],
        body: { daily_budget: one.amount, end_time: isoOf(now + one.hours * HOUR) },
      };
    case 'extend-lease':
      return {
        ...base,
        action: actionOf(one.do),
        path: ['77'],
        body: { end_time: isoOf(now + one.hours * HOUR) },
      };
    case 'resume':
      return { ...base, action: 'resume-campaign', path: ['77'], body: { status: 'ACTIVE' } };
    default:
      return null;
  }
}

test('no sequence of events gives more authority at Facebook than the approvals together', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      expect(await play(steps)).toEqual([]);
    }),
    { numRuns: 400 },
  );
});
