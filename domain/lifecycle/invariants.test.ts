import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  briefCard,
  briefChangeCard,
  changeCard,
  HOUR,
  planCard,
  RULES,
  START,
} from './driver.test-suite.ts';
import type { Unnumbered } from './driver.test-suite.ts';
import { effectKey } from './effects.ts';
import type { Effect, Outcome } from './effects.ts';
import type { Happening } from './events.ts';
import { nextWake } from './next-wake.ts';
import { reduce } from './reduce.ts';
import { initialState } from './state.ts';
import type { LifecycleState } from './state.ts';
import type { InboxItem } from './work.ts';
import { currentDetails, statusOf } from './status.ts';

const PROJECT = { projectId: 'project', ownerId: 'owner' };

const item: fc.Arbitrary<Unnumbered> = fc.oneof(
  fc.record({
    kind: fc.constant('message' as const),
    messageId: fc.uuid(),
    conversationId: fc.constantFrom('one', 'two'),
  }),
  fc
    .record({
      plan: fc.integer({ min: 0, max: 3 }),
      verdict: fc.constantFrom('approve' as const, 'reject' as const),
    })
    .map(({ plan, verdict }): Unnumbered => {
      const card = plan === 0 ? briefCard : planCard(plan, START);
      const { id: approvalId, contentHash } = card;
      return { kind: 'decision', approvalId, contentHash, verdict };
    }),
  fc
    .record({
      change: fc.integer({ min: 0, max: 2 }),
      verdict: fc.constantFrom('approve' as const, 'reject' as const),
    })
    .map(({ change, verdict }): Unnumbered => {
      const card = change === 0 ? briefChangeCard : changeCard(change, START);
      const { id: approvalId, contentHash } = card;
      return { kind: 'decision', approvalId, contentHash, verdict };
    }),
  fc
    .integer({ min: 1, max: 2 })
    .map((change): Unnumbered => ({ kind: 'undo-approval', approvalId: `change-${change}` })),
  fc
    .integer({ min: 1, max: 3 })
    .map((plan): Unnumbered => ({ kind: 'approval-revised', approval: planCard(plan, START) })),
  fc.constant<Unnumbered>({ kind: 'connected', adAccountId: 'act_1', pageId: 'page_1' }),
  fc
    .constantFrom('pause' as const, 'resume' as const)
    .map((change): Unnumbered => ({ kind: 'policy', change })),
  fc.integer({ min: 1, max: 3 }).map((plan): Unnumbered => ({
    kind: 'retry-deployment',
    campaignRecordId: `campaign-${plan}`,
  })),
  fc.integer({ min: 1, max: 3 }).map((plan): Unnumbered => ({
    kind: 'undo-approval',
    approvalId: `plan-${plan}`,
  })),
  fc.integer({ min: 1, max: 3 }).map((plan): Unnumbered => ({
    kind: 'remove-campaign',
    campaignRecordId: `campaign-${plan}`,
  })),
  fc.integer({ min: 1, max: 3 }).map((plan): Unnumbered => ({
    kind: 'plan-edited',
    approvalId: `plan-${plan}`,
    editId: 'edit',
  })),
  fc.constant<Unnumbered>({ kind: 'question-answered', questionId: 'question' }),
  fc.constant<Unnumbered>({ kind: 'connection-lost', code: 'meta.token_revoked' }),
);

