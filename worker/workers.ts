import { Worker } from '@temporalio/worker';
import type { NativeConnection, WorkerOptions, WorkflowBundleOption } from '@temporalio/worker';
import type {
  LifecycleActivities,
  MetaActivities,
  ModelActivities,
} from '../workflows/activities-port.ts';
import { taskQueues } from '../workflows/task-queues.ts';
import { heartbeatWhileRunning } from './heartbeat.ts';

export type WorkersOptions = {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueuePrefix: string;
  /** Prebuilt, or made at the start. */
  readonly workflowBundle: WorkflowBundleOption;
  readonly activities: {
    readonly lifecycle: LifecycleActivities;
    readonly meta: MetaActivities;
    readonly model: ModelActivities;
  };
  /** How long work in flight may go on after a stop was asked for, ms. */
  readonly graceMs: number;
  /** Lifecycles kept in memory between their tasks; only tests set it. */
  readonly maxCachedWorkflows?: number;
};

/**
 * The three workers of one process. Limits are explicit, because the defaults assume a machine of their own:
 * - lifecycle: short tasks and short database work;
 * - meta: Facebook slows down accounts that call in bursts, so few calls run at once;
 * - model: each answer holds a stream open and costs money.
 */
export async function createWorkers(options: WorkersOptions): Promise<Worker[]> {
  const { connection, namespace, activities, graceMs } = options;
  const queues = taskQueues(options.taskQueuePrefix);
  const common = {
    connection,
    namespace,
    shutdownGraceTime: graceMs,
    // After the grace an activity is cut off; its next attempt goes on from what it stored.
    shutdownForceTime: graceMs + 5_000,
    interceptors: { activity: [heartbeatWhileRunning] },
    // The SDK would hold beats back for most of the timeout, and one late one would look like a dead worker.
    maxHeartbeatThrottleInterval: '1 second',
  } satisfies WorkerOptions | Omit<WorkerOptions, 'taskQueue'>;
  return Promise.all([
    Worker.create({
      ...common,
      workflowBundle: options.workflowBundle,
      taskQueue: queues.lifecycle,
      activities: activities.lifecycle,
      // A cached project costs tens of kilobytes; an evicted one replays its history on the next message.
      maxCachedWorkflows: options.maxCachedWorkflows ?? 500,
      maxConcurrentWorkflowTaskExecutions: 20,
      maxConcurrentActivityTaskExecutions: 20,
      // How long a message waits for a worker that was killed before another one takes over.
      stickyQueueScheduleToStartTimeout: '2 seconds',
    }),
    Worker.create({
      ...common,
      taskQueue: queues.meta,
      activities: activities.meta,
      maxConcurrentActivityTaskExecutions: 10,
    }),
    Worker.create({
      ...common,
      taskQueue: queues.model,
      activities: activities.model,
      maxConcurrentActivityTaskExecutions: 10,
    }),
  ]);
}
