import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { loadStartConfig } from '../config.ts';
import { ROOT } from './services/build.ts';
import { leftovers } from './services/leftovers.ts';
import { postgresDataFolder } from './services/postgres-files.ts';

const dataDir = resolve(ROOT, loadStartConfig().dataDir);
const database = postgresDataFolder(join(dataDir, 'postgres'));

if (leftovers(join(dataDir, 'run')).length > 0) {
  console.error('Aigency is running. Please stop it first with Ctrl-C; nothing was removed.');
  process.exit(1);
}
if (!existsSync(dataDir) && !existsSync(database)) {
  console.log('There is no data to remove.');
  process.exit(0);
}
if (!process.argv.includes('--yes')) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(
    `Remove all data in ${dataDir}? Accounts, projects and logs are gone for good. (yes/no) `,
  );
  terminal.close();
  if (answer.trim().toLowerCase() !== 'yes') {
    console.log('Nothing was removed.');
    process.exit(0);
  }
}
rmSync(database, { recursive: true, force: true });
rmSync(dataDir, { recursive: true, force: true });
console.log('All data was removed. The next npm start begins anew.');
