import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { getApproval, listApprovals } from '../../db/repositories/approvals.ts';
import { getArtifact } from '../../db/repositories/artifacts.ts';
import { listMessages } from '../../db/repositories/messages.ts';
import { addDays, endOfDay } from '../../domain/monitoring/calendar.ts';
import { metaInstant } from '../../domain/deployment/verify.ts';
import { openWorld } from '../support/agent-world.ts';
import type { AgentWorld } from '../support/agent-world.ts';
import {
  approve,
  atFacebook,
  card,
  carryOut,
  changed,
  NEW_AD,
  owned,
  propose,
  recordOf,
  runningStory,
} from '../support/running-campaign.ts';
import type { RunningStory } from '../support/running-campaign.ts';

let world: AgentWorld;
beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => await world.close());

async function said({ tenant }: RunningStory): Promise<string> {
  const rows = await owned(world, { tenant }, (trx) => listMessages(trx, tenant.projectId));
  return rows.map(({ content }) => content).join('\n');
}

describe('a change of the running campaign', () => {
  test('lies before the person as one card with the true limits, and changes nothing yet', async () => {
    const running = await runningStory(world);
    const row = await card(world, running, { dailyAmount: '20' });
    expect(row).toMatchObject({ kind: 'campaign-change', status: 'PENDING', version: 2 });
    expect(row.authority).toMatchObject({
      dailyBudgetMinor: 2_000,
      maxPerDayMinor: 3_500,
      maxPerWeekMinor: 14_000,
    });
    expect(row.diff).toContainEqual({ label: 'Average per day', before: '£10', after: '£20' });
    expect(row.card?.question).toContain('about £20 a day instead of £10');
    expect(row.card?.approveLabel).toContain('£140 a week');
    expect(await atFacebook(world, running, 'campaign', 'daily_budget')).toMatchObject({
      daily_budget: '1000',
    });
  });

  test('raises the daily amount and takes the place of the approval before', async () => {
    const running = await runningStory(world);
    const before = await recordOf(world, running);
    const { approval, result } = await changed(world, running, { dailyAmount: '20' });
    expect(result).toMatchObject({ kind: 'done', replaces: true });
    expect(await atFacebook(world, running, 'campaign', 'daily_budget,status')).toMatchObject({
      daily_budget: '2000',
      status: 'ACTIVE',
    });
    const after = await recordOf(world, running);
    expect(after).toMatchObject({
      approvalId: approval.id,
      dailyBudgetMinor: 2_000,
      changing: null,
      plan: { dailyBudgetMinor: 2_000 },
    });
    expect(after.planHash).not.toBe(before.planHash);
    expect(await said(running)).toContain('It spends about £20 a day from now on');
    expect(await carryOut(world, running, approval.id)).toMatchObject({ kind: 'done' });
  });

  test('leaves a receipt of its own with what Facebook holds', async () => {
    const running = await runningStory(world);
    const first = (await recordOf(world, running)).receiptArtifactId;
    await changed(world, running, { dailyAmount: '12.50' });
    const { receiptArtifactId } = await recordOf(world, running);
    expect(receiptArtifactId).not.toBe(first);
    const artifact = await owned(world, running, (trx) =>
      getArtifact(trx, receiptArtifactId ?? ''),
    );
    expect(artifact).toMatchObject({ kind: 'RECEIPT', version: 2 });
    expect(artifact?.title).toContain('Receipt of your change');
    expect(artifact?.text).toContain('£12.50');
    expect(artifact?.text).not.toContain('"same":false');
  });

  test('lowers the daily amount', async () => {
    const running = await runningStory(world);
    const { approval } = await changed(world, running, { dailyAmount: '6' });
    expect(approval.card?.approveLabel).toContain('Approve the change, then up to');
    expect(await atFacebook(world, running, 'campaign', 'daily_budget')).toMatchObject({
      daily_budget: '600',
    });
  });

  test('changes several audiences at once', async () => {
    const running = await runningStory(world, { ads: [1, 1] });
    const { result } = await changed(world, running, { dailyAmount: '30' });
    expect(result).toMatchObject({ kind: 'done' });
    for (const key of ['s1', 's2']) {
      expect(await atFacebook(world, running, key, 'daily_budget')).toMatchObject({
        daily_budget: '1500',
      });
    }
  });

  test.each([
    ['earlier', -27],
    ['later', 30],
  ])('moves the last day %s, and the lease with it', async (_title, days) => {
    const running = await runningStory(world);
    const { plan } = await recordOf(world, running);
    const lastDay = addDays(plan.lastDay ?? '', days);
    const { result, approval } = await changed(world, running, { lastDay });
    const endsAt = endOfDay(lastDay, 'Europe/London');
    expect(result).toMatchObject({ kind: 'done', endsAt });
    const after = await recordOf(world, running);
    expect(after.endsAt).toBe(endsAt);
    expect(after.leaseUntil).toBeLessThanOrEqual(endsAt);
    expect(approval.authority?.endsAt).toBe(endsAt);
    const { end_time: end } = await atFacebook(world, running, 's1', 'end_time');
    expect(metaInstant(end)).toBe(after.leaseUntil);
  });

  test('shows the ads in other places, looked up at Facebook', async () => {
    const running = await runningStory(world);
    const { approval, result } = await changed(world, running, { places: ['Leeds'] });
    expect(result).toMatchObject({ kind: 'done' });
    expect(approval.card?.question).toContain('Leeds');
    const { targeting } = await atFacebook(world, running, 's1', 'targeting');
    expect(JSON.stringify(targeting)).toContain('cities');
    expect(JSON.stringify(targeting)).not.toContain('countries');
  });

  test('adds an ad that is compared, switched on, and watched', async () => {
    const running = await runningStory(world);
    const { approval, result } = await changed(world, running, { newAd: NEW_AD });
    expect(result).toMatchObject({ kind: 'done' });
    expect(approval.card?.ads).toMatchObject([{ headline: NEW_AD.headline }]);
    expect(await atFacebook(world, running, 'n01', 'status')).toMatchObject({ status: 'ACTIVE' });
    const { adReviews, plan } = await recordOf(world, running);
    expect(adReviews).toContainEqual(expect.objectContaining({ adKey: 'n01', state: 'in-review' }));
    expect(plan.adSets[0]?.ads.map(({ key }) => key)).toEqual(['a11', 'a12', 'n01']);
  });

  test('follows another one, and counts its versions', async () => {
    const running = await runningStory(world);
    const changes = { dailyAmount: '15', places: ['Leeds'], newAd: NEW_AD };
    expect((await changed(world, running, changes)).result).toMatchObject({ kind: 'done' });
    const second = await changed(world, running, { dailyAmount: '9' });
    expect(second).toMatchObject({ result: { kind: 'done' }, approval: { version: 3 } });
  });
});

