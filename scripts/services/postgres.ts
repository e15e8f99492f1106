import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { commandOf, identityOf } from './identity.ts';
import { preparePostgresFiles } from './postgres-files.ts';
import type { PostgresFiles } from './postgres-files.ts';
import { placeOfData } from './postgres-place.ts';
import { ServiceFailedError, startService, waitUntilReady } from './process.ts';

export type RunningPostgres = {
  /** Connects as the owner of the database. */
  url: string;
  dataDir: string;
  pid: number;
  ended: Promise<number | null>;
  close(): Promise<void>;
};

export type PostgresOptions = {
  dataDir: string;
  port: number;
  logFile: string;
  /** Made by the caller and kept with its secrets; scram, because other local users can reach the port. */
  password: string;
  /** Where a later start looks for what this one left running. */
  runDir?: string;
};

const USER = 'aigency';
const DATABASE = 'aigency';
const REAPING_MS = 1_500;
/** Postgres' own code for it. */
const WRONG_PASSWORD = '28P01';

/**
 * Starts the embedded Postgres on loopback and makes the database when it is new. A server left over by a killed
 * start on the same data is stopped first; the data recovers by itself.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const files = preparePostgresFiles(options.dataDir);
  if (!existsSync(join(files.dataDir, 'PG_VERSION'))) createCluster(files, options.password);
  await stopLeftoverPostgres(options.dataDir);
  await forgetDeadServer(files.dataDir);
  const service = startService({
    name: 'Postgres',
    command: join(files.bin, 'postgres'),
    args: [
      '-D',
      files.dataDir,
      `--port=${options.port}`,
      '--listen_addresses=127.0.0.1',
      '--unix_socket_directories=',
      '--max_connections=200',
      '--shared_buffers=64MB',
    ],
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    logFile: options.logFile,
    cwd: files.dataDir,
    // Postgres' fast shutdown: clients are cut off, the data is left clean.
    stopSignal: 'SIGINT',
    ...(options.runDir === undefined ? {} : { runDir: options.runDir }),
    ...files.runAs,
  });
  const url = (database: string) =>
    `postgres://${USER}:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/${database}`;
  await waitUntilReady(service, {
    check: () => canConnect(url('postgres'), options),
    timeoutMs: 60_000,
    logFile: options.logFile,
  });
  await ensureDatabase(url('postgres'));
  return {
    url: url(DATABASE),
    dataDir: files.dataDir,
    pid: service.pid,
    ended: service.ended,
    close: () => service.stop(),
  };
}

/** Made aside and renamed: a start that is killed halfway leaves nothing that looks like a database. */
function createCluster(files: PostgresFiles, password: string): void {
  const work = `${files.dataDir}.new`;
  const folder = mkdtempSync(join(tmpdir(), 'aigency-initdb-'));
  const passwordFile = join(folder, 'password');
  try {
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { mode: 0o700 });
    writeFileSync(passwordFile, password, { mode: 0o600 });
    for (const path of files.runAs === null ? [] : [work, folder, passwordFile]) {
      chownSync(path, files.runAs?.uid ?? 0, files.runAs?.gid ?? 0);
    }
    execFileSync(
      join(files.bin, 'initdb'),
      [
        `--pgdata=${work}`,
        `--username=${USER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
      ],
      {
        stdio: 'pipe',
        cwd: work,
        env: { PATH: process.env['PATH'], LC_ALL: 'C' },
        ...files.runAs,
      },
    );
    renameSync(work, files.dataDir);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The process noted by the server that used this data last, or null. */
function notedServer(dataDir: string): number | null {
  try {
    const pid = Number(readFileSync(pidFileOf(dataDir), 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 1 ? pid : null;
  } catch {
    return null;
  }
}

function pidFileOf(dataDir: string): string {
  return join(dataDir, 'postmaster.pid');
}

function hasNumber(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Postgres takes whatever has the noted number for itself and refuses to start: a stranger that was given it since,
 * or a dead server that its parent, often the first process of a container, has not noticed yet. The wait also gives
 * the dead server's helpers time to be gone.
 */
async function forgetDeadServer(dataDir: string): Promise<void> {
  const pid = notedServer(dataDir);
  if (pid === null) return;
  for (let waited = 0; waited < REAPING_MS && hasNumber(pid); waited += 30) await delay(30);
  if (hasNumber(pid) && !commandOf(pid).includes('postgres')) rmSync(pidFileOf(dataDir));
}

/**
 * Ends a server that a killed start has left on this data: it would keep the port and the data to itself.
 * @returns whether there was one.
 */
export async function stopLeftoverPostgres(wantedDataDir: string): Promise<boolean> {
  const { dataDir } = placeOfData(wantedDataDir);
  const pid = notedServer(dataDir);
  const identity = pid === null ? null : identityOf(pid);
  if (pid === null || identity === null) return false;
  const command = commandOf(pid);
  if (!command.includes('postgres') || !command.includes(dataDir)) return false;
  const isAlive = () => identityOf(pid) === identity;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < 10_000 && isAlive(); waited += 30) await delay(30);
  if (isAlive()) process.kill(pid, 'SIGKILL');
  while (isAlive()) await delay(30);
  return true;
}

async function canConnect(url: string, { dataDir, logFile }: PostgresOptions): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === WRONG_PASSWORD) {
      const why = `does not take the password in ${join(dirname(dataDir), 'secrets.json')}: put that file back as it was, or remove all data with npm run reset`;
      throw new ServiceFailedError('The database', why, logFile);
    }
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function ensureDatabase(adminUrl: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [
      DATABASE,
    ]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** A password for a new cluster. */
export function newPassword(): string {
  return randomBytes(24).toString('base64url');
}
