import { WorkflowClient } from '@temporalio/client';
import type { Connection, WorkflowStartInput, WorkflowStartOptions } from '@temporalio/client';
import { msNumberToTs } from '@temporalio/common/lib/time.js';
import { LIFECYCLE_WORKFLOW_TYPE } from '../../workflows/messages.ts';
import type { LifecycleWorkflow } from '../../workflows/messages.ts';
import type { Clockwork } from './fast-forward.ts';

export type StartAheadOptions = WorkflowStartOptions<LifecycleWorkflow>;

type Ahead = { readonly fastForwardId: string; readonly by: number };

/** The client has no option for time skipping yet, so its request is completed just before it is sent. */
class AheadClient extends WorkflowClient {
  readonly #ahead: Ahead;

  constructor(connection: Connection, namespace: string, ahead: Ahead) {
    super({ connection, namespace });
    this.#ahead = ahead;
  }

  protected override async createStartWorkflowRequest(input: WorkflowStartInput) {
    const request = await super.createStartWorkflowRequest(input);
    const { fastForwardId: id, by } = this.#ahead;
    request.timeSkippingConfig = {
      enabled: true,
      fastForwardConfig: { id, duration: msNumberToTs(by) },
    };
    return request;
  }
}

/**
 * Starts a workflow whose first moment lies `by` ms ahead of the wall clock: its first task is delayed by that long,
 * and its clock jumps over the delay.
 */
export async function startAhead(
  { connection, namespace }: Clockwork,
  { start, ...ahead }: Ahead & { readonly start: StartAheadOptions },
): Promise<void> {
  const client = new AheadClient(connection, namespace, ahead);
  await client.start<LifecycleWorkflow>(LIFECYCLE_WORKFLOW_TYPE, {
    ...start,
    startDelay: ahead.by,
  });
}
