import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { createApp } from '../../api/app.ts';
import { errorSchema } from '../../contract/http.ts';
import { approvalSchema, campaignSchema, moneySchema } from '../../contract/launch.ts';
import { APPROVAL_TTL_MS, UNDO_WINDOW_MS } from '../../domain/approval/approval.ts';
import { decideApprovalRow, getApproval, useApproval } from '../../db/repositories/approvals.ts';
import { updateCampaign } from '../../db/repositories/campaigns.ts';
import { saveSnapshots } from '../../db/repositories/snapshots.ts';
import type { Trx } from '../../db/client.ts';
import { asOwner } from '../../db/tenant.ts';
import { addCampaign, daySnapshot } from '../support/owner-world.ts';
import { Browser, createApiWorld } from './api-world.ts';
import type { ApiWorld } from './api-world.ts';

let world: ApiWorld;
let ada: Browser;
let projectId: string;
let campaign: { campaignRecordId: string; approvalId: string };

const own = <Result>(work: (trx: Trx) => Promise<Result>) =>
  asOwner(world.database.app, ada.userId, work);

beforeAll(async () => {
  world = await createApiWorld(inject('postgresUrl'));
});
afterAll(async () => await world.close());

beforeEach(async () => {
  world.clock.now = Date.now();
  ada = await world.visitor().signUp();
  const page = await ada.createProject();
  projectId = page.project.id;
  const place = {
    projectId,
    ownerId: ada.userId,
    conversationId: page.conversations[0]?.id ?? '',
    briefId: page.brief?.id ?? '',
  };
  campaign = await own((trx) => addCampaign(trx, place));
  await own((trx) =>
    trx
      .updateTable('approval')
      .set({ expiresAt: new Date(Date.now() + APPROVAL_TTL_MS).toISOString() })
      .where('id', '=', campaign.approvalId)
      .execute(),
  );
});

function ref(now = Date.now()) {
  return { projectId, ownerId: ada.userId, now };
}

async function approve(now = Date.now()): Promise<void> {
  await own(async (trx) => {
    const approval = await getApproval(trx, campaign.approvalId);
    await decideApprovalRow(trx, {
      ...ref(now),
      id: campaign.approvalId,
      verdict: 'approve',
      contentHash: approval?.contentHash ?? '',
      by: 'person',
      from: 'browser',
      reason: null,
    });
  });
}

async function undo(): Promise<Response> {
  const { approvalId } = campaign;
  return await ada.request('POST', '/api/chat/undo', { approvalId });
}

async function codeOf(answer: Response): Promise<[number, string]> {
  return [answer.status, errorSchema.parse(await answer.json()).error.code];
}

async function inbox() {
  return await world.database.relay
    .selectFrom('outbox')
    .select('kind')
    .where('projectId', '=', projectId)
    .execute();
}

test('an approval is taken back in time, the card is open again, and twice is once', async () => {
  await approve();
  const before = await own((trx) => getApproval(trx, campaign.approvalId));
  expect(before?.status).toBe('GRANTED');
  for (let press = 1; press <= 2; press += 1) {
    const answer = await undo();
    expect(answer.status).toBe(200);
    const shown = approvalSchema.parse(await answer.json());
    expect(shown).toMatchObject({ status: 'PENDING', decidedAt: null, undoUntil: null });
  }
  expect(await inbox()).toEqual([{ kind: 'undo-approval' }]);
});

test('once the work has begun it is too late, and the approval stands', async () => {
  await approve();
  await own((trx) => useApproval(trx, { ...ref(), id: campaign.approvalId }));
  expect(await codeOf(await undo())).toEqual([409, 'approval.too_late']);
  const after = await own((trx) => getApproval(trx, campaign.approvalId));
  expect(after?.status).toBe('GRANTED');
  expect(await inbox()).toEqual([]);
});

test('after its time it is too late', async () => {
  await approve(Date.now() - UNDO_WINDOW_MS - 1_000);
  expect(await codeOf(await undo())).toEqual([409, 'approval.too_late']);
});

test('the card counts the time that the lifecycle waits, whatever it is set to', async () => {
  const decidedAt = Date.now() - UNDO_WINDOW_MS - 1_000;
  await approve(decidedAt);
  const patient = new Browser(createApp({ ...world.deps, undoWindowMs: 60_000 }));
  patient.cookie = ada.cookie;
  const { approvals } = await patient.page(projectId);
  const card = approvals.find(({ id }) => id === campaign.approvalId);
  expect(card?.undoUntil).toBe(decidedAt + 60_000);
  const hasty = new Browser(createApp({ ...world.deps, undoWindowMs: 0 }));
  hasty.cookie = ada.cookie;
  const { approvalId } = campaign;
  const late = await hasty.request('POST', '/api/chat/undo', { approvalId });
  expect(await codeOf(late)).toEqual([409, 'approval.too_late']);
  const answer = await patient.request('POST', '/api/chat/undo', { approvalId });
  expect(answer.status).toBe(200);
});

test('an approval that was taken back cannot be used', async () => {
  await approve();
  await undo();
  expect(await own((trx) => useApproval(trx, { ...ref(), id: campaign.approvalId }))).toBe(false);
});

test('somebody else’s approval does not exist', async () => {
  await approve();
  const { approvalId } = campaign;
  const eve = await world.visitor().signUp('Eve');
  const answer = await eve.request('POST', '/api/chat/undo', { approvalId });
  expect(await codeOf(answer)).toEqual([404, 'approval.not_found']);
});

test('the ledger sets what was spent against what was approved', async () => {
  const money = async () => {
    const answer = await ada.request('GET', `/api/projects/${projectId}/money`);
    return moneySchema.parse(await answer.json());
  };
  expect(await money()).toMatchObject({ spentMinor: 0, committedMinor: 0, approvals: [] });
  await approve();
  await own(async (trx) => {
    const { campaignRecordId } = campaign;
    await updateCampaign(trx, { ...ref(), id: campaignRecordId, set: { status: 'ACTIVE' } });
    const rows = [{ snapshot: daySnapshot({ spendMinor: 3000 }), raw: {} }];
    await saveSnapshots(trx, { ...ref(), campaignRecordId, rows });
  });
  expect(await money()).toMatchObject({
    spentMinor: 3000,
    // The approval of the example has no end, so the week is the limit.
    committedMinor: 10_500,
    approvedMinor: null,
    isOver: true,
    approvals: [{ maxPerDayMinor: 2625, spentMinor: 3000, isOver: true }],
  });
});

test('only a launch that stopped before it went live can be removed', async () => {
  const { campaignRecordId } = campaign;
  const remove = () => ada.request('POST', '/api/campaigns/remove', { campaignRecordId });
  expect(await codeOf(await remove())).toEqual([409, 'campaign.not_removable']);
  await approve();
  const failed = { status: 'FAILED', problemCode: 'meta.plan_refused' } as const;
  await own((trx) => updateCampaign(trx, { ...ref(), id: campaignRecordId, set: failed }));
  const answer = await remove();
  expect(answer.status).toBe(202);
  expect(campaignSchema.parse(await answer.json()).canRemove).toBe(true);
  expect(await inbox()).toEqual([{ kind: 'remove-campaign' }]);
  const live = { liveSince: Date.now() };
  await own((trx) => updateCampaign(trx, { ...ref(), id: campaignRecordId, set: live }));
  expect(await codeOf(await remove())).toEqual([409, 'campaign.not_removable']);
});
