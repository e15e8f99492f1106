import { expect, test } from 'vitest';
import { authorityFor } from '../../domain/approval/authority.ts';
import { grantFrom } from '../../domain/approval/decide.ts';
import type { GrantedApproval } from '../../domain/approval/decide.ts';
import { ACTION_KINDS, permissionFor } from '../../domain/approval/policy.ts';
import { classifyGraphError } from './errors.ts';
import type { GraphAnswer, GraphTransport } from './transport.ts';
import { performWrites, rehearseCreative } from './writes.ts';
import type { MetaWrite, WriteFacts, WriteGuard, WriteResult } from './writes.ts';

const usage = { percent: 0, waitMs: 0, tier: 'unknown' as const };
const created: GraphAnswer = { kind: 'ok', body: { id: '7' }, usage };

function transport(answer: GraphAnswer): GraphTransport & { calls: number } {
  const made = {
    calls: 0,
    read: () => Promise.resolve(answer),
    write: () => {
      made.calls += 1;
      return Promise.resolve(answer);
    },
  };
  return made;
}

function permission(endsAt?: number, maxInTotalMinor?: number): GrantedApproval {
  const outcome = grantFrom(
    {
      id: 'p',
      kind: 'campaign-plan',
      contentHash: 'h',
      status: 'GRANTED',
      expiresAt: 1,
      authority: {
        ...authorityFor(1500, 'GBP'),
        ...(endsAt === undefined ? {} : { endsAt }),
        ...(maxInTotalMinor === undefined ? {} : { maxInTotalMinor }),
      },
      campaignRecordId: 'c',
    },
    { campaignRecordId: 'c', contentHash: 'h' },
  );
  if (!outcome.ok) throw new Error('The example is granted.');
  return outcome.grant;
}

const open: WriteFacts = { stopped: false, grant: permission(), otherDailyMinor: 0 };

function guarded(facts: Partial<WriteFacts> = {}, taken = [true, true, true]): WriteGuard {
  return {
    claim: async (admit) => {
      const code = await admit(() => Promise.resolve({ ...open, ...facts }));
      return code === null ? { kind: 'claimed', taken } : { kind: 'refused', code };
    },
  };
}

async function performWrite(
  meta: GraphTransport,
  wanted: MetaWrite,
  guard: WriteGuard,
): Promise<WriteResult | undefined> {
  return (await performWrites(meta, [wanted], guard))[0];
}

const write: MetaWrite = {
  action: 'build-campaign',
  method: 'POST',
  path: ['act_1', 'campaigns'],
  body: { name: 'x', daily_budget: 1500 },
  currency: 'GBP',
  repeatable: false,
};

test('a covered write is sent once and gives its id', async () => {
  const meta = transport(created);
  expect(await performWrite(meta, write, guarded())).toMatchObject({ kind: 'done', id: '7' });
  expect(meta.calls).toBe(1);
});

test.each([
  ['without a permission', write, { grant: null }, 'deployment.approval_missing'],
  ['after the person pressed pause', write, { stopped: true }, 'deployment.paused'],
  ['above the ceiling', { ...write, body: { daily_budget: 1501 } }, {}, 'deployment.over_ceiling'],
  [
    'with a limit at Facebook above the approved total',
    { ...write, body: { spend_cap: 9_001 } },
    { grant: permission(1, 9_000) },
    'deployment.over_ceiling',
  ],
  [
    'that takes the limit away',
    { ...write, body: { spend_cap: 922_337_203_685_478 } },
    { grant: permission(1, 9_000) },
    'deployment.over_ceiling',
  ],
  [
    'with a limit where no total was approved',
    { ...write, body: { spend_cap: 100 } },
    {},
    'deployment.over_ceiling',
  ],
  [
    'with a limit in words',
    { ...write, body: { spend_cap: '9000' } },
    { grant: permission(1, 9_000) },
    'deployment.over_ceiling',
  ],
  ['in another currency', { ...write, currency: 'EUR' as const }, {}, 'deployment.over_ceiling'],
  [
    'with a budget in words',
    { ...write, body: { daily_budget: '15' } },
    {},
    'deployment.over_ceiling',
  ],
  [
    'with money nobody approved',
    { ...write, body: { lifetime_budget: 1 } },
    {},
    'deployment.over_ceiling',
  ],
  [
    'that calls itself a pause but switches on',
    { ...write, action: 'pause-campaign' as const, body: { status: 'ACTIVE' } },
    {},
    'deployment.approval_missing',
  ],
  [
    'that calls itself a pause but changes more',
    { ...write, action: 'pause-campaign' as const, body: { status: 'PAUSED', daily_budget: 1 } },
    {},
    'deployment.approval_missing',
  ],
])('a write %s is never sent', async (_what, wanted, change, code) => {
  const meta = transport(created);
  const result = await performWrite(meta, wanted, guarded(change));
  expect(result).toEqual({ kind: 'refused', code });
  expect(meta.calls).toBe(0);
});

