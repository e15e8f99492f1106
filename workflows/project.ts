import { allHandlersFinished, isCancellation, patched, workflowInfo } from '@temporalio/workflow';
import { effectKey } from '../domain/lifecycle/effects.ts';
import type { Effect } from '../domain/lifecycle/effects.ts';
import type { Happening } from '../domain/lifecycle/events.ts';
import { nextWake } from '../domain/lifecycle/next-wake.ts';
import { reduce } from '../domain/lifecycle/reduce.ts';
import { UNDO_WINDOW_MS } from '../domain/approval/approval.ts';
import { initialState } from '../domain/lifecycle/state.ts';
import type { LifecycleState } from '../domain/lifecycle/state.ts';
import type { Rules } from '../domain/lifecycle/turn.ts';
import { createAlarm } from './alarm.ts';
import type { LifecycleInput } from './lifecycle-input.ts';
import { createOperatorsPage } from './operators-page.ts';
import { failureCode, perform } from './perform.ts';
import { activitiesOn } from './proxies.ts';
import { taskQueuesBeside } from './task-queues.ts';

/** The state of one run with the hands that carry out what the reducer asks for. */
export type Project = {
  readonly state: () => LifecycleState;
  /** Feeds one event to the reducer and begins what it asks for; synchronous, never throws. */
  readonly happen: (event: Happening) => void;
  readonly begin: () => void;
  readonly askToHandOver: () => void;
  readonly mayHandOver: (historyIsLong: boolean) => boolean;
};

/** Each patch is asked for only where the one before it holds: a history has its marks in the order they came. */
function versionOf(): Rules['version'] {
  if (!patched('launch')) return 1;
  return patched('steady') ? 3 : 2;
}

export function createProject(input: LifecycleInput): Project {
  const ref = { projectId: input.projectId, ownerId: input.ownerId };
  const activities = activitiesOn(taskQueuesBeside(workflowInfo().taskQueue));
  const page = createOperatorsPage(input.state);
  const alarm = createAlarm(() => happen({ kind: 'woke' }));
  const atWork = new Set<string>();
  // Taken before the handlers are registered: messages that waited for this run begin work of their own then.
  const carried = Object.values(input.state?.running ?? {});
  // A run keeps the rules it began under, or replaying it would ask for other work than it did.
  const rules: Rules = {
    version: versionOf(),
    undoWindowMs: input.undoWindowMs ?? UNDO_WINDOW_MS,
  };
  let state = input.state ?? initialState(ref);
  let handOverAsked = false;
  let draining = false;

  function happen(event: Happening): void {
    const turn = reduce(state, { ...event, at: Date.now() }, rules);
    state = turn.state;
    // Work asked for while draining stays in `state.running`; the next run begins it.
    if (!draining) for (const effect of turn.effects) void work(effect);
    alarm.set(nextWake(state));
    page.show(state);
  }

  async function outcomeOf(effect: Effect): Promise<Happening | null> {
    try {
      return {
        kind: 'finished',
        outcome: await perform(activities, effect, { ...ref, now: Date.now() }),
      };
    } catch (error) {
      // Cancelled work belongs to a workflow that an operator ends; nobody is left to hear of it.
      return isCancellation(error) ? null : { kind: 'failed', effect, code: failureCode(error) };
    }
  }

  async function work(effect: Effect): Promise<void> {
    atWork.add(effectKey(effect));
    const event = await outcomeOf(effect);
    atWork.delete(effectKey(effect));
    if (event) happen(event);
  }

  return {
    state: () => state,
    happen,
    /** Begins what the run before left to be done. A new project begins nothing before its first message. */
    begin() {
      if (!input.state) return;
      for (const effect of carried) void work(effect);
      happen({ kind: 'woke' });
    },
    askToHandOver() {
      handOverAsked = true;
    },
    /** True once nothing is at work. From the first asking on no work begins, so that the moment comes. */
    mayHandOver(historyIsLong) {
      draining ||= handOverAsked || historyIsLong;
      return draining && atWork.size === 0 && allHandlersFinished();
    },
  };
}
