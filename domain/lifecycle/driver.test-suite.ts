import { nextWake } from './next-wake.ts';
import { reduce } from './reduce.ts';
import { initialState } from './state.ts';
import { effectKey } from './effects.ts';
import type { Effect, EffectKind, EffectOf, EffectResults } from './effects.ts';
import type { Happening } from './events.ts';
import type { LifecycleState } from './state.ts';
import type { Rules } from './turn.ts';
import type { InboxItem, PendingApproval } from './work.ts';

export const START = 1_800_000_000_000;
export const HOUR = 3_600_000;
/** The present rules without the seconds for taking an approval back, which tests of their own are about. */
export const RULES: Rules = { version: 3, undoWindowMs: 0 };

export type Unnumbered = InboxItem extends infer Item
  ? Item extends InboxItem
    ? Omit<Item, 'seq'>
    : never
  : never;

export const briefCard: PendingApproval = {
  id: 'brief-1',
  kind: 'brief',
  contentHash: 'brief-1-hash',
  expiresAt: null,
  campaignRecordId: null,
};

export function planCard(number: number, now: number): PendingApproval {
  return {
    id: `plan-${number}`,
    kind: 'campaign-plan',
    contentHash: `plan-${number}-hash`,
    expiresAt: now + 48 * HOUR,
    campaignRecordId: `campaign-${number}`,
  };
}

export const briefChangeCard: PendingApproval = {
  id: 'brief-change-1',
  kind: 'brief-change',
  contentHash: 'brief-change-1-hash',
  expiresAt: null,
  campaignRecordId: null,
};

export function changeCard(number: number, now: number): PendingApproval {
  return {
    id: `change-${number}`,
    kind: 'campaign-change',
    contentHash: `change-${number}-hash`,
    expiresAt: now + 48 * HOUR,
    campaignRecordId: 'campaign-1',
  };
}

function isOf<Kind extends EffectKind>(effect: Effect, kind: Kind): effect is EffectOf<Kind> {
  return effect.kind === kind;
}

/** Drives the reducer by hand and keeps a diary: what was asked for, in order. */
export function drive(rules: Rules = RULES) {
  let state = initialState({ projectId: 'project', ownerId: 'owner' });
  let now = START;
  let seq = 0;
  const asked: Effect[] = [];

  function happen(event: Happening): Effect[] {
    const turn = reduce(state, { ...event, at: now }, rules);
    state = turn.state;
    asked.push(...turn.effects);
    return turn.effects;
  }

  function running<Kind extends EffectKind>(kind: Kind): EffectOf<Kind> {
    const found = Object.values(state.running).find((effect) => isOf(effect, kind));
    if (!found) throw new Error(`${kind} is not at work; ${Object.keys(state.running).join()} is`);
    return found;
  }

  function finish<Kind extends EffectKind>(kind: Kind, result: EffectResults[Kind]): Effect[] {
    // Through JSON, as a result comes back from a worker; this also frees the three parts from their types.
    const outcome = JSON.parse(JSON.stringify({ kind, effect: running(kind), result }));
    return happen({ kind: 'finished', outcome });
  }

  const driver = {
    state: (): LifecycleState => state,
    now: () => now,
    asked,
    kinds: () => asked.map(({ kind }) => kind),
    happen,
    finish,
    isRunning: (kind: EffectKind) => Object.values(state.running).some((e) => e.kind === kind),
    running,
    fail: (kind: EffectKind, code = 'test.failed') =>
      happen({ kind: 'failed', effect: running(kind), code }),
    send: (item: Unnumbered) => happen({ kind: 'delivered', item: { ...item, seq: (seq += 1) } }),
    say: (messageId: string, conversationId = 'chat') =>
      driver.send({ kind: 'message', messageId, conversationId }),
    decide: (verdict: 'approve' | 'reject', { id: approvalId, contentHash }: PendingApproval) =>
      driver.send({ kind: 'decision', approvalId, verdict, contentHash }),
    /** Lets time pass, waking at every due moment on the way. */
    pass(ms: number): void {
      const target = now + ms;
      let turns = 0;
      for (let due = nextWake(state); due !== null && due <= target; due = nextWake(state)) {
        // A moment that is never dealt with would ring for ever.
        if ((turns += 1) > 5_000) throw new Error(`Rings without end: ${JSON.stringify(state)}`);
        now = Math.max(now, due);
        happen({ kind: 'woke' });
      }
      now = target;
      happen({ kind: 'woke' });
    },
    /** As after a downtime: one wake-up, late. */
    oversleep(ms: number): Effect[] {
      now += ms;
      return happen({ kind: 'woke' });
    },
    settleProgress(): void {
      while (driver.isRunning('show-progress')) finish('show-progress', null);
      while (driver.isRunning('report-problem')) finish('report-problem', null);
    },
    proposePlan(): PendingApproval {
      driver.say('first');
      finish('answer', { approval: briefCard, supersededApprovalIds: [] });
      driver.decide('approve', briefCard);
      finish('record-decision', { status: 'GRANTED', refusal: null });
      finish('request-connection', { connected: null });
      driver.send({ kind: 'connected', adAccountId: 'act_1', pageId: 'page_1' });
      const approval = planCard(1, now);
      finish('prepare-plan', { campaignRecordId: 'campaign-1', approval });
      driver.settleProgress();
      return approval;
    },
    approvePlan(): void {
      driver.decide('approve', driver.proposePlan());
      // Under the present rules the item itself says that it is written down.
      if (!driver.isRunning('record-decision')) return;
      finish('record-decision', { status: 'GRANTED', refusal: null });
    },
    goLive(): void {
      driver.approvePlan();
      finish('deploy', { kind: 'built' });
      finish('deploy', { kind: 'done' });
      driver.settleProgress();
    },
    keys: () => Object.keys(state.running),
    keyOf: effectKey,
  };
  return driver;
}
