import { readFile, stat } from 'node:fs/promises';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { answersOk, startService, waitUntilReady } from './process.ts';

/** What `keepRunning` needs to know of a running part, whatever it is. */
type Running = { readonly ended: Promise<number | null>; close(): Promise<void> };

export type Kept = { stop(): Promise<void> };

const FIRST_PAUSE_MS = 500;
const LAST_PAUSE_MS = 15_000;
/** A part that ran this long is not one that keeps failing. */
const STEADY_MS = 60_000;

/** The pause before the next attempt, longer and longer while a part keeps ending. */
export function nextPause(previousMs: number, ranMs: number): number {
  return ranMs > STEADY_MS || previousMs === 0
    ? FIRST_PAUSE_MS
    : Math.min(previousMs * 2, LAST_PAUSE_MS);
}

/**
 * Starts a part and brings it back whenever it ends by itself.
 * @throws whatever `start` throws the first time.
 */
export async function keepRunning<Part extends Running>(options: {
  title: string;
  start: () => Promise<Part>;
  say: (line: string) => void;
}): Promise<{ first: Part; kept: Kept }> {
  const stopping = new AbortController();
  const first = await options.start();
  let part: Part = first;
  const keep = async (): Promise<void> => {
    let pause = 0;
    let began = Date.now();
    for (;;) {
      await part.ended;
      for (let isBack = false; !isBack;) {
        if (stopping.signal.aborted) return;
        pause = nextPause(pause, Date.now() - began);
        options.say(`${options.title} ended unexpectedly; starting it again`);
        await delay(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
        if (stopping.signal.aborted) return;
        began = Date.now();
        isBack = await options.start().then(
          (next) => {
            part = next;
            return true;
          },
          (error: unknown) => {
            if (!stopping.signal.aborted) options.say(String(error));
            return false;
          },
        );
      }
      if (!stopping.signal.aborted) options.say(`${options.title} runs again`);
    }
  };
  void keep();
  return {
    first,
    kept: {
      async stop() {
        stopping.abort();
        await part.close();
      },
    },
  };
}

export type ChildSpec = {
  name: string;
  /** For people: "Worker", "Facebook stand-in". */
  title: string;
  /** Script and its arguments, run by this very Node. */
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  /** Ready when this address answers 2xx, or when this line stands in the log. */
  ready: { url: string } | { line: string };
  logFile: string;
};

/** Starts one of our own processes and waits until it is ready. @throws ServiceFailedError */
export async function startChild(
  spec: ChildSpec,
  { root, runDir }: { root: string; runDir?: string },
): Promise<Running & { pid: number; kill(): Promise<void> }> {
  const logged = await stat(spec.logFile).then(
    ({ size }) => size,
    () => 0,
  );
  const service = startService({
    name: spec.name,
    command: process.execPath,
    args: ['--enable-source-maps', ...spec.args],
    env: spec.env,
    logFile: spec.logFile,
    cwd: root,
    ...(runDir === undefined ? {} : { runDir }),
  });
  const { ready, logFile } = spec;
  const check = async () => {
    if ('url' in ready) return await answersOk(ready.url);
    return (await readFile(logFile)).subarray(logged).includes(ready.line);
  };
  await waitUntilReady(service, { check, timeoutMs: 60_000, logFile });
  return {
    ended: service.ended,
    pid: service.pid,
    close: () => service.stop(),
    kill: () => service.stop('SIGKILL'),
  };
}
