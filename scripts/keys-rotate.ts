import process from 'node:process';
import { ConfigError, loadConfig } from '../config.ts';
import type { Config } from '../config.ts';
import { createDatabase } from '../db/client.ts';
import { listConnectionOwners } from '../db/repositories/connection-keys.ts';
import { createVault } from '../integrations/crypto/vault.ts';
import { resealConnection } from './services/reseal.ts';
import type { Resealed } from './services/reseal.ts';

/** Seals all stored Facebook connections with the newest key, while everything keeps running. */
async function rotate({ databaseUrl: url, vaultKeys }: Config): Promise<Record<Resealed, number>> {
  const db = createDatabase({ url, role: 'aigency_app', max: 2 });
  const relayDb = createDatabase({ url, role: 'aigency_relay', max: 1 });
  const counts = { resealed: 0, already: 0, unreadable: 0 };
  const keys = { vault: createVault(vaultKeys), current: vaultKeys.current };
  try {
    for (const userId of await listConnectionOwners(relayDb)) {
      counts[await resealConnection(db, userId, keys)] += 1;
    }
  } finally {
    await Promise.all([db.destroy(), relayDb.destroy()]);
  }
  return counts;
}

try {
  const { resealed, already, unreadable } = await rotate(loadConfig());
  console.log(`Sealed with the newest key: ${resealed}`);
  console.log(`Needed nothing: ${already}`);
  console.log(`Could not be opened and were left as they are: ${unreadable}`);
  if (unreadable > 0) {
    console.error(
      'Add the key they were sealed with to ENCRYPTION_KEYS_OLD and run this again, or have these people connect Facebook anew.',
    );
    process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
