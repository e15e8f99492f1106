import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { ROOT } from '../../scripts/services/build.ts';
import { findFreePort } from '../../scripts/services/ports.ts';
import { answersOk, startService, waitUntilReady } from '../../scripts/services/process.ts';
import type { Service } from '../../scripts/services/process.ts';
import { createEmptyDatabase } from './database.ts';

const run = promisify(execFile);

/** The whole application as separate processes, as it runs for people, on a database and queues of its own. */
export type AppStack = {
  url: string;
  metaUrl: string;
  claudeUrl: string;
  databaseUrl: string;
  /** SIGKILL, as a machine that loses power would. */
  killWorker(): Promise<void>;
  startWorker(): Promise<void>;
  logs: string;
  close(): Promise<void>;
};

type Ports = { api: number; meta: number; claude: number };

function environment(ports: Ports, databaseUrl: string, temporalAddress: string) {
  return {
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    BETTER_AUTH_SECRET: randomBytes(32).toString('base64'),
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    TEMPORAL_ADDRESS: temporalAddress,
    TASK_QUEUE_PREFIX: `t${randomBytes(4).toString('hex')}`,
    PORT: String(ports.api),
    SANDBOX_META_PORT: String(ports.meta),
    SANDBOX_CLAUDE_PORT: String(ports.claude),
    PUBLIC_URL: `http://localhost:${ports.api}`,
    LOG_LEVEL: 'info',
  };
}

export async function startAppStack(base: {
  postgresUrl: string;
  temporalAddress: string;
}): Promise<AppStack> {
  const database = await createEmptyDatabase(base.postgresUrl);
  const folder = mkdtempSync(join(tmpdir(), 'aigency-stack-'));
  const ports = {
    api: await findFreePort(),
    meta: await findFreePort(),
    claude: await findFreePort(),
  };
  const env = environment(ports, database.url, base.temporalAddress);
  const metaUrl = `http://localhost:${ports.meta}`;
  const claudeUrl = `http://127.0.0.1:${ports.claude}`;
  const start = async (
    name: string,
    args: readonly string[],
    check: (log: string) => Promise<boolean>,
  ) => {
    const logFile = join(folder, `${name}.log`);
    const service = startService({
      name,
      command: process.execPath,
      args,
      env,
      logFile,
      cwd: ROOT,
    });
    await waitUntilReady(service, { check: () => check(logFile), timeoutMs: 60_000, logFile });
    return service;
  };
  await run(process.execPath, ['db/main.ts'], { cwd: ROOT, env });
  const meta = [
    'sandbox/meta/main.ts',
    '--port',
    String(ports.meta),
    '--public-url',
    metaUrl,
    '--data',
    join(folder, 'meta.jsonl'),
  ];
  const services: Service[] = [
    await start('meta', meta, () => answersOk(`${metaUrl}/healthz`)),
    await start('claude', ['sandbox/claude/main.ts', '--port', String(ports.claude)], () =>
      answersOk(`${claudeUrl}/healthz`),
    ),
    await start('api', ['api/main.ts'], () => answersOk(`http://127.0.0.1:${ports.api}/readyz`)),
  ];
  let worker: Service | null = null;
  let starts = 0;
  const startWorker = async () => {
    starts += 1;
    const { readFile } = await import('node:fs/promises');
    const isReady = async (log: string) => (await readFile(log, 'utf8')).includes('worker ready');
    worker = await start(`worker-${starts}`, ['worker/main.ts'], isReady);
  };
  await startWorker();
  return {
    url: `http://localhost:${ports.api}`,
    metaUrl,
    claudeUrl,
    databaseUrl: database.url,
    async killWorker() {
      await worker?.stop('SIGKILL');
      worker = null;
    },
    startWorker,
    logs: folder,
    async close() {
      await worker?.stop();
      for (const service of services.toReversed()) await service.stop();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
