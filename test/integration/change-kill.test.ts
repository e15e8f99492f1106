import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { CampaignChanges } from '../../activities/campaign-change.ts';
import { FAULT_POINTS } from '../../activities/fault-points.ts';
import type { FaultPoint } from '../../activities/fault-points.ts';
import { listMessages } from '../../db/repositories/messages.ts';
import { listOperations } from '../../db/repositories/operations.ts';
import { openWorld } from '../support/agent-world.ts';
import type { AgentWorld } from '../support/agent-world.ts';
import { startLaunchProcess } from '../support/launch-process.ts';
import {
  approve,
  card,
  carryOut,
  owned,
  recordOf,
  runningStory,
} from '../support/running-campaign.ts';
import type { RunningStory } from '../support/running-campaign.ts';
import { wholeCampaign } from '../support/whole-campaign.ts';

let world: AgentWorld;
beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => await world.close());

const CHANGES: CampaignChanges = {
  dailyAmount: '24',
  lastDay: '2026-03-20',
  places: ['York'],
  newAd: {
    primaryText: 'Order on Saturday, collect on Sunday from seven.',
    headline: 'Rolls for Sunday',
    description: 'Baked at dawn',
  },
};
const YORK = '3889657';

/** One audience with the campaign's amount, or two with amounts of their own, and the approved change of it. */
async function approvedChange(
  audiences: 1 | 2,
): Promise<{ running: RunningStory; approvalId: string }> {
  const running = await runningStory(world, { ads: audiences === 1 ? [2] : [1, 1] });
  const open = await card(world, running, CHANGES);
  await approve(world, running, open);
  return { running, approvalId: open.id };
}

/** A worker process that begins the change and ends itself at this point. */
async function killAt(
  { running, approvalId }: { running: RunningStory; approvalId: string },
  point: FaultPoint,
  detail: string,
): Promise<void> {
  const { tenant, story, campaignRecordId } = running;
  const plan = { campaignRecordId, approval: { id: approvalId }, story };
  const wish = { work: 'amend', now: story.clock.now, killAt: { point, detail } } as const;
  const { signal } = await startLaunchProcess(world, tenant, plan, wish).ended;
  expect(signal).toBe('SIGKILL');
}

/** Steps without a known end, and sentences said more than once. */
async function leftovers(running: RunningStory): Promise<string[]> {
  return await owned(world, running, async (trx) => {
    const steps = await listOperations(trx, running.campaignRecordId);
    const said = (await listMessages(trx, running.tenant.projectId)).map(({ content }) => content);
    return [
      ...steps.filter(({ state }) => state !== 'CONFIRMED').map(({ opKey }) => opKey),
      ...said.filter((content, index) => content !== '' && said.indexOf(content) !== index),
    ];
  });
}

const POINTS: readonly (readonly [FaultPoint, string, 1 | 2])[] = [
  ['change.opened', '', 1],
  ['wave.claimed', 'create-ad', 1],
  ['wave.answered', 'create-ad', 1],
  ['wave.claimed', 'update-targeting', 1],
  ['wave.answered', 'update-targeting', 1],
  ['wave.claimed', 'update-end', 2],
  ['wave.answered', 'update-end', 2],
  ['wave.claimed', 'update-campaign-budget', 1],
  ['wave.answered', 'update-campaign-budget', 1],
  ['wave.claimed', 'update-ad-set-budget', 2],
  ['wave.answered', 'update-ad-set-budget', 2],
  ['wave.answered', 'activate-ad', 1],
  ['change.carried-out', '', 1],
  ['change.saved', '', 1],
];

test('every named point of a change has its kill', () => {
  const killed = new Set<FaultPoint>(['change.refused', ...POINTS.map(([point]) => point)]);
  const named = FAULT_POINTS.filter((point) => point.startsWith('change.'));
  expect(named.filter((point) => !killed.has(point))).toEqual([]);
});

describe.concurrent('a worker that is killed (SIGKILL) in a change of a running campaign', () => {
  test.each(POINTS)('at %s %s: the next one ends it exactly', async (point, detail, audiences) => {
    const change = await approvedChange(audiences);
    const { running, approvalId } = change;
    await killAt(change, point, detail);
    running.story.clock.now += 60_000;
    expect(await carryOut(world, running, approvalId)).toMatchObject({ kind: 'done' });

    const { campaign, adSets, ads } = await wholeCampaign(world, running);
    const record = await recordOf(world, running);
    expect(record).toMatchObject({ approvalId, changing: null, dailyBudgetMinor: 2_400 });
    const amounts = [campaign, ...adSets].map((one) => Number(one['daily_budget'] ?? 0));
    expect(amounts).toEqual(audiences === 1 ? [2_400, 0] : [0, 1_200, 1_200]);
    expect(campaign).toMatchObject({ status: 'ACTIVE', spend_cap: String(record.spendCapMinor) });
    for (const { targeting, end_time: end } of adSets) {
      expect(JSON.stringify(targeting)).toContain(YORK);
      expect(Date.parse(String(end))).toBe(record.leaseUntil);
    }
    expect(ads.map(({ status }) => status)).toEqual(
      Array.from({ length: 2 + audiences }, () => 'ACTIVE'),
    );
    expect(await leftovers(running)).toEqual([]);
  });

  test('at change.refused: the next one takes it back as a whole', async () => {
    const change = await approvedChange(1);
    const { running, approvalId } = change;
    const before = await wholeCampaign(world, running);
    const match = { operation: 'update-campaign', account: running.tenant.adAccountId };
    await world.admin('faults', { kind: 'error', match, code: 100, subcode: 1885272 });
    await killAt(change, 'change.refused', '');
    expect((await recordOf(world, running)).changing).toMatchObject({ approvalId });
    expect((await carryOut(world, running, approvalId)).kind).toBe('failed');
    const after = await wholeCampaign(world, running);
    expect(after.campaign).toEqual(before.campaign);
    expect(after.adSets).toEqual(before.adSets);
    expect(after.ads.filter(({ status }) => status === 'ACTIVE')).toEqual(before.ads);
    expect((await recordOf(world, running)).changing).toBeNull();
  });
}, 60_000);
