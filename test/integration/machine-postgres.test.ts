import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { findFreePort } from '../../scripts/services/ports.ts';
import { newPassword, startPostgres } from '../../scripts/services/postgres.ts';
import type { PostgresOptions, RunningPostgres } from '../../scripts/services/postgres.ts';
import { placeOfData } from '../../scripts/services/postgres-place.ts';

let folder: string;
let options: PostgresOptions;
let last: RunningPostgres | null;

beforeEach(async () => {
  folder = mkdtempSync(join('/var/tmp', 'aigency-machine-'));
  last = null;
  options = {
    dataDir: join(folder, 'data/postgres'),
    port: await findFreePort(),
    logFile: join(folder, 'postgres.log'),
    password: newPassword(),
  };
});
afterEach(async () => {
  await last?.close();
  rmSync(placeOfData(options.dataDir).dataDir, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

async function start(change: Partial<PostgresOptions> = {}): Promise<RunningPostgres> {
  last = await startPostgres({ ...options, ...change });
  return last;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}

describe('the Postgres of this machine', () => {
  test('has what was committed after a kill -9', async () => {
    const first = await start();
    await query(first.url, 'create table kept as select 42 as answer');
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    const second = await start();
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('takes the place of one that was left running on the same data', async () => {
    const first = await start();
    const second = await start();
    expect(await first.ended).toBe(0);
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('is open to nobody without the password', async () => {
    const { url } = await start();
    const other = url.replace(/:[^:@]+@/, ':guess@');
    await expect(query(other, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  test('says what to do when the secrets do not fit the data', async () => {
    const first = await start();
    await first.close();
    const secrets = join(dirname(options.dataDir), 'secrets.json');
    await expect(start({ password: newPassword() })).rejects.toThrow(
      `does not take the password in ${secrets}`,
    );
  });

  test('starts though its number was given to a stranger, whom it leaves alone', async () => {
    const first = await start();
    const file = join(first.dataDir, 'postmaster.pid');
    const lines = readFileSync(file, 'utf8').split('\n');
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    const { runAs } = placeOfData(options.dataDir);
    const stranger = spawn('sleep', ['60'], { cwd: tmpdir(), ...runAs });
    onTestFinished(() => void stranger.kill());
    await once(stranger, 'spawn');
    writeFileSync(file, [String(stranger.pid), ...lines.slice(1)].join('\n'));
    await start();
    expect(stranger.exitCode).toBeNull();
  });
});
