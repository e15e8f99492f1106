import type { Change, Delta } from '../../contract/events.ts';
import { lastEventSeq } from '../../db/repositories/events.ts';
import { listStreams } from '../../db/repositories/stream.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { asCaller } from '../owner-work.ts';
import { nextChanges } from './changes.ts';
import { DeltaFeed } from './delta-feed.ts';
import type { StreamEar } from './hub.ts';
import { createWaker } from './waker.ts';

const PING_MS = 10_000;
/** A session that was ended elsewhere closes its streams within this. */
const SESSION_CHECK_MS = 30_000;
/** How often to look without being woken: rarely while notices arrive, as the brief wants when they do not. */
const POLL_MS = { listening: 10_000, deaf: 2_000 } as const;
/** The writer stores what was said about four times a second. */
const REFILL_MS = 250;
/** Pieces a slow browser may have waiting; beyond that they are dropped and filled from the stored text. */
const MAX_QUEUED_DELTAS = 1_000;

export type StreamOut = {
  readonly send: (message: { event: string; data: string; id?: string }) => Promise<void>;
  readonly isClosed: () => boolean;
};

/** One browser's stream: hears the hub, reads the database, writes until either side ends it. */
export class EventStream {
  readonly #deps: Pick<AppDependencies, 'db' | 'wallClock' | 'undoWindowMs' | 'hub'>;
  readonly #ownerId: string;
  readonly #isSignedIn: () => Promise<boolean>;
  readonly #waker = createWaker();
  readonly #feed = new DeltaFeed();
  #position = 0;
  /** Number of the last change that was sent, or where the stream began. */
  #sent = 0;
  #hasNews = true;
  #needsRefill = true;
  #ended = false;
  #queue: Delta[] = [];
  readonly #due = { ping: 0, poll: 0, session: 0, refill: 0 };

  /** @param isSignedIn asked now and then; false ends the stream. */
  constructor(
    deps: Pick<AppDependencies, 'db' | 'wallClock' | 'undoWindowMs' | 'hub'>,
    ownerId: string,
    isSignedIn: () => Promise<boolean>,
  ) {
    this.#deps = deps;
    this.#ownerId = ownerId;
    this.#isSignedIn = isSignedIn;
  }

  readonly ear: StreamEar = {
    onChange: () => {
      this.#hasNews = true;
      this.#waker.wake();
    },
    onDelta: (delta) => {
      if (this.#queue.length < MAX_QUEUED_DELTAS) this.#queue.push(delta);
      this.#waker.wake();
    },
    onShutdown: () => this.end(),
  };

  end(): void {
    this.#ended = true;
    this.#waker.wake();
  }

  /** @param after number of the last change the browser holds; null when it holds nothing. */
  async run(out: StreamOut, after: number | null): Promise<void> {
    await this.#greet(out, after);
    while (!this.#ended && !out.isClosed()) {
      // Changes before pieces: a bubble is announced before its text runs.
      if (this.#hasNews) await this.#sendChanges(out);
      await this.#sendDeltas(out);
      await this.#keepUp(out);
      await this.#waker.wait(this.#untilNextDuty());
    }
  }

  async #greet(out: StreamOut, after: number | null): Promise<void> {
    const { seq, now } = await asCaller(
      this.#deps,
      this.#ownerId,
      async ({ trx, ownerId, now }) => ({
        seq: await lastEventSeq(trx, ownerId),
        now,
      }),
    );
    // A number from the future belongs to another database; `hello` shows the browser the true one.
    this.#position = after === null ? seq : Math.min(after, seq);
    this.#sent = this.#position;
    await send(out, 'hello', { seq, now });
    const started = performance.now();
    this.#due.ping = started + PING_MS;
    this.#due.poll = started + POLL_MS.listening;
    this.#due.session = started + SESSION_CHECK_MS;
  }

  async #sendChanges(out: StreamOut): Promise<void> {
    this.#hasNews = false;
    for (;;) {
      const batch = await asCaller(
        this.#deps,
        this.#ownerId,
        async (work) => await nextChanges(work, this.#position),
      );
      for (const { seq, change } of batch.changes) {
        if (this.#ended || out.isClosed()) return;
        await send(out, 'change', { ...change, prev: this.#sent }, String(seq));
        this.#sent = seq;
        if (isFinished(change)) this.#feed.finish(change.data.id);
      }
      this.#position = batch.position;
      if (batch.isLast) return;
    }
  }

  async #sendDeltas(out: StreamOut): Promise<void> {
    const queue = this.#queue;
    this.#queue = [];
    const pieces = queue.flatMap((delta) => this.#feed.accept(delta) ?? []);
    for (const piece of joined(pieces)) await send(out, 'delta', piece);
    const isDue = this.#feed.isWaiting && performance.now() >= this.#due.refill;
    if (!this.#needsRefill && !isDue) return;
    this.#needsRefill = false;
    const streams = await asCaller(
      this.#deps,
      this.#ownerId,
      async ({ trx }) => await listStreams(trx),
    );
    for (const piece of this.#feed.refill(streams)) await send(out, 'delta', piece);
    this.#due.refill = performance.now() + REFILL_MS;
  }

  async #keepUp(out: StreamOut): Promise<void> {
    const now = performance.now();
    if (now >= this.#due.session) {
      this.#due.session = now + SESSION_CHECK_MS;
      if (!(await this.#isSignedIn())) this.end();
    }
    if (this.#ended || out.isClosed()) return;
    if (now >= this.#due.ping) {
      this.#due.ping = now + PING_MS;
      await send(out, 'ping', {});
    }
    if (now >= this.#due.poll) {
      this.#due.poll = now + this.#pollMs();
      this.#hasNews = true;
    }
    this.#due.poll = Math.min(this.#due.poll, now + this.#pollMs());
  }

  #pollMs(): number {
    return this.#deps.hub.isListening() ? POLL_MS.listening : POLL_MS.deaf;
  }

  #untilNextDuty(): number {
    if (this.#hasNews || this.#ended) return 0;
    const { ping, poll, session, refill } = this.#due;
    const next = Math.min(ping, poll, session, this.#feed.isWaiting ? refill : Infinity);
    return Math.max(0, Math.min(next - performance.now(), POLL_MS.deaf));
  }
}

function isFinished(change: Change): change is Extract<Change, { type: 'message' }> {
  return change.type === 'message' && change.data.status !== 'streaming';
}

/** Pieces of one answer that follow each other go as one. */
function joined(pieces: readonly Delta[]): Delta[] {
  const whole: Delta[] = [];
  for (const piece of pieces) {
    const at = whole.findLastIndex(({ messageId }) => messageId === piece.messageId);
    const before = whole[at];
    // A piece of a new attempt stands alone: it begins its bubble anew.
    if (before?.attempt !== piece.attempt) whole.push(piece);
    else whole[at] = { ...before, text: before.text + piece.text };
  }
  return whole;
}

/** JSON has no line breaks of its own, so one event is one line of data. */
async function send(out: StreamOut, event: string, data: unknown, id?: string): Promise<void> {
  await out.send({ event, data: JSON.stringify(data), ...(id === undefined ? {} : { id }) });
}
