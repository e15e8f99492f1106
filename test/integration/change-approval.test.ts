import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openWorld, START } from '../support/agent-world.ts';
import type { AgentWorld } from '../support/agent-world.ts';
import { grantedLaunch, launch } from '../support/launch-story.ts';
import {
  approve,
  card,
  carryOut,
  changed,
  propose,
  recordOf,
  runningStory,
} from '../support/running-campaign.ts';
import type { RunningStory } from '../support/running-campaign.ts';
import { wholeCampaign, writesTaken } from '../support/whole-campaign.ts';

const HOUR = 3_600_000;
const LEEDS_AND_YORK = {
  cities: [
    { key: '9284066', radius: 25, distance_unit: 'kilometer' },
    { key: '3889657', radius: 25, distance_unit: 'kilometer' },
  ],
};

let world: AgentWorld;
beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => await world.close());

describe.concurrent('what was approved is what changes at Facebook', () => {
  test('amount, end and places together, and nothing else is different', async () => {
    const running = await runningStory(world);
    const before = await wholeCampaign(world, running);
    const { approval, result } = await changed(world, running, {
      dailyAmount: '15',
      lastDay: '2026-04-20',
      places: ['Leeds', 'York'],
    });
    expect(result).toMatchObject({ kind: 'done', replaces: true });
    const { maxInTotalMinor } = approval.authority ?? {};
    const { leaseUntil } = await recordOf(world, running);
    const [set] = before.adSets;
    const after = await wholeCampaign(world, running);
    expect(after).toEqual({
      campaign: { ...before.campaign, daily_budget: '1500', spend_cap: String(maxInTotalMinor) },
      adSets: [
        {
          ...set,
          targeting: { ...Object(set?.['targeting']), geo_locations: LEEDS_AND_YORK },
          end_time: expect.any(String),
        },
      ],
      ads: before.ads,
    });
    const endTime = Date.parse(String(after.adSets[0]?.['end_time']));
    expect(endTime).toBe(leaseUntil);
  });

  test('an end that comes sooner holds at once, and no renewal goes beyond it', async () => {
    const running = await runningStory(world);
    const { result } = await changed(world, running, { lastDay: '2026-03-04' });
    expect(result).toMatchObject({ kind: 'done' });
    const end = async () => (await wholeCampaign(world, running)).adSets[0]?.['end_time'];
    expect(await end()).toBe('2026-03-04T23:59:59+0000');
    const { approvalId: _approval, ...ref } = running.story.input;
    await world.activities.renewLease({ ...ref, now: START + 30 * HOUR });
    expect(await end()).toBe('2026-03-04T23:59:59+0000');
  });

  test('the same approval carried out again writes nothing more', async () => {
    const running = await runningStory(world);
    const { approval } = await changed(world, running, { dailyAmount: '15' });
    const count = await writesTaken(world, running);
    expect(await carryOut(world, running, approval.id)).toMatchObject({ kind: 'done' });
    expect(await writesTaken(world, running)).toBe(count);
  });
});

describe.concurrent('without a valid approval nothing reaches Facebook:', () => {
  /** The worker is told to carry it out all the same. */
  async function outcomeOf(running: RunningStory, approvalId: string) {
    const now = async () => [
      await wholeCampaign(world, running),
      await writesTaken(world, running),
      await recordOf(world, running),
    ];
    const before = await now();
    const { kind } = await carryOut(world, running, approvalId);
    return { kind, isUntouched: isDeepStrictEqual(await now(), before) };
  }
  const REFUSED = { kind: 'failed', isUntouched: true };

  function decide({ tenant, story }: RunningStory, approvalId: string, contentHash: string) {
    const { projectId, ownerId } = tenant;
    return world.activities.recordDecision({
      projectId,
      ownerId,
      approvalId,
      contentHash,
      verdict: 'reject',
      by: 'person',
      reason: null,
      now: story.clock.now,
    });
  }

  test('an open card', async () => {
    const running = await runningStory(world);
    expect(
      await outcomeOf(running, (await card(world, running, { dailyAmount: '15' })).id),
    ).toEqual(REFUSED);
  });

  test('a declined card', async () => {
    const running = await runningStory(world);
    const { id, contentHash } = await card(world, running, { dailyAmount: '15' });
    expect(await decide(running, id, contentHash)).toMatchObject({ status: 'REJECTED' });
    await approve(world, running, { id, contentHash });
    expect(await outcomeOf(running, id)).toEqual(REFUSED);
  });

  test('a click on something else than what the card says', async () => {
    const running = await runningStory(world);
    const { id } = await card(world, running, { dailyAmount: '15' });
    await approve(world, running, { id, contentHash: 'f'.repeat(64) });
    expect(await outcomeOf(running, id)).toEqual(REFUSED);
  });

  test('a click on a card that was open for two days', async () => {
    const running = await runningStory(world);
    const open = await card(world, running, { dailyAmount: '15' });
    const hours = ((open.expiresAt ?? 0) - running.story.clock.now) / HOUR;
    expect(Math.round(hours)).toBe(48);
    running.story.clock.now += 49 * HOUR;
    await approve(world, running, open);
    expect(await outcomeOf(running, open.id)).toEqual(REFUSED);
  });

  test('an approval that was left lying until another change was made', async () => {
    const running = await runningStory(world);
    const older = await card(world, running, { dailyAmount: '15' });
    await approve(world, running, older);
    running.story.clock.now += 2 * HOUR;
    expect((await changed(world, running, { dailyAmount: '12' })).result.kind).toBe('done');
    expect(await outcomeOf(running, older.id)).toEqual(REFUSED);
  });
});

test('while a campaign is still being built, a change is refused in words', async () => {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant);
  expect((await launch(world, story, 'build')).result.kind).toBe('built');
  const { campaignRecordId } = story.input;
  const refused = await propose(world, { tenant, story, campaignRecordId }, { dailyAmount: '15' });
  expect(refused).toMatchObject({
    kind: 'refused',
    reason: expect.stringContaining('just being built'),
  });
});
