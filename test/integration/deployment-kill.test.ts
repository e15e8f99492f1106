import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { FAULT_POINTS } from '../../activities/fault-points.ts';
import type { FaultPoint } from '../../activities/fault-points.ts';
import { openWorld, START } from '../support/agent-world.ts';
import type { AgentWorld, Tenant } from '../support/agent-world.ts';
import { plannedLaunch, startLaunchProcess, takeOver } from '../support/launch-process.ts';
import type { LaunchTask, Planned } from '../support/launch-process.ts';
import { interruptionsTold, standsStill, troublesOfLaunch } from '../support/launch-troubles.ts';

const HOUR = 3_600_000;
/** On the owner's clock; Facebook's processing takes some of it, and more than ten seconds are left. */
const LONG_MS = 300_000;
const TOLD = expect.stringContaining('was interrupted on my side for about');
const KINDS = [
  'create-campaign',
  'create-ad-set',
  'create-creative',
  'create-ad',
  'activate-ad',
  'activate-ad-set',
  'activate-campaign',
] as const;

/** Every named point of a launch, and the points that each kind of step passes. */
const LAUNCH_POINTS: readonly (readonly [FaultPoint, string])[] = [
  ['launch.opened', ''],
  ['preflight.checked', ''],
  ['wave.before-claim', 'create-campaign'],
  ...KINDS.flatMap((kind) => [['wave.claimed', kind] as const, ['wave.answered', kind] as const]),
  ['verify.compared', ''],
  ['build.saved', ''],
  ['activate.switched-on', ''],
  ['activate.saved', ''],
];

/** Here no step is under way; the end of one is written together with the claim of the next. */
const BETWEEN = new Set<FaultPoint>(['build.saved', 'activate.saved']);

/** Points of other work, with what has to be done first. */
const LATER_POINTS: readonly (readonly [FaultPoint, LaunchTask['work']])[] = [
  ['reconcile.looked', 'launch'],
  ['reconcile.saved', 'launch'],
  ['delivery.claimed', 'pause'],
  ['delivery.answered', 'pause'],
  ['lease.answered', 'renew-lease'],
  ['removal.answered', 'remove'],
];

let world: AgentWorld;
beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => await world.close());

async function campaign(): Promise<{ tenant: Tenant; plan: Planned }> {
  const tenant = await world.addTenant();
  return { tenant, plan: await plannedLaunch(world, tenant) };
}

async function run(
  one: { tenant: Tenant; plan: Planned },
  wish: Parameters<typeof startLaunchProcess>[3] = {},
) {
  return await startLaunchProcess(world, one.tenant, one.plan, wish).ended;
}

test('every named point has its kill', () => {
  const killed = [...LAUNCH_POINTS, ...LATER_POINTS].map(([point]) => point);
  // Points of a change of a running campaign have theirs in change-kill.test.ts.
  const ours = FAULT_POINTS.filter((point) => !point.startsWith('change.'));
  expect([...new Set(killed)].toSorted()).toEqual(ours.toSorted());
});

describe.concurrent('a worker that is killed (SIGKILL) and replaced', () => {
  test.each(LAUNCH_POINTS)('W4: at %s %s', async (point, detail) => {
    const one = await campaign();
    const killed = await run(one, { killAt: { point, detail } });
    expect(killed.signal).toBe('SIGKILL');
    const seen = await standsStill(world, one.tenant, one.plan);
    one.plan.story.clock.now += LONG_MS;
    expect(await takeOver(world, one.plan)).toMatchObject({ kind: 'done' });
    expect(await troublesOfLaunch(world, one.tenant, one.plan)).toEqual([]);
    // Between two steps nothing lies half done; the launch simply goes on.
    const isBetween = BETWEEN.has(point);
    expect(seen).toBe(!isBetween);
    expect(await interruptionsTold(world, one.tenant)).toEqual(isBetween ? [] : [TOLD]);
  });

  test('a takeover within ten seconds is not worth a word', async () => {
    const one = await campaign();
    await run(one, { killAt: { point: 'wave.claimed', detail: 'create-ad-set' } });
    expect(await takeOver(world, one.plan)).toMatchObject({ kind: 'done' });
    expect(await interruptionsTold(world, one.tenant)).toEqual([]);
  });

  test.each(['reconcile.looked', 'reconcile.saved'] as const)('W4: at %s', async (point) => {
    const one = await campaign();
    await world.admin('faults', {
      kind: 'lose-response',
      match: { operation: 'create-ad-set', account: one.tenant.adAccountId },
    });
    const killed = await run(one, { killAt: { point, detail: '' } });
    expect(killed.signal).toBe('SIGKILL');
    expect(await takeOver(world, one.plan)).toMatchObject({ kind: 'done' });
    expect(await troublesOfLaunch(world, one.tenant, one.plan)).toEqual([]);
  });

  test.each(['delivery.claimed', 'delivery.answered'] as const)(
    'W4: at %s the pause still holds',
    async (point) => {
      const one = await campaign();
      await takeOver(world, one.plan);
      const { now } = one.plan.story.clock;
      const killed = await run(one, { work: 'pause', now, killAt: { point, detail: '' } });
      expect(killed.signal).toBe('SIGKILL');
      expect((await run(one, { work: 'pause', now })).result).toEqual({ kind: 'done' });
      const objects = await troublesOfLaunch(world, one.tenant, one.plan);
      expect(objects).toEqual(['The campaign is PAUSED.']);
    },
  );

  test('W4: at lease.answered the lease is prolonged once, and to the same moment', async () => {
    const one = await campaign();
    await takeOver(world, one.plan);
    const now = START + 30 * HOUR;
    const killed = await run(one, {
      work: 'renew-lease',
      now,
      killAt: { point: 'lease.answered', detail: '' },
    });
    expect(killed.signal).toBe('SIGKILL');
    const { result } = await run(one, { work: 'renew-lease', now });
    expect(result).toMatchObject({ kind: 'done' });
    expect(await troublesOfLaunch(world, one.tenant, one.plan)).toEqual([]);
  });

  test('W4: at removal.answered nothing stays behind', async () => {
    const one = await campaign();
    await world.admin('faults', {
      kind: 'error',
      match: { operation: 'create-ad', account: one.tenant.adAccountId },
      times: 9,
      code: 100,
      subcode: 1359188,
    });
    expect(await takeOver(world, one.plan)).toMatchObject({ kind: 'failed' });
    const killed = await run(one, {
      work: 'remove',
      killAt: { point: 'removal.answered', detail: '' },
    });
    expect(killed.signal).toBe('SIGKILL');
    expect((await run(one, { work: 'remove' })).result).toEqual({ kind: 'done' });
    const { objects } = await world.admin(
      `objects?account=${one.tenant.adAccountId}&type=campaign`,
    );
    expect(JSON.stringify(objects)).toContain('DELETED');
  });
}, 60_000);
