import { changeSchema, deltaSchema, helloSchema } from '../../../contract/events.ts';
import type { Change, Delta } from '../../../contract/events.ts';

export type StreamHandlers = {
  onHello: (hello: { seq: number; now: number }) => void;
  onChange: (change: Change, seq: number) => void;
  onDelta: (delta: Delta) => void;
  onLine: (online: boolean) => void;
};

/** Longer than two pings: a connection that only looks open is noticed. */
const SILENCE_MS = 25_000;
const RETRY_MS = 1_500;

/**
 * The person's event stream, kept open and resumed by itself.
 * @param after the last number known; null begins with the next change.
 * @returns a function that closes it.
 */
export function openStream(after: number | null, handlers: StreamHandlers): () => void {
  let position = after;
  let source: EventSource | null = null;
  let watchdog: number | undefined;
  let retry: number | undefined;

  const reopen = (): void => {
    handlers.onLine(false);
    source?.close();
    window.clearTimeout(watchdog);
    window.clearTimeout(retry);
    retry = window.setTimeout(open, RETRY_MS);
  };
  const alive = (): void => {
    window.clearTimeout(watchdog);
    watchdog = window.setTimeout(reopen, SILENCE_MS);
  };
  const open = (): void => {
    const current = new EventSource(
      position === null ? '/api/events' : `/api/events?after=${position}`,
    );
    source = current;
    alive();
    current.addEventListener('hello', (event) => {
      alive();
      handlers.onLine(true);
      const hello = helloSchema.parse(JSON.parse(event.data));
      position ??= hello.seq;
      handlers.onHello(hello);
    });
    current.addEventListener('change', (event) => {
      alive();
      position = Number(event.lastEventId);
      handlers.onChange(changeSchema.parse(JSON.parse(event.data)), position);
    });
    current.addEventListener('delta', (event) => {
      alive();
      handlers.onDelta(deltaSchema.parse(JSON.parse(event.data)));
    });
    current.addEventListener('ping', alive);
    current.addEventListener('error', reopen);
  };
  open();
  window.addEventListener('online', reopen);
  return () => {
    window.removeEventListener('online', reopen);
    window.clearTimeout(watchdog);
    window.clearTimeout(retry);
    source?.close();
  };
}
