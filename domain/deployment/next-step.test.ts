import { expect, test } from 'vitest';
import { examplePlan } from '../plan/plan-example.ts';
import type { OperationState } from './deployment.ts';
import { nextStep } from './next-step.ts';
import { isRepeatable, planOperations } from './operations.ts';
import type { OperationRow } from './operations.ts';

const operations = planOperations(examplePlan(), 'r1', 'abc234');

function ledger(states: readonly OperationState[]): readonly OperationRow[] {
  return operations.map((operation, index) => ({
    opKey: operation.opKey,
    state: states[index] ?? 'INTENT',
    metaId: `${index}`,
    errorCode: null,
  }));
}

test('everything is made, compared, and only then switched on from the bottom up', () => {
  expect(operations.map((operation) => operation.kind)).toEqual([
    'create-campaign',
    'create-ad-set',
    'upload-image',
    'upload-image',
    'create-creative',
    'create-creative',
    'create-ad',
    'create-ad',
    'verify',
    'activate-ad',
    'activate-ad',
    'activate-ad-set',
    'activate-campaign',
  ]);
});

test('no two steps share a key or a marker', () => {
  const keys = operations.map((operation) => operation.opKey);
  const markers = operations.flatMap((operation) => operation.marker ?? []);
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set(markers).size).toBe(markers.length);
});

test('walks through all steps in order', () => {
  const done: OperationState[] = [];
  for (const operation of operations) {
    expect(nextStep(operations, ledger(done))).toEqual({ kind: 'do', operation });
    done.push('CONFIRMED');
  }
  expect(nextStep(operations, ledger(done))).toEqual({ kind: 'done' });
});

test.each(operations.map((operation, index) => [operation.kind, index] as const))(
  'a %s (step %s) cut off after sending is looked up, unless a repeat is harmless',
  (_kind, index) => {
    const before = operations.slice(0, index).map((): OperationState => 'CONFIRMED');
    const operation = operations[index];
    if (operation === undefined) throw new Error('Every index has its step.');
    const wanted = isRepeatable(operation.kind) ? 'do' : 'reconcile';
    expect(nextStep(operations, ledger([...before, 'SENT']))).toEqual({ kind: wanted, operation });
    expect(nextStep(operations, ledger([...before, 'UNKNOWN'])).kind).toBe(wanted);
  },
);

test('a refused step stops everything behind it', () => {
  expect(nextStep(operations, ledger(['CONFIRMED', 'FAILED'])).kind).toBe('failed');
});

test('a ledger without a planned step is an error, never a reason to guess', () => {
  expect(() => nextStep(operations, ledger([]).slice(1))).toThrow(/ledger/);
});
