import {
  isGrpcServiceError,
  ServiceError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';

/** What can go wrong on the way to a project's workflow. */
export type GatewayErrorCode =
  /** Temporal does not answer; sending again later is safe. */
  | 'temporal.unreachable'
  /** Temporal answers, but no worker took the item in time; sending again later is safe. */
  | 'temporal.no_worker'
  /** The workflow refuses the item's form; sending it again cannot help. */
  | 'temporal.item_refused'
  /** Moving the clock did not come to an end; what was moved stays moved. */
  | 'temporal.skip_failed';

export class GatewayError extends Error {
  readonly code: GatewayErrorCode;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;

  constructor(code: GatewayErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'GatewayError';
    this.code = code;
    this.retryable = code !== 'temporal.item_refused';
  }
}

// gRPC status codes: their names are not part of the client's types.
const DEADLINE_EXCEEDED = 4;
export const NOT_FOUND = 5;

export function grpcCode(error: unknown): number | null {
  const seen = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(seen) ? seen.code : null;
}

/** Turns whatever the Temporal client throws on a delivery into the gateway's own error. */
export function deliveryError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  if (error instanceof WorkflowUpdateFailedError) {
    const type = error.cause instanceof ApplicationFailure ? error.cause.type : undefined;
    return new GatewayError(
      'temporal.item_refused',
      `The project's workflow refused the item (${type ?? 'no reason given'}). Nothing was changed.`,
      { cause: error },
    );
  }
  if (
    error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
    grpcCode(error) === DEADLINE_EXCEEDED
  ) {
    return new GatewayError(
      'temporal.no_worker',
      'No worker took the item in time. It is kept and sent again.',
      { cause: error },
    );
  }
  return unreachable(error);
}

export function unreachable(cause: unknown): GatewayError {
  return new GatewayError(
    'temporal.unreachable',
    'Temporal cannot be reached. The item is kept and sent again.',
    { cause },
  );
}
