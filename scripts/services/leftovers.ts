import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { identityOf } from './identity.ts';

/**
 * What runs for a data folder is noted in its `run` folder, each process with its identity. After a `kill -9` of the
 * start itself the next one finds its orphans there, and never takes a stranger with the same number for one.
 */
const noteSchema = z.object({
  pid: z.number(),
  identity: z.string(),
  stopSignal: z.enum(['SIGTERM', 'SIGINT']),
});

type Note = z.infer<typeof noteSchema>;
export type Leftover = Note & { name: string };

const SUPERVISOR = 'start';

function fileOf(runDir: string, name: string): string {
  return join(runDir, `${name}.pid`);
}

export function rememberProcess(
  runDir: string,
  name: string,
  process_: { pid: number; stopSignal?: Note['stopSignal'] },
): void {
  const identity = identityOf(process_.pid);
  if (identity === null) return;
  const note: Note = { pid: process_.pid, identity, stopSignal: process_.stopSignal ?? 'SIGTERM' };
  mkdirSync(runDir, { recursive: true });
  writeFileSync(fileOf(runDir, name), JSON.stringify(note));
}

/** Forgets a process that ended, unless its successor has been noted meanwhile. */
export function forgetProcess(runDir: string, name: string, pid: number): void {
  if (readNote(fileOf(runDir, name))?.pid === pid) rmSync(fileOf(runDir, name), { force: true });
}

function readNote(file: string): Note | null {
  try {
    return noteSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

function isAlive(note: Note): boolean {
  return identityOf(note.pid) === note.identity;
}

/**
 * Takes the data folder for this process.
 * @returns the number of the other start that runs on it, or null when it is ours now.
 */
export function claimRun(runDir: string): number | null {
  mkdirSync(runDir, { recursive: true });
  const claim = join(runDir, `.claim-${process.pid}`);
  const note = { pid: process.pid, identity: identityOf(process.pid) ?? '', stopSignal: 'SIGTERM' };
  writeFileSync(claim, JSON.stringify(note));
  try {
    for (;;) {
      const other = runningStart(runDir);
      if (other !== null) return other === process.pid ? null : other;
      rmSync(fileOf(runDir, SUPERVISOR), { force: true });
      // Fails when another start was faster, and never shows a file that is half written.
      if (canLink(claim, fileOf(runDir, SUPERVISOR))) return null;
    }
  } finally {
    rmSync(claim, { force: true });
  }
}

function canLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Gives the data folder back. */
export function releaseRun(runDir: string): void {
  forgetProcess(runDir, SUPERVISOR, process.pid);
}

/** The number of the start that runs on this folder now, or null. */
export function runningStart(runDir: string): number | null {
  const note = readNote(fileOf(runDir, SUPERVISOR));
  return note !== null && isAlive(note) ? note.pid : null;
}

/** Processes of an earlier start that still run. */
export function leftovers(runDir: string): Leftover[] {
  let files: string[];
  try {
    files = readdirSync(runDir).filter((file) => file.endsWith('.pid'));
  } catch {
    return [];
  }
  return files.flatMap((file) => {
    const name = file.slice(0, -'.pid'.length);
    const note = readNote(join(runDir, file));
    return name !== SUPERVISOR && note !== null && isAlive(note) ? [{ ...note, name }] : [];
  });
}

/** Ends what an earlier start left behind: politely, then not. @returns their names. */
export async function stopLeftovers(runDir: string, graceMs = 8_000): Promise<string[]> {
  const found = leftovers(runDir);
  for (const { pid, stopSignal } of found) signal(pid, stopSignal);
  const deadline = Date.now() + graceMs;
  while (Date.now() < deadline && found.some(isAlive)) await delay(30);
  const stubborn = found.filter(isAlive);
  for (const { pid } of stubborn) signal(pid, 'SIGKILL');
  while (stubborn.some(isAlive)) await delay(30);
  for (const { name, pid } of found) forgetProcess(runDir, name, pid);
  return found.map(({ name }) => name);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // It ended by itself just now, which is what was wanted.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
