import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { getApproval } from '../../db/repositories/approvals.ts';
import { updateCampaign } from '../../db/repositories/campaigns.ts';
import { listMessages } from '../../db/repositories/messages.ts';
import { enqueueInbox } from '../../db/repositories/outbox.ts';
import { saveSnapshots } from '../../db/repositories/snapshots.ts';
import { moneyView } from '../../db/views/money-view.ts';
import { randomUUID } from 'node:crypto';
import type { CampaignChanges } from '../../activities/campaign-change.ts';
import { openWorld } from '../support/agent-world.ts';
import type { AgentWorld } from '../support/agent-world.ts';
import {
  atFacebook,
  card,
  carryOut,
  changed,
  NEW_AD,
  approve,
  owned,
  recordOf,
  runningStory,
} from '../support/running-campaign.ts';
import type { RunningStory } from '../support/running-campaign.ts';
import { daySnapshot } from '../support/owner-world.ts';
import { rowsIn } from '../support/sandbox-answers.ts';

let world: AgentWorld;
beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => await world.close());

const ALL: CampaignChanges = { dailyAmount: '20', places: ['Leeds'], newAd: NEW_AD };

/** What Facebook holds of the campaign, in the terms of a change. */
async function truth(running: RunningStory) {
  const campaign = await atFacebook(world, running, 'campaign', 'daily_budget,status');
  const set = await atFacebook(world, running, 's1', 'targeting');
  const { objects } = await world.admin(`objects?account=${running.tenant.adAccountId}&type=ad`);
  const ads = rowsIn(objects);
  return {
    daily: Number(campaign['daily_budget']),
    status: campaign['status'],
    places: JSON.stringify(set['targeting']).includes('cities') ? 'Leeds' : 'United Kingdom',
    running: ads.filter(({ status }) => status === 'ACTIVE').length,
    ads: ads.length,
  };
}

const BEFORE = { daily: 1_000, status: 'ACTIVE', places: 'United Kingdom', running: 2, ads: 2 };
const AFTER = { daily: 2_000, status: 'ACTIVE', places: 'Leeds', running: 3, ads: 3 };

const fault = (running: RunningStory, operation: string, kind: string, more = {}) =>
  world.admin('faults', {
    kind,
    match: { operation, account: running.tenant.adAccountId },
    times: 1,
    ...more,
  });

describe('what Facebook does on the way', () => {
  test.each([
    ['an answer that is lost', 'create-ad', 'lose-response', {}],
    ['an answer that is lost', 'update-campaign', 'lose-response', {}],
    ['an answer that is lost', 'update-ad-set', 'lose-response', {}],
    ['a page of HTML', 'update-campaign', 'html-502', {}],
    ['a throttle', 'update-ad-set', 'throttle', {}],
  ])('%s at %s ends in the change, made once', async (_title, operation, kind, more) => {
    const running = await runningStory(world);
    await fault(running, operation, kind, more);
    expect((await changed(world, running, ALL)).result).toMatchObject({ kind: 'done' });
    expect(await truth(running)).toEqual(AFTER);
  });

  test.each(['create-ad', 'update-ad-set', 'update-campaign'])(
    'a refusal at %s is taken back whole, and the approval before goes on',
    async (operation) => {
      const running = await runningStory(world);
      const before = await recordOf(world, running);
      await fault(running, operation, 'error', { code: 100, subcode: 1_885_272 });
      const { result, approval } = await changed(world, running, ALL);
      expect(result.kind).toBe('failed');
      expect(await truth(running)).toMatchObject({ ...BEFORE, ads: expect.any(Number) });
      const after = await recordOf(world, running);
      expect(after).toMatchObject({ approvalId: before.approvalId, changing: null });
      expect(after.planHash).toBe(before.planHash);
      // One approval is one try.
      expect(await carryOut(world, running, approval.id)).toMatchObject({
        kind: 'failed',
        code: 'deployment.change_failed',
      });
      expect((await changed(world, running, { dailyAmount: '12' })).result).toMatchObject({
        kind: 'done',
      });
    },
  );

  test('a token that dies parks the change, and it goes on after connecting again', async () => {
    const running = await runningStory(world);
    const approval = await card(world, running, ALL);
    await approve(world, running, approval);
    await fault(running, 'update-ad-set', 'error', { code: 190, subcode: 463 });
    expect(await carryOut(world, running, approval.id)).toMatchObject({ kind: 'parked' });
    await world.reconnect(running.tenant);
    expect(await carryOut(world, running, approval.id)).toMatchObject({ kind: 'done' });
    expect(await truth(running)).toEqual(AFTER);
  });

  test('two attempts at once make one change', async () => {
    const running = await runningStory(world);
    const approval = await card(world, running, ALL);
    await approve(world, running, approval);
    const results = await Promise.all([
      carryOut(world, running, approval.id),
      carryOut(world, running, approval.id),
    ]);
    // The one whose turn was taken waits for the other; asked again it finds everything done.
    const kinds = results.map(({ kind }) => kind);
    expect(kinds).toContain('done');
    expect(['done', 'wait']).toEqual(expect.arrayContaining(kinds));
    expect(await carryOut(world, running, approval.id)).toMatchObject({ kind: 'done' });
    expect(await truth(running)).toEqual(AFTER);
    const rows = await owned(world, running, (trx) => listMessages(trx, running.tenant.projectId));
    expect(rows.filter(({ content }) => content.startsWith('The change of'))).toHaveLength(1);
  });
});