/** A plausible answer of the outside world; `pick` chooses among what may happen. */
function outcomeOf(effect: Effect, pick: number, now: number): Outcome {
  const choose = <Value>(...values: [Value, ...Value[]]): Value =>
    values[pick % values.length] ?? values[0];
  switch (effect.kind) {
    case 'answer': {
      const change = changeCard(1 + (pick % 2), now);
      const approval = choose(null, briefCard, planCard(1 + (pick % 3), now), briefChangeCard);
      const more = choose([], [{ approval: change }]);
      return {
        kind: effect.kind,
        effect,
        result: { approval, more, supersededApprovalIds: choose([], ['plan-1'], ['brief-1']) },
      };
    }
    case 'record-decision': {
      const said = effect.verdict === 'approve' ? ('GRANTED' as const) : ('REJECTED' as const);
      const status = choose(said, said, said, 'EXPIRED' as const, 'PENDING' as const);
      return {
        kind: effect.kind,
        effect,
        result: { status, refusal: null, reasonGiven: pick % 2 > 0 },
      };
    }
    case 'expire-approval':
      return {
        kind: effect.kind,
        effect,
        result: { status: choose('EXPIRED', 'GRANTED', 'PENDING') },
      };
    case 'remind-approval':
      return { kind: effect.kind, effect, result: { status: 'PENDING' } };
    case 'request-connection': {
      const account = { adAccountId: 'act_1', pageId: 'page_1' };
      return { kind: effect.kind, effect, result: { connected: choose(null, account) } };
    }
    case 'prepare-plan': {
      if (pick % 7 === 6) return { kind: effect.kind, effect, result: { questionId: 'question' } };
      const approval = planCard(1 + (pick % 3), now);
      const campaignRecordId = approval.campaignRecordId ?? '';
      return { kind: effect.kind, effect, result: { campaignRecordId, approval } };
    }
    case 'deploy':
      return {
        kind: effect.kind,
        effect,
        result: choose<Extract<Outcome, { kind: 'deploy' }>['result']>(
          effect.part === 'build'
            ? { kind: 'built' }
            : {
                kind: 'done',
                ...(effect.part === 'amend' ? { replaces: true as const } : {}),
                leaseUntil: now + 72 * HOUR,
                endsAt: now + 720 * HOUR,
              },
          { kind: 'reconcile', opKey: 'op' },
          { kind: 'wait', ms: 5_000, reason: pick % 2 > 0 ? 'facebook-busy' : 'pacing' },
          { kind: 'failed', code: 'meta.refused' },
          { kind: 'parked', code: 'meta.token_expired' },
        ),
      };
    case 'reconcile':
      return {
        kind: effect.kind,
        effect,
        result: { kind: choose('adopted', 'absent', 'look-again') },
      };
    case 'set-delivery':
      return {
        kind: effect.kind,
        effect,
        result: choose<Extract<Outcome, { kind: 'set-delivery' }>['result']>(
          { kind: 'done' },
          { kind: 'failed', code: 'meta.refused' },
        ),
      };
    case 'check':
      return {
        kind: effect.kind,
        effect,
        result: choose<Extract<Outcome, { kind: 'check' }>['result']>(
          { kind: 'checked', events: [] },
          { kind: 'checked', events: [`event-${pick}`] },
          { kind: 'connection-lost', code: 'connection.expired' },
        ),
      };
    case 'edit-plan':
      return { kind: effect.kind, effect, result: { kind: 'refused' } };
    case 'renew-lease':
      return {
        kind: effect.kind,
        effect,
        result: choose<Extract<Outcome, { kind: 'renew-lease' }>['result']>(
          { kind: 'done', leaseUntil: now + 72 * HOUR },
          { kind: 'failed', code: 'meta.unavailable' },
          { kind: 'ended' },
        ),
      };
    case 'remove-campaign':
      return {
        kind: effect.kind,
        effect,
        result: choose<Extract<Outcome, { kind: 'remove-campaign' }>['result']>(
          { kind: 'done' },
          { kind: 'failed', code: 'meta.busy' },
        ),
      };
    case 'propose-fix':
      return { kind: effect.kind, effect, result: { approval: null } };
    case 'propose-change': {
      const approval = choose(null, changeCard(1 + (pick % 2), now));
      return { kind: effect.kind, effect, result: { approval, supersededApprovalIds: [] } };
    }
    case 'watch-connection':
      return {
        kind: effect.kind,
        effect,
        result: choose<Extract<Outcome, { kind: 'watch-connection' }>['result']>(
          { kind: 'fine', nextAt: now + 24 * HOUR },
          { kind: 'lost', code: 'meta.token_expired' },
        ),
      };
    case 'tell':
      return { kind: effect.kind, effect, result: null };
    case 'show-progress':
      return { kind: effect.kind, effect, result: null };
    default:
      return { kind: 'report-problem', effect, result: null };
  }
}

/** A life: what may come next, in terms of what is possible at that moment. */
type Step =
  | { do: 'send'; item: Unnumbered }
  | { do: 'repeat'; pick: number }
  | { do: 'finish' | 'fail'; which: number; pick: number }
  | { do: 'wake' | 'hand-over' }
  | { do: 'pass'; ms: number }
  | { do: 'signal'; kind: 'check-asked' | 'all-paused' | 'all-resumed' }
  | { do: 'operator'; plan: number; verdict: 'approve' | 'reject' };

