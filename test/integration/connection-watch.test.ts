import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { createConnectionWatch } from '../../activities/connection-watch.ts';
import type { WatchConnectionResult } from '../../domain/lifecycle/work.ts';
import { createConversation } from '../../db/repositories/conversations.ts';
import { getConnection, updateConnection } from '../../db/repositories/connections.ts';
import type { ConnectionChanges, ConnectionRow } from '../../db/repositories/connections.ts';
import { listMessages } from '../../db/repositories/messages.ts';
import { listNotifications } from '../../db/repositories/notifications.ts';
import { createProject, selectAccount } from '../../db/repositories/projects.ts';
import { asOwner } from '../../db/tenant.ts';
import { connectionAad } from '../../integrations/crypto/vault.ts';
import { createMetaOAuth } from '../../integrations/meta/oauth.ts';
import type { MetaOAuth } from '../../integrations/meta/oauth.ts';
import { openWorld } from '../support/agent-world.ts';
import type { AgentWorld, Tenant } from '../support/agent-world.ts';

const DAY = 86_400_000;
/** The sandbox gives its tokens by the real clock. */
const NOW = Date.now();
const day = (count: number): number => NOW + count * DAY;

let world: AgentWorld;
let pat: Tenant;
beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => await world.close());
beforeEach(async () => {
  await world.admin('settings', { exchange_moves_expiry: false });
  pat = await world.addTenant();
  await change({ connectedAt: NOW, checkedAt: NOW });
  await setToken({ expires_at: day(60), data_access_expires_at: day(90) });
});

function oauthAt(now: () => number, appSecret = 'sandbox-secret'): MetaOAuth {
  return createMetaOAuth({
    graphUrl: world.metaUrl,
    dialogUrl: world.metaUrl,
    appId: 'sandbox-app',
    appSecret,
    redirectUri: 'http://localhost/callback',
    now,
    sandbox: true,
  });
}

async function watch(
  now: number,
  options: { projectId?: string; oauth?: (now: () => number) => MetaOAuth } = {},
): Promise<WatchConnectionResult> {
  const { projectId = pat.projectId, oauth = oauthAt } = options;
  const activities = createConnectionWatch({ ...world.deps, oauth });
  return await activities.watchConnection({ projectId, ownerId: pat.ownerId, now });
}

const own = async <T>(work: Parameters<typeof asOwner<T>>[2]): Promise<T> =>
  await asOwner(world.database.app, pat.ownerId, work);

async function stored(): Promise<ConnectionRow> {
  const row = await own((trx) => getConnection(trx, pat.ownerId));
  if (row === null) throw new Error('There is no connection.');
  return row;
}

async function change(set: ConnectionChanges): Promise<void> {
  await own((trx) => updateConnection(trx, { userId: pat.ownerId, set, now: NOW }));
}

async function setToken(wish: Record<string, string | number | readonly string[]>): Promise<void> {
  await world.admin('token', { access_token: pat.token, ...wish });
}

async function tokenOf(row: ConnectionRow): Promise<string> {
  const sealed = { keyId: row.tokenKeyId ?? '', ciphertext: row.tokenCiphertext ?? '' };
  return world.deps.vault.open(sealed, connectionAad(row.id, row.userId));
}

async function cards(projectId = pat.projectId): Promise<string[]> {
  const messages = await own((trx) => listMessages(trx, projectId));
  return messages.filter(({ type }) => type === 'FB_CONNECT').map(({ content }) => content);
}

async function items(projectId: string): Promise<unknown[]> {
  const rows = await world.database.relay
    .selectFrom('outbox')
    .select('payload')
    .where('projectId', '=', projectId)
    .orderBy('seq')
    .execute();
  return rows.map(({ payload }) => payload);
}

