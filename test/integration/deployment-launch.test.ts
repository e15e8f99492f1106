import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { createDeploymentActivities } from '../../activities/deployment.ts';
import { launchReceiptSchema } from '../../contract/receipt.ts';
import { getApproval } from '../../db/repositories/approvals.ts';
import { getArtifact } from '../../db/repositories/artifacts.ts';
import { getCampaign } from '../../db/repositories/campaigns.ts';
import type { CampaignRow } from '../../db/repositories/campaigns.ts';
import { metaInstant } from '../../domain/deployment/verify.ts';
import { listMessages } from '../../db/repositories/messages.ts';
import { enqueueInbox } from '../../db/repositories/outbox.ts';
import { asOwner } from '../../db/tenant.ts';
import type { MetaApi } from '../../integrations/meta/meta-api.ts';
import { renderLaunchReceipt } from '../../integrations/pdf/launch-receipt.ts';
import { FORM_SCOPES } from '../../domain/connection/scopes.ts';
import type { CampaignPlan } from '../../domain/plan/plan.ts';
import { openWorld } from '../support/agent-world.ts';
import type { AgentWorld, Tenant } from '../support/agent-world.ts';
import { grantedLaunch, launch } from '../support/launch-story.ts';
import type { Launch } from '../support/launch-story.ts';
import { objectIn, rowsIn, wordIn } from '../support/sandbox-answers.ts';

let world: AgentWorld;

beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterEach(async () => {
  await world.admin('faults', undefined, 'DELETE');
  await world.admin('tier', { client_id: 'sandbox-app', tier: 'standard_access' });
});
afterAll(async () => {
  await world.close();
});

async function recordOf(tenant: Tenant, { input }: Launch): Promise<CampaignRow> {
  const row = await asOwner(world.database.app, tenant.ownerId, (trx) =>
    getCampaign(trx, input.campaignRecordId),
  );
  if (row === null) throw new Error('The campaign is in the database.');
  return row;
}

async function objectsOf(tenant: Tenant, type: string) {
  const { objects } = await world.admin(`objects?account=${tenant.adAccountId}&type=${type}`);
  return rowsIn(objects).filter((row) => row['status'] !== 'DELETED');
}

test('building makes everything switched off, and switching on is work of its own', async () => {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant, { ads: [2, 2], spares: 1 });
  const built = await launch(world, story, 'build');
  expect(built.result).toEqual({ kind: 'built' });
  expect(await objectsOf(tenant, 'ad')).toHaveLength(4);
  expect(await objectsOf(tenant, 'creative')).toHaveLength(6);
  const off = await objectsOf(tenant, 'campaign');
  expect(off).toMatchObject([{ status: 'PAUSED' }]);
  expect((await recordOf(tenant, story)).status).toBe('DEPLOYING');

  const { result } = await launch(world, story);
  const { leaseUntil, endsAt } = await recordOf(tenant, story);
  expect(result).toEqual({ kind: 'done', leaseUntil, endsAt });
  for (const type of ['campaign', 'adset', 'ad']) {
    const states = (await objectsOf(tenant, type)).map((row) => row['status']);
    expect(new Set(states)).toEqual(new Set(['ACTIVE']));
  }
});

test('several audiences have an amount each, and all of them end with the lease', async () => {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant, { ads: [1, 1] });
  await launch(world, story);
  const { leaseUntil } = await recordOf(tenant, story);
  const fields = 'daily_budget,end_time';
  const sets = await Promise.all(
    (await objectsOf(tenant, 'adset')).map((row) =>
      world.graph(tenant, `${wordIn(row['id'])}?fields=${fields}`),
    ),
  );
  expect(sets.map((row) => row['daily_budget'])).toEqual(['1000', '1000']);
  const ends = sets.map((row) => metaInstant(row['end_time']));
  expect(ends).toEqual([leaseUntil, leaseUntil]);
});

test('the approval is used with the first attempt, and an open one starts nothing', async () => {
  const tenant = await world.addTenant();
  const open = await grantedLaunch(world, tenant, { undecided: true });
  expect((await launch(world, open)).result).toEqual({
    kind: 'failed',
    code: 'deployment.approval_missing',
  });
  expect((await world.admin(`ledger?account=${tenant.adAccountId}`))['count']).toBe(0);
  const story = await grantedLaunch(world, tenant);
  await launch(world, story, 'build');
  const approval = await asOwner(world.database.app, tenant.ownerId, (trx) =>
    getApproval(trx, story.input.approvalId),
  );
  expect(approval?.usedAt).not.toBeNull();
});

test('a connection that dies in the middle parks the launch, which goes on at the same step', async () => {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant);
  await world.admin('faults', {
    kind: 'error',
    code: 190,
    subcode: 463,
    match: { method: 'POST', path: '/adsets$' },
  });
  expect((await launch(world, story)).result).toEqual({
    kind: 'parked',
    code: 'meta.token_expired',
  });
  const parked = await recordOf(tenant, story);
  expect(parked).toMatchObject({
    status: 'DEPLOYING',
    problemCode: null,
    waiting: { reason: 'connection', until: null },
  });
  await world.reconnect(tenant);
  expect((await launch(world, story)).result.kind).toBe('done');
  expect(await objectsOf(tenant, 'campaign')).toHaveLength(1);
  expect((await recordOf(tenant, story)).waiting).toBeNull();
});