const number = fc.nat({ max: 1_000 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('send' as const), item }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('repeat' as const), pick: number }) },
  {
    weight: 9,
    arbitrary: fc.record({ do: fc.constant('finish' as const), which: number, pick: number }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('fail' as const), which: number, pick: number }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('wake' as const, 'hand-over' as const) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.integer({ min: 1, max: 60 * HOUR }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('signal' as const),
      kind: fc.constantFrom('check-asked' as const, 'all-paused' as const, 'all-resumed' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('operator' as const),
      plan: fc.integer({ min: 1, max: 3 }),
      verdict: fc.constantFrom('approve' as const, 'reject' as const),
    }),
  },
);

type Watch = (seen: {
  before: LifecycleState;
  after: LifecycleState;
  event: Happening;
  effects: Effect[];
  now: number;
}) => void;

function live(steps: readonly Step[], watch: Watch): LifecycleState {
  let state = initialState(PROJECT);
  let now = START;
  const sent: InboxItem[] = [];
  function happen(event: Happening): void {
    const before = state;
    const { state: after, effects } = reduce(state, { ...event, at: now }, RULES);
    state = after;
    watch({ before, after, event, effects, now });
  }
  for (const step of steps) {
    const running = Object.values(state.running);
    if (step.do === 'send') {
      sent.push({ ...step.item, seq: sent.length + 1 });
      happen({ kind: 'delivered', item: sent.at(-1)! });
    } else if (step.do === 'repeat') {
      const again = sent[step.pick % Math.max(1, sent.length)];
      if (again) happen({ kind: 'delivered', item: again });
    } else if (step.do === 'finish' || step.do === 'fail') {
      const effect = running[step.which % Math.max(1, running.length)];
      if (!effect) continue;
      happen(
        step.do === 'fail'
          ? { kind: 'failed', effect, code: 'test.failed' }
          : { kind: 'finished', outcome: outcomeOf(effect, step.pick, now) },
      );
    } else if (step.do === 'wake') {
      now = Math.max(now, nextWake(state) ?? now);
      happen({ kind: 'woke' });
    } else if (step.do === 'pass') {
      now += step.ms;
      happen({ kind: 'woke' });
    } else if (step.do === 'signal') {
      happen({ kind: step.kind });
    } else if (step.do === 'operator') {
      const { id: approvalId, contentHash } = planCard(step.plan, START);
      const { verdict } = step;
      const decision = { approvalId, contentHash, verdict, by: 'operator' as const, reason: null };
      happen({ kind: 'operator-decided', decision });
    } else {
      state = JSON.parse(JSON.stringify(state));
    }
  }
  return state;
}

/** Begins with a life that has already come to its plan, so that random steps reach the later chapters too. */
const lives = fc
  .tuple(fc.integer({ min: 0, max: 6 }), fc.array(step, { maxLength: 120 }))
  .map(([chapters, steps]): Step[] => [...opening.slice(0, chapters * 3), ...steps]);
const opening: Step[] = [
  { do: 'send', item: { kind: 'connected', adAccountId: 'act_1', pageId: 'page_1' } },
  { do: 'send', item: { kind: 'approval-revised', approval: briefCard } },
  {
    do: 'send',
    item: {
      kind: 'decision',
      approvalId: 'brief-1',
      contentHash: 'brief-1-hash',
      verdict: 'approve',
    },
  },
  { do: 'finish', which: 1, pick: 0 },
  { do: 'finish', which: 0, pick: 0 },
  { do: 'finish', which: 0, pick: 0 },
  { do: 'finish', which: 0, pick: 0 },
  {
    do: 'send',
    item: {
      kind: 'decision',
      approvalId: 'plan-1',
      contentHash: 'plan-1-hash',
      verdict: 'approve',
    },
  },
  { do: 'finish', which: 1, pick: 0 },
  { do: 'finish', which: 0, pick: 0 },
  { do: 'finish', which: 0, pick: 0 },
  { do: 'finish', which: 0, pick: 0 },
  { do: 'finish', which: 0, pick: 0 },
  { do: 'finish', which: 0, pick: 0 },
  { do: 'send', item: { kind: 'approval-revised', approval: changeCard(1, START) } },
  {
    do: 'send',
    item: {
      kind: 'decision',
      approvalId: 'change-1',
      contentHash: 'change-1-hash',
      verdict: 'approve',
    },
  },
  { do: 'finish', which: 0, pick: 0 },
  { do: 'send', item: { kind: 'approval-revised', approval: briefChangeCard } },
];

