import { expect, inject, test } from 'vitest';
import { runRandomLaunches } from '../faults/random-launches.ts';

test('20 random launches with mishaps at every tenth call: none lost, doubled, stuck or unapproved', async () => {
  const report = await runRandomLaunches(inject('postgresUrl'), {
    launches: 20,
    seed: 1,
    faultRate: 0.1,
    killRate: 0.01,
  });
  const { troubles, crashes, lost, duplicate, stuck, unapproved } = report;
  expect(troubles).toEqual([]);
  expect({ crashes, lost, duplicate, stuck, unapproved }).toEqual({
    crashes: 0,
    lost: 0,
    duplicate: 0,
    stuck: 0,
    unapproved: 0,
  });
  // Without these the run would prove nothing.
  expect(report.faults).toBeGreaterThan(10);
  expect(report.kills).toBeGreaterThan(0);
  expect(report.live + report.untouched).toBe(20);
});
