import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';

/** When a process began, as the system tells it; null when it is gone. A reused number has another beginning. */
export function startedAt(pid: number): string | null {
  try {
    const text = execFileSync('ps', ['-p', String(pid), '-o', 'lstart='], {
      encoding: 'utf8',
    }).trim();
    return text === '' ? null : text;
  } catch {
    return null;
  }
}

/** Notes that this process is ours, so that a later start finds it should this one be killed. */
export function rememberProcess(runDir: string, name: string, pid: number): void {
  mkdirSync(runDir, { recursive: true });
  writeFileSync(join(runDir, `${name}.pid`), `${pid}\n${startedAt(pid) ?? ''}\n`);
}

export function forgetProcess(runDir: string, name: string): void {
  rmSync(join(runDir, `${name}.pid`), { force: true });
}

type Remembered = { name: string; pid: number };

/** Our processes of an earlier start that still run; a stranger with the same number is never among them. */
export function leftovers(runDir: string): Remembered[] {
  let files: string[];
  try {
    files = readdirSync(runDir).filter((file) => file.endsWith('.pid'));
  } catch {
    return [];
  }
  return files.flatMap((file) => {
    const [pidText = '', began = ''] = readFileSync(join(runDir, file), 'utf8').split('\n');
    const pid = Number(pidText);
    const isOurs = Number.isInteger(pid) && pid > 1 && began !== '' && startedAt(pid) === began;
    return isOurs ? [{ name: file.slice(0, -'.pid'.length), pid }] : [];
  });
}

/** Ends what an earlier start left behind: politely, then not. @returns their names. */
export async function stopLeftovers(runDir: string, graceMs = 8_000): Promise<string[]> {
  const found = leftovers(runDir);
  for (const { pid } of found) signal(pid, 'SIGTERM');
  const deadline = Date.now() + graceMs;
  while (Date.now() < deadline && leftovers(runDir).length > 0) await delay(50);
  for (const { pid } of leftovers(runDir)) signal(pid, 'SIGKILL');
  rmSync(runDir, { recursive: true, force: true });
  return found.map(({ name }) => name);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself just now, which is what was wanted.
  }
}
