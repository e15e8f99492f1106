import type { LifecycleState } from '../domain/lifecycle/state.ts';

export type LifecycleInput = {
  readonly v: 1;
  readonly projectId: string;
  readonly ownerId: string;
  /** Everything a new run takes over from the one before. */
  readonly state?: LifecycleState;
  /** How long an approval can be taken back before anything is sent, ms; ten seconds unless set. */
  readonly undoWindowMs?: number;
  /** Events after which a run ends and the next begins; only tests set it, the server's advice is the rule. */
  readonly maxHistoryLength?: number;
};
