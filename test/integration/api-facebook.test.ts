import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { meSchema } from '../../contract/http.ts';
import { connectionSchema } from '../../contract/model.ts';
import { REQUIRED_SCOPES } from '../../domain/connection/connection.ts';
import { getConnection } from '../../db/repositories/connections.ts';
import type { ConnectionRow } from '../../db/repositories/connections.ts';
import { asOwner } from '../../db/tenant.ts';
import { connectionAad } from '../../integrations/crypto/vault.ts';
import { MetaError } from '../../integrations/meta/errors.ts';
import { AD_ACCOUNT, APP_ID, createApiWorld, PAGE, PASSWORD, TOKEN } from './api-world.ts';
import type { ApiWorld, Browser } from './api-world.ts';

let world: ApiWorld;
let ada: Browser;
let projectId: string;
beforeAll(async () => {
  world = await createApiWorld(inject('postgresUrl'));
});
afterAll(async () => await world.close());
beforeEach(async () => {
  ada = await world.visitor().signUp();
  projectId = (await ada.createProject()).project.id;
  Object.assign(world.facebook, {
    scopes: REQUIRED_SCOPES,
    adAccounts: [AD_ACCOUNT],
    pages: [PAGE],
    failure: null,
    problem: null,
    appId: APP_ID,
    userId: '301',
  });
});

async function goToFacebook(browser = ada, project = projectId): Promise<string> {
  const answer = await browser.request('GET', `/api/auth/facebook?projectId=${project}`);
  expect(answer.status).toBe(302);
  const state = new URL(answer.headers.get('location') ?? '').searchParams.get('state') ?? '';
  // 32 random bytes
  expect(Buffer.from(state, 'base64url')).toHaveLength(32);
  return state;
}

async function comeBack(query: Record<string, string>, browser = ada): Promise<string | null> {
  const answer = await browser.request(
    'GET',
    `/api/auth/facebook/callback?${new URLSearchParams(query).toString()}`,
  );
  expect(answer.status).toBe(302);
  return answer.headers.get('location');
}

async function connection(): Promise<ConnectionRow | null> {
  return await asOwner(
    world.database.app,
    ada.userId,
    async (trx) => await getConnection(trx, ada.userId),
  );
}

async function items(project = projectId): Promise<unknown[]> {
  const rows = await world.database.relay
    .selectFrom('outbox')
    .select('payload')
    .where('projectId', '=', project)
    .orderBy('seq')
    .execute();
  return rows.map(({ payload }) => payload);
}

const LOST = '/?facebook=link-expired';

test('one usable account and one Page are chosen at once, and the token is kept sealed', async () => {
  world.facebook.adAccounts = [AD_ACCOUNT, { ...AD_ACCOUNT, id: 'act_102', status: 2 }];
  const state = await goToFacebook();
  expect(await comeBack({ state, code: 'the-code' })).toBe(`/projects/${projectId}`);
  const page = await ada.page(projectId);
  expect(page.connection).toMatchObject({
    state: 'CONNECTED',
    facebookName: 'Ada Baker',
    selected: { adAccountId: 'act_101', pageId: '201', currency: 'EUR' },
    problem: null,
  });
  expect(await items()).toEqual([{ kind: 'connected', adAccountId: 'act_101', pageId: '201' }]);
  const row = await connection();
  expect(JSON.stringify(row)).not.toContain(TOKEN);
  const sealed = { keyId: row?.tokenKeyId ?? '', ciphertext: row?.tokenCiphertext ?? '' };
  expect(world.deps.vault.open(sealed, connectionAad(row?.id ?? '', ada.userId))).toBe(TOKEN);
  for (const text of [JSON.stringify(page), ...world.log]) {
    expect(text).not.toContain(TOKEN);
    expect(text).not.toContain('the-code');
    expect(text).not.toContain(state);
  }
});

test('a state works once, within ten minutes, and only in the session it was made for', async () => {
  const used = await goToFacebook();
  await comeBack({ state: used, error: 'access_denied' });
  expect(await comeBack({ state: used, code: 'c' })).toBe(LOST);
  expect(await comeBack({ state: 'made-up', code: 'c' })).toBe(LOST);
  expect(await comeBack({ code: 'c' })).toBe(LOST);

  const eve = await world.visitor().signUp('Eve');
  expect(await comeBack({ state: await goToFacebook(), code: 'c' }, eve)).toBe(LOST);

  const late = await goToFacebook();
  world.clock.now += 10 * 60_000 + 1;
  expect(await comeBack({ state: late, code: 'c' })).toBe(LOST);
  expect((await connection())?.tokenCiphertext ?? null).toBeNull();
  expect(await items()).toEqual([]);
});

test('a state of another session of the same person is refused', async () => {
  const me = meSchema.parse(await (await ada.request('GET', '/api/me')).json());
  const state = await goToFacebook();
  const elsewhere = world.visitor();
  elsewhere.userId = ada.userId;
  await elsewhere.request('POST', '/api/auth/sign-in/email', {
    email: me.user.email,
    password: PASSWORD,
  });
  expect(await comeBack({ state, code: 'c' }, elsewhere)).toBe(LOST);
  expect(await comeBack({ state, code: 'c' })).toBe(`/projects/${projectId}`);
});

test('the same state twice at once connects once', async () => {
  const state = await goToFacebook();
  const places = await Promise.all([
    comeBack({ state, code: 'c' }),
    comeBack({ state, code: 'c' }),
  ]);
  expect(new Set(places)).toEqual(new Set([LOST, `/projects/${projectId}`]));
  expect(await items()).toHaveLength(1);
});

