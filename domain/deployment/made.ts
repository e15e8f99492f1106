import type { OperationRow, PlannedOperation } from './operations.ts';

/** Meta ids of what exists already, by operation key. */
export type MadeSoFar = ReadonlyMap<string, string>;

export function madeSoFar(rows: readonly OperationRow[]): MadeSoFar {
  return new Map(
    rows.flatMap((row) =>
      row.state === 'CONFIRMED' && row.metaId !== null ? [[row.opKey, row.metaId] as const] : [],
    ),
  );
}

export function recordOf(operation: Pick<PlannedOperation, 'opKey'>): string {
  return operation.opKey.slice(0, operation.opKey.indexOf(':'));
}

export function needed(made: MadeSoFar, record: string, step: string): string {
  const id = made.get(`${record}:${step}`);
  if (id === undefined) throw new Error(`The step ${step} has to come first.`);
  return id;
}