test('the approved total may stand as a limit at Facebook', async () => {
  const meta = transport(created);
  const capped = { ...write, body: { ...write.body, spend_cap: 9_000 } };
  const result = await performWrite(meta, capped, guarded({ grant: permission(1, 9_000) }));
  expect(result).toMatchObject({ kind: 'done' });
});

test('a rehearsal always says that nothing shall be made', async () => {
  const sent: unknown[] = [];
  const meta: GraphTransport = {
    read: () => Promise.resolve(created),
    write: (_ticket, call) => {
      sent.push(call);
      return Promise.resolve(created);
    },
  };
  const ad = { accountId: 'act_1', pageId: '2', link: 'https://bakery.example/' };
  await rehearseCreative(meta, ad);
  expect(sent).toMatchObject([
    {
      method: 'POST',
      path: ['act_1', 'adcreatives'],
      params: { execution_options: ['validate_only'] },
    },
  ]);
});

test('a write whose step somebody else has taken over is never sent', async () => {
  const meta = transport(created);
  expect(await performWrite(meta, write, guarded({}, [false]))).toEqual({ kind: 'superseded' });
  expect(meta.calls).toBe(0);
});

test('pausing works while everything is stopped and nothing is approved', async () => {
  const meta = transport({ kind: 'ok', body: { success: true }, usage });
  const pause: MetaWrite = { ...write, action: 'pause-campaign', body: { status: 'PAUSED' } };
  const closed = guarded({ stopped: true, grant: null });
  expect(await performWrite(meta, pause, closed)).toMatchObject({ kind: 'done' });
});

function refusal(code: number, subcode: number | null): GraphAnswer {
  const error = {
    code,
    subcode,
    title: null,
    detail: null,
    blame: [],
    traceId: null,
    transient: false,
  };
  return { kind: 'refused', failure: classifyGraphError(error, null), usage };
}

test.each([
  ['a throttle', refusal(17, 2446079), 'unknown', 'throttled'],
  ['a fault of Meta', refusal(2, null), 'unknown', 'throttled'],
  ['a wrong value', refusal(100, 1885272), 'rejected', 'rejected'],
  ['a dead token', refusal(190, 463), 'rejected', 'rejected'],
])(
  '%s on a create is %s... and on a repeatable write it is known',
  async (_w, answer, once, again) => {
    const first = await performWrite(transport(answer), write, guarded());
    expect(first).toMatchObject({ kind: once });
    const repeatable = { ...write, repeatable: true };
    const second = await performWrite(transport(answer), repeatable, guarded());
    expect(second).toMatchObject({ kind: again });
  },
);

test('only switching off and removing need no permission', () => {
  const autonomous = ACTION_KINDS.filter((kind) => permissionFor(kind) === 'autonomous');
  expect(autonomous).toEqual(['pause-campaign', 'remove-duplicate', 'pause-ad', 'remove-campaign']);
});

