import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { findFreePort } from '../../scripts/services/ports.ts';
import { startTemporal } from '../../scripts/services/temporal.ts';
import { briefCard, createWorld, until } from './lifecycle-world.ts';
import type { World } from './lifecycle-world.ts';

const bundle = inject('workflowBundle');

test('W8: with no lifecycle kept in memory every launch ends the same, only slower', async () => {
  const world = await createWorld({
    address: inject('temporalAddress'),
    bundle,
    maxCachedWorkflows: 0,
  });
  const projects = Array.from({ length: 6 }, () => world.project());
  const times = (name: Parameters<World['named']>[0], projectId: string) =>
    world.named(name).filter(({ input }) => input['projectId'] === projectId).length;
  // Asked by what was done, not by queries: each of those would replay the whole history too.
  const done = (name: Parameters<World['named']>[0], projectId: string) =>
    until(
      name,
      () => times(name, projectId),
      (count) => count > 0,
    );
  for (const [index, { projectId, send, decide }] of projects.entries()) {
    await send({ kind: 'message', messageId: 'brief please', conversationId: 'chat' });
    await done('answerMessage', projectId);
    await decide('approve', briefCard());
    await done('requestConnection', projectId);
    await send({ kind: 'connected', adAccountId: 'act_1', pageId: 'page_1' });
    await done('preparePlan', projectId);
    const number = index + 1;
    await decide('approve', {
      ...briefCard(`plan-${number}-${projectId}`),
      contentHash: `plan-${number}-hash`,
    });
    await done('activateCampaign', projectId);
  }
  for (const { projectId } of projects) {
    const built = [times('buildCampaign', projectId), times('activateCampaign', projectId)];
    expect(built).toEqual([1, 1]);
  }
  await world.close();
}, 90_000);

test('W7: a worker that is asked to stop ends what it has in hand, and the next one goes on', async () => {
  let finish = (): void => undefined;
  const building = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const world = await createWorld({
    address: inject('temporalAddress'),
    bundle,
    graceMs: 10_000,
    script: {
      buildCampaign: async () => {
        await building;
        return { kind: 'built' };
      },
    },
  });
  const project = world.project();
  await project.decide('approve', await project.proposePlan());
  await until(
    'building',
    () => world.named('buildCampaign').length,
    (times) => times > 0,
  );
  const stopped = world.stopWorkers();
  await pause(300);
  finish();
  await stopped;
  await world.startWorkers();
  await project.reaches('live', ({ stage }) => stage === 'live');
  expect(world.named('buildCampaign')).toHaveLength(1);
  await world.close();
}, 60_000);

describe('T2: Temporal goes down during a launch', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aigency-t2-'));
  const closers: (() => Promise<void>)[] = [];
  let port: number;
  beforeAll(async () => {
    port = await findFreePort();
  });
  afterAll(async () => {
    for (const close of closers.toReversed()) await close();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async () =>
    await startTemporal({
      dbFile: join(folder, 'temporal.db'),
      port,
      uiPort: null,
      namespace: 'default',
      logFile: join(folder, 'temporal.log'),
    });

  test('the launch ends live once it is back, and nothing was built twice by the ledger', async () => {
    const first = await start();
    let comeDown = (): void => undefined;
    const down = new Promise<void>((resolve) => {
      comeDown = resolve;
    });
    const world = await createWorld({
      address: first.address,
      bundle,
      script: {
        // The first attempt ends while nobody can be told; Temporal then asks again.
        buildCampaign: async () => {
          await down;
          return { kind: 'built' };
        },
      },
    });
    closers.push(() => world.close());
    const project = world.project();
    await project.decide('approve', await project.proposePlan());
    await until(
      'building',
      () => world.named('buildCampaign').length,
      (times) => times > 0,
    );
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    comeDown();
    await pause(500);
    const second = await start();
    closers.push(() => second.close());
    const { campaign } = await project.reaches('live', ({ stage }) => stage === 'live');
    expect(campaign?.status).toBe('live');
    expect(world.named('activateCampaign')).toHaveLength(1);
  }, 90_000);
});
