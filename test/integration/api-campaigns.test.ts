import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { errorSchema } from '../../contract/http.ts';
import { campaignSchema } from '../../contract/launch.ts';
import { decideApprovalRow, getApproval } from '../../db/repositories/approvals.ts';
import { updateCampaign } from '../../db/repositories/campaigns.ts';
import { asOwner } from '../../db/tenant.ts';
import { addCampaign } from '../support/owner-world.ts';
import { createApiWorld } from './api-world.ts';
import type { ApiWorld, Browser } from './api-world.ts';

let world: ApiWorld;
let ada: Browser;
let ref: { projectId: string; ownerId: string; now: number };
let campaign: { campaignRecordId: string; approvalId: string };

beforeAll(async () => {
  world = await createApiWorld(inject('postgresUrl'));
  ada = await world.visitor().signUp();
  const page = await ada.createProject();
  ref = { projectId: page.project.id, ownerId: ada.userId, now: Date.UTC(2026, 2, 1, 10) };
  const place = {
    ...ref,
    conversationId: page.conversations[0]?.id ?? '',
    briefId: page.brief?.id ?? '',
  };
  campaign = await asOwner(
    world.database.app,
    ada.userId,
    async (trx) => await addCampaign(trx, place),
  );
});
afterAll(async () => await world.close());

async function tryAgain(): Promise<Response> {
  const { campaignRecordId } = campaign;
  return await ada.request('POST', '/api/campaigns/deploy', { campaignRecordId });
}

async function codeOf(answer: Response): Promise<[number, string]> {
  return [answer.status, errorSchema.parse(await answer.json()).error.code];
}

test('a build is tried again only after it failed, and only under its approval', async () => {
  const { app } = world.database;
  expect(await codeOf(await tryAgain())).toEqual([409, 'deployment.approval_missing']);

  await asOwner(app, ada.userId, async (trx) => {
    const approval = await getApproval(trx, campaign.approvalId);
    await decideApprovalRow(trx, {
      ...ref,
      id: campaign.approvalId,
      verdict: 'approve',
      contentHash: approval?.contentHash ?? '',
      by: 'person',
      from: 'browser',
      reason: null,
    });
  });
  expect(await codeOf(await tryAgain())).toEqual([409, 'campaign.not_failed']);

  await asOwner(app, ada.userId, async (trx) => {
    const set = { status: 'FAILED', problemCode: 'meta.account_disabled' } as const;
    await updateCampaign(trx, { ...ref, id: campaign.campaignRecordId, set });
  });
  const answer = await tryAgain();
  expect(answer.status).toBe(202);
  expect(campaignSchema.parse(await answer.json()).status).toBe('FAILED');
  const items = await world.database.relay
    .selectFrom('outbox')
    .select(['kind', 'payload'])
    .where('projectId', '=', ref.projectId)
    .execute();
  expect(items).toEqual([
    {
      kind: 'retry-deployment',
      payload: { kind: 'retry-deployment', campaignRecordId: campaign.campaignRecordId },
    },
  ]);
});
