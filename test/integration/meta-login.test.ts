import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { missingScopes } from '../../domain/connection/scopes.ts';
import { createMetaOAuth } from '../../integrations/meta/oauth.ts';
import type { MetaOAuth } from '../../integrations/meta/oauth.ts';
import { startMetaSandbox } from '../../sandbox/meta/server.ts';
import type { MetaSandbox } from '../../sandbox/meta/server.ts';
import { objectIn, rowsIn, wordIn } from '../support/sandbox-answers.ts';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const DAY = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), 'aigency-login-'));
let sandbox: MetaSandbox;
let oauth: MetaOAuth;
let token: string;

async function admin(path: string, body: Record<string, unknown>) {
  const response = await fetch(`${sandbox.url}/sandbox/admin/${path}`, {
    method: 'POST',
    headers: { 'x-sandbox-time': String(NOW) },
    body: JSON.stringify(body),
  });
  return objectIn(await response.json());
}

beforeAll(async () => {
  sandbox = await startMetaSandbox({ port: 0, dataFile: join(folder, 'meta.jsonl') });
  const session = await admin('session', { client_id: '4242', client_secret: 'very-secret' });
  token = wordIn(session['access_token']);
  oauth = createMetaOAuth({
    graphUrl: sandbox.url,
    dialogUrl: sandbox.url,
    appId: '4242',
    appSecret: 'very-secret',
    redirectUri: 'http://localhost/callback',
    now: () => NOW,
    sandbox: true,
  });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a login knows the person, the accounts with their state, and the Pages they may advertise for', async () => {
  const me = await oauth.me(token);
  expect(me.name.length).toBeGreaterThan(2);
  const accounts = await oauth.listAdAccounts(token);
  expect(
    accounts.find((account) => account.status === 1 && account.currency === 'GBP'),
  ).toMatchObject({
    timezone: 'Europe/London',
    hasPaymentMethod: true,
  });
  expect(accounts.some((account) => account.status === 2 && !account.hasPaymentMethod)).toBe(true);
  expect(accounts.every((account) => /^act_\d+$/.test(account.id))).toBe(true);
  const pages = await oauth.listPages(token);
  expect(new Set(pages.map((page) => page.canAdvertise))).toEqual(new Set([true, false]));
});

test('a token is inspected and made to last about sixty days', async () => {
  const long = await oauth.longLived(token);
  const inspection = await oauth.inspect(long.token);
  expect(inspection).toMatchObject({ valid: true, problem: null, appId: '4242', kind: 'user' });
  expect(missingScopes(inspection.scopes, true)).toEqual([]);
  expect(inspection.expiresAt ?? 0).toBeGreaterThan(NOW + 50 * DAY);
});

test('permissions that were unticked are named', async () => {
  const session = await admin('session', {
    client_id: '4242',
    client_secret: 'very-secret',
    scopes: ['public_profile', 'ads_read'],
  });
  const inspection = await oauth.inspect(wordIn(session['access_token']));
  expect(missingScopes(inspection.scopes)).toContain('ads_management');
});

test('the consent page is asked for the scopes we need, again after a refusal', () => {
  const url = new URL(oauth.dialogUrl({ state: 's', rerequest: true }));
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    client_id: '4242',
    redirect_uri: 'http://localhost/callback',
    state: 's',
    response_type: 'code',
    auth_type: 'rerequest',
  });
  expect(url.searchParams.get('scope')).toContain('ads_management');
});

test('a set-up of Login for Business brings its own permissions', () => {
  const dialog = (loginTokenKind: 'user' | 'system-user') =>
    new URL(
      createMetaOAuth({
        graphUrl: sandbox.url,
        dialogUrl: sandbox.url,
        appId: '4242',
        appSecret: 'very-secret',
        redirectUri: 'http://localhost/callback',
        loginConfigId: '77001',
        loginTokenKind,
      }).dialogUrl({ state: 's', rerequest: true }),
    ).searchParams;
  expect(dialog('user').get('config_id')).toBe('77001');
  expect(dialog('user').has('scope')).toBe(false);
  expect(dialog('user').has('override_default_response_type')).toBe(false);
  expect(dialog('system-user').get('override_default_response_type')).toBe('true');
});

test('each way for a token to die is told apart, by a call and by inspection', async () => {
  const rows = rowsIn([
    { to: 'expire', code: 'meta.token_expired' },
    { to: 'revoke', code: 'meta.app_removed' },
    { to: 'password', code: 'meta.password_changed' },
    { to: 'checkpoint', code: 'meta.checkpoint' },
    { to: 'unconfirmed', code: 'meta.account_unconfirmed' },
    { to: 'logout', code: 'meta.logged_out' },
  ]);
  for (const row of rows) {
    const session = await admin('session', { client_id: '4242', client_secret: 'very-secret' });
    const dead = wordIn(session['access_token']);
    await admin('token', { access_token: dead, action: row['to'] });
    await expect(oauth.me(dead)).rejects.toMatchObject({ code: row['code'] });
    expect(await oauth.inspect(dead)).toMatchObject({ valid: false, problem: row['code'] });
  }
});

test('giving the permissions back ends the token, and says when Facebook did not confirm', async () => {
  const session = await admin('session', { client_id: '4242', client_secret: 'very-secret' });
  const own = wordIn(session['access_token']);
  expect(await oauth.revoke(own)).toBe(true);
  expect(await oauth.inspect(own)).toMatchObject({ valid: false, problem: 'meta.app_removed' });
  expect(await oauth.revoke(own)).toBe(false);
});

test('an early exchange brings more time only where Facebook gives it', async () => {
  const session = await admin('session', { client_id: '4242', client_secret: 'very-secret' });
  const own = wordIn(session['access_token']);
  const before = (await oauth.inspect(own)).expiresAt;
  await admin('settings', { exchange_moves_expiry: false });
  const same = await oauth.renew(own, 'user');
  expect((await oauth.inspect(same.token)).expiresAt).toBe(before);
});