/** Another business of the same person, in the same ad account. */
async function secondProject(): Promise<string> {
  const projectId = randomUUID();
  const ref = { projectId, ownerId: pat.ownerId, now: NOW };
  await own(async (trx) => {
    await createProject(trx, { ...ref, id: projectId, name: 'Second', headline: 'New' });
    const type = 'ONBOARDING' as const;
    const chat = { id: randomUUID(), type, title: 'Business', campaignRecordId: null };
    await createConversation(trx, { ...ref, ...chat });
    await selectAccount(trx, {
      ...ref,
      adAccountId: pat.adAccountId,
      adAccountName: 'Account',
      pageId: pat.pageId,
      pageName: 'Page',
      currency: 'GBP',
      timezone: 'America/New_York',
    });
  });
  return projectId;
}

async function exchanges(): Promise<number> {
  const { entries } = await world.admin('calls?operation=exchange-token');
  return Array.isArray(entries) ? entries.length : -1;
}

test('a look at a good token keeps what Facebook says and asks for the next in a day', async () => {
  expect(await watch(day(1))).toEqual({ kind: 'fine', nextAt: day(2) });
  const row = await stored();
  expect(row).toMatchObject({ state: 'CONNECTED', checkedAt: day(1), renewedAt: null });
  expect(row.scopes).toContain('ads_management');
  // Facebook tells whole seconds.
  expect(day(60) - (row.tokenExpiresAt ?? 0)).toBeLessThan(1000);
  expect(day(90) - (row.dataAccessExpiresAt ?? 0)).toBeLessThan(1000);
  expect(await tokenOf(row)).toBe(pat.token);
  expect(world.logs.join('\n')).not.toContain(pat.token);
});

test('each reminder comes once, in every project of the person, and then the end', async () => {
  const second = await secondProject();
  const seen: number[] = [];
  let now = day(44);
  let result = await watch(now);
  for (let look = 1; result.kind === 'fine'; look += 1) {
    expect(result.nextAt - now).toBeGreaterThan(0);
    expect(result.nextAt - now).toBeLessThanOrEqual(DAY);
    now = result.nextAt;
    result = await watch(now, look % 2 === 0 ? {} : { projectId: second });
    seen.push((await cards()).length);
  }
  expect(result).toEqual({ kind: 'lost', code: 'meta.token_expired' });
  expect(now - day(60)).toBeLessThan(1000);
  expect(new Set(seen)).toEqual(new Set([0, 1, 2, 3, 4]));
  const [first] = await cards();
  expect(first).toMatch(
    /^Facebook lets me in until \w+ \d+ \w+ at \d\d:\d\d\. Please connect again/,
  );
  expect(await cards(second)).toHaveLength(4);
  const bells = await own((trx) => listNotifications(trx));
  expect(bells.filter(({ title }) => title.includes('ends in a week'))).toHaveLength(2);
  expect(await stored()).toMatchObject({ state: 'EXPIRED', remindedDays: 1 });
  const lost = { kind: 'connection-lost', code: 'meta.token_expired' };
  expect(await items(pat.projectId)).toEqual([lost]);
  expect(await items(second)).toEqual([lost]);
  // The other project's own look finds it as it is.
  expect(await watch(now + 1000, { projectId: second })).toEqual({
    kind: 'lost',
    code: 'meta.token_expired',
  });
});

test('from day 45 renewal is tried once a day and kept only when Facebook gave more time', async () => {
  const second = await secondProject();
  await watch(day(44.5));
  const start = await exchanges();
  await watch(day(45));
  await watch(day(45.2), { projectId: second });
  expect(await exchanges()).toBe(start + 1);
  expect(await tokenOf(await stored())).toBe(pat.token);
  await watch(day(46.1));
  expect(await exchanges()).toBe(start + 2);
  expect(await cards()).toHaveLength(1);

  await world.admin('settings', { exchange_moves_expiry: true });
  await watch(day(47.2));
  const row = await stored();
  expect(row).toMatchObject({ renewedAt: day(47.2), connectedAt: NOW, remindedDays: null });
  expect(row.tokenExpiresAt ?? 0).toBeGreaterThan(day(100));
  const renewed = await tokenOf(row);
  expect(renewed).not.toBe(pat.token);
  expect(await oauthAt(() => day(100)).inspect(renewed)).toMatchObject({ valid: true });
  await watch(day(50));
  expect(await exchanges()).toBe(start + 3);
  // The consent ends before the new token does: reminded of that.
  await world.admin('token', { access_token: renewed, data_access_expires_at: day(90) });
  await watch(day(76.5));
  expect(await cards()).toHaveLength(2);
  expect(world.logs.join('\n')).not.toContain(renewed);
});

