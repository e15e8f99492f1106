import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { identityOf } from './identity.ts';
import {
  claimRun,
  forgetProcess,
  leftovers,
  releaseRun,
  rememberProcess,
  runningStart,
  stopLeftovers,
} from './leftovers.ts';

let runDir: string;
const pids: number[] = [];
beforeEach(() => {
  runDir = mkdtempSync(join(tmpdir(), 'run-'));
});
afterEach(() => {
  for (const pid of pids.splice(0)) if (identityOf(pid) !== null) process.kill(pid, 'SIGKILL');
  rmSync(runDir, { recursive: true });
});

/** A process that says when it can be asked to end, and then does so or not. */
async function stranger({ stubborn = false } = {}): Promise<number> {
  const deaf = stubborn ? "process.on('SIGTERM', () => {});" : '';
  const script = `${deaf}setInterval(() => {}, 1000); console.log('up')`;
  const child = spawn(process.execPath, ['-e', script]);
  await once(child.stdout, 'data');
  const pid = child.pid ?? 0;
  pids.push(pid);
  return pid;
}

describe('what an earlier start left running', () => {
  test('is found again by name and stopped', async () => {
    const pid = await stranger();
    rememberProcess(runDir, 'worker', { pid });
    expect(leftovers(runDir).map(({ name }) => name)).toEqual(['worker']);
    expect(await stopLeftovers(runDir)).toEqual(['worker']);
    expect(identityOf(pid)).toBeNull();
    expect(leftovers(runDir)).toEqual([]);
  });

  test('is killed when it does not listen', async () => {
    const pid = await stranger({ stubborn: true });
    rememberProcess(runDir, 'worker', { pid });
    await stopLeftovers(runDir, 100);
    expect(identityOf(pid)).toBeNull();
  });

  test('never includes a stranger that was given the same number', async () => {
    const pid = await stranger();
    const note = { pid, identity: 'another-boot/1', stopSignal: 'SIGTERM' };
    writeFileSync(join(runDir, 'worker.pid'), JSON.stringify(note));
    expect(await stopLeftovers(runDir)).toEqual([]);
    expect(identityOf(pid)).not.toBeNull();
  });

  test('is nothing when a note is damaged or the folder is missing', () => {
    writeFileSync(join(runDir, 'worker.pid'), '{"pid":');
    expect(leftovers(runDir)).toEqual([]);
    expect(leftovers(join(runDir, 'missing'))).toEqual([]);
  });

  test('is not forgotten by the end of its predecessor', async () => {
    const pid = await stranger();
    rememberProcess(runDir, 'worker', { pid });
    forgetProcess(runDir, 'worker', pid + 1);
    expect(leftovers(runDir)).toHaveLength(1);
    forgetProcess(runDir, 'worker', pid);
    expect(leftovers(runDir)).toHaveLength(0);
  });
});

describe('a data folder', () => {
  test('belongs to one start until it gives it back', () => {
    expect(claimRun(runDir)).toBeNull();
    expect(runningStart(runDir)).toBe(process.pid);
    expect(leftovers(runDir)).toEqual([]);
    releaseRun(runDir);
    expect(runningStart(runDir)).toBeNull();
  });

  test('that another start uses names its process', async () => {
    const pid = await stranger();
    rememberProcess(runDir, 'start', { pid });
    expect(claimRun(runDir)).toBe(pid);
    releaseRun(runDir);
    expect(runningStart(runDir)).toBe(pid);
  });

  test('is free again when that start was killed', async () => {
    const pid = await stranger();
    rememberProcess(runDir, 'start', { pid });
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => identityOf(pid)).toBeNull();
    expect(claimRun(runDir)).toBeNull();
  });
});
