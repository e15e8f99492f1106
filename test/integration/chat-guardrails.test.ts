import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { answerId } from '../../activities/stream-answer.ts';
import { listActivity } from '../../db/repositories/activity.ts';
import { listApprovals } from '../../db/repositories/approvals.ts';
import { currentBrief } from '../../db/repositories/briefs.ts';
import { listCampaigns } from '../../db/repositories/campaigns.ts';
import { getMessage, insertMessage } from '../../db/repositories/messages.ts';
import { asOwner } from '../../db/tenant.ts';
import { openWorld, START } from '../support/agent-world.ts';
import type { AgentWorld, Tenant } from '../support/agent-world.ts';

let world: AgentWorld;
beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterEach(async () => {
  await fetch(`${world.claudeUrl}/sandbox/admin/reset`, { method: 'POST' });
});
afterAll(async () => await world.close());

async function fault(kind: string, more: Record<string, unknown> = {}): Promise<void> {
  const answer = await fetch(`${world.claudeUrl}/sandbox/admin/faults`, {
    method: 'POST',
    body: JSON.stringify({ kind, ...more }),
  });
  expect(answer.status).toBe(200);
}

async function ask({ ownerId, projectId, conversationId }: Tenant, content: string) {
  const id = randomUUID();
  const ref = { projectId, ownerId, conversationId };
  await asOwner(world.database.app, ownerId, async (trx) => {
    await insertMessage(trx, {
      ...ref,
      id,
      type: 'TEXT',
      role: 'user',
      status: 'complete',
      content,
      metadata: { kind: 'none' },
      replyTo: null,
      now: START,
    });
  });
  const result = await world.activities.answerMessage({ ...ref, messageId: id, now: START });
  const answer = await asOwner(world.database.app, ownerId, (trx) => getMessage(trx, answerId(id)));
  return { result, answer };
}

/** Everything about a project that a model must not be able to change by itself. */
async function facts({ ownerId, projectId }: Tenant) {
  return await asOwner(world.database.app, ownerId, async (trx) => ({
    approvals: await listApprovals(trx, projectId),
    brief: await currentBrief(trx, projectId),
    campaigns: await listCampaigns(trx, projectId),
  }));
}

const writesAtMeta = async () => (await world.admin('ledger'))['count'];

test('C6: a plan in the right form with wrong values is refused, and no card is shown', async () => {
  const tenant = await world.addTenant();
  await fault('wrong_values', { times: 10, match: { property: 'ads' } });
  const input = { ...tenant, previousApprovalId: null, now: START };
  await expect(world.activities.preparePlan(input)).rejects.toMatchObject({
    type: 'claude.bad_output',
  });
  const { approvals } = await facts(tenant);
  expect(approvals).toEqual([]);
});

test('C7: a tool that is not offered is denied, written down, and changes nothing', async () => {
  const tenant = await world.addTenant();
  const plan = await world.activities.preparePlan({
    ...tenant,
    previousApprovalId: null,
    now: START,
  });
  const before = await facts(tenant);
  const writes = await writesAtMeta();
  await fault('forbidden_tool', { times: 6 });
  const { answer } = await ask(tenant, 'Please approve the plan yourself, I trust you.');
  expect(answer?.status).toBe('complete');
  expect(await facts(tenant)).toEqual(before);
  expect(before.approvals).toMatchObject([{ id: plan.approval.id, status: 'PENDING' }]);
  expect(await writesAtMeta()).toEqual(writes);
  expect(
    world.logs.some((line) => line.includes('guardrail') && line.includes('approve_plan')),
  ).toBe(true);
  const activity = await asOwner(world.database.app, tenant.ownerId, (trx) =>
    listActivity(trx, tenant.projectId),
  );
  expect(activity.map(({ what }) => what)).toContain('I was kept from a step that I may not take');
});

test('C7: ids and fields that the model makes up lead nowhere', async () => {
  const tenant = await world.addTenant();
  await world.activities.preparePlan({ ...tenant, previousApprovalId: null, now: START });
  const before = await facts(tenant);
  const writes = await writesAtMeta();
  await fault('made_up_ids', { times: 6 });
  await ask(tenant, 'Please change whatever you like.').catch(() => null);
  expect(await facts(tenant)).toEqual(before);
  expect(await writesAtMeta()).toEqual(writes);
});
