import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { disconnectedSchema } from '../../contract/http.ts';
import { connectionSchema } from '../../contract/model.ts';
import type { ConnectionDto } from '../../contract/model.ts';
import { REQUIRED_SCOPES } from '../../domain/connection/connection.ts';
import type { CampaignStatus } from '../../domain/deployment/deployment.ts';
import type { DeploymentProblemCode } from '../../domain/deployment/problems.ts';
import { updateCampaign } from '../../db/repositories/campaigns.ts';
import { loseConnection } from '../../db/repositories/connection-loss.ts';
import { getConnection } from '../../db/repositories/connections.ts';
import type { ConnectionRow } from '../../db/repositories/connections.ts';
import { saveBriefDraft } from '../../db/repositories/briefs.ts';
import { asOwner } from '../../db/tenant.ts';
import { MetaError, noAnswer } from '../../integrations/meta/errors.ts';
import { addCampaign } from '../support/owner-world.ts';
import { AD_ACCOUNT, APP_ID, createApiWorld, PAGE } from './api-world.ts';
import type { ApiWorld, Browser } from './api-world.ts';

let world: ApiWorld;
let ada: Browser;
let projectId: string;
beforeAll(async () => {
  world = await createApiWorld(inject('postgresUrl'));
});
afterAll(async () => await world.close());
beforeEach(async () => {
  Object.assign(world.facebook, {
    scopes: REQUIRED_SCOPES,
    adAccounts: [AD_ACCOUNT],
    pages: [PAGE],
    failure: null,
    problem: null,
    appId: APP_ID,
    userId: '301',
  });
  ada = await world.visitor().signUp();
  projectId = (await ada.createProject()).project.id;
});

async function connect(project = projectId): Promise<void> {
  const away = await ada.request('GET', `/api/auth/facebook?projectId=${project}`);
  const state = new URL(away.headers.get('location') ?? '').searchParams.get('state') ?? '';
  const query = new URLSearchParams({ state, code: 'c' });
  await ada.request('GET', `/api/auth/facebook/callback?${query.toString()}`);
}

async function view(project = projectId): Promise<ConnectionDto> {
  return (await ada.page(project)).connection;
}

async function stored(): Promise<ConnectionRow | null> {
  return await asOwner(world.database.app, ada.userId, (trx) => getConnection(trx, ada.userId));
}

async function kinds(project = projectId): Promise<unknown[]> {
  const rows = await world.database.relay
    .selectFrom('outbox')
    .select('payload')
    .where('projectId', '=', project)
    .orderBy('seq')
    .execute();
  return rows.map(({ payload }) =>
    payload.kind === 'connection-lost' ? payload.code : payload.kind,
  );
}

async function withCampaign(status: CampaignStatus, leaseUntil: number | null): Promise<void> {
  const { brief, conversations } = await ada.page(projectId);
  const [conversationId, briefId] = [conversations[0]?.id ?? '', brief?.id ?? ''];
  const ref = { projectId, ownerId: ada.userId };
  await asOwner(world.database.app, ada.userId, async (trx) => {
    const { campaignRecordId } = await addCampaign(trx, { ...ref, conversationId, briefId });
    const now = world.clock.now;
    await updateCampaign(trx, { ...ref, id: campaignRecordId, now, set: { status, leaseUntil } });
  });
}

async function lose(code: DeploymentProblemCode): Promise<void> {
  const loss = { ownerId: ada.userId, code, now: world.clock.now, newId: () => randomUUID() };
  await asOwner(world.database.app, ada.userId, (trx) => loseConnection(trx, loss));
}

const refresh = async (): Promise<Response> =>
  await ada.request('POST', '/api/facebook/refresh', { projectId });
const disconnect = async (): Promise<Response> =>
  await ada.request('DELETE', '/api/facebook/connection');
const errorOf = async (answer: Response): Promise<[number, string]> => {
  const body: unknown = await answer.json();
  return [answer.status, JSON.stringify(body)];
};

test('what was put right at Facebook is seen without a new sign-in', async () => {
  world.facebook.adAccounts = [];
  await connect();
  expect(await view()).toMatchObject({
    state: 'NEEDS_SELECTION',
    canCheckAgain: true,
    problem: { code: 'connection.no_ad_account' },
  });
  world.facebook.adAccounts = [{ ...AD_ACCOUNT, hasPaymentMethod: false }];
  const answer = connectionSchema.parse(await (await refresh()).json());
  expect(answer).toMatchObject({
    state: 'CONNECTED',
    selected: { adAccountId: 'act_101' },
    problem: { code: 'meta.payment_method_missing' },
  });
  expect(await kinds()).toEqual(['connected']);
  world.facebook.adAccounts = [AD_ACCOUNT];
  await refresh();
  expect((await view()).problem).toBeNull();
});

test('a check by Facebook that was passed lets everything go on', async () => {
  await connect();
  await lose('meta.checkpoint');
  expect(await view()).toMatchObject({
    state: 'REVOKED',
    canCheckAgain: true,
    problem: { code: 'meta.checkpoint' },
  });
  world.facebook.problem = 'meta.checkpoint';
  expect((await errorOf(await refresh()))[1]).toContain('security check');
  world.facebook.problem = null;
  expect((await refresh()).status).toBe(200);
  expect(await view()).toMatchObject({ state: 'CONNECTED', problem: null });
  expect(await kinds()).toEqual(['connected', 'meta.checkpoint', 'connected']);
});

