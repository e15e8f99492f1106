import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openWorld } from '../support/agent-world.ts';
import type { AgentWorld } from '../support/agent-world.ts';
import { plannedLaunch, startLaunchProcess, takeOver } from '../support/launch-process.ts';
import { interruptionsTold, standsStill, troublesOfLaunch } from '../support/launch-troubles.ts';
import { rowsIn, wordIn } from '../support/sandbox-answers.ts';

const OPERATIONS = [
  'create-campaign',
  'create-ad-set',
  'upload-image',
  'create-creative',
  'create-ad',
  'activate-ad',
  'activate-ad-set',
  'activate-campaign',
] as const;

/**
 * `hang-before` loses the call before it counts, `delay-after` holds the answer back after it has counted. The takeover
 * leaps over a minute of looks, so a call that would still arrive by the real clock proves nothing here.
 */
const SIDES = [
  ['before Facebook has it', 'hang-before'],
  ['after Facebook has it', 'delay-after'],
] as const;

let world: AgentWorld;
beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => await world.close());

async function struck(id: string): Promise<void> {
  for (;;) {
    const { faults } = await world.admin('faults');
    const one = rowsIn(faults).find((row) => wordIn(row['id']) === id);
    if (Number(one?.['hits'] ?? 0) > 0) return;
    await pause(10);
  }
}

describe.concurrent.each(SIDES)(
  'a worker that is killed during a call, %s',
  (_title, kind) => {
    test.each(OPERATIONS)('W1, W2: at %s', async (operation) => {
      const tenant = await world.addTenant();
      const plan = await plannedLaunch(world, tenant);
      const match = { operation, account: tenant.adAccountId };
      const { id } = await world.admin('faults', { kind, match, delay_ms: 2_000 });
      const first = startLaunchProcess(world, tenant, plan, { timeoutMs: 60_000 });
      await struck(wordIn(id));
      first.child.kill('SIGKILL');
      expect((await first.ended).signal).toBe('SIGKILL');
      expect(await standsStill(world, tenant, plan)).toBe(true);
      plan.story.clock.now += 300_000;
      expect(await takeOver(world, plan)).toMatchObject({ kind: 'done' });
      expect(await troublesOfLaunch(world, tenant, plan)).toEqual([]);
      expect(await interruptionsTold(world, tenant)).toHaveLength(1);
    });
  },
  60_000,
);
