import { setTimeout as pause } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openWorld } from '../support/agent-world.ts';
import type { AgentWorld } from '../support/agent-world.ts';
import { plannedLaunch, startLaunchProcess, takeOver } from '../support/launch-process.ts';
import { troublesOfLaunch } from '../support/launch-troubles.ts';

/** Longer than a launch's heartbeat: Temporal has given the work to somebody else. */
const PAST_THE_HEARTBEAT_MS = 3_000;

let world: AgentWorld;
beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => await world.close());

/** Linux shows a stopped process with the letter T. */
async function stopped(pid: number): Promise<void> {
  while (!/\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) await pause(10);
}

describe.concurrent('W5: two live attempts at once', () => {
  test.each([
    ['wave.before-claim', 'create-ad-set'],
    ['wave.claimed', 'create-campaign'],
    ['wave.claimed', 'create-ad-set'],
    ['wave.claimed', 'create-ad'],
    ['wave.answered', 'create-ad'],
    ['wave.claimed', 'activate-campaign'],
  ] as const)(
    'a worker stopped at %s %s and let go later changes nothing any more',
    async (point, detail) => {
      const tenant = await world.addTenant();
      const plan = await plannedLaunch(world, tenant);
      const killAt = { point, detail, signal: 'SIGSTOP' } as const;
      const stale = startLaunchProcess(world, tenant, plan, { killAt });
      await stopped(stale.child.pid ?? 0);
      await pause(PAST_THE_HEARTBEAT_MS);
      expect(await takeOver(world, plan)).toMatchObject({ kind: 'done' });
      const before = await world.admin(`ledger?account=${tenant.adAccountId}`);
      stale.child.kill('SIGCONT');
      await stale.ended;
      const after = await world.admin(`ledger?account=${tenant.adAccountId}`);
      expect(after['count']).toBe(before['count']);
      expect(await troublesOfLaunch(world, tenant, plan)).toEqual([]);
    },
  );
}, 60_000);
