import { setTimeout as pause } from 'node:timers/promises';
import type { ExecutionReader, Sight } from './execution-reader.ts';
import { fastForward, STEP_TIMEOUT_MS, stuck } from './fast-forward.ts';
import type { Clockwork } from './fast-forward.ts';

// A jump lands late by as long as its request takes, and must still land before the moment it stops for: else the
// server may run one timer further than asked. That matters only where the next timer could lie past the target.
const SAFE_MARGIN_MS = 150;
const QUICK_MARGIN_MS = 40;
const NEAR_TARGET_MS = 24 * 3_600_000;
const LOOK_EVERY_MS = 10;

export type NextMove =
  | { readonly kind: 'arrived' }
  | { readonly kind: 'jump'; readonly ms: number }
  | { readonly kind: 'wait'; readonly ms: number };

/** What to do with a workflow that is seen like this, on its way to `target`. */
export function nextMove({ now, busy, nextDueAt }: Sight, target: number): NextMove {
  if (busy) return { kind: 'wait', ms: LOOK_EVERY_MS };
  const due = nextDueAt ?? Infinity;
  if (due > target && now >= target) return { kind: 'arrived' };
  const margin = target - due > NEAR_TARGET_MS ? QUICK_MARGIN_MS : SAFE_MARGIN_MS;
  const ms = Math.min(target, due - margin) - now;
  if (due - now > 2 * margin && ms > 0) return { kind: 'jump', ms };
  // So short before the next due moment a jump could pass it, and would save nothing.
  return { kind: 'wait', ms: Math.max(LOOK_EVERY_MS, Math.min(target, due) - now) };
}

/**
 * Moves one workflow's clock to `target` (epoch ms), in jumps from one idle moment to shortly before the next thing
 * is due; the due moment itself passes in real time. Ends when all that was due by then is done.
 * @throws GatewayError when work in flight does not end.
 */
export async function advance(
  clockwork: Clockwork,
  reader: ExecutionReader,
  target: number,
  onStep: (now: number) => void,
): Promise<void> {
  const { wallClock } = clockwork;
  let movedAt = wallClock();
  for (;;) {
    const seen = await reader.look();
    // A project that ended has no clock left to move.
    if (seen === null) return;
    const move = nextMove(seen, target);
    if (move.kind === 'arrived') return;
    if (move.kind === 'wait') {
      if (wallClock() - movedAt > STEP_TIMEOUT_MS) throw stuck('work in flight did not end');
      await pause(move.ms);
      continue;
    }
    await fastForward(clockwork, reader.workflowId, move.ms);
    movedAt = wallClock();
    onStep(seen.now + move.ms);
  }
}
