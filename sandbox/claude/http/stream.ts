import { setTimeout as delay } from 'node:timers/promises';
import { asObject, asText } from '../json.ts';
import type { Fault } from './faults.ts';
import type { StreamEvent } from './events.ts';
import type { StreamRecorder } from './stream-log.ts';

const PING: StreamEvent = { type: 'ping' };
/** The API's pings come at about this pace when a stream is quiet. */
const PING_EVERY_MS = 1_000;
/** Longer than any reader waits. */
const FOR_EVER_MS = 2 ** 31 - 1;

export type StreamOptions = {
  readonly delayMs: () => number;
  readonly fault: Fault | null;
  /** Kills the connection without an orderly end. */
  readonly reset: () => void;
  readonly log: StreamRecorder;
};

type Sender = {
  readonly event: (event: StreamEvent) => void;
  readonly raw: (text: string) => void;
};
type Ending = 'whole' | 'broken' | 'reset';

/** Sends events as server-sent events, paced, and breaks off where a fault says so. */
export function streamEvents(
  events: Iterable<StreamEvent>,
  options: StreamOptions,
): ReadableStream<Uint8Array> {
  const gone = new AbortController();
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      const finish = async (running: Promise<Ending>) => {
        try {
          const ending = await running;
          if (gone.signal.aborted) return;
          options.log.end(ending === 'whole' ? 'whole' : 'broken');
          if (ending === 'reset') options.reset();
          controller.close();
        } catch {
          gone.abort();
        }
      };
      const raw = (text: string) => {
        if (!gone.signal.aborted) controller.enqueue(encoder.encode(text));
      };
      const event = (one: StreamEvent) => {
        if (gone.signal.aborted) return;
        options.log.chunk(one.type, lettersIn(one));
        raw(frameOf(one));
      };
      // Runs beside the reader; a reader that leaves ends it through `gone`.
      void finish(run(events, options, { event, raw }, gone.signal));
    },
    cancel: () => {
      options.log.end('left');
      gone.abort();
    },
  });
}

function frameOf(event: StreamEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

function lettersIn(event: StreamEvent): number {
  return asText(asObject(event['delta'])['text']).length;
}

async function run(
  events: Iterable<StreamEvent>,
  options: StreamOptions,
  send: Sender,
  gone: AbortSignal,
): Promise<Ending> {
  const { fault, delayMs } = options;
  if (fault?.kind === 'stall_at_start') await delay(FOR_EVER_MS, undefined, { signal: gone });
  if (fault?.kind === 'slow_start') await delay(fault.delayMs, undefined, { signal: gone });
  let pieces = 0;
  for (const event of events) {
    if (gone.aborted) return 'broken';
    if (event.type === 'content_block_delta') {
      const pause = delayMs();
      if (pause > 0) await delay(pause, undefined, { signal: gone });
      pieces += 1;
    }
    // An answer shorter than the fault waits for is struck before it can end.
    const isLastChance = event.type === 'message_delta';
    if (fault !== null && (pieces > fault.afterPieces || isLastChance)) {
      const ending = await strike(fault, { send, event, gone });
      if (ending !== 'go-on') return ending;
    }
    send.event(event);
  }
  return 'whole';
}

async function strike(
  fault: Fault,
  { send, event, gone }: { send: Sender; event: StreamEvent; gone: AbortSignal },
): Promise<'broken' | 'reset' | 'go-on'> {
  switch (fault.kind) {
    case 'cut':
      return 'broken';
    case 'reset':
      return 'reset';
    case 'error_event':
      send.event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } });
      return 'broken';
    case 'half_json': {
      const frame = frameOf(event).trimEnd();
      send.raw(`${frame.slice(0, Math.ceil(frame.length * 0.7))}\n\n`);
      return 'broken';
    }
    case 'stall':
      while (!gone.aborted) {
        send.event(PING);
        await delay(PING_EVERY_MS, undefined, { signal: gone });
      }
      return 'broken';
    default:
      return 'go-on';
  }
}
