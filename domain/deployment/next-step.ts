import { isRepeatable, rankOf } from './operations.ts';
import type { OperationRow, PlannedOperation } from './operations.ts';

export type NextStep =
  /** One or more steps that need nothing of each other. */
  | { readonly kind: 'do'; readonly operations: readonly PlannedOperation[] }
  /** Sent, but nobody knows whether it arrived: look before sending anything again. */
  | { readonly kind: 'reconcile'; readonly operation: PlannedOperation }
  | { readonly kind: 'failed'; readonly operation: PlannedOperation; readonly code: string }
  | { readonly kind: 'done' };

/** More at once would leave more to look up after a crash than it saves in time. */
export const LARGEST_WAVE = 6;

/**
 * What to do next, from the ledger alone: the unfinished steps of the first unfinished rank. A step found as SENT was
 * cut off between sending and noting the answer.
 * @throws Error when the ledger lacks a planned step: guessing could create it twice.
 */
export function nextStep(
  operations: readonly PlannedOperation[],
  rows: ReadonlyMap<string, OperationRow>,
): NextStep {
  const open = operations.filter((operation) => {
    const row = rows.get(operation.opKey);
    if (row === undefined) throw new Error(`The ledger holds no row for ${operation.kind}.`);
    return row.state !== 'CONFIRMED';
  });
  const rank = Math.min(...open.map(({ kind }) => rankOf(kind)));
  const wave = open.filter(({ kind }) => rankOf(kind) === rank);
  const stateOf = ({ opKey }: PlannedOperation) => rows.get(opKey)?.state;
  const failed = wave.find((operation) => stateOf(operation) === 'FAILED');
  if (failed !== undefined) {
    const code = rows.get(failed.opKey)?.errorCode ?? 'meta.plan_refused';
    return { kind: 'failed', operation: failed, code };
  }
  const unclear = wave.find(
    (operation) => stateOf(operation) !== 'INTENT' && !isRepeatable(operation.kind),
  );
  if (unclear !== undefined) return { kind: 'reconcile', operation: unclear };
  if (wave.length === 0) return { kind: 'done' };
  return { kind: 'do', operations: wave.slice(0, LARGEST_WAVE) };
}
