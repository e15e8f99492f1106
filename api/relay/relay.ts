import type { Logger } from 'pino';
import type { Db } from '../../db/client.ts';
import { clockOffsetForRelay, withNextOutboxItem } from '../../db/repositories/outbox.ts';
import type { OutboxRow } from '../../db/repositories/outbox.ts';
import type { Listener } from '../events/listener.ts';
import { createWaker } from '../events/waker.ts';
import type { Waker } from '../events/waker.ts';
import { GatewayError } from '../temporal/errors.ts';
import type { TemporalGateway } from '../temporal/gateway.ts';
import { askForItemsAgain } from './resend.ts';

export type Relay = {
  /** Ends after the items in hand; those left are sent by the next process. */
  readonly close: () => Promise<void>;
};

export type QueueChange = {
  readonly projectId: string;
  readonly ownerId: string;
  readonly messageId: string | null;
};

export type RelayOptions = {
  /** Handle of role aigency_relay; each lane holds one connection while it delivers. */
  readonly db: Db;
  readonly gateway: Pick<TemporalGateway, 'deliver'>;
  readonly listener: Pick<Listener, 'subscribe'>;
  readonly logger: Logger;
  /**
   * Messages of this project began to wait because one could not be handed on, or wait no longer. `messageId`: the one
   * that was tried, if it was a message.
   */
  readonly onQueueChange?: (place: QueueChange) => Promise<void>;
  /** Real time, epoch ms. */
  readonly wallClock?: () => number;
  readonly lanes?: number;
  readonly pollMs?: number;
};

/** Deliveries at once: an update waits about 0.1 s for its worker, so four carry some forty a second. */
const LANES = 4;
/** Finds what a lost notice or an ended back-off left behind. */
const POLL_MS = 1_000;
const SLOWER = 10;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 15_000;

/** How long an item rests after its n-th failure (0 for the first); spread, so that lanes do not knock together. */
export function retryDelay(attempts: number, random: number): number {
  const full = Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempts, 10), LAST_RETRY_MS);
  return Math.round(full * (0.75 + random * 0.5));
}

/**
 * Carries the outbox to Temporal: woken by each commit, with a poll behind it. Any number of processes may run one;
 * row locks keep them off each other's items, and a project's items go in their order.
 */
export function startRelay(options: RelayOptions): Relay {
  const lanes = Array.from({ length: options.lanes ?? LANES }, () => createWaker());
  let closed = false;
  const wakeAll = (): void => {
    for (const lane of lanes) lane.wake();
  };
  const leave = options.listener.subscribe('aigency_outbox', { onNotice: wakeAll, onGap: wakeAll });
  const { pollMs = POLL_MS } = options;
  const running = lanes.map(async (waker, index) => {
    // One lane looks often; the others are woken by notices and only make sure.
    const lane = { ...options, pollMs: index === 0 ? pollMs : pollMs * SLOWER };
    await runLane(lane, waker, () => closed);
  });
  return {
    async close() {
      closed = true;
      leave();
      wakeAll();
      await Promise.all(running);
    },
  };
}

async function runLane(
  options: RelayOptions,
  waker: Waker,
  isClosed: () => boolean,
): Promise<void> {
  const { db, logger, wallClock = Date.now, pollMs = POLL_MS } = options;
  while (!isClosed()) {
    try {
      const changed: OutboxRow[] = [];
      const worked = await withNextOutboxItem(db, wallClock(), async (row) => {
        const outcome = await deliver(options, row);
        if ((outcome.kind === 'sent') === row.attempts > 0) changed.push(row);
        return outcome;
      });
      for (const row of changed) await tell(options, row);
      if (worked) continue;
    } catch (error) {
      logger.warn({ err: error }, 'the outbox could not be read; trying again');
    }
    if (!isClosed()) await waker.wait(pollMs);
  }
}

/** Only a mark beside the person's message depends on it: the delivery itself stands. */
async function tell({ onQueueChange, logger }: RelayOptions, row: OutboxRow): Promise<void> {
  const { projectId, ownerId, item } = row;
  const messageId = item.kind === 'message' ? item.messageId : null;
  try {
    await onQueueChange?.({ projectId, ownerId, messageId });
  } catch (error) {
    logger.warn({ err: error, projectId }, 'people could not be told that messages wait');
  }
}

type Outcome = { kind: 'sent' } | { kind: 'failed'; code: string; retryAt: number };

async function deliver(options: RelayOptions, row: OutboxRow): Promise<Outcome> {
  const { db, gateway, logger, wallClock = Date.now } = options;
  const { projectId, ownerId, item } = row;
  try {
    const startAt = wallClock() + (await clockOffsetForRelay(db, ownerId));
    const { lastSeq } = await gateway.deliver({ projectId, ownerId, item, startAt });
    // A lifecycle that was lost and began anew waits for the items before this one.
    if (lastSeq < item.seq)
      await askForItemsAgain(db, { projectId, from: lastSeq + 1, to: item.seq });
    return { kind: 'sent' };
  } catch (error) {
    const code = error instanceof GatewayError ? error.code : 'relay.fault';
    const line = { err: error, code, projectId, seq: item.seq, attempts: row.attempts + 1 };
    // A refused item holds up its project until somebody looks; it is never dropped.
    if (code === 'temporal.unreachable' || code === 'temporal.no_worker') {
      logger.warn(line, 'an outbox item could not be delivered; trying again');
    } else logger.error(line, 'an outbox item was refused; trying again');
    return { kind: 'failed', code, retryAt: wallClock() + retryDelay(row.attempts, Math.random()) };
  }
}
