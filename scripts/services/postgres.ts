import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { preparePostgresFiles } from './postgres-files.ts';
import type { PostgresFiles } from './postgres-files.ts';
import { startService, waitUntilReady } from './process.ts';

export type RunningPostgres = {
  /** Connects as the owner of the database. */
  url: string;
  dataDir: string;
  pid: number;
  ended: Promise<number | null>;
  close(): Promise<void>;
};

const USER = 'aigency';
const DATABASE = 'aigency';

/**
 * Starts the embedded Postgres on loopback and makes the database when it is new. A server left over by a killed
 * start on the same data is stopped first; the data recovers by itself.
 */
export async function startPostgres(options: {
  dataDir: string;
  port: number;
  logFile: string;
  /** Made by the caller and kept with its secrets; scram, because other local users can reach the port. */
  password: string;
}): Promise<RunningPostgres> {
  const files = preparePostgresFiles(options.dataDir);
  if (!existsSync(join(files.dataDir, 'PG_VERSION'))) createCluster(files, options.password);
  await stopLeftover(files.dataDir);
  const service = startService({
    name: 'Postgres',
    command: join(files.bin, 'postgres'),
    args: [
      ...['-D', files.dataDir, '-p', String(options.port)],
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
      ...['-c', 'max_connections=200', '-c', 'shared_buffers=64MB'],
    ],
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    logFile: options.logFile,
    cwd: files.dataDir,
    ...(files.runAs ?? {}),
  });
  const url = (database: string) =>
    `postgres://${USER}:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/${database}`;
  await waitUntilReady(service, {
    check: () => canConnect(url('postgres')),
    timeoutMs: 60_000,
    logFile: options.logFile,
  });
  await ensureDatabase(url('postgres'));
  return {
    url: url(DATABASE),
    dataDir: files.dataDir,
    pid: service.pid,
    ended: service.ended,
    // SIGINT is Postgres' fast shutdown: clients are cut off, the data is left clean.
    close: () => service.stop('SIGINT'),
  };
}

function createCluster(files: PostgresFiles, password: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'aigency-initdb-'));
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (files.runAs !== null) {
    chownSync(folder, files.runAs.uid, files.runAs.gid);
    chownSync(passwordFile, files.runAs.uid, files.runAs.gid);
  }
  try {
    execFileSync(
      join(files.bin, 'initdb'),
      [
        ...['-D', files.dataDir, '-U', USER, '-E', 'UTF8', '--locale=C', '--no-sync'],
        ...['--auth=scram-sha-256', `--pwfile=${passwordFile}`],
      ],
      {
        stdio: 'pipe',
        cwd: files.dataDir,
        env: { PATH: process.env['PATH'], LC_ALL: 'C' },
        ...files.runAs,
      },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** After a kill -9 of everything the server may still run: it would keep the port and the data to itself. */
async function stopLeftover(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || !isPostgresOf(pid, dataDir)) return;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < 10_000 && isPostgresOf(pid, dataDir); waited += 50) await delay(50);
  if (isPostgresOf(pid, dataDir)) process.kill(pid, 'SIGKILL');
}

/** A process number may have been given to a stranger since; its command line tells. */
function isPostgresOf(pid: number, dataDir: string): boolean {
  try {
    const command = execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' });
    return command.includes('postgres') && command.includes(dataDir);
  } catch {
    return false;
  }
}

async function canConnect(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    return true;
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
