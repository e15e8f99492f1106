import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A child process whose output goes to a file and whose end is known. */
export type Service = {
  readonly name: string;
  readonly pid: number;
  /** Settles when the process is gone: its exit code, or null after a signal. */
  readonly ended: Promise<number | null>;
  isRunning(): boolean;
  /** SIGTERM (or `signal`), and SIGKILL when it has not ended after `graceMs`. Safe to call twice. */
  stop(signal?: NodeJS.Signals): Promise<void>;
};

export type ServiceOptions = {
  name: string;
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  /** Standard output and errors are appended here. */
  logFile: string;
  cwd?: string;
  graceMs?: number;
  uid?: number;
  gid?: number;
};

export class ServiceFailedError extends Error {
  readonly code = 'start.service_failed';
  constructor(name: string, detail: string, logFile: string) {
    super(`${name} ${detail}. Its log is in ${logFile}`);
    this.name = 'ServiceFailedError';
  }
}

/** Starts a child in a process group of its own, so that Ctrl-C in the terminal reaches only the supervisor. */
export function startService(options: ServiceOptions): Service {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, 'a', 0o600);
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...options.env },
    stdio: ['ignore', log, log],
    detached: true,
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
  });
  closeSync(log);
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.once('error', () => resolve(-1));
  });
  return asService(options, child, ended);
}

function asService(
  options: ServiceOptions,
  child: ChildProcess,
  ended: Promise<number | null>,
): Service {
  const isRunning = () =>
    child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  return {
    name: options.name,
    pid: child.pid ?? -1,
    ended,
    isRunning,
    async stop(signal = 'SIGTERM') {
      if (!isRunning()) return;
      child.kill(signal);
      const graceful = await Promise.race([
        ended.then(() => true),
        delay(options.graceMs ?? 15_000, false, { ref: false }),
      ]);
      if (!graceful) child.kill('SIGKILL');
      await ended;
    },
  };
}

/**
 * Waits until `check` answers true.
 * @throws ServiceFailedError when the process ends first or the time is up.
 */
export async function waitUntilReady(
  service: Service,
  options: { check: () => Promise<boolean>; timeoutMs: number; logFile: string },
): Promise<void> {
  const deadline = Date.now() + options.timeoutMs;
  while (Date.now() < deadline) {
    if (!service.isRunning()) {
      throw new ServiceFailedError(service.name, 'ended before it was ready', options.logFile);
    }
    if (await options.check().catch(() => false)) return;
    await delay(40);
  }
  throw new ServiceFailedError(service.name, 'did not become ready in time', options.logFile);
}

/** True when an address answers with a 2xx. */
export async function answersOk(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
  await response.body?.cancel();
  return response.ok;
}