test('one campaign, two audiences and four ads finish by themselves on the smallest allowance', async () => {
  const tenant = await world.addTenant();
  await world.admin('tier', { client_id: 'sandbox-app', tier: 'development_access' });
  const story = await grantedLaunch(world, tenant, { ads: [2, 2] });
  const began = story.clock.now;
  const { result, waits } = await launch(world, story);
  expect(result.kind).toBe('done');
  expect(waits.some(({ reason }) => reason === 'pacing')).toBe(true);
  const { entries } = await world.admin(`calls?account=${tenant.adAccountId}`);
  expect(rowsIn(entries).filter((call) => call['status'] !== 200)).toEqual([]);
  const minutes = (story.clock.now - began) / 60_000;
  expect(minutes).toBeLessThan(4);
});

test('a launch says at once all that stands in its way, and makes nothing', async () => {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant, {
    change: (plan) => ({
      ...plan,
      adSets: plan.adSets.map((adSet) => ({
        ...adSet,
        audience: { ...adSet.audience, interests: [{ id: '999', name: 'Gone' }] },
      })),
    }),
  });
  await world.admin('account', { account: tenant.adAccountId, funding: false });
  await world.admin('page', { page: tenant.pageId, tasks: ['ANALYZE'] });
  const { result } = await launch(world, story);
  expect(result).toEqual({ kind: 'failed', code: 'deployment.preflight' });
  const { findings, status } = await recordOf(tenant, story);
  expect(status).toBe('FAILED');
  expect(findings.map(({ code }) => code)).toEqual([
    'meta.payment_method_missing',
    'meta.page_not_usable',
    'preflight.interests_gone',
  ]);
  expect((await world.admin(`ledger?account=${tenant.adAccountId}`))['count']).toBe(0);
});

test('a permission that was taken back parks the launch before anything is made', async () => {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant);
  await world.admin('token', {
    access_token: tenant.token,
    remove_scopes: ['business_management'],
  });
  const { result } = await launch(world, story);
  expect(result).toEqual({ kind: 'parked', code: 'meta.permission_missing' });
});

test('a launch ends with a receipt that holds every object with what Facebook says it has', async () => {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant, { ads: [1, 1], spares: 1 });
  await launch(world, story);
  const { receiptArtifactId } = await recordOf(tenant, story);
  const stored = await asOwner(world.database.app, tenant.ownerId, (trx) =>
    getArtifact(trx, receiptArtifactId ?? ''),
  );
  const receipt = launchReceiptSchema.parse(JSON.parse(stored?.text ?? ''));
  const count = (kind: string) => receipt.objects.filter((one) => one.kind === kind).length;
  expect(['campaign', 'ad-set', 'picture', 'creative', 'ad'].map(count)).toEqual([1, 2, 4, 4, 2]);
  const values = receipt.objects.flatMap((one) => one.values);
  expect(values.filter((value) => !value.same)).toEqual([]);
  expect(values.filter((value) => value.label === 'Amount per day')).toMatchObject([
    { asked: 'Set for each audience' },
    { asked: '£10', readBack: '£10' },
    { asked: '£10', readBack: '£10' },
  ]);
  expect(receipt.limits).toMatchObject({ dailyMinor: 2_000, maxPerDayMinor: 3_500 });
  expect((await renderLaunchReceipt(receipt)).subarray(0, 5).toString()).toBe('%PDF-');
});

test('a landing page that is broken stops the launch, and one that is silent is only told', async () => {
  const tenant = await world.addTenant();
  await world.admin('landing', { host: 'bakery.example', status: 404 });
  const broken = await grantedLaunch(world, tenant);
  expect((await launch(world, broken)).result).toEqual({
    kind: 'failed',
    code: 'deployment.preflight',
  });
  await world.admin('landing', { host: 'bakery.example', status: 503 });
  const again = { ...broken, clock: { now: broken.clock.now + 60_000 } };
  expect((await launch(world, again)).result.kind).toBe('done');
  const { findings } = await recordOf(tenant, broken);
  expect(findings.map(({ code }) => code)).toEqual(['preflight.page_no_answer']);
  await world.admin('landing', { host: 'bakery.example', status: 200 });
});

test('a launch that rested for days prolongs what it had made before it goes live', async () => {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant, { ads: [1, 1] });
  const match = { operation: 'create-ad-set', name: 'Audience 2' };
  await world.admin('faults', { kind: 'error', code: 190, subcode: 463, match });
  expect((await launch(world, story)).result.kind).toBe('parked');
  const before = await recordOf(tenant, story);
  story.clock.now += 5 * 86_400_000;
  await world.reconnect(tenant);
  expect((await launch(world, story)).result.kind).toBe('done');
  const { leaseUntil, messages } = {
    ...(await recordOf(tenant, story)),
    messages: await asOwner(world.database.app, tenant.ownerId, (trx) =>
      listMessages(trx, tenant.projectId),
    ),
  };
  expect(leaseUntil).toBeGreaterThan((before.leaseUntil ?? 0) + 4 * 86_400_000);
  const sets = await Promise.all(
    (await objectsOf(tenant, 'adset')).map((row) =>
      world.graph(tenant, `${wordIn(row['id'])}?fields=end_time`),
    ),
  );
  expect(sets.map((row) => metaInstant(row['end_time']))).toEqual([leaseUntil, leaseUntil]);
  expect(messages.some(({ content }) => content.includes('by itself'))).toBe(false);
});