describe('a change is refused in words', () => {
  let running: RunningStory;
  beforeAll(async () => {
    running = await runningStory(world);
  });

  test.each([
    ['that changes nothing', { dailyAmount: '10' }, 'runs like that already'],
    ['below what Facebook asks for', { dailyAmount: '0.10' }, 'Facebook asks for at least'],
    ['of a last day that is over', { lastDay: '2026-03-01' }, 'The last day has to lie between'],
    ['to a place nobody knows', { places: ['Zzyzxq'] }, 'Facebook does not know the place'],
    [
      'to words that promise too much',
      { newAd: { ...NEW_AD, headline: 'Guaranteed results' } },
      'promises more than anyone can keep',
    ],
  ])('%s', async (_title, changes, words) => {
    const proposed = await propose(world, running, changes);
    expect(proposed).toMatchObject({ kind: 'refused', reason: expect.stringContaining(words) });
  });

  test('when nothing runs', async () => {
    const nothing = { ...running, tenant: await world.addTenant() };
    expect(await propose(world, nothing, { dailyAmount: '20' })).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('No campaign runs'),
    });
  });

  test('once a newer card has taken its place', async () => {
    const first = await card(world, running, { dailyAmount: '20' });
    const second = await card(world, running, { dailyAmount: '25' });
    const rows = await owned(world, running, (trx) => listApprovals(trx, running.tenant.projectId));
    expect(rows.find(({ id }) => id === first.id)?.status).toBe('SUPERSEDED');
    await approve(world, running, second);
    expect(await carryOut(world, running, first.id)).toMatchObject({ kind: 'failed' });
    expect(await carryOut(world, running, second.id)).toMatchObject({ kind: 'done' });
    const row = await owned(world, running, (trx) => getApproval(trx, second.id));
    expect(row?.usedAt).not.toBeNull();
  });

  test('while another is just being made', async () => {
    const approval = await card(world, running, { dailyAmount: '20' });
    await approve(world, running, approval);
    expect(await propose(world, running, { dailyAmount: '30' })).toMatchObject({ kind: 'refused' });
  });
});
