import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { getCampaign } from '../../db/repositories/campaigns.ts';
import { listMessages } from '../../db/repositories/messages.ts';
import { asOwner } from '../../db/tenant.ts';
import { retried } from '../support/agent-story.ts';
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
  await world.admin('settings', { index_lag_seconds: 0 });
});
afterAll(async () => {
  await world.close();
});

async function left(tenant: Tenant): Promise<string[]> {
  const { objects } = await world.admin(`objects?account=${tenant.adAccountId}`);
  return rowsIn(objects)
    .filter(
      (row) => (row['effectiveStatus'] ?? row['status']) !== 'DELETED' && row['deleted'] !== true,
    )
    .map((row) => wordIn(row['type']));
}

async function remove({ input, clock }: Launch) {
  const { approvalId: _approval, ...ref } = input;
  return await retried(clock, () => world.activities.removeCampaign({ ...ref, now: clock.now }));
}

async function statusOf({ ownerId }: Tenant, { input }: Launch) {
  return await asOwner(world.database.app, ownerId, async (trx) => {
    const row = await getCampaign(trx, input.campaignRecordId);
    return row?.status;
  });
}

test('what a stopped launch has made is removed, once and for all', async () => {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant, { spares: 1 });
  await world.admin('faults', {
    kind: 'error',
    code: 100,
    subcode: 1359188,
    match: { operation: 'create-ad' },
  });
  expect((await launch(world, story)).result.kind).toBe('failed');
  expect((await left(tenant)).toSorted()).toEqual([
    'ad',
    'adset',
    'campaign',
    'creative',
    'creative',
    'creative',
    'image',
    'image',
    'image',
  ]);
  expect(await remove(story)).toEqual({ kind: 'done' });
  expect(await left(tenant)).toEqual([]);
  expect(await statusOf(tenant, story)).toBe('REMOVED');
  expect(await remove(story)).toEqual({ kind: 'done' });
  expect((await launch(world, story)).result).toEqual({ kind: 'failed', code: 'deployment.gone' });
});

test('a campaign whose creation was never answered is found and removed too', async () => {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant);
  await world.admin('settings', { index_lag_seconds: 40 });
  await world.admin('faults', { kind: 'lose-response', match: { operation: 'create-campaign' } });
  const first = await world.activities.buildCampaign({ ...story.input, now: story.clock.now });
  expect(first.kind).toBe('reconcile');
  await world.admin('faults', { kind: 'error', code: 190, subcode: 463 });
  const parked = await world.activities.activateCampaign({ ...story.input, now: story.clock.now });
  expect(['parked', 'reconcile']).toContain(parked.kind);
  await asOwner(world.database.app, tenant.ownerId, (trx) =>
    trx
      .updateTable('campaignRecord')
      .set({ status: 'FAILED' })
      .where('id', '=', story.input.campaignRecordId)
      .execute(),
  );
  await world.admin('faults', undefined, 'DELETE');
  await world.reconnect(tenant);
  story.clock.now += 30_000;
  expect(await remove(story)).toEqual({ kind: 'done' });
  expect(await left(tenant)).toEqual([]);
});

test('a campaign that was live is never removed', async () => {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant);
  await launch(world, story);
  expect(await remove(story)).toEqual({ kind: 'failed', code: 'deployment.not_now' });
  expect(await left(tenant)).toContain('campaign');
});

async function lastWords({ ownerId, projectId }: Tenant): Promise<string> {
  const messages = await asOwner(world.database.app, ownerId, (trx) =>
    listMessages(trx, projectId),
  );
  return messages.find(({ content }) => content.startsWith('I removed'))?.content ?? '';
}

async function stopAtAds(): Promise<void> {
  const match = { operation: 'create-ad' };
  await world.admin('faults', { kind: 'error', code: 100, subcode: 1359188, times: 9, match });
}

test('pictures go with a removed launch, but one that another campaign uses stays, and it is said', async () => {
  const tenant = await world.addTenant();
  await stopAtAds();
  const first = await grantedLaunch(world, tenant);
  await launch(world, first);
  // The second plan shows one of the same pictures.
  const [shared] = first.plan.adSets[0]?.ads ?? [];
  const second = await grantedLaunch(world, tenant, {
    change: (plan) => ({
      ...plan,
      adSets: plan.adSets.map((adSet) => ({
        ...adSet,
        ads: adSet.ads.map((ad) => ({ ...ad, image: shared?.image ?? ad.image })),
      })),
    }),
  });
  await launch(world, second);
  expect(await remove(first)).toEqual({ kind: 'done' });
  expect((await left(tenant)).filter((type) => type === 'image')).toHaveLength(1);
  expect(await lastWords(tenant)).toContain('1 of its pictures stays in the account’s picture');
  expect(await remove(second)).toEqual({ kind: 'done' });
  expect(await left(tenant)).toEqual([]);
});

test('a picture that lay in the account before stays there', async () => {
  const tenant = await world.addTenant();
  await stopAtAds();
  const earlier = await grantedLaunch(world, tenant);
  await launch(world, earlier);
  // Somebody else's campaign, as far as our records go.
  await asOwner(world.database.app, tenant.ownerId, async (trx) => {
    const record = earlier.input.campaignRecordId;
    await trx.deleteFrom('metaOperation').where('campaignRecordId', '=', record).execute();
    await trx
      .updateTable('campaignRecord')
      .set({ status: 'REMOVED' })
      .where('id', '=', record)
      .execute();
  });
  const later = await grantedLaunch(world, tenant, {
    now: earlier.clock.now + 3_600_000,
    change: (plan) => ({ ...plan, adSets: earlier.plan.adSets }),
  });
  await launch(world, later);
  expect(await remove(later)).toEqual({ kind: 'done' });
  expect((await left(tenant)).filter((type) => type === 'image')).toHaveLength(2);
  expect(await lastWords(tenant)).toContain('Its pictures stay in the account’s picture library');
});
