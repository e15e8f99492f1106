import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { armFaultPoints, FAULT_POINTS, faultPoint } from './fault-points.ts';

const FOLDER = new URL('./', import.meta.url);

function calledPoints(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.ts') && !name.startsWith('fault-points'))
    .flatMap((name) => [
      ...readFileSync(new URL(name, FOLDER), 'utf8').matchAll(/faultPoint\(\s*'([^']+)'/g),
    ])
    .map(([, point]) => point ?? '');
}

test('every named point is passed somewhere, and no other is', () => {
  expect([...new Set(calledPoints())].toSorted()).toEqual([...FAULT_POINTS].toSorted());
});

test('an armed hook hears of each pass with its detail; a disarmed one does not', () => {
  const heard: string[] = [];
  armFaultPoints((point, detail) => heard.push(`${point} ${detail}`));
  faultPoint('wave.claimed', 'create-ad');
  armFaultPoints(null);
  faultPoint('wave.claimed', 'create-ad');
  expect(heard).toEqual(['wave.claimed create-ad']);
});
