import { randomUUID } from 'node:crypto';
import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import type { ConnectionOptions, WorkflowStartOptions } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { UpdateDefinition } from '@temporalio/common';
import type { InboxItem } from '../../domain/lifecycle/work.ts';
import { INBOX_UPDATES, LIFECYCLE_WORKFLOW_TYPE } from '../../workflows/messages.ts';
import type { InboxReceipt, LifecycleInput, LifecycleWorkflow } from '../../workflows/messages.ts';
import { lifecycleWorkflowId, taskQueues } from '../../workflows/task-queues.ts';
import { deliveryError, unreachable } from './errors.ts';
import { createTimekeeper } from './time-skipping.ts';

export type Delivery = {
  readonly projectId: string;
  readonly ownerId: string;
  readonly item: InboxItem;
  /** The owner's present instant (epoch ms): a workflow must not live before it. The wall clock in real mode. */
  readonly startAt: number;
};

export type Skip = {
  readonly projectIds: readonly string[];
  /** How far to go from each workflow's own now, or the instant to reach. */
  readonly ms?: number;
  readonly until?: number;
  /** 0 to 1, over all projects; called after every step. */
  readonly onProgress?: (done: number) => void;
};

export type TemporalGateway = {
  /**
   * Hands one outbox item to the project's workflow and starts that first if need be. Sending an item again, or
   * out of order, is harmless. A `lastSeq` below `item.seq` means that earlier items never arrived: send them again.
   * @throws GatewayError
   */
  readonly deliver: (delivery: Delivery) => Promise<InboxReceipt>;
  /** Moves the clocks of these projects' workflows; unknown ones are left out. @throws GatewayError */
  readonly skip: (skip: Skip) => Promise<void>;
  /** Whether Temporal answers within a second. */
  readonly isReachable: () => Promise<boolean>;
  readonly close: () => Promise<void>;
};

export type GatewayOptions = {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueuePrefix: string;
  /** TLS, API key and the like, for a cluster or Temporal Cloud. */
  readonly connection?: Omit<ConnectionOptions, 'address'>;
  /** How long an approval can be taken back before anything is sent, ms; ten seconds unless set. */
  readonly undoWindowMs?: number;
  /** How long an item may take to reach a worker, ms. */
  readonly deliverTimeoutMs?: number;
  readonly wallClock?: () => number;
  readonly newId?: () => string;
};

// An update answers in tenths of a second; ten seconds outlast a worker's restart without tying up the relay.
const DELIVER_TIMEOUT_MS = 10_000;
const PROJECT_ID = defineSearchAttributeKey('ProjectId', SearchAttributeType.KEYWORD);

function startOptions(
  { projectId, ownerId }: Pick<Delivery, 'projectId' | 'ownerId'>,
  taskQueue: string,
  limits: Pick<LifecycleInput, 'undoWindowMs'>,
) {
  return {
    workflowId: lifecycleWorkflowId(projectId),
    taskQueue,
    args: [{ v: 1, projectId, ownerId, ...limits }],
    // The first message starts the workflow, all later ones find it running.
    workflowIdConflictPolicy: 'USE_EXISTING',
    typedSearchAttributes: [{ key: PROJECT_ID, value: projectId }],
    staticSummary: `Campaign of project ${projectId}`,
  } satisfies WorkflowStartOptions<LifecycleWorkflow> & {
    workflowIdConflictPolicy: 'USE_EXISTING';
  };
}

export function createTemporalGateway(options: GatewayOptions): TemporalGateway {
  const { address, namespace, wallClock = Date.now, newId = randomUUID } = options;
  const connection = Connection.lazy({ ...options.connection, address });
  const client = new Client({ connection, namespace });
  const taskQueue = taskQueues(options.taskQueuePrefix).lifecycle;
  const limits = options.undoWindowMs === undefined ? {} : { undoWindowMs: options.undoWindowMs };
  const timekeeper = createTimekeeper({ connection, namespace, wallClock, newId });

  async function send({ projectId, ownerId, item }: Delivery): Promise<InboxReceipt> {
    const update: UpdateDefinition<InboxReceipt, [InboxItem]> = { ...INBOX_UPDATES[item.kind] };
    return client.workflow.executeUpdateWithStart(update, {
      args: [item],
      updateId: `${projectId}:${item.seq}`,
      startWorkflowOperation: new WithStartWorkflowOperation<LifecycleWorkflow>(
        LIFECYCLE_WORKFLOW_TYPE,
        startOptions({ projectId, ownerId }, taskQueue, limits),
      ),
    });
  }

  async function isReachable(): Promise<boolean> {
    try {
      await connection.withDeadline(wallClock() + 1_000, () =>
        connection.workflowService.getSystemInfo({}),
      );
      return true;
    } catch {
      return false;
    }
  }

  return {
    async deliver(delivery) {
      const { projectId, ownerId, startAt } = delivery;
      const deadline = wallClock() + (options.deliverTimeoutMs ?? DELIVER_TIMEOUT_MS);
      try {
        return await connection.withDeadline(deadline, async () => {
          await timekeeper.bringTo(
            startAt,
            startOptions({ projectId, ownerId }, taskQueue, limits),
          );
          return send(delivery);
        });
      } catch (error) {
        const known = deliveryError(error);
        // The client waits for a connection until the deadline, so both troubles look alike from here.
        if (known.code === 'temporal.no_worker' && !(await isReachable())) {
          throw unreachable(error);
        }
        throw known;
      }
    },
    skip: (skip) => timekeeper.skip(skip),
    isReachable,
    close: () => connection.close(),
  };
}
