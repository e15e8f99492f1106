import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { getCampaign } from '../../db/repositories/campaigns.ts';
import { listMessages } from '../../db/repositories/messages.ts';
import { listNotifications } from '../../db/repositories/notifications.ts';
import { listOperations } from '../../db/repositories/operations.ts';
import { listArtifacts } from '../../db/repositories/artifacts.ts';
import { listSnapshots } from '../../db/repositories/snapshots.ts';
import { asOwner } from '../../db/tenant.ts';
import { approvedPlan, deployAsWorkflow } from '../support/agent-story.ts';
import { openWorld, START } from '../support/agent-world.ts';
import type { AgentWorld } from '../support/agent-world.ts';
import { rowsIn } from '../support/sandbox-answers.ts';

const DAY = 86_400_000;
let world: AgentWorld;

beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => {
  await world.close();
});

test('an approved plan becomes one live campaign whose numbers are told', async () => {
  const tenant = await world.addTenant();
  const { ownerId, projectId } = tenant;
  const plan = await approvedPlan(world, tenant);
  expect(await deployAsWorkflow(world, tenant, plan)).toMatchObject({ kind: 'done' });

  const { objects } = await world.admin(`objects?account=${tenant.adAccountId}`);
  const count = (type: string) => rowsIn(objects).filter((object) => object['type'] === type);
  expect(count('campaign')).toMatchObject([{ status: 'ACTIVE' }]);
  expect(count('adset')).toMatchObject([{ status: 'ACTIVE' }]);
  expect(count('ad').every((ad) => ad['status'] === 'ACTIVE')).toBe(true);

  const { campaign, operations } = await asOwner(world.database.app, ownerId, async (trx) => ({
    campaign: await getCampaign(trx, plan.campaignRecordId),
    operations: await listOperations(trx, plan.campaignRecordId),
  }));
  expect(campaign).toMatchObject({ status: 'ACTIVE', problemCode: null });
  expect(operations.every((operation) => operation.state === 'CONFIRMED')).toBe(true);

  const dayAfter = START + 2 * DAY;
  const check = { projectId, ownerId, campaignRecordId: plan.campaignRecordId, now: dayAfter };
  const checked = await world.activities.checkCampaign({ ...check, trigger: 'timer' });
  if (checked.kind !== 'checked') throw new Error(checked.code);
  expect(checked.events.length).toBeGreaterThan(0);
  await world.activities.tellEvents({ ...check, events: checked.events });
  await world.activities.tellEvents({ ...check, events: checked.events });

  const told = await asOwner(world.database.app, ownerId, async (trx) => ({
    messages: await listMessages(trx, projectId),
    bells: await listNotifications(trx),
    snapshots: await listSnapshots(trx, plan.campaignRecordId),
    artifacts: await listArtifacts(trx, projectId),
  }));
  const monitoring = told.messages.filter(
    (message) => message.metadata.kind === 'action' && message.metadata.action === 'monitoring',
  );
  expect(monitoring).toHaveLength(1);
  expect(told.snapshots.some((snapshot) => snapshot.adId === null && snapshot.spendMinor > 0)).toBe(
    true,
  );
  expect(new Set(told.artifacts.map((artifact) => artifact.kind))).toEqual(
    new Set(['IMAGE', 'AD_COPY', 'CAMPAIGN', 'RECEIPT']),
  );
  expect(told.bells.map((bell) => bell.kind)).toContain('APPROVAL_NEEDED');
});

test('preparing the same plan twice lays one card before the person', async () => {
  const tenant = await world.addTenant();
  const input = { ...tenant, previousApprovalId: null, now: START };
  const first = await world.activities.preparePlan(input);
  const again = await world.activities.preparePlan({ ...input, now: START + 5_000 });
  expect(again).toEqual(first);
  const messages = await asOwner(world.database.app, tenant.ownerId, (trx) =>
    listMessages(trx, tenant.projectId),
  );
  expect(messages.filter((message) => message.type === 'APPROVAL_REQUEST')).toHaveLength(1);
});

test('nothing reaches Meta without a granted approval', async () => {
  const tenant = await world.addTenant();
  const plan = await world.activities.preparePlan({
    ...tenant,
    previousApprovalId: null,
    now: START,
  });
  const result = await deployAsWorkflow(world, tenant, plan);
  expect(result).toEqual({ kind: 'failed', code: 'deployment.approval_missing' });
  const { count } = await world.admin(`ledger?account=${tenant.adAccountId}`);
  expect(count).toBe(0);
});

test('pausing and resuming switch the campaign off and on', async () => {
  const tenant = await world.addTenant();
  const plan = await approvedPlan(world, tenant);
  await deployAsWorkflow(world, tenant, plan);
  const { projectId, ownerId } = tenant;
  const input = {
    projectId,
    ownerId,
    campaignRecordId: plan.campaignRecordId,
    by: 'person',
  } as const;
  const statusAtMeta = async (): Promise<unknown> => {
    const { objects } = await world.admin(`objects?account=${tenant.adAccountId}&type=campaign`);
    return rowsIn(objects)[0]?.['status'];
  };
  const pause = { ...input, running: false, now: START + DAY };
  expect(await world.activities.setDelivery(pause)).toEqual({ kind: 'done' });
  expect(await world.activities.setDelivery(pause)).toEqual({ kind: 'done' });
  expect(await statusAtMeta()).toBe('PAUSED');
  const resume = { ...input, running: true, now: START + 2 * DAY };
  expect(await world.activities.setDelivery(resume)).toEqual({ kind: 'done' });
  expect(await statusAtMeta()).toBe('ACTIVE');
});
