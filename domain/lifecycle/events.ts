import type { Effect, Outcome } from './effects.ts';
import type { Decision } from './state.ts';
import type { InboxItem } from './work.ts';

/** Everything that can happen to a project's lifecycle. */
export type Happening =
  | { kind: 'delivered'; item: InboxItem }
  /** An operator's decision from the command line; the API's come through `delivered`. */
  | { kind: 'operator-decided'; decision: Decision }
  | { kind: 'check-asked' }
  | { kind: 'all-paused' }
  | { kind: 'all-resumed' }
  | { kind: 'woke' }
  | { kind: 'finished'; outcome: Outcome }
  /** The work was given up; `code` is a feature's error code, never free text. */
  | { kind: 'failed'; effect: Effect; code: string };

/** `at` is the workflow's clock, epoch ms. */
export type LifecycleEvent = Happening & { at: number };
