import { lifecycleWorkflowId } from '../../workflows/task-queues.ts';
import { advance } from './advance.ts';
import { createExecutionReader } from './execution-reader.ts';
import { arrival } from './fast-forward.ts';
import type { Clockwork } from './fast-forward.ts';
import type { Skip } from './gateway.ts';
import { startAhead } from './start-ahead.ts';
import type { StartAheadOptions } from './start-ahead.ts';

/**
 * Moves the clocks of single workflows ahead, for the sandbox's "skip ahead" (the server's own time skipping).
 * Steps of one workflow never overlap; several workflows move side by side.
 */
export type Timekeeper = {
  readonly skip: (skip: Skip) => Promise<void>;
  /** Makes sure that the workflow lives at `at` or later, starting it there if it does not exist. */
  readonly bringTo: (at: number, start: StartAheadOptions) => Promise<void>;
};

// The owner's clock and the workflow's are read at slightly different moments.
const TOLERANCE_MS = 1_000;
// More would only queue up before the one worker thread that runs workflow code.
const SIDE_BY_SIDE = 8;

export function createTimekeeper(clockwork: Clockwork): Timekeeper {
  const { wallClock, newId } = clockwork;
  const inTurn = createTurns();
  /** By how much each workflow is known to be ahead of the wall clock. */
  const ahead = new Map<string, number>();

  async function skipOne(
    projectId: string,
    { ms, until }: Skip,
    onPart: (done: number) => void,
  ): Promise<void> {
    const workflowId = lifecycleWorkflowId(projectId);
    await inTurn(workflowId, async () => {
      const reader = createExecutionReader(clockwork, workflowId);
      const seen = await reader.look();
      if (!seen) return;
      const target = until ?? seen.now + (ms ?? 0);
      const whole = Math.max(1, target - seen.now);
      await advance(clockwork, reader, target, (now) => onPart(1 - (target - now) / whole));
      ahead.set(workflowId, target - wallClock());
    });
    onPart(1);
  }

  return {
    async skip(skip) {
      const parts = new Map(skip.projectIds.map((id) => [id, 0]));
      const waiting = [...parts.keys()];
      async function takeLane(): Promise<void> {
        for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
          const projectId = id;
          await skipOne(projectId, skip, (done) => {
            parts.set(projectId, Math.min(1, done));
            skip.onProgress?.(
              [...parts.values()].reduce((sum, part) => sum + part, 0) / parts.size,
            );
          });
        }
      }
      await Promise.all(Array.from({ length: SIDE_BY_SIDE }, takeLane));
    },

    async bringTo(at, start) {
      const { workflowId } = start;
      const wanted = at - wallClock() - TOLERANCE_MS;
      // In real mode nothing is ever ahead, and this is all that happens here.
      if (wanted <= 0 || (ahead.get(workflowId) ?? 0) >= wanted) return;
      await inTurn(workflowId, async () => {
        const reader = createExecutionReader(clockwork, workflowId);
        if ((await reader.look()) === null) {
          const fastForwardId = newId();
          await startAhead(clockwork, { start, by: at - wallClock(), fastForwardId });
          await arrival(clockwork, workflowId, fastForwardId);
        }
        await advance(clockwork, reader, at, () => undefined);
        ahead.set(workflowId, at - wallClock());
      });
    },
  };
}

/** Runs work on one workflow after whatever else was asked of it before. */
function createTurns() {
  const last = new Map<string, Promise<void>>();
  return async function inTurn(workflowId: string, work: () => Promise<void>): Promise<void> {
    const before = last.get(workflowId) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(work);
    last.set(workflowId, mine);
    try {
      await mine;
    } finally {
      if (last.get(workflowId) === mine) last.delete(workflowId);
    }
  };
}
