const TICK_MS = 250;
/** Shorter than the heartbeat of a launch: by the time this has passed, another process may have taken over. */
const SUSPENDED_MS = 2_000;

let suspensions = 0;
let lastTick = performance.now();

function tick(): void {
  const now = performance.now();
  if (now - lastTick > SUSPENDED_MS) suspensions += 1;
  lastTick = now;
}

setInterval(tick, TICK_MS).unref();

/**
 * How often this process stood still for seconds: stopped by a signal, or with its whole machine. A call that was
 * allowed before such a gap must not be made after it.
 */
export function suspensionsSoFar(): number {
  tick();
  return suspensions;
}