describe('a campaign that is paused', () => {
  async function pause(running: RunningStory): Promise<void> {
    const { projectId, ownerId } = running.tenant;
    const { now } = running.story.clock;
    const item = { kind: 'policy', change: 'pause' } as const;
    await owned(world, running, (trx) =>
      enqueueInbox(trx, { id: randomUUID(), projectId, ownerId, item, now }),
    );
  }

  test('is changed, and stays paused', async () => {
    const running = await runningStory(world);
    await pause(running);
    const { projectId, ownerId } = running.tenant;
    const { campaignRecordId, story } = running;
    const ref = { projectId, ownerId, campaignRecordId, by: 'person' as const };
    await world.activities.setDelivery({ ...ref, running: false, now: story.clock.now });
    const { approval, result } = await changed(world, running, ALL);
    expect(result).toMatchObject({ kind: 'done' });
    expect(JSON.stringify(approval.card?.rows)).toContain('they stay paused');
    expect(await truth(running)).toEqual({ ...AFTER, status: 'PAUSED' });
    expect((await recordOf(world, running)).status).toBe('PAUSED');
  });

  test('is left alone until Facebook has confirmed the pause', async () => {
    const running = await runningStory(world);
    const approval = await card(world, running, { dailyAmount: '20' });
    await approve(world, running, approval);
    await pause(running);
    const { projectId, ownerId } = running.tenant;
    const result = await world.activities.amendCampaign({
      projectId,
      ownerId,
      campaignRecordId: running.campaignRecordId,
      approvalId: approval.id,
      now: running.story.clock.now,
    });
    expect(result).toEqual({ kind: 'wait', ms: 15_000 });
    expect(await truth(running)).toEqual(BEFORE);
  });
});

describe('the money behind a change', () => {
  const money = (running: RunningStory) =>
    owned(world, running, (trx) =>
      moneyView(
        trx,
        { id: running.tenant.projectId, currency: 'GBP', timezone: 'Europe/London' },
        running.story.clock.now,
      ),
    );

  test('counts by the approval in force, from the moment it is used', async () => {
    const running = await runningStory(world);
    const first = await money(running);
    const approval = await card(world, running, { dailyAmount: '6' });
    await approve(world, running, approval);
    expect(await money(running)).toEqual(first);
    const changing = { approvalId: approval.id, back: null };
    const { projectId, ownerId } = running.tenant;
    const ref = { id: running.campaignRecordId, projectId, ownerId, now: running.story.clock.now };
    await owned(world, running, (trx) => updateCampaign(trx, { ...ref, set: { changing } }));
    const during = await money(running);
    expect(during.approvals).toMatchObject([{ approvalId: approval.id, dailyBudgetMinor: 600 }]);
    await owned(world, running, (trx) => updateCampaign(trx, { ...ref, set: { changing: null } }));
    expect(await carryOut(world, running, approval.id)).toMatchObject({ kind: 'done' });
    const after = await money(running);
    expect(after).toMatchObject({ approvedMinor: approval.authority?.maxInTotalMinor });
    expect(after.approvals).toHaveLength(1);
  });

  test('what was spent under the approval before is no overspending under a lower one', async () => {
    const running = await runningStory(world);
    const { ownerId, projectId } = running.tenant;
    const rows = [{ snapshot: daySnapshot({ day: '2026-03-02', spendMinor: 1_700 }), raw: {} }];
    const { campaignRecordId, story } = running;
    await owned(world, running, (trx) =>
      saveSnapshots(trx, { ownerId, projectId, campaignRecordId, rows, now: story.clock.now }),
    );
    const { approval } = await changed(world, running, { dailyAmount: '5' });
    expect(approval.authority?.maxPerDayMinor).toBe(875);
    expect(await money(running)).toMatchObject({ isOver: false, spentMinor: 1_700 });
    expect(
      (await owned(world, running, (trx) => getApproval(trx, approval.id)))?.usedAt,
    ).not.toBeNull();
  });
});
