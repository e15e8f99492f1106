import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { launchReceiptSchema } from '../../contract/receipt.ts';
import { getApproval } from '../../db/repositories/approvals.ts';
import { getArtifact } from '../../db/repositories/artifacts.ts';
import { getCampaign } from '../../db/repositories/campaigns.ts';
import { asOwner } from '../../db/tenant.ts';
import { openWorld } from '../support/agent-world.ts';
import type { AgentWorld, Tenant } from '../support/agent-world.ts';
import { grantedLaunch, launch } from '../support/launch-story.ts';
import type { Launch } from '../support/launch-story.ts';
import { rowsIn, wordIn } from '../support/sandbox-answers.ts';

let world: AgentWorld;

beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterEach(async () => {
  await world.admin('faults', undefined, 'DELETE');
});
afterAll(async () => {
  await world.close();
});

async function stored(tenant: Tenant, { input }: Launch) {
  return await asOwner(world.database.app, tenant.ownerId, async (trx) => {
    const campaign = await getCampaign(trx, input.campaignRecordId);
    const approval = await getApproval(trx, input.approvalId);
    const receipt = await getArtifact(trx, campaign?.receiptArtifactId ?? input.approvalId);
    return { campaign, total: approval?.authority?.maxInTotalMinor ?? 0, receipt };
  });
}

async function limitAtFacebook(tenant: Tenant): Promise<unknown> {
  const query = `objects?account=${tenant.adAccountId}&type=campaign`;
  const [campaign] = rowsIn((await world.admin(query))['objects']);
  const found = await world.graph(tenant, `${wordIn(campaign?.['id'])}?fields=spend_cap`);
  return found['spend_cap'] ?? null;
}

// First of all: a client that has seen the app live does not ask again.
test('an app in test mode is named with all else that stands in the way, and nothing is made', async () => {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant);
  await world.admin('app', { client_id: 'sandbox-app', live: false });
  await world.admin('account', { account: tenant.adAccountId, funding: false });
  expect((await launch(world, story)).result).toEqual({
    kind: 'failed',
    code: 'deployment.preflight',
  });
  const { campaign } = await stored(tenant, story);
  expect(campaign?.findings.map(({ code }) => code)).toEqual([
    'meta.app_not_live',
    'meta.payment_method_missing',
  ]);
  expect((await world.admin(`ledger?account=${tenant.adAccountId}`))['count']).toBe(0);

  await world.admin('app', { client_id: 'sandbox-app', live: true });
  await world.admin('account', { account: tenant.adAccountId, funding: true });
  expect((await launch(world, story)).result.kind).toBe('done');
});

test('an app that was seen live costs the next launch no call', async () => {
  const tenant = await world.addTenant();
  await launch(world, await grantedLaunch(world, tenant));
  const { entries } = await world.admin(
    `calls?account=${tenant.adAccountId}&operation=validate-creative`,
  );
  expect(rowsIn(entries)).toEqual([]);
});

test('Facebook itself stops the campaign at the approved total, and the receipt proves it', async () => {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant, { ads: [1, 1] });
  expect((await launch(world, story)).result.kind).toBe('done');
  const { campaign, total, receipt } = await stored(tenant, story);
  expect(campaign?.spendCapMinor).toBe(total);
  expect(await limitAtFacebook(tenant)).toBe(String(total));
  const { objects } = launchReceiptSchema.parse(JSON.parse(receipt?.text ?? ''));
  const values = objects.flatMap((one) => one.values);
  expect(values.filter(({ label }) => label === 'Facebook itself stops at')).toEqual([
    { label: 'Facebook itself stops at', asked: '£700', readBack: '£700', same: true },
  ]);
});

test('an account that asks for a higher limit gets none, and nothing is said of it', async () => {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant);
  await world.admin('account', { account: tenant.adAccountId, min_spend_cap: 10_000_000 });
  expect((await launch(world, story)).result.kind).toBe('done');
  expect(await limitAtFacebook(tenant)).toBeNull();
  const { campaign, receipt } = await stored(tenant, story);
  expect(campaign).toMatchObject({ spendCapMinor: null, findings: [] });
  expect(receipt?.text).not.toContain('Facebook itself stops at');
});

test('a limit that Facebook did not keep stops the launch before anything runs', async () => {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant);
  const match = { operation: 'create-campaign', account: tenant.adAccountId };
  await world.admin('faults', { kind: 'alter', match, fields: ['spend_cap'] });
  expect((await launch(world, story)).result).toEqual({ kind: 'failed', code: 'meta.altered' });
});

test('what was decided of the limit holds in every later attempt', async () => {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant);
  const match = { operation: 'create-ad-set', account: tenant.adAccountId };
  await world.admin('faults', { kind: 'error', code: 190, subcode: 463, match });
  expect((await launch(world, story)).result.kind).toBe('parked');
  await world.admin('account', { account: tenant.adAccountId, min_spend_cap: 10_000_000 });
  await world.reconnect(tenant);
  expect((await launch(world, story)).result.kind).toBe('done');
  const { campaign, total } = await stored(tenant, story);
  expect(campaign?.spendCapMinor).toBe(total);
});
