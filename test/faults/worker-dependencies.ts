import pino from 'pino';
import type { ActivityDependencies } from '../../activities/dependencies.ts';
import { createDatabase } from '../../db/client.ts';
import { createClaudeClient } from '../../integrations/claude/client.ts';
import { createVault } from '../../integrations/crypto/vault.ts';
import { createMetaFactory } from '../../integrations/meta/client.ts';
import { createLandingProbe } from '../../integrations/web/page-probe.ts';

/** What the activities of a test's worker process reach the world by: the world's database and stand-in. */
export function workerDependencies({
  databaseUrl,
  metaUrl,
  timeoutMs,
}: {
  readonly databaseUrl: string;
  readonly metaUrl: string;
  /** How long a call to Facebook may take. */
  readonly timeoutMs: number;
}): ActivityDependencies {
  const logger = pino({ level: 'silent' });
  return {
    db: createDatabase({ url: databaseUrl, role: 'aigency_app', max: 4 }),
    vault: createVault({ keys: { k1: Buffer.alloc(32, 7).toString('base64') }, current: 'k1' }),
    logger,
    meta: createMetaFactory({
      baseUrl: metaUrl,
      appSecret: 'sandbox-secret',
      sandbox: true,
      timeoutMs,
    }),
    probePage: createLandingProbe({ through: metaUrl, timeoutMs }),
    claude: createClaudeClient({ apiKey: 'none', baseURL: 'http://127.0.0.1:9', logger }),
  };
}
