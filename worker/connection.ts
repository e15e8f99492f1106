import { setTimeout as pause } from 'node:timers/promises';
import { NativeConnection } from '@temporalio/worker';
import type { NativeConnectionOptions } from '@temporalio/worker';
import type { Logger } from 'pino';

export type TemporalSettings = {
  readonly address: string;
  readonly apiKey: string | null;
  readonly tls: NonNullable<NativeConnectionOptions['tls']>;
};

// A worker that starts together with its server is patient for a minute; longer is a wrong address.
const PATIENCE_MS = 60_000;
const RETRY_MS = 1_000;

/** Connects to Temporal. @throws the last connection error when the server stays away for a minute. */
export async function connectTemporal(
  { address, apiKey, tls }: TemporalSettings,
  logger: Logger,
): Promise<NativeConnection> {
  const options: NativeConnectionOptions = { address, tls, ...(apiKey !== null && { apiKey }) };
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await NativeConnection.connect(options);
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      logger.warn({ address }, 'Temporal does not answer yet; trying again');
      await pause(RETRY_MS);
    }
  }
}