const adSet = (budget: number | null, endTime?: string): MetaWrite => ({
  ...write,
  path: ['act_1', 'adsets'],
  body: {
    name: 's',
    ...(budget === null ? {} : { daily_budget: budget }),
    ...(endTime === undefined ? {} : { end_time: endTime }),
  },
});
const LAST = Date.parse('2026-12-24T00:00:00Z');
const inTime = '2026-12-23T23:59:59+0000';

test('several audiences may not cost more together than was approved', async () => {
  const meta = transport(created);
  const within = await performWrites(meta, [adSet(700), adSet(800)], guarded());
  expect(within.map(({ kind }) => kind)).toEqual(['done', 'done']);
  const above = await performWrites(meta, [adSet(700), adSet(801)], guarded());
  expect(above).toEqual([
    { kind: 'refused', code: 'deployment.over_ceiling' },
    { kind: 'refused', code: 'deployment.over_ceiling' },
  ]);
  const later = await performWrite(meta, adSet(801), guarded({ otherDailyMinor: 700 }));
  expect(later).toEqual({ kind: 'refused', code: 'deployment.over_ceiling' });
  expect(meta.calls).toBe(2);
});

test.each([
  ['without an end', adSet(null)],
  ['that ends too late', adSet(null, '2026-12-24T00:00:01+0000')],
  ['whose end is no instant', adSet(null, 'tomorrow')],
  ['that is prolonged for ever', { ...adSet(null, '0'), action: 'extend-lease' as const }],
])('an audience %s is never made under an approval with an end', async (_what, wanted) => {
  const meta = transport(created);
  const result = await performWrite(meta, wanted, guarded({ grant: permission(LAST) }));
  expect(result).toEqual({ kind: 'refused', code: 'deployment.over_ceiling' });
  expect(meta.calls).toBe(0);
});

test('an audience that ends with the approval is made', async () => {
  const guard = guarded({ grant: permission(LAST) });
  const result = await performWrite(transport(created), adSet(null, inTime), guard);
  expect(result).toMatchObject({ kind: 'done' });
});

test('one write that may not leave keeps back all of its wave', async () => {
  const meta = transport(created);
  const bad = { ...write, body: { daily_budget: 1501 } };
  await performWrites(meta, [adSet(null), bad], guarded());
  expect(meta.calls).toBe(0);
});

test('the campaign is switched on last, and not at all when something before it fails', async () => {
  const sent: string[] = [];
  const failing = (bad: string): GraphTransport => ({
    read: () => Promise.resolve(created),
    write: async (_ticket, { path }) => {
      await new Promise((done) => setTimeout(done, path[0] === 'ad' ? 5 : 0));
      sent.push(path[0] ?? '');
      return path[0] === bad ? refusal(2, null) : created;
    },
  });
  const switchOn = (id: string, order: number): MetaWrite => ({
    ...write,
    action: 'switch-on-campaign',
    path: [id],
    body: { status: 'ACTIVE' },
    repeatable: true,
    order,
  });
  const wave = [switchOn('campaign', 1), switchOn('ad', 0), switchOn('set', 0)];
  await performWrites(failing('none'), wave, guarded());
  expect(sent).toEqual(['set', 'ad', 'campaign']);
  sent.length = 0;
  const results = await performWrites(failing('ad'), wave, guarded());
  expect(sent).toEqual(['set', 'ad']);
  expect(results.map(({ kind }) => kind)).toEqual(['held', 'throttled', 'done']);
});

test('a process that stood still after its claim does not make the call, and does not take it for made', async () => {
  const meta = transport(created);
  const standsStill: WriteGuard = {
    claim: () => {
      // As a stop by a signal does it: nothing of this process runs for longer than a launch may be silent.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_100);
      return Promise.resolve({ kind: 'claimed', taken: [true] });
    },
  };
  expect(await performWrite(meta, write, standsStill)).toEqual({ kind: 'held' });
  expect(meta.calls).toBe(0);
});