function always(watcher: () => Watch, numRuns = 400): void {
  fc.assert(
    fc.property(lives, (steps) => {
      live(steps, watcher());
    }),
    { numRuns },
  );
}

const COVERS_BUILDING = new Set(['campaign-plan', 'campaign-change']);

describe('whatever happens to a project, in whatever order', () => {
  test('building begins only under a plan that was granted for the same campaign', () => {
    let builds = 0;
    let changes = 0;
    always(() => {
      const granted = new Set<string>();
      return ({ before, event, effects }) => {
        // What comes through the inbox was committed by the API; an operator's word has to be written down first.
        if (event.kind === 'delivered' && event.item.kind === 'decision') {
          const { approvalId, contentHash, verdict } = event.item;
          const card = before.approvals.find(({ id }) => id === approvalId);
          const isOpen = card?.status === 'PENDING' && card.contentHash === contentHash;
          if (isOpen && COVERS_BUILDING.has(card.kind) && verdict === 'approve') {
            granted.add(`${card.id}:${card.campaignRecordId}`);
          }
        }
        if (event.kind === 'finished' && event.outcome.kind === 'record-decision') {
          const { effect, result } = event.outcome;
          const card = before.approvals.find(({ id }) => id === effect.approvalId);
          if (card && COVERS_BUILDING.has(card.kind) && result.status === 'GRANTED') {
            granted.add(`${card.id}:${card.campaignRecordId}`);
          }
        }
        for (const effect of effects) {
          if (effect.kind !== 'deploy') continue;
          if (effect.part === 'amend') changes += 1;
          builds += 1;
          expect(granted).toContain(`${effect.approvalId}:${effect.campaignRecordId}`);
        }
      };
    });
    expect(builds).toBeGreaterThan(100);
    expect(changes).toBeGreaterThan(20);
  });

  test('no key has two pieces of work at once, so never two buildings', () => {
    always(() => {
      const busy = new Set<string>();
      return ({ event, effects, after }) => {
        if (event.kind === 'finished') busy.delete(effectKey(event.outcome.effect));
        if (event.kind === 'failed') busy.delete(effectKey(event.effect));
        for (const effect of effects) {
          expect(busy).not.toContain(effectKey(effect));
          busy.add(effectKey(effect));
        }
        expect(Object.keys(after.running).sort()).toEqual([...busy].sort());
      };
    });
  });

  test('the next wake-up lies in the future', () => {
    always(() => ({ after, now }) => {
      expect(nextWake(after) ?? Infinity).toBeGreaterThan(now);
    });
  });

  test('while a pause stands nothing is built and no ads are switched on', () => {
    let pauses = 0;
    always(() => {
      return ({ after, effects }) => {
        if (!after.paused.person && !after.paused.operator) return;
        pauses += 1;
        for (const effect of effects) {
          // What changes a campaign that rests spends nothing.
          expect(effect.kind === 'deploy' && effect.part !== 'amend').toBe(false);
          expect(effect.kind === 'set-delivery' && effect.running).toBe(false);
        }
      };
    });
    expect(pauses).toBeGreaterThan(100);
  });

  test('ads are switched on only by someone who asked for it after the pause', () => {
    always(() => {
      let allowed = true;
      return ({ event, effects }) => {
        if (event.kind === 'delivered' && event.item.kind === 'policy') {
          allowed = event.item.change === 'resume';
        }
        if (event.kind === 'all-paused') allowed = false;
        if (event.kind === 'all-resumed') allowed = true;
        if (allowed) return;
        for (const effect of effects) {
          expect(effect.kind === 'set-delivery' && effect.running).toBe(false);
        }
      };
    });
  });

  test('each message is answered once at most, in order within its conversation', () => {
    always(() => {
      const written: Record<string, string[]> = {};
      const answered: Record<string, string[]> = {};
      let last = 0;
      return ({ event, effects }) => {
        if (event.kind === 'delivered' && event.item.seq > last) {
          last = event.item.seq;
          const { item } = event;
          if (item.kind === 'message') (written[item.conversationId] ??= []).push(item.messageId);
        }
        for (const effect of effects) {
          if (effect.kind !== 'answer') continue;
          const list = (answered[effect.conversationId] ??= []);
          list.push(effect.messageId);
          expect(list).toEqual(written[effect.conversationId]?.slice(0, list.length));
        }
      };
    });
  });

  test('the state survives JSON, is never changed in place, and can always be described', () => {
    always(() => {
      let frozen = JSON.stringify(initialState(PROJECT));
      return ({ before, after }) => {
        expect(JSON.stringify(before)).toBe(frozen);
        frozen = JSON.stringify(after);
        expect(JSON.parse(frozen)).toEqual(after);
        expect(currentDetails(after)).not.toContain('undefined');
        expect(statusOf(after).lastSeq).toBe(after.lastSeq);
      };
    });
  });

  test('it never gets stuck: with a world that works, a message is answered and all work ends', () => {
    fc.assert(
      fc.property(lives, (steps) => {
        let state = live(steps, () => undefined);
        const now = START + 10_000 * HOUR;
        const happen = (event: Happening) => {
          state = reduce(state, { ...event, at: now }, RULES).state;
        };
        const seq = state.lastSeq + 1;
        const messageId = 'last words';
        happen({
          kind: 'delivered',
          item: { kind: 'message', messageId, conversationId: 'one', seq },
        });
        let answered = false;
        for (let turn = 0; Object.keys(state.running).length > 0; turn += 1) {
          expect(turn).toBeLessThan(400);
          const effect = Object.values(state.running)[0]!;
          if (effect.kind === 'answer') answered ||= effect.messageId === messageId;
          happen({ kind: 'finished', outcome: outcomeOf(effect, 0, now) });
        }
        expect(answered).toBe(true);
        expect(state.problems).toEqual([]);
        expect(state.later.every(({ dueAt }) => dueAt > now)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});

describe('the inbox', () => {
  const shuffled = fc
    .array(item, { minLength: 1, maxLength: 30 })
    .map((items) => items.map((one, index): InboxItem => ({ ...one, seq: index + 1 })))
    .chain((items) =>
      fc.array(fc.nat({ max: items.length - 1 }), { maxLength: 20 }).chain((repeats) =>
        fc
          .shuffledSubarray([...items.keys(), ...repeats], {
            minLength: items.length + repeats.length,
          })
          .map((order) => ({ items, order: order.map((index) => items[index]!) })),
      ),
    );

  function run(items: readonly InboxItem[]) {
    let state = initialState(PROJECT);
    const asked: Effect[] = [];
    for (const one of items) {
      const turn = reduce(state, { kind: 'delivered', item: one, at: START }, RULES);
      state = turn.state;
      asked.push(...turn.effects);
    }
    return { state, asked };
  }

  function isPause(one: InboxItem): boolean {
    return one.kind === 'policy' && one.change === 'pause';
  }

  function isPlanApproval(one: InboxItem): boolean {
    return one.kind === 'decision' && one.verdict === 'approve' && one.approvalId !== briefCard.id;
  }

  test('any order and any repeats end like the right order, work included', () => {
    fc.assert(
      fc.property(shuffled, ({ items, order }) => {
        // A pause is heeded ahead of its turn, so it may come before building that would have begun without it.
        fc.pre(!items.some(isPause) || !items.some(isPlanApproval));
        expect(run(order)).toEqual(run(items));
      }),
      { numRuns: 500 },
    );
  });

  test('an item that is missing holds back all later ones and nothing else', () => {
    const message = (seq: number): InboxItem => ({
      kind: 'message',
      messageId: `m${seq}`,
      conversationId: 'one',
      seq,
    });
    const { state } = run([message(1), message(3), message(4)]);
    expect(state.lastSeq).toBe(1);
    expect(state.early.map(({ seq }) => seq)).toEqual([3, 4]);
    expect(run([message(3), message(4), message(1), message(2)]).state.lastSeq).toBe(4);
  });
});