test('the end of the consent ends the connection, whatever the token says', async () => {
  await setToken({ expires_at: day(200) });
  expect(await watch(day(90))).toEqual({ kind: 'lost', code: 'meta.data_access_ended' });
  expect((await stored()).state).toBe('EXPIRED');
});

test.each([
  ['expire', 'meta.token_expired', 'EXPIRED'],
  ['revoke', 'meta.app_removed', 'REVOKED'],
  ['password', 'meta.password_changed', 'REVOKED'],
  ['logout', 'meta.logged_out', 'REVOKED'],
  ['checkpoint', 'meta.checkpoint', 'CONNECTED'],
  ['unconfirmed', 'meta.account_unconfirmed', 'CONNECTED'],
] as const)('a token that died by “%s” is told as %s', async (action, code, state) => {
  const second = await secondProject();
  await setToken({ action });
  expect(await watch(day(1))).toEqual({ kind: 'lost', code });
  expect((await stored()).state).toBe(state);
  expect(await items(second)).toEqual([{ kind: 'connection-lost', code }]);
  // A retry of the same work tells nobody twice.
  await watch(day(1));
  expect(await items(second)).toHaveLength(1);
});

test('a permission that was taken away is noticed', async () => {
  await setToken({ remove_scopes: ['ads_read'] });
  expect(await watch(day(1))).toEqual({ kind: 'lost', code: 'meta.permission_missing' });
  expect((await stored()).state).toBe('MISSING_PERMISSION');
});

test('not knowing is no loss: an outage is tried again, and a fault of our own app changes nothing', async () => {
  await world.admin('faults', { kind: 'outage', match: { operation: 'inspect-token' } });
  await expect(watch(day(1))).rejects.toMatchObject({
    type: 'meta.unavailable',
    nonRetryable: false,
  });
  await world.admin('faults', undefined, 'DELETE');
  await expect(
    watch(day(1), { oauth: (now) => oauthAt(now, 'a wrong secret') }),
  ).rejects.toMatchObject({ nonRetryable: true });
  expect(await stored()).toMatchObject({ state: 'CONNECTED', checkedAt: NOW });
});

test('a new sign-in during the look wins', async () => {
  await setToken({ action: 'revoke' });
  const sealed = world.deps.vault.seal('new', connectionAad((await stored()).id, pat.ownerId));
  const oauth = (now: () => number): MetaOAuth => {
    const real = oauthAt(now);
    return {
      ...real,
      async inspect(token) {
        const seen = await real.inspect(token);
        await change({ tokenCiphertext: sealed.ciphertext, tokenKeyId: sealed.keyId });
        return seen;
      },
    };
  };
  expect(await watch(day(1), { oauth })).toEqual({ kind: 'fine', nextAt: day(2) });
  expect(await stored()).toMatchObject({ state: 'CONNECTED', checkedAt: NOW });
  expect(await items(pat.projectId)).toEqual([]);
});

test('without a connection there is nothing to look at', async () => {
  await change({ tokenCiphertext: null, tokenKeyId: null, state: 'REVOKED' });
  expect(await watch(day(1))).toEqual({ kind: 'lost', code: 'deployment.not_connected' });
});

test('the chat asks for Facebook once, in words that fit, and again only after an answer', async () => {
  const ask = async (now: number) => await world.activities.requestConnection({ ...pat, now });
  expect(await ask(day(1))).toMatchObject({ connected: { adAccountId: pat.adAccountId } });
  await change({ state: 'EXPIRED' });
  expect(await ask(day(2))).toEqual({ connected: null });
  expect(await ask(day(3))).toEqual({ connected: null });
  expect(await cards()).toEqual([expect.stringContaining('the connection I had has ended')]);
});
