import {
  changePlaceSchema,
  changeSchema,
  deltaSchema,
  helloSchema,
} from '../../../contract/events.ts';
import type { Change, Delta } from '../../../contract/events.ts';

/** What comes over the line, from the server or from the tab that holds the connection to it. */
export type Frame =
  /** `fresh`: the line begins at `seq`; what happened before was not sent. */
  | {
      readonly kind: 'hello';
      readonly seq: number;
      readonly now: number;
      readonly fresh: boolean;
    }
  | {
      readonly kind: 'change';
      readonly seq: number;
      readonly prev: number;
      readonly change: Change;
    }
  | { readonly kind: 'delta'; readonly delta: Delta }
  /** The connection is there, or it is being made again. */
  | { readonly kind: 'up'; readonly up: boolean }
  | { readonly kind: 'ping' }
  /** Something was missed: what is shown has to be read anew. */
  | { readonly kind: 'gap' };

/** The part of `EventSource` that is used. */
export type EventSourceLike = {
  addEventListener(
    type: string,
    listener: (event: { data?: unknown; lastEventId?: string }) => void,
  ): void;
  close(): void;
};

export type SourceTools = {
  readonly connect: (path: string) => EventSourceLike;
  /** Longer than two pings: a connection that only looks open is noticed. */
  readonly silenceMs: number;
  /** Short enough that a restarted server is found within three seconds. */
  readonly retryMs: number;
};

export const BROWSER_SOURCE: SourceTools = {
  connect: (path) => new EventSource(path),
  silenceMs: 25_000,
  retryMs: 1_000,
};

/** One connection to the event stream, kept open and resumed by itself. */
export class Source {
  readonly #onFrame: (frame: Frame) => void;
  readonly #tools: SourceTools;
  #position: number | null;
  #connection: EventSourceLike | null = null;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  /** @param after the last number known; null begins with the next change. */
  constructor(
    after: number | null,
    onFrame: (frame: Frame) => void,
    tools: SourceTools = BROWSER_SOURCE,
  ) {
    this.#position = after;
    this.#onFrame = onFrame;
    this.#tools = tools;
    this.#open();
  }

  /** Number of the last change that came; null before the first `hello`. */
  get position(): number | null {
    return this.#position;
  }

  /** Connects anew: running answers then begin from their first letter. */
  reopen(): void {
    if (this.#isClosed) return;
    this.#drop();
    this.#onFrame({ kind: 'up', up: false });
    this.#retry = setTimeout(() => this.#open(), this.#tools.retryMs);
  }

  close(): void {
    this.#isClosed = true;
    this.#drop();
  }

  #drop(): void {
    clearTimeout(this.#watchdog);
    clearTimeout(this.#retry);
    this.#connection?.close();
    this.#connection = null;
  }

  #open(): void {
    const after = this.#position === null ? '' : `?after=${this.#position}`;
    const connection = this.#tools.connect(`/api/events${after}`);
    this.#connection = connection;
    this.#alive();
    for (const type of ['hello', 'change', 'delta', 'ping']) {
      connection.addEventListener(type, ({ data, lastEventId = '' }) => {
        if (connection !== this.#connection) return;
        this.#alive();
        this.#hear(type, typeof data === 'string' ? data : '', Number(lastEventId));
      });
    }
    connection.addEventListener('error', () => {
      if (connection === this.#connection) this.reopen();
    });
  }

  #alive(): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.reopen(), this.#tools.silenceMs);
  }

  #hear(type: string, text: string, id: number): void {
    const data: unknown = readJson(text);
    if (type === 'ping') this.#onFrame({ kind: 'ping' });
    else if (type === 'hello') this.#onHello(helloSchema.safeParse(data).data);
    else if (type === 'delta') {
      const delta = deltaSchema.safeParse(data).data;
      if (delta !== undefined) this.#onFrame({ kind: 'delta', delta });
    } else {
      const place = changePlaceSchema.safeParse(data).data;
      const change = changeSchema.safeParse(data).data;
      this.#onChange(id, place?.prev ?? id, change);
    }
  }

  #onHello(hello: { seq: number; now: number } | undefined): void {
    if (hello === undefined) return;
    const { seq, now } = hello;
    this.#onFrame({ kind: 'up', up: true });
    this.#onFrame({ kind: 'hello', seq, now, fresh: this.#position === null });
    // A server that is behind what we hold is another one than before: nothing that is shown can be trusted.
    if (this.#position !== null && seq < this.#position) {
      this.#position = seq;
      this.#onFrame({ kind: 'gap' });
    }
    this.#position ??= seq;
  }

  #onChange(seq: number, prev: number, change: Change | undefined): void {
    const { position } = this;
    if (position !== null && seq <= position) return;
    this.#position = seq;
    // A change that this page cannot read comes from a newer server: what is shown is read anew.
    const isWhole = change !== undefined && (position === null || prev <= position);
    this.#onFrame(isWhole ? { kind: 'change', seq, prev, change } : { kind: 'gap' });
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
