import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { forgetProcess, rememberProcess } from './leftovers.ts';
import { answersOk, startService, waitUntilReady } from './process.ts';
import type { Service } from './process.ts';

export type ChildSpec = {
  name: string;
  /** For people: "worker", "Facebook stand-in". */
  title: string;
  /** Script and its arguments, run by this very Node. */
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  /** Answers 2xx when the child is ready; null: ready when its log says so. */
  readyUrl: string | null;
  readyLine?: string;
  logFile: string;
};

export type Child = { readonly name: string; stop(): Promise<void> };

const FIRST_PAUSE_MS = 500;
const LAST_PAUSE_MS = 15_000;
const STEADY_MS = 60_000;

/**
 * Starts one of our own processes and keeps it running: one that ends by itself comes back, later and later while it
 * keeps ending. @throws ServiceFailedError when it does not come up the first time.
 */
export async function superviseChild(
  spec: ChildSpec,
  options: { root: string; runDir: string; say: (line: string) => void },
): Promise<Child> {
  let stopping = false;
  let service = launch(spec, options);
  await waitReady(spec, service);
  const keep = async (): Promise<void> => {
    let pause = FIRST_PAUSE_MS;
    for (;;) {
      const began = Date.now();
      await service.ended;
      if (stopping) return;
      pause = Date.now() - began > STEADY_MS ? FIRST_PAUSE_MS : Math.min(pause * 2, LAST_PAUSE_MS);
      options.say(
        `The ${spec.title} ended unexpectedly; starting it again. Its log: ${spec.logFile}`,
      );
      await delay(pause);
      if (stopping) return;
      service = launch(spec, options);
    }
  };
  const kept = keep();
  return {
    name: spec.name,
    async stop() {
      stopping = true;
      await service.stop();
      await kept;
      forgetProcess(options.runDir, spec.name);
    },
  };
}

function launch(spec: ChildSpec, { root, runDir }: { root: string; runDir: string }): Service {
  const service = startService({
    name: spec.title,
    command: process.execPath,
    args: ['--enable-source-maps', ...spec.args],
    env: spec.env,
    logFile: spec.logFile,
    cwd: root,
  });
  rememberProcess(runDir, spec.name, service.pid);
  return service;
}

async function waitReady(spec: ChildSpec, service: Service): Promise<void> {
  const { readFile, stat } = await import('node:fs/promises');
  const from = await stat(spec.logFile).then(
    ({ size }) => size,
    () => 0,
  );
  const check =
    spec.readyUrl === null
      ? async () =>
          (await readFile(spec.logFile, 'utf8')).slice(from).includes(spec.readyLine ?? 'ready')
      : () => answersOk(spec.readyUrl ?? '');
  await waitUntilReady(service, { check, timeoutMs: 60_000, logFile: spec.logFile });
}

/** Where the logs of a data folder are. */
export function logFile(dataDir: string, name: string): string {
  return join(dataDir, 'logs', `${name}.log`);
}
