import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { listOperations } from '../../db/repositories/operations.ts';
import { asOwner } from '../../db/tenant.ts';
import { approvedPlan, deployAsWorkflow } from '../support/agent-story.ts';
import { openWorld, START } from '../support/agent-world.ts';
import type { AgentWorld, Tenant } from '../support/agent-world.ts';
import { rowsIn, wordIn } from '../support/sandbox-answers.ts';

let world: AgentWorld;

beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterEach(async () => {
  await world.admin('faults', undefined, 'DELETE');
  await world.admin('settings', { index_lag_seconds: 0 });
});
afterAll(async () => {
  await world.close();
});

const EDGES = ['campaigns', 'adsets', 'adimages', 'adcreatives', 'ads'] as const;

async function script(
  kind: string,
  edge: string,
  more: Record<string, unknown> = {},
): Promise<void> {
  await world.admin('faults', { kind, match: { method: 'POST', path: `/${edge}$` }, ...more });
}

/** How many objects of each type Meta holds for this account, and how many creates it accepted. */
async function counts(tenant: Tenant): Promise<Record<string, number>> {
  const { objects } = await world.admin(`objects?account=${tenant.adAccountId}`);
  const found: Record<string, number> = {};
  for (const row of rowsIn(objects)) {
    const type = wordIn(row['type']);
    if (row['status'] !== 'DELETED') found[type] = (found[type] ?? 0) + 1;
  }
  return found;
}

async function expectOneCampaign(tenant: Tenant, campaignRecordId: string): Promise<void> {
  const operations = await asOwner(world.database.app, tenant.ownerId, (trx) =>
    listOperations(trx, campaignRecordId),
  );
  expect(operations.filter((operation) => operation.state !== 'CONFIRMED')).toEqual([]);
  const planned = (kind: string) => operations.filter((one) => one.kind === kind).length;
  expect(await counts(tenant)).toEqual({
    campaign: 1,
    adset: 1,
    image: planned('upload-image'),
    creative: planned('create-creative'),
    ad: planned('create-ad'),
  });
}

describe.each([
  'lose-response',
  'reset',
  'http-500-before',
  'http-500-after',
  'html-502',
  'html-502-after',
  'throttle',
  'throttle-after',
  'ok-error',
])('when every kind of create meets "%s"', (kind) => {
  test('exactly one of each object exists in the end', async () => {
    const tenant = await world.addTenant();
    const plan = await approvedPlan(world, tenant);
    for (const edge of EDGES) await script(kind, edge);
    expect(await deployAsWorkflow(world, tenant, plan)).toMatchObject({ kind: 'done' });
    await expectOneCampaign(tenant, plan.campaignRecordId);
  });
});

test('a create that Meta’s lists do not show yet is waited for, not repeated', async () => {
  const tenant = await world.addTenant();
  const plan = await approvedPlan(world, tenant);
  await world.admin('settings', { index_lag_seconds: 30 });
  for (const edge of ['campaigns', 'adsets', 'ads']) await script('lose-response', edge);
  expect(await deployAsWorkflow(world, tenant, plan)).toMatchObject({ kind: 'done' });
  await expectOneCampaign(tenant, plan.campaignRecordId);
});

test('a service that is down for a while is waited for', async () => {
  const tenant = await world.addTenant();
  const plan = await approvedPlan(world, tenant);
  await world.admin('faults', { kind: 'outage', times: 4 });
  expect(await deployAsWorkflow(world, tenant, plan)).toMatchObject({ kind: 'done' });
  await expectOneCampaign(tenant, plan.campaignRecordId);
});

test('what stands in the way is found before anything is made, and another try looks again', async () => {
  const tenant = await world.addTenant();
  const plan = await approvedPlan(world, tenant);
  await world.admin('account', { account: tenant.adAccountId, funding: false });
  expect(await deployAsWorkflow(world, tenant, plan)).toEqual({
    kind: 'failed',
    code: 'deployment.preflight',
  });
  expect(await counts(tenant)).toEqual({});
  await world.admin('account', { account: tenant.adAccountId, funding: true });
  const later = { now: START + 3_600_000 };
  expect(await deployAsWorkflow(world, tenant, plan, later)).toMatchObject({ kind: 'done' });
  await expectOneCampaign(tenant, plan.campaignRecordId);
});

test('a refused step fails in words, and another try goes on from there', async () => {
  const tenant = await world.addTenant();
  const plan = await approvedPlan(world, tenant);
  await script('error', 'ads', { code: 100, subcode: 1359188, message: 'No payment method' });
  expect(await deployAsWorkflow(world, tenant, plan)).toEqual({
    kind: 'failed',
    code: 'meta.payment_method_missing',
  });
  await world.admin('faults', undefined, 'DELETE');
  const later = { now: START + 3_600_000 };
  expect(await deployAsWorkflow(world, tenant, plan, later)).toMatchObject({ kind: 'done' });
  await expectOneCampaign(tenant, plan.campaignRecordId);
});

test('a token that dies in the middle stops the work and marks the connection', async () => {
  const tenant = await world.addTenant();
  const plan = await approvedPlan(world, tenant);
  await script('error', 'adsets', { code: 190, subcode: 463, message: 'Session has expired' });
  expect(await deployAsWorkflow(world, tenant, plan)).toEqual({
    kind: 'failed',
    code: 'meta.token_expired',
  });
  const { projectId, ownerId } = tenant;
  const again = await world.activities.requestConnection({ projectId, ownerId, now: START + 1 });
  expect(again).toEqual({ connected: null });
});

test('two runs at once build one campaign', async () => {
  const tenant = await world.addTenant();
  const plan = await approvedPlan(world, tenant);
  await Promise.all([
    deployAsWorkflow(world, tenant, plan),
    deployAsWorkflow(world, tenant, plan),
    deployAsWorkflow(world, tenant, plan),
  ]);
  await expectOneCampaign(tenant, plan.campaignRecordId);
  expect(rowsIn((await world.admin('faults'))['faults'])).toEqual([]);
});
