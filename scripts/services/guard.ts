import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/**
 * Reads which process groups run and which have ended. The pipe closes when the process that started them is gone,
 * however that came about, and then those left are asked to end.
 */
const SCRIPT = `
trap '' INT TERM HUP
list=
while read -r what group signal; do
  if [ "$what" = + ]; then list="$list $group:$signal"; continue; fi
  kept=
  for one in $list; do [ "\${one%%:*}" = "$group" ] || kept="$kept $one"; done
  list=$kept
done
for one in $list; do kill -s "\${one##*:}" -- "-\${one%%:*}"; done
`;

let guard: ChildProcess | null = null;

/** From now on the group of this child ends with this very process, even after a kill -9. */
export function guardGroup(pid: number, signal: 'SIGTERM' | 'SIGINT'): void {
  tell(`+ ${pid} ${signal.slice('SIG'.length)}`);
}

export function releaseGroup(pid: number): void {
  if (guard !== null) tell(`- ${pid} -`);
}

function tell(line: string): void {
  guard ??= startGuard();
  guard.stdin?.write(`${line}\n`);
}

function startGuard(): ChildProcess {
  const child = spawn('sh', ['-c', SCRIPT], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  const forget = () => {
    guard = null;
  };
  child.once('error', forget);
  child.once('exit', forget);
  child.stdin.on('error', forget);
  // It must not keep its own reason for being alive.
  child.unref();
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return child;
}
