import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { createDeploymentActivities } from '../../activities/deployment.ts';
import { listOperations } from '../../db/repositories/operations.ts';
import { asOwner } from '../../db/tenant.ts';
import type { MetaApi } from '../../integrations/meta/meta-api.ts';
import { approvedPlan, deployAsWorkflow } from '../support/agent-story.ts';
import { openWorld } from '../support/agent-world.ts';
import type { AgentWorld, Tenant } from '../support/agent-world.ts';
import { rowsIn, wordIn } from '../support/sandbox-answers.ts';

let world: AgentWorld;

beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterEach(async () => {
  await world.admin('tier', { client_id: 'sandbox-app', tier: 'standard_access' });
});
afterAll(async () => {
  await world.close();
});

class Killed extends Error {}

/** Activities of a worker that dies at the first write of each kind: before it is sent, or right after. */
function dyingWorld(when: 'before' | 'after'): AgentWorld {
  const died = new Set<string>();
  const dying = (api: MetaApi): MetaApi => ({
    ...api,
    writeAll: async (writes, guard) => {
      const wave = writes.map(({ path, body }) => `${path.at(-1) ?? ''}:${JSON.stringify(body)}`);
      const step = wave.join(' ').slice(0, 500);
      if (died.has(step)) return await api.writeAll(writes, guard);
      died.add(step);
      if (when === 'before') await guard.claim(() => Promise.resolve(null));
      else await api.writeAll(writes, guard);
      throw new Killed();
    },
  });
  const deps = {
    ...world.deps,
    meta: (connection: Parameters<typeof world.deps.meta>[0]) => dying(world.deps.meta(connection)),
  };
  const activities = createDeploymentActivities(deps);
  return {
    ...world,
    activities: {
      ...world.activities,
      // A worker that comes back gets the same task again.
      runDeployment: async (input) => {
        for (;;) {
          try {
            return await activities.runDeployment(input);
          } catch (error) {
            if (!(error instanceof Killed)) throw error;
          }
        }
      },
      reconcileOperation: (input) => activities.reconcileOperation(input),
    },
  };
}

async function expectOneOfEach(tenant: Tenant, campaignRecordId: string): Promise<void> {
  const operations = await asOwner(world.database.app, tenant.ownerId, (trx) =>
    listOperations(trx, campaignRecordId),
  );
  expect(operations.every((operation) => operation.state === 'CONFIRMED')).toBe(true);
  const { objects } = await world.admin(`objects?account=${tenant.adAccountId}`);
  const types = rowsIn(objects).map((row) => wordIn(row['type']));
  const made: Readonly<Record<string, string>> = {
    'create-campaign': 'campaign',
    'create-ad-set': 'adset',
    'upload-image': 'image',
    'create-creative': 'creative',
    'create-ad': 'ad',
  };
  expect(types.toSorted()).toEqual(operations.flatMap(({ kind }) => made[kind] ?? []).toSorted());
}

test.each(['before', 'after'] as const)(
  'a worker that dies %s every single call still ends in one live campaign',
  async (when) => {
    const tenant = await world.addTenant();
    const plan = await approvedPlan(world, tenant);
    expect(await deployAsWorkflow(dyingWorld(when), tenant, plan)).toMatchObject({ kind: 'done' });
    await expectOneOfEach(tenant, plan.campaignRecordId);
  },
);

test('a small allowance makes the work slower, not wrong', async () => {
  const tenant = await world.addTenant();
  const plan = await approvedPlan(world, tenant);
  const limit = { client_id: 'sandbox-app', tier: 'development_access', max_score: 24 };
  await world.admin('tier', limit);
  expect(await deployAsWorkflow(world, tenant, plan)).toMatchObject({ kind: 'done' });
  await expectOneOfEach(tenant, plan.campaignRecordId);
});

test('an object that somebody changed meanwhile is never switched on', async () => {
  const tenant = await world.addTenant();
  const plan = await approvedPlan(world, tenant);
  const meddling = {
    ...world.deps,
    meta: (connection: Parameters<typeof world.deps.meta>[0]): MetaApi => {
      const api = world.deps.meta(connection);
      return {
        ...api,
        read: async (id, fields) => {
          const node = await api.read(id, fields);
          return 'daily_budget' in node ? { ...node, daily_budget: '150000' } : node;
        },
      };
    },
  };
  const activities = createDeploymentActivities(meddling);
  const altered = { ...world, activities: { ...world.activities, ...activities } };
  expect(await deployAsWorkflow(altered, tenant, plan)).toEqual({
    kind: 'failed',
    code: 'meta.altered',
  });
  const { objects } = await world.admin(`objects?account=${tenant.adAccountId}`);
  const switchedOn = rowsIn(objects).filter(
    (row) => row['type'] !== 'creative' && row['status'] === 'ACTIVE' && row['type'] !== 'image',
  );
  expect(switchedOn).toEqual([]);
});