test('a refusal and missing permissions are told in words; a working connection survives a refusal', async () => {
  await comeBack({ state: await goToFacebook(), error: 'access_denied' });
  expect((await ada.page(projectId)).connection).toMatchObject({
    state: 'DENIED',
    problem: { code: 'connection.denied' },
  });
  world.facebook.scopes = REQUIRED_SCOPES.filter((scope) => scope !== 'ads_management');
  await comeBack({ state: await goToFacebook(), code: 'c' });
  const missing = (await ada.page(projectId)).connection;
  expect(missing.state).toBe('MISSING_PERMISSION');
  expect(missing.problem?.message).toContain('make and change the ads');
  expect(missing.problem?.message).not.toContain('ads_management');
  world.facebook.scopes = REQUIRED_SCOPES;
  await comeBack({ state: await goToFacebook(), code: 'c' });
  await comeBack({ state: await goToFacebook(), error: 'access_denied' });
  expect((await ada.page(projectId)).connection.state).toBe('CONNECTED');
});

test('when Facebook fails nothing is stored and the chat says so', async () => {
  world.facebook.failure = new MetaError({
    kind: 'TRANSIENT',
    problem: 'meta.token_expired',
    code: 2,
    subcode: null,
    title: null,
    detail: null,
    blame: [],
    traceId: null,
    retryAfterMs: null,
  });
  expect(await comeBack({ state: await goToFacebook(), code: 'c' })).toBe(`/projects/${projectId}`);
  const page = await ada.page(projectId);
  expect(page.connection.state).toBe('NOT_CONNECTED');
  expect(page.messages.at(-1)).toMatchObject({
    role: 'agent',
    metadata: { kind: 'error', code: 'connection.facebook_away' },
  });
});

test.each([
  [{ error: 'server_error' }, 'connection.facebook_away'],
  [{ error: 'invalid_scope' }, 'connection.app_setup'],
  [{ error_code: '1349126', error_message: 'App not set up' }, 'connection.app_setup'],
  [{ error: 'something_new' }, 'connection.unfinished'],
  [{}, 'connection.unfinished'],
] as const)('%j on the way back is told in words', async (query, code) => {
  await comeBack({ state: await goToFacebook(), ...query });
  const { connection: view, messages } = await ada.page(projectId);
  expect(view).toMatchObject({ state: 'NOT_CONNECTED', inProgress: false });
  expect(messages.at(-1)).toMatchObject({ role: 'agent', metadata: { kind: 'error', code } });
  expect(await connection()).toBeNull();
});

test.each([
  ['of another app', { appId: '666' }],
  ['of another person', { userId: '999' }],
])('a token %s is not taken', async (_name, change) => {
  Object.assign(world.facebook, change);
  await comeBack({ state: await goToFacebook(), code: 'c' });
  const { messages } = await ada.page(projectId);
  expect(messages.at(-1)?.metadata).toEqual({ kind: 'error', code: 'connection.another_person' });
  expect(await connection()).toBeNull();
});

test('other tabs see that somebody is at Facebook, and that they are back', async () => {
  const inProgress = async () => (await ada.page(projectId)).connection.inProgress;
  expect(await inProgress()).toBe(false);
  const before = (await ada.page(projectId)).seq;
  const state = await goToFacebook();
  expect(await inProgress()).toBe(true);
  expect((await ada.page(projectId)).seq).toBeGreaterThan(before);
  await comeBack({ state, error: 'access_denied' });
  expect(await inProgress()).toBe(false);
});

test('with several accounts the person chooses, and only from what can be used', async () => {
  world.facebook.adAccounts = [
    AD_ACCOUNT,
    { ...AD_ACCOUNT, id: 'act_102', name: 'Second', currency: 'GBP' },
    { ...AD_ACCOUNT, id: 'act_103', status: 2 },
  ];
  await comeBack({ state: await goToFacebook(), code: 'c' });
  const listed = await ada.request('GET', `/api/facebook/accounts?projectId=${projectId}`);
  const view = connectionSchema.parse(await listed.json());
  expect(view.state).toBe('NEEDS_SELECTION');
  expect(view.adAccounts.map(({ id, usable, problem }) => [id, usable, problem?.code])).toEqual([
    ['act_101', true, undefined],
    ['act_102', true, undefined],
    ['act_103', false, 'meta.account_disabled'],
  ]);
  const select = async (adAccountId: string, pageId: string): Promise<Response> =>
    await ada.request('POST', '/api/facebook/select', { projectId, adAccountId, pageId });
  expect((await select('act_103', '201')).status).toBe(422);
  expect((await select('act_999', '201')).status).toBe(422);
  expect((await select('act_102', '999')).status).toBe(422);
  expect(await items()).toEqual([]);
  for (let time = 0; time < 2; time += 1) {
    const chosen = connectionSchema.parse(await (await select('act_102', '201')).json());
    expect(chosen).toMatchObject({
      state: 'CONNECTED',
      selected: { adAccountId: 'act_102', adAccountName: 'Second', currency: 'GBP' },
    });
  }
  expect(await items()).toEqual([{ kind: 'connected', adAccountId: 'act_102', pageId: '201' }]);
});

test('connecting again wakes every project that has its account already', async () => {
  await comeBack({ state: await goToFacebook(), code: 'c' });
  const second = (await ada.createProject('Second')).project.id;
  await comeBack({ state: await goToFacebook(ada, second), code: 'c' });
  expect(await items(second)).toHaveLength(1);
  expect(await items(projectId)).toHaveLength(2);
});

test('choosing without a connection is refused', async () => {
  const body = { projectId, adAccountId: 'act_101', pageId: '201' };
  const answer = await ada.request('POST', '/api/facebook/select', body);
  expect([answer.status, await answer.json()]).toMatchObject([
    409,
    { error: { code: 'connection.not_connected' } },
  ]);
});
