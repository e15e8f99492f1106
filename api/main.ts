import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../config.ts';
import { createAuthDatabase, createDatabase } from '../db/client.ts';
import { isMigrated } from '../db/migrate.ts';
import { createVault } from '../integrations/crypto/vault.ts';
import { createMetaOAuth } from '../integrations/meta/oauth.ts';
import { createApp } from './app.ts';
import { createAuth } from './auth/auth.ts';
import { createStreamHub } from './events/hub.ts';
import { createListener } from './events/listener.ts';
import { listen } from './listen.ts';
import { createLogger } from './logger.ts';
import { tellOfQueue } from './relay/queue-news.ts';
import { startRelay } from './relay/relay.ts';
import { createTemporalGateway } from './temporal/gateway.ts';

/** Requests in hand get this long at shutdown; a skip of the sandbox clock is the slowest. */
const DRAIN_MS = 8_000;

const config = loadConfig();
const logger = createLogger({ level: config.logLevel, name: 'api' });
const url = config.databaseUrl;
const db = createDatabase({ url, role: 'aigency_app', max: 16 });
const authDb = createAuthDatabase({ url, max: 6 });
const relayDb = createDatabase({ url, role: 'aigency_relay', max: 9 });
const schemaDb = createDatabase({ url, role: null, max: 1 });
const listener = createListener({
  url,
  channels: ['aigency_event', 'aigency_delta', 'aigency_outbox'],
  logger,
});
const hub = createStreamHub(listener);
const { address, namespace, taskQueuePrefix, apiKey, tls } = config.temporal;
const gateway = createTemporalGateway({
  address,
  namespace,
  taskQueuePrefix,
  undoWindowMs: config.undoWindowMs,
  connection: { tls, ...(apiKey === null ? {} : { apiKey }) },
});
const { facebook, publicUrl, sandbox } = config;
const owners = { db, wallClock: Date.now, undoWindowMs: config.undoWindowMs };
const app = createApp({
  ...owners,
  relayDb,
  auth: createAuth({ authDb, secret: config.betterAuthSecret, publicUrl }),
  hub,
  gateway,
  oauth: (now) => createMetaOAuth({ ...facebook, now, sandbox: sandbox.meta }),
  facebookAppSecret: facebook.appSecret,
  vault: createVault(config.vaultKeys),
  publicUrl,
  modelDailyLimitMicroUsd: config.modelDailyLimitMicroUsd,
  sandbox,
  isMigrated: async () => await isMigrated(schemaDb),
  staticDir: fileURLToPath(new URL('../dist/ui', import.meta.url)),
  logger,
  newId: randomUUID,
});
const relay = startRelay({
  db: relayDb,
  gateway,
  listener,
  logger,
  onQueueChange: async (place) => await tellOfQueue(owners, place),
});
const server = await listen(app, config).catch((error: unknown) => {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const words = isTaken
    ? `Port ${config.port} is in use. Set PORT to another one.`
    : `The server could not start on ${config.host}, port ${config.port}. Check LISTEN_HOST and PORT.`;
  logger.fatal({ err: error }, words);
  process.exit(1);
});
logger.info({ host: config.host, port: server.port, publicUrl }, 'api ready');

async function stop(): Promise<void> {
  logger.info('api stopping');
  const closed = server.close();
  // Streams end at once; browsers come back to another process.
  hub.close();
  const late = setTimeout(() => process.exit(1), DRAIN_MS + 12_000).unref();
  const timer = setTimeout(server.cut, DRAIN_MS);
  await Promise.all([closed, relay.close()]);
  clearTimeout(timer);
  await listener.close();
  await gateway.close();
  await Promise.all([db, authDb, relayDb, schemaDb].map(async (handle) => await handle.destroy()));
  clearTimeout(late);
  logger.info('api stopped');
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
