/**
 * What Meta last said of an ad account's allowance: the share that is used, and a pause it asks for itself.
 * `limited` is the tier every app begins with; `unknown` before the first answer.
 */
export type Allowance = {
  /** 0 to 100. */
  readonly percent: number;
  readonly waitMs: number;
  readonly tier: 'limited' | 'full' | 'unknown';
};

/** The tiers as Meta documents them (rate limiting page, 2026-09): points fall steadily back to none. */
const LIMITED_POINTS = 60;
const WRITE_POINTS = 3;
const DECAY_MS = 300_000;

/** Above this share writes pause, before Meta blocks the account for minutes. */
const PAUSE_PERCENT = 90;
/** After a pause as many writes go out together: fewer would mean more pauses, more would make each longer. */
const WRITES_AFTER_PAUSE = 3;

export type Room = {
  /** How many of the wanted writes may go out now. */
  readonly writes: number;
  /** With none: how long to wait until some may. */
  readonly waitMs: number;
};

/** How many writes an account can take now without being blocked, and how long it needs to recover when none. */
export function roomFor({ percent, waitMs, tier }: Allowance, wanted: number): Room {
  if (waitMs > 0) return { writes: 0, waitMs };
  const freePercent = PAUSE_PERCENT - percent;
  if (tier !== 'limited') {
    if (freePercent > 0) return { writes: wanted, waitMs: 0 };
    return { writes: 0, waitMs: recoveryMs(1 - freePercent) };
  }
  const perWrite = (WRITE_POINTS / LIMITED_POINTS) * 100;
  const writes = Math.min(wanted, Math.max(0, Math.floor(freePercent / perWrite)));
  if (writes > 0) return { writes, waitMs: 0 };
  const needed = Math.min(wanted, WRITES_AFTER_PAUSE) * perWrite;
  return { writes: 0, waitMs: recoveryMs(needed - freePercent) };
}

function recoveryMs(percent: number): number {
  return Math.ceil((percent / 100) * DECAY_MS);
}

/** The same allowance some time later, without further calls. */
export function recovered(allowance: Allowance, passedMs: number): Allowance {
  return {
    ...allowance,
    percent: Math.max(0, allowance.percent - (passedMs / DECAY_MS) * 100),
    waitMs: Math.max(0, allowance.waitMs - passedMs),
  };
}

/** Whether building a plan with so many writes will have to pause on the way. */
export function willPause(allowance: Allowance, writes: number): boolean {
  return allowance.tier === 'limited' && roomFor(allowance, writes).writes < writes;
}
