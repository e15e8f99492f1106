import type { Change, Delta } from '../../../contract/events.ts';
import type { Line } from '../line/line.ts';
import type { Frame } from '../line/source.ts';

export type PageHandlers = {
  readonly onHello: (now: number) => void;
  readonly onChange: (change: Change) => void;
  readonly onDelta: (delta: Delta) => void;
  readonly onUp: (up: boolean) => void;
  /** Something was missed, or the line is back before the page was ever read: read it (again). */
  readonly onStale: () => void;
};

export type PageFollower = {
  /** Keeps changes back while the page is read. @returns whether that reading is still the latest one. */
  readonly hold: () => () => boolean;
  /** The page was read as it stood at `seq`; what came meanwhile follows. */
  readonly begin: (seq: number) => void;
  readonly close: () => void;
};

/** Follows the line with one page: every change after its snapshot exactly once, in order. */
export function followLine(
  line: Pick<Line, 'listen' | 'catchUp'>,
  handlers: PageHandlers,
): PageFollower {
  let position: number | null = null;
  let early: Frame[] = [];
  let reading = 0;
  let isReading = false;

  const take = (frame: Frame): void => {
    if (frame.kind === 'gap') handlers.onStale();
    else if (frame.kind === 'hello' && frame.fresh) {
      // The line began after the snapshot: what lies between was sent to nobody.
      if (position !== null && frame.seq > position) handlers.onStale();
    } else if (frame.kind === 'change') {
      if (position === null || frame.seq <= position) return;
      if (frame.prev > position) {
        handlers.onStale();
        return;
      }
      position = frame.seq;
      handlers.onChange(frame.change);
    } else if (frame.kind === 'delta') handlers.onDelta(frame.delta);
  };
  const end = line.listen((frame) => {
    if (frame.kind === 'hello') handlers.onHello(frame.now);
    if (frame.kind === 'up') {
      handlers.onUp(frame.up);
      if (frame.up && position === null && !isReading && reading > 0) handlers.onStale();
    } else if (position !== null) take(frame);
    // Pieces of running answers are said again once the page is there.
    else if (frame.kind !== 'delta') early.push(frame);
  });
  return {
    hold() {
      position = null;
      early = [];
      isReading = true;
      reading += 1;
      const mine = reading;
      return () => {
        if (mine !== reading) return false;
        isReading = false;
        return true;
      };
    },
    begin(seq) {
      position = seq;
      const waiting = early;
      early = [];
      for (const frame of waiting) if (position !== null) take(frame);
      if (position !== null) line.catchUp();
    },
    close: end,
  };
}
