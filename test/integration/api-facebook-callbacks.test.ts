import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { dataDeletionSchema } from '../../contract/http.ts';
import { getConnection } from '../../db/repositories/connections.ts';
import type { ConnectionRow } from '../../db/repositories/connections.ts';
import { getProject } from '../../db/repositories/projects.ts';
import { asOwner } from '../../db/tenant.ts';
import { APP_SECRET, createApiWorld, PUBLIC_URL } from './api-world.ts';
import type { ApiWorld, Browser } from './api-world.ts';

/** The Facebook user that the stand-in signs in. */
const FB_USER = '301';

let world: ApiWorld;
let ada: Browser;
let projectId: string;
beforeAll(async () => {
  world = await createApiWorld(inject('postgresUrl'));
});
afterAll(async () => await world.close());
beforeEach(async () => {
  ({ person: ada, projectId } = await connected());
});

async function connected(): Promise<{ person: Browser; projectId: string }> {
  const person = await world.visitor().signUp();
  const project = (await person.createProject()).project.id;
  await connect(person, project);
  return { person, projectId: project };
}

async function connect(person: Browser, project: string): Promise<void> {
  const away = await person.request('GET', `/api/auth/facebook?projectId=${project}`);
  const state = new URL(away.headers.get('location') ?? '').searchParams.get('state') ?? '';
  const query = new URLSearchParams({ state, code: 'c' });
  await person.request('GET', `/api/auth/facebook/callback?${query.toString()}`);
}

type Signing = { secret?: string; payload?: Record<string, unknown> };

function sign({ secret = APP_SECRET, payload = {} }: Signing = {}): string {
  const whole = {
    algorithm: 'HMAC-SHA256',
    issued_at: Math.floor(world.clock.now / 1000) + 1,
    user_id: FB_USER,
    ...payload,
  };
  const encoded = Buffer.from(JSON.stringify(whole)).toString('base64url');
  return `${createHmac('sha256', secret).update(encoded).digest('base64url')}.${encoded}`;
}

/** As Facebook's servers do: no session, no origin, a form. */
async function post(path: string, body: string): Promise<Response> {
  return await world.app.request(path, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
}

const form = (signed: string): string => new URLSearchParams({ signed_request: signed }).toString();
const DEAUTHORIZE = '/api/facebook/deauthorize';
const DELETION = '/api/facebook/data-deletion';

async function stored(person = ada): Promise<ConnectionRow | null> {
  const id = person.userId;
  return await asOwner(world.database.app, id, (trx) => getConnection(trx, id));
}

async function lastItem(project = projectId): Promise<unknown> {
  const row = await world.database.relay
    .selectFrom('outbox')
    .select('payload')
    .where('projectId', '=', project)
    .orderBy('seq', 'desc')
    .executeTakeFirst();
  return row?.payload;
}

test('an app removed at Facebook is known in every project of everybody who used that person', async () => {
  const other = await connected();
  const answer = await post(DEAUTHORIZE, form(sign()));
  expect([answer.status, await answer.json()]).toEqual([200, {}]);
  for (const { person, project } of [
    { person: ada, project: projectId },
    { person: other.person, project: other.projectId },
  ]) {
    expect(await stored(person)).toMatchObject({ state: 'REVOKED', tokenCiphertext: null });
    expect(await lastItem(project)).toEqual({ kind: 'connection-lost', code: 'meta.app_removed' });
    const { connection } = await person.page(project);
    expect(connection).toMatchObject({
      state: 'REVOKED',
      facebookName: 'Ada Baker',
      problem: { code: 'meta.app_removed' },
    });
  }
});

test('the same call twice is one, and connecting again goes on', async () => {
  const body = form(sign());
  await post(DEAUTHORIZE, body);
  const count = async () =>
    (await world.database.relay.selectFrom('outbox').select('id').execute()).length;
  const before = await count();
  expect((await post(DEAUTHORIZE, body)).status).toBe(200);
  expect(await count()).toBe(before);
  world.clock.now += 3_600_000;
  await connect(ada, projectId);
  expect((await ada.page(projectId)).connection.state).toBe('CONNECTED');
  // Sent once more, it is about the connection of before.
  await post(DEAUTHORIZE, body);
  expect((await ada.page(projectId)).connection.state).toBe('CONNECTED');
});

test.each([
  ['no form at all', ''],
  ['an empty value', 'signed_request='],
  ['another field', 'signed=abc'],
  ['no dot', 'signed_request=abc'],
  ['two of them', () => `${form(sign())}&${form(sign())}`],
  ['another app’s secret', () => form(sign({ secret: 'another secret' }))],
  ['no secret', () => form(sign({ secret: '' }))],
  ['another algorithm', () => form(sign({ payload: { algorithm: 'none' } }))],
  ['nobody named', () => form(sign({ payload: { user_id: undefined } }))],
  ['no time', () => form(sign({ payload: { issued_at: undefined } }))],
  ['a payload that was changed', () => form(`${sign()}x`)],
  ['a signature that was cut', () => form(sign().slice(5))],
  ['a signature of nothing', () => form(`.${sign().split('.')[1] ?? ''}`)],
  ['three parts', () => form(`${sign()}.more`)],
  ['a very long one', () => `signed_request=${'a'.repeat(20_000)}`],
  ['JSON', () => JSON.stringify({ signed_request: sign() })],
] as const)('refused, with nothing changed: %s', async (_name, body) => {
  for (const path of [DEAUTHORIZE, DELETION]) {
    const answer = await post(path, typeof body === 'string' ? body : body());
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { error: { code: 'facebook.bad_signature' } },
    ]);
  }
  expect((await stored())?.tokenCiphertext).not.toBeNull();
  expect(await lastItem()).toMatchObject({ kind: 'connected' });
});

