import { isRepeatable } from './operations.ts';
import type { OperationRow, PlannedOperation } from './operations.ts';

export type NextStep =
  | { readonly kind: 'do'; readonly operation: PlannedOperation }
  /** Sent, but nobody knows whether it arrived: look before sending anything again. */
  | { readonly kind: 'reconcile'; readonly operation: PlannedOperation }
  | { readonly kind: 'failed'; readonly operation: PlannedOperation; readonly code: string }
  | { readonly kind: 'done' };

/**
 * What to do next, from the ledger alone. A step found as SENT was cut off between sending and noting the answer.
 * @throws Error when the ledger lacks a planned step: guessing could create it twice.
 */
export function nextStep(
  operations: readonly PlannedOperation[],
  rows: readonly OperationRow[],
): NextStep {
  const byKey = new Map(rows.map((row) => [row.opKey, row]));
  for (const operation of operations) {
    const row = byKey.get(operation.opKey);
    if (row === undefined) throw new Error(`The ledger holds no row for ${operation.kind}.`);
    switch (row.state) {
      case 'CONFIRMED':
        continue;
      case 'INTENT':
        return { kind: 'do', operation };
      case 'SENT':
      case 'UNKNOWN':
        return { kind: isRepeatable(operation.kind) ? 'do' : 'reconcile', operation };
      case 'FAILED':
        return { kind: 'failed', operation, code: row.errorCode ?? 'meta.plan_refused' };
      default:
        return row.state;
    }
  }
  return { kind: 'done' };
}
