import { Client } from 'pg';
import type { Logger } from 'pino';

export type Hearer = {
  readonly onNotice: (payload: string) => void;
  /** Some notices may have been missed. */
  readonly onGap: () => void;
};

export type Listener = {
  /** Hears every notification of a channel. @returns the way out. */
  readonly subscribe: (channel: string, hearer: Hearer) => () => void;
  /** False while the connection is away: whoever depends on notices has to look by itself meanwhile. */
  readonly isListening: () => boolean;
  readonly close: () => Promise<void>;
};

export type ListenerOptions = {
  readonly url: string;
  readonly channels: readonly string[];
  readonly logger: Logger;
};

const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 5_000;
/** A connection that died without a word is found out by asking it something. */
const HEARTBEAT_MS = 15_000;
const HEARTBEAT_TIMEOUT_MS = 5_000;

/**
 * The process's one LISTEN connection. It comes back by itself after a break and then tells every subscriber that
 * notices may be missing. Notices only wake: losing one costs time, never data.
 */
export function createListener(options: ListenerOptions): Listener {
  return new PostgresListener(options);
}

class PostgresListener implements Listener {
  readonly #options: ListenerOptions;
  readonly #hearers: ReadonlyMap<string, Set<Hearer>>;
  readonly #heartbeat: NodeJS.Timeout;
  #client: Client | null = null;
  #retry: NodeJS.Timeout | null = null;
  #failures = 0;
  #closed = false;

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#hearers = new Map(options.channels.map((name) => [name, new Set<Hearer>()]));
    this.#heartbeat = setInterval(() => this.#check(), HEARTBEAT_MS).unref();
    void this.#open();
  }

  readonly subscribe = (channel: string, hearer: Hearer): (() => void) => {
    const set = this.#hearers.get(channel);
    if (set === undefined) throw new Error(`Nobody listens to the channel ${channel}.`);
    set.add(hearer);
    return () => set.delete(hearer);
  };

  readonly isListening = (): boolean => this.#client !== null;

  readonly close = async (): Promise<void> => {
    this.#closed = true;
    clearInterval(this.#heartbeat);
    if (this.#retry !== null) clearTimeout(this.#retry);
    const last = this.#client;
    this.#client = null;
    await last?.end().catch(() => undefined);
  };

  async #open(): Promise<void> {
    const fresh = new Client({
      connectionString: this.#options.url,
      application_name: 'aigency-listen',
      keepAlive: true,
      query_timeout: HEARTBEAT_TIMEOUT_MS,
    });
    fresh.on('error', () => this.#drop(fresh));
    fresh.on('end', () => this.#drop(fresh));
    fresh.on('notification', ({ channel, payload }) => {
      for (const hearer of this.#hearers.get(channel) ?? []) hearer.onNotice(payload ?? '');
    });
    try {
      await fresh.connect();
      for (const channel of this.#options.channels) await fresh.query(`listen ${channel}`);
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'cannot listen to the database; trying again');
      await fresh.end().catch(() => undefined);
      this.#openLater();
      return;
    }
    if (this.#closed) await fresh.end().catch(() => undefined);
    else this.#begin(fresh);
  }

  #begin(fresh: Client): void {
    this.#client = fresh;
    this.#failures = 0;
    for (const set of this.#hearers.values()) for (const hearer of set) hearer.onGap();
  }

  #drop(gone: Client): void {
    if (this.#client !== gone) return;
    this.#client = null;
    void gone.end().catch(() => undefined);
    this.#openLater();
  }

  #openLater(): void {
    if (this.#closed || this.#retry !== null) return;
    const wait = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LAST_RETRY_MS);
    this.#failures += 1;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      void this.#open();
    }, wait);
  }

  #check(): void {
    const asked = this.#client;
    if (asked !== null) void asked.query('select 1').catch(() => this.#drop(asked));
  }
}
