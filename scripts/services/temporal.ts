import { fileURLToPath } from 'node:url';
import process from 'node:process';
import { Connection } from '@temporalio/client';
import { startService, waitUntilReady } from './process.ts';

export type RunningTemporal = {
  address: string;
  pid: number;
  ended: Promise<number | null>;
  close(): Promise<void>;
};

const SCRIPT = fileURLToPath(new URL('../../temporal-dev.sh', import.meta.url));

/** Starts the development server through `temporal-dev.sh` and waits until it serves the namespace. */
export async function startTemporal(options: {
  dbFile: string;
  port: number;
  /** null: without the Web UI. */
  uiPort: number | null;
  namespace: string;
  logFile: string;
  /** Where a later start looks for what this one left running. */
  runDir?: string;
}): Promise<RunningTemporal> {
  const ui = options.uiPort === null ? ['--headless'] : ['--ui-port', String(options.uiPort)];
  const service = startService({
    name: 'Temporal',
    command: 'bash',
    args: [SCRIPT, '--port', String(options.port), ...ui, '--db', options.dbFile],
    env: { ...process.env, TEMPORAL_NAMESPACE: options.namespace },
    logFile: options.logFile,
    ...(options.runDir === undefined ? {} : { runDir: options.runDir }),
  });
  const address = `127.0.0.1:${options.port}`;
  await waitUntilReady(service, {
    check: () => servesNamespace(address, options.namespace),
    // The first start on a machine may have to fetch the server.
    timeoutMs: 300_000,
    logFile: options.logFile,
  });
  return { address, pid: service.pid, ended: service.ended, close: () => service.stop() };
}

async function servesNamespace(address: string, namespace: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: 1000 });
  try {
    await connection.workflowService.describeNamespace({ namespace });
    return true;
  } finally {
    await connection.close();
  }
}
