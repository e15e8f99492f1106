import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { LEASE_MS } from '../../domain/deployment/deployment.ts';
import { metaInstant } from '../../domain/deployment/verify.ts';
import { createDeploymentActivities } from '../../activities/deployment.ts';
import { getCampaign, takeDeployFence } from '../../db/repositories/campaigns.ts';
import type { CampaignRow } from '../../db/repositories/campaigns.ts';
import { listMessages } from '../../db/repositories/messages.ts';
import { asOwner } from '../../db/tenant.ts';
import { openWorld } from '../support/agent-world.ts';
import type { AgentWorld, Tenant } from '../support/agent-world.ts';
import { grantedLaunch, launch } from '../support/launch-story.ts';
import type { Launch, LaunchWish } from '../support/launch-story.ts';
import { rowsIn, wordIn } from '../support/sandbox-answers.ts';

const DAY = 86_400_000;
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

async function live(wish: LaunchWish = {}): Promise<{ tenant: Tenant; story: Launch }> {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant, wish);
  expect((await launch(world, story)).result.kind).toBe('done');
  return { tenant, story };
}

async function recordOf({ ownerId }: Tenant, { input }: Launch): Promise<CampaignRow> {
  const row = await asOwner(world.database.app, ownerId, (trx) =>
    getCampaign(trx, input.campaignRecordId),
  );
  if (row === null) throw new Error('The campaign is in the database.');
  return row;
}

async function endsAtMeta(tenant: Tenant): Promise<(number | null)[]> {
  const { objects } = await world.admin(`objects?account=${tenant.adAccountId}&type=adset`);
  const sets = rowsIn(objects).map((row) =>
    world.graph(tenant, `${wordIn(row['id'])}?fields=end_time`),
  );
  return (await Promise.all(sets)).map((row) => metaInstant(row['end_time']));
}

async function told({ ownerId, projectId }: Tenant): Promise<string> {
  const messages = await asOwner(world.database.app, ownerId, (trx) =>
    listMessages(trx, projectId),
  );
  return messages.map(({ content }) => content).join('\n');
}

function ask({ input }: Launch, now: number) {
  const { approvalId: _approval, ...ref } = input;
  return { ...ref, now };
}

test('a healthy agency prolongs every audience, and a repeat sends the same', async () => {
  const { tenant, story } = await live({ ads: [1, 1] });
  const now = story.clock.now + DAY;
  const renewed = await world.activities.renewLease(ask(story, now));
  expect(renewed).toEqual({ kind: 'done', leaseUntil: Math.floor((now + LEASE_MS) / 1000) * 1000 });
  if (renewed.kind !== 'done') return;
  expect(await endsAtMeta(tenant)).toEqual([renewed.leaseUntil, renewed.leaseUntil]);
  const { count } = await world.admin(`ledger?account=${tenant.adAccountId}`);
  expect(await world.activities.renewLease(ask(story, now))).toEqual(renewed);
  expect((await world.admin(`ledger?account=${tenant.adAccountId}`))['count']).toBe(count);
});

test('the lease never reaches beyond the approved end', async () => {
  const { tenant, story } = await live({ days: 4 });
  const { endsAt } = story.plan;
  const renewed = await world.activities.renewLease(ask(story, story.clock.now + 3 * DAY));
  expect(renewed).toEqual({ kind: 'done', leaseUntil: endsAt });
  expect(await endsAtMeta(tenant)).toEqual([endsAt]);
});

test('at the approved end the campaign is closed and the person is told once', async () => {
  const { tenant, story } = await live({ days: 2 });
  const end = (story.plan.endsAt ?? 0) + 1_000;
  expect(await world.activities.renewLease(ask(story, end))).toEqual({ kind: 'ended' });
  expect(await world.activities.renewLease(ask(story, end + 1_000))).toEqual({ kind: 'ended' });
  expect((await recordOf(tenant, story)).status).toBe('COMPLETED');
  expect((await told(tenant)).match(/has ended, as you approved/g)).toHaveLength(1);
  const resume = { ...ask(story, end + DAY), running: true, by: 'person' } as const;
  expect(await world.activities.setDelivery(resume)).toEqual({
    kind: 'failed',
    code: 'delivery.approval_ended',
  });
});

test('after an outage the ads run again and the person hears that they had stopped', async () => {
  const { tenant, story } = await live();
  const now = story.clock.now + LEASE_MS + DAY;
  const [before] = await endsAtMeta(tenant);
  expect(before).toBeLessThan(now);
  expect(await world.activities.renewLease(ask(story, now))).toMatchObject({ kind: 'done' });
  expect(await told(tenant)).toMatch(/Facebook stopped .* by itself on \w+ \d+ \w+ at \d\d:\d\d/);
});

test('resuming with little time left prolongs the lease first', async () => {
  const { tenant, story } = await live();
  const pausedAt = story.clock.now + 1_000;
  const by = 'person' as const;
  await world.activities.setDelivery({ ...ask(story, pausedAt), running: false, by });
  const later = story.clock.now + 5 * DAY;
  const resumed = await world.activities.setDelivery({ ...ask(story, later), running: true, by });
  expect(resumed).toEqual({ kind: 'done' });
  const [end] = await endsAtMeta(tenant);
  expect(end).toBeGreaterThan(later + 2 * DAY);
  expect((await recordOf(tenant, story)).leaseUntil).toBe(end);
});

test('a pause that loses its turn to a renewal is not taken for done, and holds at the next try', async () => {
  const { tenant, story } = await live();
  let taken = 0;
  const { database, deps } = world;
  const meta: typeof deps.meta = (connection) => {
    const api = deps.meta(connection);
    return {
      ...api,
      write: async (write, guard) => {
        taken += 1;
        // Just then the lease is renewed: it takes the turn for itself.
        if (taken === 1) {
          const { campaignRecordId } = story.input;
          await asOwner(database.app, tenant.ownerId, (trx) =>
            takeDeployFence(trx, campaignRecordId),
          );
        }
        return await api.write(write, guard);
      },
    };
  };
  const activities = createDeploymentActivities({ ...deps, meta });
  const pause = { ...ask(story, story.clock.now + DAY), running: false, by: 'person' as const };
  await expect(activities.setDelivery(pause)).rejects.toThrow('No clear answer.');
  expect(await recordOf(tenant, story)).toMatchObject({ status: 'ACTIVE' });
  expect(await activities.setDelivery(pause)).toEqual({ kind: 'done' });
  expect(await recordOf(tenant, story)).toMatchObject({ status: 'PAUSED' });
  const { objects } = await world.admin(`objects?account=${tenant.adAccountId}&type=campaign`);
  expect(rowsIn(objects).map((row) => row['status'])).toEqual(['PAUSED']);
});
