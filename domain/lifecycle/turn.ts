import { effectKey } from './effects.ts';
import type { Effect } from './effects.ts';
import type { LifecycleState, Problem } from './state.ts';

/**
 * What a run of the workflow holds to from its beginning to its end. Version 1 is what ran before launches were split
 * in two, could be undone, and got a lease; version 2 is what ran before Facebook's check of new ads was looked at
 * soon. Their stored histories must replay.
 */
export type Rules = {
  readonly version: 1 | 2 | 3;
  /** How long after an approval nothing is sent, so that it can be taken back, ms. */
  readonly undoWindowMs: number;
};

/** One reduction under way: a private copy of the state, and what it asks for. */
export type Turn = {
  readonly state: LifecycleState;
  readonly effects: Effect[];
  readonly now: number;
  readonly rules: Rules;
};

export function isBusy(turn: Turn, key: string): boolean {
  return Object.hasOwn(turn.state.running, key);
}

/** Asks for work. The caller makes sure that its key is free. */
export function start(turn: Turn, effect: Effect): void {
  const key = effectKey(effect);
  turn.state.later = turn.state.later.filter((entry) => effectKey(entry.effect) !== key);
  turn.state.running[key] = effect;
  turn.effects.push(effect);
}

export function report(turn: Turn, problem: Partial<Problem> & Pick<Problem, 'code' | 'during'>) {
  const whole = { messageId: null, campaignRecordId: null, ...problem };
  turn.state.lastProblem = { ...whole, at: turn.now };
  turn.state.problems.push(whole);
}

const FIRST_RETRY_MS = 60_000;
// An hour keeps a long outage cheap; any message of the person ends the wait at once.
const LONGEST_RETRY_MS = 3_600_000;

/** How long to wait after the given number of failures in a row, ms. */
export function retryDelay(failures: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 10));
}

/** @returns how often this work has failed in a row, this time included. */
export function tryLater(turn: Turn, effect: Effect): number {
  const key = effectKey(effect);
  const attempt = (turn.state.attempts[key] ?? 0) + 1;
  turn.state.attempts[key] = attempt;
  turn.state.later.push({ effect, dueAt: turn.now + retryDelay(attempt) });
  return attempt;
}

export function hasLater(turn: Turn, key: string): boolean {
  return turn.state.later.some((entry) => effectKey(entry.effect) === key);
}

/** Someone is there: what waited for a better moment is tried now. */
export function hurry(turn: Turn): void {
  for (const entry of turn.state.later) entry.dueAt = Math.min(entry.dueAt, turn.now);
}