test('a person nobody here knows changes nothing and is no secret', async () => {
  const signed = form(sign({ payload: { user_id: '999' } }));
  expect((await post(DEAUTHORIZE, signed)).status).toBe(200);
  expect((await post(DELETION, signed)).status).toBe(200);
  expect((await ada.page(projectId)).connection.state).toBe('CONNECTED');
});

test('what came from Facebook is erased, and a page says so', async () => {
  const body = form(sign());
  const answer = await post(DELETION, body);
  const told = dataDeletionSchema.parse(await answer.json());
  expect(told.url).toBe(`${PUBLIC_URL}/facebook/deletion/${told.confirmation_code}`);
  expect(await stored()).toMatchObject({
    state: 'REVOKED',
    tokenCiphertext: null,
    fbUserId: null,
    fbUserName: null,
    adAccounts: [],
    pages: [],
    scopes: [],
  });
  const project = await asOwner(world.database.app, ada.userId, (trx) =>
    getProject(trx, projectId),
  );
  expect(project).toMatchObject({ adAccountId: 'act_101', adAccountName: null, pageName: null });
  const page = await ada.page(projectId);
  expect(page.connection).toMatchObject({ state: 'NOT_CONNECTED', selected: null });
  expect(JSON.stringify(page)).not.toMatch(/Ada Baker|Bakery account/);
  expect(await lastItem()).toEqual({ kind: 'connection-lost', code: 'meta.app_removed' });

  const again = dataDeletionSchema.parse(await (await post(DELETION, body)).json());
  expect(again).toEqual(told);

  const status = await world.app.request(new URL(told.url).pathname);
  const html = await status.text();
  expect([status.status, status.headers.get('content-type')]).toEqual([
    200,
    expect.stringContaining('text/html'),
  ]);
  expect(html).toContain('<h1>Your data has been deleted</h1>');
  expect(html).toContain(told.confirmation_code);
  expect(html).not.toContain(FB_USER);
  expect(status.headers.get('content-security-policy')).toContain(
    "default-src 'none'; style-src 'sha256-",
  );

  await connect(ada, projectId);
  expect((await ada.page(projectId)).connection).toMatchObject({
    state: 'CONNECTED',
    selected: { adAccountName: 'Bakery account' },
  });
});

test('the page of a code that was never given names nothing', async () => {
  for (const code of ['abc', '%3Cscript%3E']) {
    const answer = await world.app.request(`/facebook/deletion/${code}`);
    expect(answer.status).toBe(404);
    const html = await answer.text();
    expect(html).toContain('No such request');
    expect(html).not.toContain('<script>');
  }
});

test('other posts are still refused without our own origin', async () => {
  const answer = await post('/api/facebook/refresh', '{}');
  expect(answer.status).toBe(403);
});