test('a wish that Facebook drops is told in words and stops nothing', async () => {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant);
  const forgetful = (api: MetaApi): MetaApi => ({
    ...api,
    read: async (id, fields) => {
      const node = JSON.stringify(await api.read(id, fields));
      return objectIn(JSON.parse(node.replaceAll('degrees_of_freedom_spec', 'dropped')));
    },
  });
  const deps = {
    ...world.deps,
    meta: (connection: Parameters<typeof world.deps.meta>[0]) =>
      forgetful(world.deps.meta(connection)),
  };
  const activities = { ...world.activities, ...createDeploymentActivities(deps) };
  expect((await launch({ ...world, activities }, story)).result.kind).toBe('done');
  const { findings } = await recordOf(tenant, story);
  expect(findings).toMatchObject([{ severity: 'warning', code: 'meta.value_dropped' }]);
  expect(findings[0]?.message).toContain('must not retouch pictures');
});

const asForm = (plan: CampaignPlan): CampaignPlan => ({
  ...plan,
  recipe: {
    goal: 'LEADS',
    objective: 'OUTCOME_LEADS',
    destinationType: 'ON_AD',
    optimizationGoal: 'LEAD_GENERATION',
    promotedObject: { page_id: plan.pageId },
    fallbackNote: null,
  },
  leadForm: {
    name: 'Ask for a cake',
    questions: ['FULL_NAME', 'EMAIL'],
    privacyPolicyUrl: 'https://bakery.example/privacy',
    thanks: 'We call you back.',
  },
  adSets: plan.adSets.map((adSet) => ({
    ...adSet,
    ads: adSet.ads.map((ad) => ({ ...ad, linkUrl: null, callToAction: 'SIGN_UP' as const })),
  })),
});

test('a form is made once in the name of the Page, also when the answer is lost', async () => {
  const tenant = await world.addTenant();
  await world.admin('token', { access_token: tenant.token, add_scopes: [...FORM_SCOPES] });
  await world.admin('faults', { kind: 'lose-response', match: { operation: 'create-lead-form' } });
  const story = await grantedLaunch(world, tenant, { change: asForm });
  expect((await launch(world, story)).result.kind).toBe('done');
  const { entries } = await world.admin('ledger?kind=create-lead-form');
  expect(rowsIn(entries)).toHaveLength(1);
  expect(world.logs.join('\n')).not.toContain('SBXP');
});

test('a Page that has not accepted the terms for forms is named before anything is made', async () => {
  const tenant = await world.addTenant();
  await world.admin('token', { access_token: tenant.token, add_scopes: [...FORM_SCOPES] });
  await world.admin('page', { page: tenant.pageId, leadgen_tos_accepted: false });
  const story = await grantedLaunch(world, tenant, { change: asForm });
  expect((await launch(world, story)).result.kind).toBe('failed');
  const { findings } = await recordOf(tenant, story);
  expect(findings.map(({ code }) => code)).toEqual(['meta.lead_terms_missing']);
});

test('a stop holds although a worker died right after it had switched the campaign on', async () => {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant);
  await launch(world, story, 'build');
  const dying = (api: MetaApi): MetaApi => ({
    ...api,
    writeAll: async (writes, guard) => {
      await api.writeAll(writes, guard);
      throw new Error('The worker is gone.');
    },
  });
  const deps = {
    ...world.deps,
    meta: (connection: Parameters<typeof world.deps.meta>[0]) => dying(world.deps.meta(connection)),
  };
  const now = story.clock.now;
  const dead = createDeploymentActivities(deps).activateCampaign({ ...story.input, now });
  await expect(dead).rejects.toThrow('gone');
  expect(await objectsOf(tenant, 'campaign')).toMatchObject([{ status: 'ACTIVE' }]);

  const { projectId, ownerId } = tenant;
  const press = (change: 'pause' | 'resume') =>
    asOwner(world.database.app, ownerId, (trx) =>
      enqueueInbox(trx, {
        id: randomUUID(),
        projectId,
        ownerId,
        item: { kind: 'policy', change },
        now,
      }),
    );
  await press('pause');
  const stopped = await world.activities.activateCampaign({ ...story.input, now });
  expect(stopped.kind).toBe('wait');
  expect(await objectsOf(tenant, 'campaign')).toMatchObject([{ status: 'PAUSED' }]);
  await press('resume');
  expect((await launch(world, story)).result.kind).toBe('done');
  expect(await objectsOf(tenant, 'campaign')).toMatchObject([{ status: 'ACTIVE' }]);
});
