import type { Db } from '../db/client.ts';
import { notifyDeltas } from '../db/repositories/events.ts';
import type { DeltaNotice } from '../db/repositories/events.ts';

/** An answer whose pieces are to be shown. */
export type DeltaSource = {
  /** The next piece, which then counts as shown; null when everything was. */
  readonly next: () => DeltaNotice | null;
};

export type DeltaSender = {
  /** There is something new to show. */
  readonly wake: (source: DeltaSource) => void;
  /** Ends once everything this source has was shown. */
  readonly flush: (source: DeltaSource) => Promise<void>;
};

/**
 * Shows the pieces of all answers that this process writes, with one notice under way at a time: a piece that comes
 * alone goes at once, those that come meanwhile go together. So a busy process asks the database no more often.
 */
export function createDeltaSender(
  notify: (pieces: readonly DeltaNotice[]) => Promise<void>,
): DeltaSender {
  const waiting = new Set<DeltaSource>();
  let running: Promise<void> | null = null;
  let round: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    while (waiting.size > 0) {
      const pieces: DeltaNotice[] = [];
      for (const source of waiting) {
        const piece = source.next();
        if (piece === null) waiting.delete(source);
        else pieces.push(piece);
      }
      if (pieces.length === 0) break;
      // A lost piece is a gap that the page fills from the database.
      round = notify(pieces).catch(() => undefined);
      await round;
    }
    running = null;
  }

  function wake(source: DeltaSource): void {
    waiting.add(source);
    running ??= run();
  }

  return {
    wake,
    async flush(source) {
      while (waiting.has(source)) await round;
    },
  };
}

const senders = new WeakMap<Db, DeltaSender>();

/** The one of this process for this database. */
export function deltaSenderOf(db: Db): DeltaSender {
  const known = senders.get(db);
  if (known !== undefined) return known;
  const sender = createDeltaSender((pieces) => notifyDeltas(db, pieces));
  senders.set(db, sender);
  return sender;
}
