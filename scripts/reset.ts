import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { ConfigError, loadStartConfig } from '../config.ts';
import { ROOT } from './services/build.ts';
import { runningStart, stopLeftovers } from './services/leftovers.ts';
import { placeOfData } from './services/postgres-place.ts';
import { stopLeftoverPostgres } from './services/postgres.ts';

/** Only what Aigency made: the folder may be one that holds other things as well. */
const OURS = ['logs', 'postgres', 'postgres.new', 'run', 'sandbox', 'secrets.json', 'temporal'];

async function isMeant(dataDir: string): Promise<boolean> {
  if (process.argv.includes('--yes')) return true;
  if (!process.stdin.isTTY) {
    console.error('Nobody is here to answer. To remove all data without a question, add --yes');
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(
    `Remove all data in ${dataDir}? Accounts, projects and logs are gone for good. (yes/no) `,
  );
  terminal.close();
  return answer.trim().toLowerCase() === 'yes';
}

async function main(): Promise<number> {
  const dataDir = resolve(ROOT, loadStartConfig().dataDir);
  const wanted = join(dataDir, 'postgres');
  const database = placeOfData(wanted).dataDir;
  const runDir = join(dataDir, 'run');
  if (runningStart(runDir) !== null) {
    console.error('Aigency is running. Please stop it first with Ctrl-C; nothing was removed.');
    return 1;
  }
  const found = [...OURS.map((name) => join(dataDir, name)), database].filter((path) =>
    existsSync(path),
  );
  if (found.length === 0) {
    console.log('There is no data to remove.');
    return 0;
  }
  if (!(await isMeant(dataDir))) {
    console.log('Nothing was removed.');
    return process.stdin.isTTY ? 0 : 1;
  }
  await stopLeftovers(runDir);
  await stopLeftoverPostgres(wanted);
  for (const path of found) rmSync(path, { recursive: true, force: true });
  if (existsSync(dataDir) && readdirSync(dataDir).length === 0) rmdirSync(dataDir);
  console.log('All data was removed. The next npm start begins anew.');
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
