import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createWorkers } from '../../worker/workers.ts';
import { createWorld } from './lifecycle-world.ts';
import type { World } from './lifecycle-world.ts';

const PATCH = /\(0, ?[\w$.]+\.patched\)\((['"])launch\1\)/g;

const folder = mkdtempSync(join(tmpdir(), 'aigency-rolling-'));
const oldBuild = join(folder, 'old-bundle.js');

/** The build before launches were split in two: the same code, and nothing in it knows of the second rules. */
beforeAll(() => {
  const today = readFileSync(inject('workflowBundle'), 'utf8');
  if (today.match(PATCH)?.length !== 1) throw new Error('The bundle asks elsewhere for its rules.');
  writeFileSync(oldBuild, today.replace(PATCH, 'false'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A second process' worth of workers beside those of the world, with the build of today. */
async function startNewBuild(world: World, address: string) {
  const connection = await NativeConnection.connect({ address });
  const workers = await createWorkers({
    connection,
    namespace: 'default',
    taskQueuePrefix: world.prefix,
    workflowBundle: { codePath: inject('workflowBundle') },
    activities: { lifecycle: world.port, meta: world.port, model: world.port },
    graceMs: 0,
  });
  const ended = Promise.all(workers.map((worker) => worker.run()));
  return async () => {
    for (const worker of workers) worker.shutdown();
    await ended;
    await connection.close();
  };
}

test('W6: while a new build is rolled out, runs of the old one keep their rules and none gets stuck', async () => {
  const address = inject('temporalAddress');
  const world = await createWorld({ address, bundle: oldBuild });
  const begunBefore = Array.from({ length: 4 }, () => world.project());
  const cards = await Promise.all(begunBefore.map((project) => project.proposePlan()));
  const stopNewBuild = await startNewBuild(world, address);
  // Some are approved and some begun while both builds take tasks.
  const [first, second] = begunBefore;
  const [firstCard, secondCard] = cards;
  if (first && firstCard) await first.decide('approve', firstCard);
  const begunMeanwhile = Array.from({ length: 4 }, () => world.project());
  const meanwhile = begunMeanwhile.map((project) => project.goLive());
  await world.stopWorkers();
  if (second && secondCard) await second.decide('approve', secondCard);
  for (const [index, project] of begunBefore.entries()) {
    const card = cards[index];
    if (index >= 2 && card) await project.decide('approve', card);
  }
  await Promise.all(meanwhile);
  for (const project of begunBefore) {
    await project.reaches('live', ({ stage }) => stage === 'live');
  }
  const launches = (projectId: string) =>
    world.calls
      .filter(({ input }) => input['projectId'] === projectId)
      .map(({ name }) => name)
      .filter((name) => ['runDeployment', 'buildCampaign', 'activateCampaign'].includes(name));
  for (const { projectId } of begunBefore) expect(launches(projectId)).toEqual(['runDeployment']);
  await stopNewBuild();
  await world.close();
}, 90_000);
