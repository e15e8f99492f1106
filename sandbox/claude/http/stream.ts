import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './faults.ts';
import type { StreamEvent } from './events.ts';

const PING: StreamEvent = { type: 'ping' };
/** The API's pings come at about this pace when a stream is quiet. */
const PING_EVERY_MS = 1_000;
/** Faults in mid-stream strike once this many pieces have been sent. */
const PIECES_BEFORE_FAULT = 3;

export type StreamOptions = {
  readonly delayMs: () => number;
  readonly fault: Fault | null;
  /** Kills the connection without an orderly end. */
  readonly reset: () => void;
};

/** Sends events as server-sent events, paced, and breaks off where a fault says so. */
export function streamEvents(
  events: Iterable<StreamEvent>,
  options: StreamOptions,
): ReadableStream<Uint8Array> {
  const gone = new AbortController();
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      const finish = async (running: Promise<'closed' | 'reset'>) => {
        try {
          const ending = await running;
          if (gone.signal.aborted) return;
          if (ending === 'reset') options.reset();
          controller.close();
        } catch {
          gone.abort();
        }
      };
      const send = (event: StreamEvent) => {
        if (gone.signal.aborted) return;
        const frame = `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
        controller.enqueue(encoder.encode(frame));
      };
      // Runs beside the reader; a reader that leaves ends it through `gone`.
      void finish(run(events, options, send, gone.signal));
    },
    cancel: () => {
      gone.abort();
    },
  });
}

async function run(
  events: Iterable<StreamEvent>,
  options: StreamOptions,
  send: (event: StreamEvent) => void,
  gone: AbortSignal,
): Promise<'closed' | 'reset'> {
  let pieces = 0;
  for (const event of events) {
    if (gone.aborted) return 'closed';
    if (event.type === 'content_block_delta') {
      await delay(options.delayMs(), undefined, { signal: gone });
      pieces += 1;
    }
    if (options.fault !== null && pieces > PIECES_BEFORE_FAULT) {
      const ending = await strike(options.fault, send, gone);
      if (ending !== 'go-on') return ending;
    }
    send(event);
  }
  return 'closed';
}

async function strike(
  fault: Fault,
  send: (event: StreamEvent) => void,
  gone: AbortSignal,
): Promise<'closed' | 'reset' | 'go-on'> {
  if (fault.kind === 'cut') return 'closed';
  if (fault.kind === 'reset') return 'reset';
  if (fault.kind === 'error_event') {
    send({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } });
    return 'closed';
  }
  if (fault.kind !== 'stall') return 'go-on';
  while (!gone.aborted) {
    send(PING);
    await delay(PING_EVERY_MS, undefined, { signal: gone });
  }
  return 'closed';
}
