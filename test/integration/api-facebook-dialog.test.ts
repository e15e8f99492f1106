import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { listen } from '../../api/listen.ts';
import type { Listening } from '../../api/listen.ts';
import type { ConnectionDto } from '../../contract/model.ts';
import { getConnection } from '../../db/repositories/connections.ts';
import { asOwner } from '../../db/tenant.ts';
import { createMetaOAuth } from '../../integrations/meta/oauth.ts';
import { startMetaSandbox } from '../../sandbox/meta/server.ts';
import type { MetaSandbox } from '../../sandbox/meta/server.ts';
import { objectIn } from '../support/sandbox-answers.ts';
import { createApiWorld, PUBLIC_URL } from './api-world.ts';
import type { ApiWorld, Browser } from './api-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'aigency-dialog-'));
const APP = { id: '4242', secret: 'very-secret' };
/** Set by a test that signs in by a set-up of Login for Business. */
const login: { loginConfigId: string | null; loginTokenKind: 'user' | 'system-user' } = {
  loginConfigId: null,
  loginTokenKind: 'user',
};

let sandbox: MetaSandbox;
let world: ApiWorld;
let server: Listening;
let ada: Browser;
let projectId: string;

beforeAll(async () => {
  sandbox = await startMetaSandbox({ port: 0, dataFile: join(folder, 'meta.jsonl') });
  world = await createApiWorld(inject('postgresUrl'), {
    appSecret: APP.secret,
    oauth: (now) =>
      createMetaOAuth({
        graphUrl: sandbox.url,
        dialogUrl: sandbox.url,
        appId: APP.id,
        appSecret: APP.secret,
        redirectUri: `${PUBLIC_URL}/api/auth/facebook/callback`,
        sandbox: true,
        ...login,
        now,
      }),
  });
  server = await listen(world.app, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close();
  await world.close();
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  Object.assign(login, { loginConfigId: null, loginTokenKind: 'user' });
  ada = await world.visitor().signUp();
  projectId = (await ada.createProject()).project.id;
});

async function admin(path: string, body: Record<string, unknown>) {
  const response = await fetch(`${sandbox.url}/sandbox/admin/${path}`, {
    method: 'POST',
    headers: { 'x-sandbox-time': String(world.clock.now) },
    body: JSON.stringify(body),
  });
  return objectIn(await response.json());
}

/** Goes to Facebook and reads the consent page. @returns its form as it would be sent. */
async function openDialog(project = projectId): Promise<{ url: URL; form: URLSearchParams }> {
  const away = await ada.request('GET', `/api/auth/facebook?projectId=${project}`);
  const url = new URL(away.headers.get('location') ?? '');
  // The same person at Facebook each time.
  url.searchParams.set('sandbox_user', `fb-${ada.userId}`);
  const html = await (await fetch(url)).text();
  const form = new URLSearchParams();
  for (const [input] of html.matchAll(/<input[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(input)?.[1] ?? '';
    if (attribute('type') === 'hidden' || /\schecked\b/.test(input)) {
      form.append(attribute('name'), attribute('value'));
    }
  }
  return { url, form };
}

/** @returns the address on our side that Facebook sends the browser to. */
async function answer(form: URLSearchParams, decision: 'allow' | 'deny'): Promise<string> {
  form.set('decision', decision);
  const dialog = `${sandbox.url}/v26.0/dialog/oauth`;
  const back = await fetch(dialog, { method: 'POST', body: form, redirect: 'manual' });
  const { pathname, search } = new URL(back.headers.get('location') ?? '');
  return pathname + search;
}

async function visit(path: string, browser = ada): Promise<string | null> {
  return (await browser.request('GET', path)).headers.get('location');
}

async function connect(change: (form: URLSearchParams) => void = () => undefined) {
  const { form } = await openDialog();
  change(form);
  expect(await visit(await answer(form, 'allow'))).toBe(`/projects/${projectId}`);
  return await view();
}

async function view(): Promise<ConnectionDto> {
  return (await ada.page(projectId)).connection;
}

function untick(form: URLSearchParams, permission: string): void {
  const rest = form.getAll('permission').filter((scope) => scope !== permission);
  form.delete('permission');
  for (const scope of rest) form.append('permission', scope);
}

async function stored() {
  return await asOwner(world.database.app, ada.userId, (trx) => getConnection(trx, ada.userId));
}

test('from the button to a connection that lasts two months', async () => {
  const before = world.clock.now;
  const connection = await connect();
  expect(connection).toMatchObject({ state: 'CONNECTED', problem: null, missing: [] });
  expect(connection.tokenExpiresAt ?? 0).toBeGreaterThan(before + 55 * 86_400_000);
  expect(connection.accessEndsAt).toBe(connection.tokenExpiresAt);
  expect(connection.connectedAt).toBe(world.clock.now);
});

test('a code or an answer that was used once is worth nothing', async () => {
  const { form } = await openDialog();
  const back = await answer(form, 'allow');
  expect(await visit(back)).toBe(`/projects/${projectId}`);
  expect(await visit(back)).toBe('/?facebook=link-expired');
  // The same code once more, with a fresh state of ours.
  const code = new URL(back, PUBLIC_URL).searchParams.get('code') ?? '';
  const fresh = (await openDialog()).url.searchParams.get('state') ?? '';
  const query = new URLSearchParams({ state: fresh, code });
  await visit(`/api/auth/facebook/callback?${query.toString()}`);
  const page = await ada.page(projectId);
  expect(page.messages.at(-1)?.metadata).toEqual({ kind: 'error', code: 'connection.unfinished' });
  expect(page.connection.state).toBe('CONNECTED');
});

test('an answer comes back to the session and the project it was asked for', async () => {
  const other = (await ada.createProject('Other')).project.id;
  const { form } = await openDialog(other);
  const back = await answer(form, 'allow');
  const eve = await world.visitor().signUp('Eve');
  expect(await visit(back, eve)).toBe('/?facebook=link-expired');
  expect(await visit(back)).toBe(`/projects/${other}`);
  expect((await ada.page(other)).connection.state).toBe('CONNECTED');
  expect((await view()).selected).toBeNull();
});

test('an answer after ten minutes is too late, whatever the owner’s clock says', async () => {
  const { form } = await openDialog();
  const back = await answer(form, 'allow');
  world.clock.now += 10 * 60_000 + 1;
  expect(await visit(back)).toBe('/?facebook=link-expired');
  expect(await stored()).toBeNull();
});

test('saying no, then a permission unticked, then everything', async () => {
  const { form } = await openDialog();
  await visit(await answer(form, 'deny'));
  expect((await view()).problem?.code).toBe('connection.denied');
  const partly = await connect((wish) => untick(wish, 'ads_management'));
  expect(partly).toMatchObject({
    state: 'MISSING_PERMISSION',
    missing: [{ scope: 'ads_management', purpose: 'to make and change the ads you approve' }],
    adAccounts: [],
  });
  const again = await openDialog();
  expect(again.url.searchParams.get('auth_type')).toBe('rerequest');
  expect(await connect()).toMatchObject({ state: 'CONNECTED', missing: [] });
});

test('what is shared later, and what goes wrong with it, is seen by checking again', async () => {
  const none = await connect((form) => form.delete('account'));
  expect(none).toMatchObject({ problem: { code: 'connection.no_ad_account' } });
  const user = (await stored())?.fbUserId ?? '';
  const wish = { user_id: user, currency: 'EUR', timezone: 'Europe/Berlin' };
  const { id } = await admin('account/new', wish);
  const answered = await ada.request('POST', '/api/facebook/refresh', { projectId });
  expect(answered.status).toBe(200);
  expect(await view()).toMatchObject({ state: 'CONNECTED', selected: { adAccountId: id } });

  await admin('account', { account: id, status: 3 });
  await ada.request('POST', '/api/facebook/refresh', { projectId });
  expect(await view()).toMatchObject({
    state: 'CONNECTED',
    problem: { code: 'meta.account_unsettled' },
  });
});

test('a set-up of Login for Business with a system user’s token without an end', async () => {
  await admin('login-config', { config_id: '77001', kind: 'system-user', token_days: null });
  Object.assign(login, { loginConfigId: '77001', loginTokenKind: 'system-user' });
  const { url } = await openDialog();
  expect(url.searchParams.has('scope')).toBe(false);
  expect(await connect()).toMatchObject({ state: 'CONNECTED', tokenExpiresAt: null });
});

test('Disconnect ends the token at Facebook, and connecting again goes on', async () => {
  await connect();
  const user = (await stored())?.fbUserId ?? '';
  const sealed = await stored();
  expect(sealed?.tokenCiphertext).not.toBeNull();
  const gone = await ada.request('DELETE', '/api/facebook/connection');
  expect(await gone.json()).toEqual({ revoked: true, message: null });
  // Every token of this person for the app is dead.
  const counted = await admin('token', { user_id: user, expires_in_days: 1 });
  expect(Number(counted['changed'])).toBeGreaterThan(0);
  expect((await view()).state).toBe('NOT_CONNECTED');
  expect(await connect()).toMatchObject({ state: 'CONNECTED' });
});

test('Facebook’s own calls end the connection and delete the data', async () => {
  await connect();
  const user = (await stored())?.fbUserId ?? '';
  const base = `http://127.0.0.1:${server.port}/api/facebook`;
  const call = { user_id: user, client_id: APP.id };
  const forged = { ...call, kind: 'deauthorize', url: `${base}/deauthorize`, bad_signature: true };
  expect(await admin('callback', { ...forged, revoke: false })).toMatchObject({ status: 400 });
  expect((await view()).state).toBe('CONNECTED');

  const real = { ...call, kind: 'deauthorize', url: `${base}/deauthorize` };
  expect(await admin('callback', real)).toMatchObject({ status: 200 });
  expect(await view()).toMatchObject({ state: 'REVOKED', problem: { code: 'meta.app_removed' } });

  const deletion = { ...call, kind: 'data-deletion', url: `${base}/data-deletion` };
  const told = await admin('callback', deletion);
  expect(told).toMatchObject({ status: 200 });
  expect(String(told['body'])).toContain('confirmation_code');
  expect(await view()).toMatchObject({ state: 'NOT_CONNECTED', selected: null });
});
