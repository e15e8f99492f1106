import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import type { WorkflowBundle } from '@temporalio/worker';

/** Where the start script puts the bundle and the worker looks for it. */
export const BUNDLE_FILE = fileURLToPath(new URL('../dist/workflow-bundle.js', import.meta.url));

const WORKFLOWS = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));

/**
 * Bundles the workflow code for Temporal's sandbox; takes one to four seconds.
 * @param out a file to write as well, replaced in one step so that a worker never reads half of it.
 */
export async function bundleWorkflows({ out }: { out?: string } = {}): Promise<WorkflowBundle> {
  const bundle = await bundleWorkflowCode({
    workflowsPath: WORKFLOWS,
    logger: new DefaultLogger('WARN'),
  });
  if (out !== undefined) {
    await mkdir(dirname(out), { recursive: true });
    await writeFile(`${out}.${process.pid}`, bundle.code);
    await rename(`${out}.${process.pid}`, out);
  }
  return bundle;
}
