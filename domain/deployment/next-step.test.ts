import { expect, test } from 'vitest';
import { examplePlan } from '../plan/plan-example.ts';
import type { OperationState } from './deployment.ts';
import { nextStep } from './next-step.ts';
import { isRepeatable, planOperations } from './operations.ts';
import type { OperationRow } from './operations.ts';

const operations = planOperations(examplePlan(), 'r1', 'abc234');

function ledger(states: readonly OperationState[]): ReadonlyMap<string, OperationRow> {
  return new Map(
    operations.map(({ opKey }, index) => [
      opKey,
      { opKey, state: states[index] ?? 'INTENT', metaId: `${index}`, errorCode: null },
    ]),
  );
}

test('everything is checked, made, compared, and only then switched on from the bottom up', () => {
  expect(operations.map((operation) => operation.kind)).toEqual([
    'preflight',
    'create-campaign',
    'upload-image',
    'upload-image',
    'create-ad-set',
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

test('spares get picture and text but no ad, and a form comes before the texts that need it', () => {
  const [adSet] = examplePlan().adSets;
  const [ad] = adSet?.ads ?? [];
  if (adSet === undefined || ad === undefined) throw new Error('The example has an ad.');
  const form = { name: 'F', questions: [], privacyPolicyUrl: 'https://a.example', thanks: 'T' };
  const plan = {
    ...examplePlan(),
    leadForm: form,
    adSets: [{ ...adSet, ads: [ad], spares: [{ ...ad, key: 'x1' }] }],
  };
  const keys = planOperations(plan, 'r1', 'abc234').map(({ opKey }) => opKey.slice(3));
  expect(keys).toContain('image-x1');
  expect(keys).toContain('creative-x1');
  expect(keys.filter((key) => /^(ad|on)-x1/.test(key))).toEqual([]);
  expect(keys.indexOf('form')).toBeLessThan(keys.indexOf('creative-a1'));
});

test('no two steps share a key or a marker', () => {
  const keys = operations.map((operation) => operation.opKey);
  const markers = operations.flatMap((operation) => operation.marker ?? []);
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set(markers).size).toBe(markers.length);
});

test('walks through all steps in order, those that do not need each other together', () => {
  const done: OperationState[] = [];
  const waves: string[] = [];
  for (;;) {
    const step = nextStep(operations, ledger(done));
    if (step.kind !== 'do') break;
    waves.push(step.operations.map(({ kind }) => kind).join(' '));
    done.push(...step.operations.map((): OperationState => 'CONFIRMED'));
  }
  expect(waves).toEqual([
    'preflight',
    'create-campaign upload-image upload-image',
    'create-ad-set create-creative create-creative',
    'create-ad create-ad',
    'verify',
    'activate-ad activate-ad activate-ad-set activate-campaign',
  ]);
  expect(nextStep(operations, ledger(done))).toEqual({ kind: 'done' });
});

test.each(operations.map((operation, index) => [operation.kind, index] as const))(
  'a %s (step %s) cut off after sending is looked up, unless a repeat is harmless',
  (_kind, index) => {
    const before = operations.slice(0, index).map((): OperationState => 'CONFIRMED');
    const operation = operations[index];
    if (operation === undefined) throw new Error('Every index has its step.');
    const wanted = isRepeatable(operation.kind) ? 'do' : 'reconcile';
    const step = nextStep(operations, ledger([...before, 'SENT']));
    expect(step.kind).toBe(wanted);
    const meant = step.kind === 'do' ? step.operations : 'operation' in step && [step.operation];
    expect(meant).toContainEqual(operation);
    expect(nextStep(operations, ledger([...before, 'UNKNOWN'])).kind).toBe(wanted);
  },
);

test('a refused step stops everything behind it', () => {
  expect(nextStep(operations, ledger(['CONFIRMED', 'FAILED'])).kind).toBe('failed');
});

test('a ledger without a planned step is an error, never a reason to guess', () => {
  expect(() => nextStep(operations, new Map([...ledger([])].slice(1)))).toThrow(/ledger/);
});
