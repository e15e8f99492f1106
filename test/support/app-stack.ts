import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { SETTING_NAMES } from '../../config.ts';
import { buildBundle, buildUi, ROOT } from '../../scripts/services/build.ts';
import { startChild } from '../../scripts/services/children.ts';
import type { ChildSpec } from '../../scripts/services/children.ts';
import { logFileOf, ownParts } from '../../scripts/services/parts.ts';
import { findFreePort } from '../../scripts/services/ports.ts';
import { runToEnd } from '../../scripts/services/process.ts';
import { createEmptyDatabase } from './database.ts';

export type StackPart = 'meta' | 'claude' | 'worker' | 'api';

/** The whole application as separate processes, as it runs for people, on a database and queues of its own. */
export type AppStack = {
  url: string;
  metaUrl: string;
  claudeUrl: string;
  databaseUrl: string;
  /** Number of a part's process, while it runs. */
  pidOf(part: StackPart): number | null;
  /** What the processes were started with. */
  env: Readonly<Record<string, string | undefined>>;
  /** SIGKILL, as a machine that loses power would. */
  kill(part: StackPart): Promise<void>;
  /** Back again, and ready. */
  start(part: StackPart): Promise<void>;
  killWorker(): Promise<void>;
  startWorker(): Promise<void>;
  /** Folder with a log per process; `close` removes it. */
  logs: string;
  close(): Promise<void>;
};

/** Each needs those before it. */
const ORDER: readonly StackPart[] = ['meta', 'claude', 'worker', 'api'];

type Ports = { api: number; sandboxMeta: number; sandboxClaude: number };
type Part = Awaited<ReturnType<typeof startChild>>;

/**
 * Settings of the person at this machine are emptied first, which also keeps those in `.env` out: with a real
 * Facebook app among them a test would spend real money.
 */
function environment(
  ports: Ports,
  {
    databaseUrl,
    temporalAddress,
    undoSeconds,
  }: {
    databaseUrl: string;
    temporalAddress: string;
    undoSeconds: number;
  },
) {
  return {
    ...process.env,
    ...Object.fromEntries(SETTING_NAMES.map((name) => [name, ''])),
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    BETTER_AUTH_SECRET: randomBytes(32).toString('base64'),
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    TEMPORAL_ADDRESS: temporalAddress,
    TASK_QUEUE_PREFIX: `t${randomBytes(4).toString('hex')}`,
    PORT: String(ports.api),
    SANDBOX_META_PORT: String(ports.sandboxMeta),
    SANDBOX_CLAUDE_PORT: String(ports.sandboxClaude),
    PUBLIC_URL: `http://localhost:${ports.api}`,
    LOG_LEVEL: 'info',
    // A test that is about taking back an approval sets its own.
    UNDO_SECONDS: String(undoSeconds),
  };
}

/** Processes by name, started and stopped one by one; all of them at the end. */
function createCrew(specs: readonly ChildSpec[]) {
  const crew = new Map<StackPart, Part>();
  return {
    start: async (name: StackPart) => {
      const spec = specs.find((one) => one.name === name || one.name === `sandbox-${name}`);
      if (spec === undefined) throw new Error(`There is no ${name}`);
      crew.set(name, await startChild(spec, { root: ROOT }));
    },
    kill: async (name: StackPart) => {
      await crew.get(name)?.kill();
      crew.delete(name);
    },
    pidOf: (name: StackPart) => crew.get(name)?.pid ?? null,
    stop: async () => {
      for (const part of [...crew.values()].toReversed()) await part.close();
    },
  };
}

/** Gives a new installation to test with. Whatever it has begun is undone when it cannot be finished. */
export async function startAppStack(base: {
  postgresUrl: string;
  temporalAddress: string;
  undoSeconds?: number;
}): Promise<AppStack> {
  await buildUi();
  await buildBundle();
  const folder = mkdtempSync(join(tmpdir(), 'aigency-stack-'));
  const database = await createEmptyDatabase(base.postgresUrl);
  const ports = {
    api: await findFreePort(),
    sandboxMeta: await findFreePort(),
    sandboxClaude: await findFreePort(),
  };
  const env = environment(ports, {
    databaseUrl: database.url,
    temporalAddress: base.temporalAddress,
    undoSeconds: base.undoSeconds ?? 0,
  });
  const sandbox = { meta: true, claude: true };
  const specs = ownParts({ ports, sandbox, port: ports.api }, { dataDir: folder, env });
  const crew = createCrew(specs);
  const close = async () => {
    await crew.stop();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await runToEnd({
      name: 'Making the database tables',
      command: process.execPath,
      args: ['db/main.ts'],
      env,
      logFile: logFileOf(folder, 'migrations'),
      cwd: ROOT,
    });
    for (const part of ORDER) await crew.start(part);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url: `http://localhost:${ports.api}`,
    metaUrl: `http://localhost:${ports.sandboxMeta}`,
    claudeUrl: `http://127.0.0.1:${ports.sandboxClaude}`,
    databaseUrl: database.url,
    pidOf: crew.pidOf,
    env,
    kill: crew.kill,
    start: crew.start,
    killWorker: async () => await crew.kill('worker'),
    startWorker: async () => await crew.start('worker'),
    logs: join(folder, 'logs'),
    close,
  };
}

/** New ads are ready after a second instead of half a minute, where a test is not about that wait. */
export async function shortenProcessing({ metaUrl }: Pick<AppStack, 'metaUrl'>): Promise<void> {
  await fetch(`${metaUrl}/sandbox/admin/settings`, {
    method: 'POST',
    body: JSON.stringify({ processing_seconds: 1 }),
  });
}
