import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Tells a process from a stranger that was given its number later: when it began, as the system knows it. Null when
 * it is gone, or dead and only waiting for its parent to notice. A small Linux has no `ps`, so `/proc` comes first.
 */
export function identityOf(pid: number): string | null {
  if (!Number.isInteger(pid) || pid <= 1) return null;
  if (process.platform === 'linux') return identityFromProc(pid);
  const began = ps(pid, 'lstart=');
  return began === '' || ps(pid, 'state=').startsWith('Z') ? null : began;
}

/** The command line of a process, or an empty text when it is gone. */
export function commandOf(pid: number): string {
  if (process.platform !== 'linux') return ps(pid, 'args=');
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
}

function identityFromProc(pid: number): string | null {
  const began = startTicks(read(`/proc/${pid}/stat`));
  // Ticks count from the start of the machine, and that changes with every boot.
  return began === null ? null : `${read('/proc/sys/kernel/random/boot_id').trim()}/${began}`;
}

/**
 * The moment of birth out of a line of `/proc/<pid>/stat`; null for the dead. The second field is the program's name,
 * which may hold blanks and brackets of its own.
 */
export function startTicks(stat: string): string | null {
  const fields = stat
    .slice(stat.lastIndexOf(')') + 1)
    .trim()
    .split(/\s+/);
  const [state] = fields;
  const ticks = fields[19];
  if (ticks === undefined || state === 'Z' || state === 'X') return null;
  return ticks;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function ps(pid: number, column: string): string {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', column], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
