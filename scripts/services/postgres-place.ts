import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';

/** Postgres refuses to run as root, so a root user lends it the account that owns nothing. */
export const NOBODY = 65_534;

export type Account = { uid: number; gid: number };
export type Place = { dataDir: string; runAs: Account | null };

/** Whether a user who owns nothing may walk down to this folder, or to where it is going to be. */
export function isReachableByAll(folder: string): boolean {
  for (let path = resolve(folder); ; path = dirname(path)) {
    if (existsSync(path) && (statSync(path).mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

function hasCluster(dataDir: string): boolean {
  return existsSync(join(dataDir, 'PG_VERSION'));
}

/**
 * Where the database of a wanted folder is, and under which account. An ordinary user has it right there. For root it
 * is there too when the server's account can get there, else in a folder for such data whose name is derived from the
 * wanted one, so that every start finds it again. A database that exists stays where it is and keeps its owner.
 */
export function placeOfData(wantedDataDir: string): Place {
  const wanted = resolve(wantedDataDir);
  if (process.getuid?.() !== 0) return { dataDir: wanted, runAs: null };
  const nobody = { uid: NOBODY, gid: NOBODY };
  if (hasCluster(wanted)) {
    const { uid, gid } = statSync(wanted);
    if (uid === NOBODY && !isReachableByAll(dirname(wanted))) {
      throw new Error(
        `The database in ${wanted} runs as a user who cannot enter a folder above it any more. Allow that with chmod a+x, or name another data folder with DATA_DIR. Nothing was changed.`,
      );
    }
    return { dataDir: wanted, runAs: uid === 0 ? nobody : { uid, gid } };
  }
  const outside = outsideFolder(wanted);
  const isOutside = hasCluster(outside) || !isReachableByAll(dirname(wanted));
  return { dataDir: isOutside ? outside : wanted, runAs: nobody };
}

function outsideFolder(wanted: string): string {
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, 16);
  return join(sharedFolder(), `data-${name}`);
}

/**
 * Root's folder that others can enter but not write to. Below a folder that everybody may write to somebody else
 * could have made it first, so its owner is looked at before it is trusted.
 */
export function sharedFolder(bases: readonly string[] = ['/var/lib', '/var/tmp']): string {
  for (const base of bases) {
    const folder = join(base, 'aigency');
    try {
      mkdirSync(folder);
      chmodSync(folder, 0o755);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) continue;
    }
    const state = lstatSync(folder);
    if (state.isDirectory() && state.uid === 0 && (state.mode & 0o022) === 0) return folder;
  }
  throw new Error(
    `No folder for the database was found: ${bases.join(' and ')} cannot be used. Start Aigency as an ordinary user, or name a Postgres of your own with DATABASE_URL.`,
  );
}

/** Moves a database aside that the secrets of this data folder cannot open. @returns where to, or null without one. */
export function setAside(wantedDataDir: string, now: Date = new Date()): string | null {
  const { dataDir } = placeOfData(wantedDataDir);
  if (!hasCluster(dataDir)) return null;
  const aside = `${dataDir}.until-${now.toISOString().slice(0, 19).replaceAll(':', '-')}`;
  renameSync(dataDir, aside);
  return aside;
}
