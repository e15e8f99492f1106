import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { ConfigError, loadStartConfig } from '../config.ts';
import type { StartConfig } from '../config.ts';
import { buildBundle, buildUi, ROOT } from './services/build.ts';
import { logFile, superviseChild } from './services/children.ts';
import type { ChildSpec } from './services/children.ts';
import { forgetProcess, rememberProcess, stopLeftovers } from './services/leftovers.ts';
import { requireFreePort } from './services/ports.ts';
import { startPostgres } from './services/postgres.ts';
import { step } from './services/progress.ts';
import { keepSecrets } from './services/secrets.ts';
import { startTemporal } from './services/temporal.ts';

const run = promisify(execFile);
type Stop = () => Promise<void>;

/** Stops what was started, last first. */
const stops: Stop[] = [];
let stopping = false;

async function stopAll(): Promise<void> {
  for (const stop of stops.toReversed()) {
    await stop().catch((error: unknown) => console.error(`  ${messageOf(error)}`));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function requireNode(): void {
  if (Number(process.versions.node.split('.')[0]) >= 24) return;
  console.error('Aigency runs on the Node 24 it brings along. Please start it with: npm start');
  process.exit(1);
}

async function checkPorts(config: StartConfig): Promise<void> {
  const { ports, sandbox } = config;
  await requireFreePort(config.port, 'PORT');
  if (config.databaseUrl === null) await requireFreePort(ports.database, 'DATABASE_PORT');
  if (config.temporalAddress === null) {
    await requireFreePort(ports.temporal, 'TEMPORAL_PORT');
    await requireFreePort(ports.temporalUi, 'TEMPORAL_UI_PORT');
  }
  if (sandbox.meta) await requireFreePort(ports.sandboxMeta, 'SANDBOX_META_PORT');
  if (sandbox.claude) await requireFreePort(ports.sandboxClaude, 'SANDBOX_CLAUDE_PORT');
}

type Started = { env: Record<string, string | undefined>; dataFolder: string };

/** Postgres and Temporal, unless others were named; and what the children need to find them. */
async function startBase(config: StartConfig, dataDir: string, runDir: string): Promise<Started> {
  const env: Started['env'] = { ...process.env, DATA_DIR: dataDir, NODE_ENV: 'production' };
  let dataFolder = dataDir;
  if (config.databaseUrl === null) {
    const secrets = keepSecrets(dataDir);
    const postgres = await step('Postgres', () =>
      startPostgres({
        dataDir: join(dataDir, 'postgres'),
        port: config.ports.database,
        logFile: logFile(dataDir, 'postgres'),
        password: secrets.databasePassword,
      }),
    );
    stops.push(postgres.close);
    if (postgres.dataDir !== join(dataDir, 'postgres')) {
      dataFolder = `${dataDir} (database: ${postgres.dataDir})`;
    }
    env['DATABASE_URL'] = postgres.url;
    env['BETTER_AUTH_SECRET'] ??= secrets.betterAuthSecret;
    env['ENCRYPTION_KEY'] ??= secrets.encryptionKey;
  }
  await step('Database tables', () => run(process.execPath, ['db/main.ts'], { cwd: ROOT, env }));
  if (config.temporalAddress === null) {
    const temporal = await step('Temporal with its Web UI', () =>
      startTemporal({
        dbFile: join(dataDir, 'temporal', 'temporal.db'),
        port: config.ports.temporal,
        uiPort: config.ports.temporalUi,
        namespace: process.env['TEMPORAL_NAMESPACE'] ?? 'default',
        logFile: logFile(dataDir, 'temporal'),
      }),
    );
    rememberProcess(runDir, 'temporal', temporal.pid);
    stops.push(async () => {
      await temporal.close();
      forgetProcess(runDir, 'temporal');
    });
    env['TEMPORAL_ADDRESS'] = temporal.address;
  }
  return { env, dataFolder };
}

function childSpecs(config: StartConfig, dataDir: string, env: Started['env']): ChildSpec[] {
  const { ports, sandbox } = config;
  const child = (spec: Omit<ChildSpec, 'env' | 'logFile'>): ChildSpec => ({
    ...spec,
    env,
    logFile: logFile(dataDir, spec.name),
  });
  const metaUrl = `http://localhost:${ports.sandboxMeta}`;
  const claudeUrl = `http://127.0.0.1:${ports.sandboxClaude}`;
  const metaArgs = [
    'sandbox/meta/main.ts',
    '--port',
    String(ports.sandboxMeta),
    '--public-url',
    metaUrl,
  ];
  return [
    ...(sandbox.meta
      ? [
          child({
            name: 'sandbox-meta',
            title: 'Facebook stand-in',
            args: [...metaArgs, '--data', join(dataDir, 'sandbox', 'meta.jsonl')],
            readyUrl: `${metaUrl}/healthz`,
          }),
        ]
      : []),
    ...(sandbox.claude
      ? [
          child({
            name: 'sandbox-claude',
            title: 'language model stand-in',
            args: ['sandbox/claude/main.ts', '--port', String(ports.sandboxClaude)],
            readyUrl: `${claudeUrl}/healthz`,
          }),
        ]
      : []),
    child({
      name: 'worker',
      title: 'worker',
      args: ['worker/main.ts'],
      readyUrl: null,
      readyLine: 'worker ready',
    }),
    child({
      name: 'api',
      title: 'API and UI',
      args: ['api/main.ts'],
      readyUrl: `http://127.0.0.1:${config.port}/readyz`,
    }),
  ];
}

function banner(config: StartConfig, dataFolder: string): string {
  const { meta, claude } = config.sandbox;
  const mode = meta
    ? 'Sandbox: no real Facebook, no real money'
    : 'Real Facebook: approved campaigns cost real money';
  const model = claude ? 'a stand-in answers in the chat' : 'Claude answers in the chat';
  const temporalUi =
    config.temporalAddress === null
      ? `http://localhost:${config.ports.temporalUi}`
      : `at ${config.temporalAddress}`;
  return [
    '',
    `  Aigency        ${config.publicUrl}`,
    `  Temporal       ${temporalUi}`,
    `  Mode           ${mode}; ${model}`,
    `  Data           ${dataFolder}`,
    '  Stop           Ctrl-C',
    '',
  ].join('\n');
}

async function main(): Promise<void> {
  requireNode();
  try {
    process.loadEnvFile(join(ROOT, '.env'));
  } catch {
    // No .env file: the defaults do.
  }
  const config = loadStartConfig();
  const dataDir = resolve(ROOT, config.dataDir);
  const runDir = join(dataDir, 'run');
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  const say = (line: string) => {
    appendFileSync(logFile(dataDir, 'start'), `${new Date().toISOString()} ${line}\n`);
    console.log(`  ${line}`);
  };
  console.log('\n  Starting Aigency\n');
  const ended = await stopLeftovers(runDir);
  if (ended.length > 0) say(`Stopped what an earlier start had left running: ${ended.join(', ')}`);
  await checkPorts(config);
  await step('User interface', buildUi);
  await step('Workflow bundle', buildBundle);
  const { env, dataFolder } = await startBase(config, dataDir, runDir);
  for (const spec of childSpecs(config, dataDir, env)) {
    const child = await step(spec.title[0]?.toUpperCase() + spec.title.slice(1), () =>
      superviseChild(spec, { root: ROOT, runDir, say }),
    );
    stops.push(() => child.stop());
  }
  console.log(banner(config, dataFolder));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping) process.exit(1);
    stopping = true;
    console.log('\n  Stopping; once more Ctrl-C leaves without waiting');
    void stopAll().then(() => process.exit(0));
  });
}

main().catch(async (error: unknown) => {
  console.error(`\n  ${error instanceof ConfigError ? error.message : messageOf(error)}\n`);
  await stopAll();
  process.exit(1);
});
