import { expect, test } from 'vitest';
import { authorityFor } from '../../domain/approval/authority.ts';
import { grantFrom } from '../../domain/approval/decide.ts';
import type { GrantedApproval } from '../../domain/approval/decide.ts';
import { ACTION_KINDS, permissionFor } from '../../domain/approval/policy.ts';
import { classifyGraphError } from './errors.ts';
import type { GraphAnswer, GraphTransport } from './transport.ts';
import { performWrite } from './writes.ts';
import type { MetaWrite, WriteGuard } from './writes.ts';

const usage = { percent: 0, waitMs: 0 };
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

function permission(): GrantedApproval {
  const outcome = grantFrom(
    {
      id: 'p',
      kind: 'campaign-plan',
      contentHash: 'h',
      status: 'GRANTED',
      expiresAt: 1,
      authority: authorityFor(1500, 'GBP'),
      campaignRecordId: 'c',
    },
    { campaignRecordId: 'c', contentHash: 'h' },
  );
  if (!outcome.ok) throw new Error('The example is granted.');
  return outcome.grant;
}

const guard: WriteGuard = {
  isStopped: () => Promise.resolve(false),
  grant: () => Promise.resolve(permission()),
  markSent: () => Promise.resolve(true),
};
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
  expect(await performWrite(meta, write, guard)).toMatchObject({ kind: 'done', id: '7' });
  expect(meta.calls).toBe(1);
});

test.each([
  [
    'without a permission',
    write,
    { grant: () => Promise.resolve(null) },
    'deployment.approval_missing',
  ],
  [
    'after the person pressed pause',
    write,
    { isStopped: () => Promise.resolve(true) },
    'deployment.paused',
  ],
  ['above the ceiling', { ...write, body: { daily_budget: 1501 } }, {}, 'deployment.over_ceiling'],
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
  const result = await performWrite(meta, wanted, { ...guard, ...change });
  expect(result).toEqual({ kind: 'refused', code });
  expect(meta.calls).toBe(0);
});

test('a write whose step somebody else has taken over is never sent', async () => {
  const meta = transport(created);
  const taken = { ...guard, markSent: () => Promise.resolve(false) };
  expect(await performWrite(meta, write, taken)).toEqual({ kind: 'superseded' });
  expect(meta.calls).toBe(0);
});

test('pausing works while everything is stopped and nothing is approved', async () => {
  const meta = transport({ kind: 'ok', body: { success: true }, usage });
  const pause: MetaWrite = { ...write, action: 'pause-campaign', body: { status: 'PAUSED' } };
  const closed = {
    ...guard,
    isStopped: () => Promise.resolve(true),
    grant: () => Promise.resolve(null),
  };
  expect((await performWrite(meta, pause, closed)).kind).toBe('done');
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
    expect((await performWrite(transport(answer), write, guard)).kind).toBe(once);
    const repeatable = { ...write, repeatable: true };
    expect((await performWrite(transport(answer), repeatable, guard)).kind).toBe(again);
  },
);

test('only switching off and removing need no permission', () => {
  const autonomous = ACTION_KINDS.filter((kind) => permissionFor(kind) === 'autonomous');
  expect(autonomous).toEqual(['pause-campaign', 'remove-duplicate']);
});
