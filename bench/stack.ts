import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../scripts/services/ports.ts';
import { newPassword, startPostgres } from '../scripts/services/postgres.ts';
import { startTemporal } from '../scripts/services/temporal.ts';
import { startAppStack } from '../test/support/app-stack.ts';
import type { AppStack } from '../test/support/app-stack.ts';

export type BenchStack = {
  readonly app: AppStack;
  readonly temporalAddress: string;
  readonly floorPrefix: string;
  readonly floorPid: number;
  close(): Promise<void>;
};

/** A whole installation on ports and folders of its own, with a second worker for the floor. */
export async function startBenchStack(): Promise<BenchStack> {
  const folder = await mkdtemp(join(tmpdir(), 'aigency-bench-'));
  const closers: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const end of closers.toReversed()) await end();
  };
  try {
    const postgres = await startPostgres({
      dataDir: join('/var/tmp', `aigency-bench-${process.pid}`, 'postgres'),
      port: await findFreePort(),
      logFile: join(folder, 'postgres.log'),
      password: newPassword(),
    });
    closers.push(async () => {
      await postgres.close();
      await rm(dirname(postgres.dataDir), { recursive: true, force: true });
    });
    const temporal = await startTemporal({
      dbFile: join(folder, 'temporal.db'),
      port: await findFreePort(),
      uiPort: null,
      namespace: 'default',
      logFile: join(folder, 'temporal.log'),
    });
    closers.push(() => temporal.close());
    const app = await startAppStack({
      postgresUrl: postgres.url,
      temporalAddress: temporal.address,
    });
    closers.push(() => app.close());
    const floorPrefix = `floor-${process.pid}-`;
    const floor = await startFloorWorker(temporal.address, floorPrefix);
    closers.push(async () => {
      floor.kill('SIGKILL');
      if (floor.exitCode === null && floor.signalCode === null) await once(floor, 'exit');
    });
    const { address: temporalAddress } = temporal;
    return { app, temporalAddress, floorPrefix, floorPid: floor.pid ?? 0, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startFloorWorker(address: string, prefix: string): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('./floor-worker.ts', import.meta.url));
  const child = spawn(process.execPath, [script, address, prefix], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const chunk of child.stdout) {
    if (String(chunk).includes('floor worker ready')) break;
  }
  // Leaving the loop closed the pipe on our side only; what else is printed does not matter.
  return child;
}

/** Processor time a process has used so far, ms, from Linux's own count in hundredths of a second. */
export function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
