import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { loadStartConfig } from '../config.ts';
import { banner } from './services/banner.ts';
import { ROOT } from './services/build.ts';
import type { Kept } from './services/children.ts';
import { claimRun, releaseRun } from './services/leftovers.ts';
import { logFileOf } from './services/parts.ts';
import { killAllServices, stopRemainingServices } from './services/process.ts';
import { createReporter } from './services/progress.ts';
import { startEverything } from './services/run.ts';

/** npm passes Ctrl-C on to a process that the terminal has told already; that is one wish, not two. */
const SAME_WISH_MS = 700;

/** What runs, in the order it was started. */
const parts: Kept[] = [];
let stoppingSince: number | null = null;

async function stopEverything(): Promise<void> {
  for (const part of parts.splice(0).toReversed()) {
    await part.stop().catch((error: unknown) => console.error(`  ${wordsOf(error)}`));
  }
  await stopRemainingServices();
}

/** @throws when the person said stop while this part was becoming ready: nothing more is to be started then. */
function started(part: Kept): void {
  parts.push(part);
  if (stoppingSince === null) return;
  void part.stop();
  throw new Error('Stopping');
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isForeign = 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM');
  return isForeign
    ? `${error.message}\n  Something in the data folder belongs to another user. Start Aigency as that user, or name another folder with DATA_DIR.`
    : error.message;
}

function onSignal(): void {
  if (stoppingSince === null) {
    stoppingSince = Date.now();
    console.log('\n  Stopping; Ctrl-C once more ends everything at once');
    void stopEverything().then(() => process.exit(0));
    return;
  }
  if (Date.now() - stoppingSince < SAME_WISH_MS) return;
  killAllServices();
  process.exit(1);
}

/** Others may walk through, as Postgres under its own account has to, but not look around. */
function makeFolders(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  for (const name of ['logs', 'run', 'sandbox', 'temporal']) {
    mkdirSync(join(dataDir, name), { recursive: true, mode: 0o700 });
  }
}

async function main(): Promise<void> {
  const config = loadStartConfig();
  const dataDir = resolve(ROOT, config.dataDir);
  const runDir = join(dataDir, 'run');
  makeFolders(dataDir);
  const other = claimRun(runDir);
  if (other !== null) {
    throw new Error(
      `Aigency already runs on this data folder (process ${other}): ${config.publicUrl}\n  Stop that one with Ctrl-C, or give this one a DATA_DIR and ports of its own.`,
    );
  }
  process.once('exit', () => releaseRun(runDir));
  console.log('\n  Starting Aigency\n');
  const report = createReporter({ logFile: logFileOf(dataDir, 'start') });
  const { data } = await startEverything({
    config,
    dataDir,
    runDir,
    report,
    started,
  });
  if (stoppingSince === null) console.log(banner(config, { data, logs: join(dataDir, 'logs') }));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, onSignal);
}
// The terminal may close before everything has been stopped.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

main().catch(async (error: unknown) => {
  // What was on its way up when the person said stop ends with an error, and that is as it should be.
  if (stoppingSince !== null) return;
  stoppingSince = Date.now();
  console.error(`\n  ${wordsOf(error)}\n`);
  await stopEverything();
  process.exit(1);
});
