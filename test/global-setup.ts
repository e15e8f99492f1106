import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { findFreePort } from '../scripts/services/ports.ts';
import { newPassword, startPostgres } from '../scripts/services/postgres.ts';
import { startTemporal } from '../scripts/services/temporal.ts';
import { bundleWorkflows } from '../worker/bundle.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Owner's address of a database from which tests make their own. */
    postgresUrl: string;
    temporalAddress: string;
    /** Path of the `temporal` command. */
    temporalCli: string;
    /** Path of the workflow bundle, built once for the run. */
    workflowBundle: string;
  }
}

/** One Postgres and one Temporal server for all tests of a project; each test makes its own database and queues. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'aigency-test-'));
  const temporalCli = execFileSync('bash', [
    fileURLToPath(new URL('../temporal-dev.sh', import.meta.url)),
    '--print-binary',
  ])
    .toString()
    .trim();
  const [postgres, temporal] = await Promise.all([
    startPostgres({
      // Temporary folders are closed to others, and Postgres may run under another account.
      dataDir: join('/var/tmp', `aigency-test-${process.pid}-${Date.now()}`, 'postgres'),
      port: await findFreePort(),
      logFile: join(folder, 'postgres.log'),
      password: newPassword(),
    }),
    startTemporal({
      dbFile: join(folder, 'temporal.db'),
      port: await findFreePort(),
      uiPort: null,
      namespace: 'default',
      logFile: join(folder, 'temporal.log'),
    }),
    bundleWorkflows({ out: join(folder, 'workflow-bundle.js') }),
  ]);
  project.provide('postgresUrl', postgres.url);
  project.provide('temporalAddress', temporal.address);
  project.provide('temporalCli', temporalCli);
  project.provide('workflowBundle', join(folder, 'workflow-bundle.js'));
  return async () => {
    await temporal.close();
    await postgres.close();
    rmSync(dirname(postgres.dataDir), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  };
}
