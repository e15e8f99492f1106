import process from 'node:process';
import { NativeConnection } from '@temporalio/worker';
import { createWorkers } from '../../worker/workers.ts';
import { scriptedActivities } from './lifecycle-world.ts';

/**
 * A worker process of its own, so that a test can kill it. Arguments: address, bundle, queue prefix, and how building
 * goes: `hangs` (the process says so and never finishes) or `works`.
 */
const [address = '', codePath = '', taskQueuePrefix = '', building = ''] = process.argv.slice(2);

const { port } = scriptedActivities({
  buildCampaign: async ({ now }) => {
    process.stdout.write(`building at ${now}\n`);
    if (building === 'hangs') await new Promise(() => {});
    return { kind: 'built' };
  },
});
const workers = await createWorkers({
  connection: await NativeConnection.connect({ address }),
  namespace: 'default',
  taskQueuePrefix,
  workflowBundle: { codePath },
  activities: { lifecycle: port, meta: port, model: port },
  graceMs: 0,
});
process.stdout.write('ready\n');
await Promise.all(workers.map((worker) => worker.run()));
