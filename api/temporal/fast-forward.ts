import type { Connection } from '@temporalio/client';
import { msNumberToTs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';
import { GatewayError } from './errors.ts';

/** What is needed to read and move a workflow's clock. */
export type Clockwork = {
  readonly connection: Connection;
  readonly namespace: string;
  readonly wallClock: () => number;
  readonly newId: () => string;
};

/** Work that is still going after this long is stuck, and so would be the person's button. */
export const STEP_TIMEOUT_MS = 120_000;

const { FastForwardPollingResult: Polled } = proto.temporal.api.enums.v1;

/** Moves the clock of an idle workflow by `ms`; timers on the way fire. @throws GatewayError */
export async function fastForward(
  clockwork: Clockwork,
  workflowId: string,
  ms: number,
): Promise<void> {
  const { connection, namespace, newId } = clockwork;
  const id = newId();
  await connection.workflowService.updateWorkflowExecutionOptions({
    namespace,
    workflowExecution: { workflowId },
    workflowExecutionOptions: {
      timeSkippingConfig: { enabled: true, fastForwardConfig: { id, duration: msNumberToTs(ms) } },
    },
    updateMask: { paths: ['time_skipping_config'] },
  });
  await arrival(clockwork, workflowId, id);
}

/** Waits until a fast-forward has come to its end. The server answers every 20 s at the latest. */
export async function arrival(
  { connection, namespace, wallClock }: Clockwork,
  workflowId: string,
  fastForwardId: string,
): Promise<void> {
  const until = wallClock() + STEP_TIMEOUT_MS;
  while (wallClock() < until) {
    const { fastForwardPollingResult: result, failedReason } =
      await connection.workflowService.pollWorkflowExecutionTimeSkipping({
        namespace,
        workflowExecution: { workflowId },
        fastForwardId,
      });
    if (result === Polled.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_COMPLETED) return;
    if (result === Polled.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_FAILED) {
      throw stuck(`the server gave up: ${failedReason}`);
    }
  }
  throw stuck('the clock did not arrive in time');
}

export function stuck(why: string): GatewayError {
  return new GatewayError(
    'temporal.skip_failed',
    `The clock could not be moved to the end: ${why}. What was moved stays moved; try again.`,
  );
}
