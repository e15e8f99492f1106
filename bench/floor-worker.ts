import { fileURLToPath } from 'node:url';
import process from 'node:process';
import { NativeConnection, Worker } from '@temporalio/worker';
import { heartbeatWhileRunning } from '../worker/heartbeat.ts';

/** A worker for the floor, with the limits of the product's own. Arguments: Temporal's address, prefix of the queues. */
const [address = '', prefix = ''] = process.argv.slice(2);

const connection = await NativeConnection.connect({ address });
const common = {
  connection,
  namespace: 'default',
  interceptors: { activity: [heartbeatWhileRunning] },
  maxHeartbeatThrottleInterval: '1 second' as const,
};
const workers = await Promise.all([
  Worker.create({
    ...common,
    taskQueue: `${prefix}floor`,
    workflowsPath: fileURLToPath(new URL('./floor-workflow.ts', import.meta.url)),
    maxCachedWorkflows: 500,
    maxConcurrentWorkflowTaskExecutions: 20,
    stickyQueueScheduleToStartTimeout: '2 seconds',
  }),
  Worker.create({
    ...common,
    taskQueue: `${prefix}floor-steps`,
    activities: { step: () => Promise.resolve(Date.now()) },
    maxConcurrentActivityTaskExecutions: 10,
  }),
]);
process.stdout.write('floor worker ready\n');
await Promise.all(workers.map((worker) => worker.run()));
