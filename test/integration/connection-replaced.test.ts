import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import type { ActivityDependencies } from '../../activities/dependencies.ts';
import { createDeploymentActivities } from '../../activities/deployment.ts';
import { createMonitoringActivities } from '../../activities/monitoring.ts';
import { loseConnection } from '../../db/repositories/connection-loss.ts';
import { getConnection, updateConnection } from '../../db/repositories/connections.ts';
import { asOwner } from '../../db/tenant.ts';
import { connectionAad } from '../../integrations/crypto/vault.ts';
import type { MetaApi } from '../../integrations/meta/meta-api.ts';
import { openWorld, START } from '../support/agent-world.ts';
import type { AgentWorld, Tenant } from '../support/agent-world.ts';
import { grantedLaunch, launch } from '../support/launch-story.ts';

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

/** The person signs in to Facebook anew: another secret takes the place of the one that calls may be out with. */
async function signInAnew(tenant: Tenant): Promise<void> {
  await asOwner(world.database.app, tenant.ownerId, async (trx) => {
    const row = await getConnection(trx, tenant.ownerId);
    if (row === null) throw new Error('The person is connected.');
    const sealed = world.deps.vault.seal(tenant.token, connectionAad(row.id, tenant.ownerId));
    await updateConnection(trx, {
      userId: tenant.ownerId,
      set: { tokenCiphertext: sealed.ciphertext, tokenKeyId: sealed.keyId },
      now: START,
    });
  });
}

function through(wrap: (api: MetaApi) => MetaApi): ActivityDependencies {
  return { ...world.deps, meta: (connection) => wrap(world.deps.meta(connection)) };
}

async function standing({ ownerId, projectId }: Tenant) {
  return await asOwner(world.database.app, ownerId, async (trx) => {
    const row = await getConnection(trx, ownerId);
    const told = await trx
      .selectFrom('outbox')
      .select('kind')
      .where('projectId', '=', projectId)
      .where('kind', '=', 'connection-lost')
      .execute();
    return { state: row?.state, told: told.length };
  });
}

test('a launch whose old token dies after a new sign-in goes on with the new one', async () => {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant);
  await world.admin('faults', {
    kind: 'error',
    code: 190,
    subcode: 460,
    match: { operation: 'create-campaign', account: tenant.adAccountId },
  });
  const deps = through((api) => ({
    ...api,
    writeAll: async (writes, guard) => {
      const results = await api.writeAll(writes, guard);
      if (results.some(({ kind }) => kind === 'rejected')) await signInAnew(tenant);
      return results;
    },
  }));
  const activities = { ...world.activities, ...createDeploymentActivities(deps) };
  const { result, waits } = await launch({ ...world, activities }, story);
  expect(result.kind).toBe('done');
  expect(waits[0]).toEqual({ kind: 'wait', ms: 1_000 });
  expect(await standing(tenant)).toEqual({ state: 'CONNECTED', told: 0 });
});

test('a look with an old token that fails after a new sign-in is made again, not told as a loss', async () => {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant);
  await launch(world, story);
  await world.admin('faults', {
    kind: 'error',
    code: 190,
    subcode: 460,
    match: { operation: 'list-ads', account: tenant.adAccountId },
  });
  const deps = through((api) => ({
    ...api,
    adStatuses: async (campaignId) => {
      try {
        return await api.adStatuses(campaignId);
      } catch (error) {
        await signInAnew(tenant);
        throw error;
      }
    },
  }));
  const { approvalId: _approval, ...ref } = story.input;
  const input = { ...ref, trigger: 'timer' as const, now: story.clock.now };
  const activities = createMonitoringActivities(deps);
  await expect(activities.checkCampaign(input)).rejects.toMatchObject({
    type: 'meta.token_replaced',
    nonRetryable: false,
  });
  expect(await standing(tenant)).toEqual({ state: 'CONNECTED', told: 0 });
  expect((await activities.checkCampaign(input)).kind).toBe('checked');
});

test('the same failure without a new sign-in is a loss', async () => {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant);
  await launch(world, story);
  await world.admin('faults', {
    kind: 'error',
    code: 190,
    subcode: 460,
    match: { operation: 'list-ads', account: tenant.adAccountId },
  });
  const { approvalId: _approval, ...ref } = story.input;
  const input = { ...ref, trigger: 'timer' as const, now: story.clock.now };
  expect(await world.activities.checkCampaign(input)).toEqual({
    kind: 'connection-lost',
    code: 'meta.password_changed',
  });
  expect(await standing(tenant)).toMatchObject({ state: 'REVOKED', told: 1 });
});

test('a loss that names another token than the stored one changes nothing', async () => {
  const tenant = await world.addTenant();
  const { ownerId } = tenant;
  const lost = await asOwner(world.database.app, ownerId, (trx) =>
    loseConnection(trx, {
      ownerId,
      code: 'meta.token_revoked',
      now: START,
      sealedToken: 'an older one',
      newId: () => ownerId,
    }),
  );
  expect(lost).toBe(false);
  expect(await standing(tenant)).toEqual({ state: 'CONNECTED', told: 0 });
});