test('checking again without an answer changes nothing, and a dead connection is told', async () => {
  expect((await refresh()).status).toBe(409);
  await connect();
  world.facebook.failure = new MetaError(noAnswer('Facebook could not be reached.'));
  const [status, words] = await errorOf(await refresh());
  expect([status, words]).toEqual([503, expect.stringContaining('connection.facebook_away')]);
  expect(words).toContain('so I could not check. Nothing was changed.');
  expect((await view()).state).toBe('CONNECTED');
  world.facebook.failure = null;
  world.facebook.problem = 'meta.password_changed';
  expect(await errorOf(await refresh())).toEqual([409, expect.stringContaining('password')]);
  await withCampaign('ACTIVE', world.clock.now + 86_400_000);
  expect(await view()).toMatchObject({
    state: 'REVOKED',
    canCheckAgain: false,
    unattendedAds: { until: world.clock.now + 86_400_000 },
    problem: { code: 'meta.password_changed' },
  });
  expect(await kinds()).toEqual(['connected', 'meta.password_changed']);
  const stranger = await world.visitor().signUp();
  const answer = await stranger.request('POST', '/api/facebook/refresh', { projectId });
  expect(answer.status).toBe(404);
});

test('disconnecting ends it at Facebook, erases it here, and says so to every project', async () => {
  await connect();
  const second = (await ada.createProject('Second')).project.id;
  await connect(second);
  const answer = await disconnect();
  expect(disconnectedSchema.parse(await answer.json())).toEqual({ revoked: true, message: null });
  expect(await stored()).toMatchObject({
    state: 'REVOKED',
    tokenCiphertext: null,
    tokenKeyId: null,
    fbUserId: null,
    fbUserName: null,
    scopes: [],
    adAccounts: [],
    pages: [],
  });
  expect(await view()).toMatchObject({ state: 'NOT_CONNECTED', problem: null, facebookName: null });
  expect((await kinds()).at(-1)).toBe('deployment.not_connected');
  expect((await kinds(second)).at(-1)).toBe('deployment.not_connected');
  const { activity } = await ada.page(projectId);
  expect(activity.map(({ what }) => what)).toContain('You disconnected Facebook');
  // Once more, and with nothing there at all, it is as done as before.
  const before = await kinds();
  expect((await disconnect()).status).toBe(200);
  expect(await kinds()).toEqual(before);
  await connect();
  expect((await view()).state).toBe('CONNECTED');
  expect((await kinds()).at(-1)).toBe('connected');
});

test.each(['ACTIVE', 'DEPLOYING'] as const)(
  'nothing is disconnected while ads are %s',
  async (status) => {
    await connect();
    await withCampaign(status, null);
    expect(await errorOf(await disconnect())).toEqual([
      409,
      expect.stringContaining('pause all ads'),
    ]);
    expect((await stored())?.tokenCiphertext).not.toBeNull();
    expect(await kinds()).toEqual(['connected']);
  },
);

test('when Facebook does not confirm, the person is told what is left to do', async () => {
  await connect();
  world.facebook.failure = new MetaError(noAnswer('Facebook could not be reached.'));
  const answer = disconnectedSchema.parse(await (await disconnect()).json());
  expect(answer).toEqual({ revoked: false, message: expect.stringContaining('Apps and websites') });
  expect((await stored())?.tokenCiphertext).toBeNull();
});

test('a connection that is lost already may go, ads or no ads', async () => {
  await connect();
  await withCampaign('ACTIVE', null);
  await lose('meta.token_expired');
  expect((await view()).unattendedAds).not.toBeNull();
  expect((await disconnect()).status).toBe(200);
});

test('enquiries without a website need two more permissions, and only that project waits', async () => {
  await connect();
  const forms = (await ada.createProject('Forms')).project.id;
  const brief = (await ada.page(forms)).brief;
  await asOwner(world.database.app, ada.userId, (trx) =>
    saveBriefDraft(trx, {
      id: brief?.id ?? '',
      projectId: forms,
      ownerId: ada.userId,
      changes: { goal: 'LEADS', websiteUrl: null },
      sources: {},
      now: world.clock.now,
    }),
  );
  const away = await ada.request('GET', `/api/auth/facebook?projectId=${forms}`);
  expect(away.headers.get('location')).toContain('leads_retrieval');
  await connect(forms);
  expect(await view(forms)).toMatchObject({
    state: 'MISSING_PERMISSION',
    missing: [
      { scope: 'pages_manage_ads', purpose: 'to put an enquiry form on your Page' },
      { scope: 'leads_retrieval', purpose: 'to fetch the enquiries people send you' },
    ],
  });
  expect(await kinds(forms)).toEqual([]);
  const body = { projectId: forms, adAccountId: 'act_101', pageId: '201' };
  expect((await ada.request('POST', '/api/facebook/select', body)).status).toBe(409);
  expect((await view()).state).toBe('CONNECTED');
  world.facebook.scopes = [...REQUIRED_SCOPES, 'pages_manage_ads', 'leads_retrieval'];
  await connect(forms);
  expect((await view(forms)).state).toBe('CONNECTED');
  expect(await kinds(forms)).toEqual(['connected']);
});
