import { join } from 'node:path';
import process from 'node:process';
import type { StartConfig } from '../../config.ts';
import { buildBundle, buildUi, ROOT } from './build.ts';
import { keepRunning, startChild } from './children.ts';
import type { Kept } from './children.ts';
import { logFileOf, ownParts } from './parts.ts';
import { requireFreePort } from './ports.ts';
import { setAside } from './postgres-place.ts';
import { startPostgres, stopLeftoverPostgres } from './postgres.ts';
import { runToEnd } from './process.ts';
import type { Reporter } from './progress.ts';
import { stopLeftovers } from './leftovers.ts';
import { keepSecrets } from './secrets.ts';
import { startTemporal } from './temporal.ts';

type Scene = {
  config: StartConfig;
  /** Absolute. */
  dataDir: string;
  runDir: string;
  report: Reporter;
  /** Receives each part once it runs, so that whoever called can stop them, last first. */
  started: (part: Kept) => void;
};

type ChildEnv = Record<string, string | undefined>;

/**
 * Brings up everything of one machine, in order. @returns where the data is, in words.
 * @throws when one part does not come up; those before it run on and have been told to `started`.
 */
export async function startEverything(scene: Scene): Promise<{ data: string }> {
  const { config, dataDir, runDir, report } = scene;
  await clearLeftovers(scene);
  await checkPorts(config);
  await report.step('User interface', buildUi);
  await report.step('Workflow bundle', buildBundle);
  // Settings of this machine come last, so that nothing in a child's environment is left to chance.
  const env: ChildEnv = { ...process.env, NODE_ENV: 'production', DATA_DIR: dataDir };
  const databaseDir = config.databaseUrl === null ? await startDatabase(scene, env) : null;
  await report.step('Database tables', () =>
    runToEnd({
      name: 'Making the database tables',
      command: process.execPath,
      args: ['db/main.ts'],
      env,
      logFile: logFileOf(dataDir, 'migrations'),
      cwd: ROOT,
    }),
  );
  if (config.temporalAddress === null) await startTemporalServer(scene, env);
  for (const part of ownParts(config, { dataDir, env })) {
    await keep(scene, part.title, () => startChild(part, { root: ROOT, runDir }));
  }
  const isElsewhere = databaseDir !== null && databaseDir !== join(dataDir, 'postgres');
  return { data: isElsewhere ? `${dataDir} (database in ${databaseDir})` : dataDir };
}

/** One part with its line on the screen, kept running from then on. */
async function keep<Part extends { ended: Promise<number | null>; close(): Promise<void> }>(
  { report, started }: Scene,
  title: string,
  start: () => Promise<Part>,
): Promise<Part> {
  const { first, kept } = await report.step(title, () =>
    keepRunning({ title, start, say: (line) => report.say(line) }),
  );
  started(kept);
  return first;
}

async function clearLeftovers({ config, dataDir, runDir, report }: Scene): Promise<void> {
  const ended = await stopLeftovers(runDir);
  if (config.databaseUrl === null && (await stopLeftoverPostgres(join(dataDir, 'postgres')))) {
    ended.push('postgres');
  }
  if (ended.length > 0) {
    report.say(`Stopped what an earlier start had left running: ${ended.toSorted().join(', ')}`);
  }
}

async function checkPorts({
  port,
  ports,
  sandbox,
  databaseUrl,
  temporalAddress,
}: StartConfig): Promise<void> {
  await requireFreePort(port, 'PORT');
  if (databaseUrl === null) await requireFreePort(ports.database, 'DATABASE_PORT');
  if (temporalAddress === null) {
    await requireFreePort(ports.temporal, 'TEMPORAL_PORT');
    await requireFreePort(ports.temporalUi, 'TEMPORAL_UI_PORT');
  }
  if (sandbox.meta) await requireFreePort(ports.sandboxMeta, 'SANDBOX_META_PORT');
  if (sandbox.claude) await requireFreePort(ports.sandboxClaude, 'SANDBOX_CLAUDE_PORT');
}

/** Postgres of this machine with the secrets that belong to it. @returns the folder it is in. */
async function startDatabase(scene: Scene, env: ChildEnv): Promise<string> {
  const { config, dataDir, runDir, report } = scene;
  const secrets = keepSecrets(dataDir);
  const folder = join(dataDir, 'postgres');
  const aside = secrets.isNew ? setAside(folder) : null;
  if (aside !== null) {
    report.say(`The secrets are new, so the database they do not fit was moved to ${aside}`);
  }
  const postgres = await keep(scene, 'Postgres', () =>
    startPostgres({
      dataDir: folder,
      port: config.ports.database,
      logFile: logFileOf(dataDir, 'postgres'),
      password: secrets.databasePassword,
      runDir,
    }),
  );
  env['DATABASE_URL'] = postgres.url;
  env['BETTER_AUTH_SECRET'] = config.betterAuthSecret ?? secrets.betterAuthSecret;
  env['ENCRYPTION_KEY'] = config.encryptionKey ?? secrets.encryptionKey;
  return postgres.dataDir;
}

async function startTemporalServer(scene: Scene, env: ChildEnv): Promise<void> {
  const { config, dataDir, runDir } = scene;
  const temporal = await keep(scene, 'Temporal with its Web UI', () =>
    startTemporal({
      dbFile: join(dataDir, 'temporal', 'temporal.db'),
      port: config.ports.temporal,
      uiPort: config.ports.temporalUi,
      namespace: config.temporalNamespace,
      logFile: logFileOf(dataDir, 'temporal'),
      runDir,
    }),
  );
  env['TEMPORAL_ADDRESS'] = temporal.address;
}
