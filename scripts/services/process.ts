import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { guardGroup, releaseGroup } from './guard.ts';
import { forgetProcess, rememberProcess } from './leftovers.ts';

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
  /** For people and for the note in the run folder: "worker". */
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
  /** How this program likes to be asked to end; SIGTERM unless told otherwise. */
  stopSignal?: 'SIGTERM' | 'SIGINT';
  /** Where a later start looks for what this one left running. */
  runDir?: string;
};

export class ServiceFailedError extends Error {
  readonly code = 'start.service_failed';
  constructor(name: string, detail: string, logFile: string) {
    const last = lastLine(logFile);
    super(
      `${name} ${detail}. Its log is in ${logFile}${last === '' ? '' : `, and ends with:\n  ${last}`}`,
    );
    this.name = 'ServiceFailedError';
  }
}

function lastLine(logFile: string): string {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').at(-1)?.slice(0, 300) ?? '';
  } catch {
    return '';
  }
}

/** Everything started here that has not ended, whether it became ready or not. */
const running = new Map<ChildProcess, 'SIGTERM' | 'SIGINT'>();

/** Leaving without a goodbye, for example after an error nobody caught, must not leave children behind. */
process.on('exit', () => killAllServices());

/** Ends every child at once and without asking. */
export function killAllServices(): void {
  for (const child of running.keys()) killGroup(child, 'SIGKILL');
}

/** Asks every child to end that has not yet, such as those that were still starting, and waits until all have. */
export async function stopRemainingServices(graceMs = 8_000): Promise<void> {
  for (const [child, signal] of running) killGroup(child, signal);
  const deadline = Date.now() + graceMs;
  while (running.size > 0 && Date.now() < deadline) await delay(20);
  killAllServices();
  while (running.size > 0) await delay(20);
}

/** Each child leads a group of its own, so that helpers it started (a download) end with it. */
function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
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
  const { runDir, name, stopSignal = 'SIGTERM' } = options;
  const { pid } = child;
  if (pid !== undefined) {
    running.set(child, stopSignal);
    guardGroup(pid, stopSignal);
    if (runDir !== undefined) rememberProcess(runDir, name, { pid, stopSignal });
  }
  const ended = new Promise<number | null>((resolve) => {
    const end = (code: number | null) => {
      running.delete(child);
      if (pid !== undefined) releaseGroup(pid);
      if (runDir !== undefined && pid !== undefined) forgetProcess(runDir, name, pid);
      resolve(code);
    };
    child.once('exit', end);
    child.once('error', () => end(-1));
  });
  return asService(options, child, ended);
}

function asService(
  options: ServiceOptions,
  child: ChildProcess,
  ended: Promise<number | null>,
): Service {
  const isRunning = () => running.has(child);
  return {
    name: options.name,
    pid: child.pid ?? -1,
    ended,
    isRunning,
    async stop(signal = options.stopSignal ?? 'SIGTERM') {
      if (!isRunning()) return;
      killGroup(child, signal);
      const timer = new AbortController();
      const graceful = await Promise.race([
        ended.then(() => true),
        delay(options.graceMs ?? 15_000, false, { signal: timer.signal }).catch(() => false),
      ]);
      timer.abort();
      if (!graceful) killGroup(child, 'SIGKILL');
      await ended;
    },
  };
}

/**
 * Waits until `check` answers true; a check that throws counts as "not yet", except with a ServiceFailedError.
 * @throws ServiceFailedError when the process ends first or the time is up; it is stopped then.
 */
export async function waitUntilReady(
  service: Service,
  options: { check: () => Promise<boolean>; timeoutMs: number; logFile: string },
): Promise<void> {
  const deadline = Date.now() + options.timeoutMs;
  try {
    while (Date.now() < deadline) {
      if (!service.isRunning()) {
        throw new ServiceFailedError(service.name, 'ended before it was ready', options.logFile);
      }
      if (await options.check().catch(notYet)) return;
      await delay(40);
    }
    throw new ServiceFailedError(service.name, 'did not become ready in time', options.logFile);
  } catch (error) {
    await service.stop();
    throw error;
  }
}

function notYet(error: unknown): false {
  if (error instanceof ServiceFailedError) throw error;
  return false;
}

/** Runs a program to its end. @throws ServiceFailedError when it does not end well. */
export async function runToEnd(options: ServiceOptions): Promise<void> {
  const code = await startService(options).ended;
  if (code !== 0) throw new ServiceFailedError(options.name, 'did not succeed', options.logFile);
}

/** True when an address answers with a 2xx. */
export async function answersOk(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
  await response.body?.cancel();
  return response.ok;
}
