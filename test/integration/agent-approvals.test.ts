import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { getApproval } from '../../db/repositories/approvals.ts';
import { getCampaign } from '../../db/repositories/campaigns.ts';
import { setConnectionState } from '../../db/repositories/connections.ts';
import { listMessages } from '../../db/repositories/messages.ts';
import { listNotifications } from '../../db/repositories/notifications.ts';
import { enqueueInbox } from '../../db/repositories/outbox.ts';
import { asOwner } from '../../db/tenant.ts';
import { approvedPlan, deployAsWorkflow } from '../support/agent-story.ts';
import { openWorld, START } from '../support/agent-world.ts';
import type { AgentWorld, Tenant } from '../support/agent-world.ts';
import type { PreparePlanResult } from '../../domain/lifecycle/work.ts';

const HOUR = 3_600_000;
let world: AgentWorld;

beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => {
  await world.close();
});

async function planned(): Promise<{ tenant: Tenant; plan: PreparePlanResult }> {
  const tenant = await world.addTenant();
  const plan = await world.activities.preparePlan({
    ...tenant,
    previousApprovalId: null,
    now: START,
  });
  return { tenant, plan };
}

const decision = ({ tenant, plan }: { tenant: Tenant; plan: PreparePlanResult }, now: number) => ({
  projectId: tenant.projectId,
  ownerId: tenant.ownerId,
  approvalId: plan.approval.id,
  contentHash: plan.approval.contentHash,
  verdict: 'approve' as const,
  by: 'operator' as const,
  reason: null,
  now,
});

test('the first of two decisions holds, and a repeat of it is no refusal', async () => {
  const known = await planned();
  const approve = decision(known, START + 1);
  expect(await world.activities.recordDecision(approve)).toMatchObject({
    status: 'GRANTED',
    refusal: null,
  });
  expect(await world.activities.recordDecision(approve)).toMatchObject({
    status: 'GRANTED',
    refusal: null,
  });
  const late = { ...approve, verdict: 'reject' as const, reason: 'Too late' };
  expect(await world.activities.recordDecision(late)).toMatchObject({
    status: 'GRANTED',
    refusal: 'approval.already_decided',
  });
});

test('a decision on another content than the card shows is refused', async () => {
  const known = await planned();
  const stale = { ...decision(known, START + 1), contentHash: 'other' };
  expect(await world.activities.recordDecision(stale)).toMatchObject({
    status: 'PENDING',
    refusal: 'approval.stale',
  });
});

test('a card reminds once and runs out with nothing done', async () => {
  const { tenant, plan } = await planned();
  const { projectId, ownerId } = tenant;
  const clock = { projectId, ownerId, approvalId: plan.approval.id };
  await world.activities.remindApproval({ ...clock, now: START + 24 * HOUR });
  await world.activities.remindApproval({ ...clock, now: START + 24 * HOUR });
  expect(await world.activities.expireApproval({ ...clock, now: START + 47 * HOUR })).toEqual({
    status: 'PENDING',
  });
  const over = { ...clock, now: START + 49 * HOUR };
  expect(await world.activities.expireApproval(over)).toEqual({ status: 'EXPIRED' });
  expect(await world.activities.expireApproval(over)).toEqual({ status: 'EXPIRED' });
  const after = await asOwner(world.database.app, ownerId, async (trx) => ({
    bells: await listNotifications(trx),
    campaign: await getCampaign(trx, plan.campaignRecordId),
    messages: await listMessages(trx, projectId),
  }));
  expect(after.bells.filter((bell) => bell.title.includes('still waits'))).toHaveLength(1);
  expect(after.campaign?.status).toBe('DRAFT');
  expect(after.messages.filter((message) => message.content.includes('run out'))).toHaveLength(1);
  expect(
    await world.activities.recordDecision(decision({ tenant, plan }, START + 50 * HOUR)),
  ).toMatchObject({ status: 'EXPIRED', refusal: 'approval.expired' });
});

test('a refusal with a reason leads to a new plan that replaces the old one', async () => {
  const known = await planned();
  const { tenant, plan } = known;
  const refused = {
    ...decision(known, START + 1),
    verdict: 'reject' as const,
    reason: 'Please more about the dawn',
  };
  expect(await world.activities.recordDecision(refused)).toMatchObject({
    status: 'REJECTED',
    reasonGiven: true,
  });
  const next = await world.activities.preparePlan({
    ...tenant,
    previousApprovalId: plan.approval.id,
    now: START + HOUR,
  });
  expect(next.campaignRecordId).not.toBe(plan.campaignRecordId);
  const { ownerId } = tenant;
  const rows = await asOwner(world.database.app, ownerId, async (trx) => ({
    before: await getApproval(trx, plan.approval.id),
    after: await getApproval(trx, next.approval.id),
  }));
  expect(rows.before?.status).toBe('REJECTED');
  expect(rows.after?.status).toBe('PENDING');
});

test('pressing pause stops the building before the next call', async () => {
  const tenant = await world.addTenant();
  const plan = await approvedPlan(world, tenant);
  const { projectId, ownerId } = tenant;
  const press = (change: 'pause' | 'resume') =>
    asOwner(world.database.app, ownerId, (trx) =>
      enqueueInbox(trx, {
        id: randomUUID(),
        projectId,
        ownerId,
        item: { kind: 'policy', change },
        now: START,
      }),
    );
  await press('pause');
  const run = { projectId, ownerId, campaignRecordId: plan.campaignRecordId };
  const stopped = await world.activities.runDeployment({
    ...run,
    approvalId: plan.approval.id,
    now: START + HOUR,
  });
  expect(stopped.kind).toBe('wait');
  expect((await world.admin(`ledger?account=${tenant.adAccountId}`))['count']).toBe(0);
  await press('resume');
  expect(await deployAsWorkflow(world, tenant, plan)).toMatchObject({ kind: 'done' });
});

test('a dead connection is a result of a check, and is asked for again in the chat', async () => {
  const tenant = await world.addTenant();
  const plan = await approvedPlan(world, tenant);
  await deployAsWorkflow(world, tenant, plan);
  const { projectId, ownerId } = tenant;
  await asOwner(world.database.app, ownerId, (trx) =>
    setConnectionState(trx, { userId: ownerId, state: 'REVOKED', now: START }),
  );
  const ref = {
    projectId,
    ownerId,
    campaignRecordId: plan.campaignRecordId,
    now: START + 5 * HOUR,
  };
  const result = await world.activities.checkCampaign({ ...ref, trigger: 'timer' });
  expect(result).toEqual({ kind: 'connection-lost', code: 'meta.token_revoked' });
  await world.activities.reportProblem({
    ...ref,
    code: 'meta.token_revoked',
    during: 'monitoring',
    messageId: null,
  });
  const messages = await asOwner(world.database.app, ownerId, (trx) =>
    listMessages(trx, projectId),
  );
  expect(messages.at(-1)).toMatchObject({ type: 'FB_CONNECT', metadata: { kind: 'connect' } });
});
