import { Client } from 'pg';
import type { Logger } from 'pino';

export type Listener = {
  /** Hears every notification of a channel; `onGap` says that some may have been missed. @returns the way out. */
  readonly subscribe: (
    channel: string,
    hear: { readonly onNotice: (payload: string) => void; readonly onGap: () => void },
  ) => () => void;
  /** False while the connection is away: whoever depends on notices has to look by itself meanwhile. */
  readonly isListening: () => boolean;
  readonly close: () => Promise<void>;
};

const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 5_000;
/** A connection that died without a word is found out by asking it something. */
const HEARTBEAT_MS = 15_000;
const HEARTBEAT_TIMEOUT_MS = 5_000;

type Hearer = { readonly onNotice: (payload: string) => void; readonly onGap: () => void };

/**
 * The process's one LISTEN connection. It comes back by itself after a break and then tells every subscriber that
 * notices may be missing. Notices only wake: losing one costs time, never data.
 */
export function createListener(options: {
  url: string;
  channels: readonly string[];
  logger: Logger;
}): Listener {
  const hearers = new Map(options.channels.map((name) => [name, new Set<Hearer>()]));
  let client: Client | null = null;
  let closed = false;
  let failures = 0;
  let retry: NodeJS.Timeout | null = null;

  async function open(): Promise<void> {
    const fresh = new Client({
      connectionString: options.url,
      application_name: 'aigency-listen',
      keepAlive: true,
      query_timeout: HEARTBEAT_TIMEOUT_MS,
    });
    fresh.on('error', () => drop(fresh));
    fresh.on('end', () => drop(fresh));
    fresh.on('notification', ({ channel, payload }) => {
      for (const hearer of hearers.get(channel) ?? []) hearer.onNotice(payload ?? '');
    });
    try {
      await fresh.connect();
      for (const channel of options.channels) await fresh.query(`listen ${channel}`);
    } catch (error) {
      options.logger.warn({ err: error }, 'listening to the database failed; trying again');
      await fresh.end().catch(() => undefined);
      again();
      return;
    }
    if (closed) {
      await fresh.end().catch(() => undefined);
      return;
    }
    client = fresh;
    failures = 0;
    for (const set of hearers.values()) for (const hearer of set) hearer.onGap();
  }

  function drop(gone: Client): void {
    if (client !== gone) return;
    client = null;
    void gone.end().catch(() => undefined);
    again();
  }

  function again(): void {
    if (closed || retry !== null) return;
    const wait = Math.min(FIRST_RETRY_MS * 2 ** failures, LAST_RETRY_MS);
    failures += 1;
    retry = setTimeout(() => {
      retry = null;
      void open();
    }, wait);
  }

  const heartbeat = setInterval(() => {
    const asked = client;
    if (asked !== null) void asked.query('select 1').catch(() => drop(asked));
  }, HEARTBEAT_MS);
  heartbeat.unref();
  void open();

  return {
    subscribe(channel, hearer) {
      const set = hearers.get(channel);
      if (set === undefined) throw new Error(`Nobody listens to the channel ${channel}.`);
      set.add(hearer);
      return () => set.delete(hearer);
    },
    isListening: () => client !== null,
    async close() {
      closed = true;
      clearInterval(heartbeat);
      if (retry !== null) clearTimeout(retry);
      const last = client;
      client = null;
      await last?.end().catch(() => undefined);
    },
  };
}
