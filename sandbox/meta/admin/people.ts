import { createHmac } from 'node:crypto';
import type { GraphDeps } from '../http/graph-routes.ts';
import type { JsonObject } from '../json.ts';
import { issueToken, LONG_TOKEN_MS, openApp } from '../oauth/grants.ts';
import { DAY_MS } from '../delivery/zone.ts';
import { accountsOf, ensureUser, pagesOf } from '../state/people.ts';
import { current } from '../state/store.ts';
import type { App, LoginConfig, Token, TokenState } from '../state/types.ts';
import {
  AdminError,
  oneOfText,
  optionalFlag,
  optionalNumber,
  optionalText,
  optionalTexts,
  requiredText,
} from './input.ts';

const ALL_SCOPES = [
  'public_profile',
  'ads_management',
  'ads_read',
  'business_management',
  'pages_show_list',
  'pages_read_engagement',
  'pages_manage_ads',
  'leads_retrieval',
] as const;

const TOKEN_STATES = {
  expire: 'expired',
  revoke: 'revoked',
  checkpoint: 'checkpoint',
  password: 'password_changed',
  unconfirmed: 'unconfirmed',
  logout: 'logged_out',
  restore: 'valid',
} as const satisfies Record<string, TokenState>;

const ACTIONS = [
  'expire',
  'revoke',
  'checkpoint',
  'password',
  'unconfirmed',
  'logout',
  'restore',
] as const;

/** State, expiry or permissions of a token, or of all tokens of a person. */
export function changeTokens({ store }: GraphDeps, body: JsonObject, now: number): JsonObject {
  const token = optionalText(body, 'access_token');
  const userId = optionalText(body, 'user_id');
  if (token === null && userId === null) throw new AdminError('Name an access_token or a user_id.');
  const expiresAt =
    optionalNumber(body, 'expires_at') ?? inDays(optionalNumber(body, 'expires_in_days'), now);
  const dataEnds =
    optionalNumber(body, 'data_access_expires_at') ??
    inDays(optionalNumber(body, 'data_access_expires_in_days'), now);
  const removed = optionalTexts(body, 'remove_scopes') ?? [];
  const added = optionalTexts(body, 'add_scopes') ?? [];
  const names =
    [expiresAt, dataEnds].some((at) => at !== null) || removed.length + added.length > 0;
  const state =
    body['action'] === undefined && names ? null : TOKEN_STATES[oneOfText(body, 'action', ACTIONS)];
  const hit = store.list('token', (row) =>
    token === null ? row.userId === userId : row.id === token,
  );
  const changed = (row: Token): Token => ({
    ...row,
    ...(state === null ? {} : { state }),
    ...(expiresAt === null ? {} : { expiresAt }),
    ...(dataEnds === null ? {} : { dataAccessExpiresAt: dataEnds }),
    scopes: [...new Set([...row.scopes.filter((scope) => !removed.includes(scope)), ...added])],
  });
  store.commit(hit.map((row) => ({ kind: 'token', value: changed(row) })));
  return { changed: hit.length };
}

function inDays(days: number | null, now: number): number | null {
  return days === null ? null : now + days * DAY_MS;
}

/** A person with everything shared, without the consent page: for tests that begin after it. */
export function openSession({ store }: GraphDeps, body: JsonObject, now: number): JsonObject {
  const app = openApp(
    store,
    optionalText(body, 'client_id') ?? 'sandbox-app',
    optionalText(body, 'client_secret') ?? 'sandbox-secret',
  );
  const user = ensureUser(store, optionalText(body, 'sandbox_user') ?? `session-${app.id}`, now);
  const accounts = accountsOf(store, user);
  const pages = pagesOf(store, user);
  const grant = {
    appId: app.id,
    userId: user.id,
    scopes: optionalTexts(body, 'scopes') ?? ALL_SCOPES,
    accountIds: accounts.map((row) => row.id),
    pageIds: pages.map((row) => row.id),
  };
  const token = issueToken(store, grant, now, now + LONG_TOKEN_MS);
  return {
    access_token: token.id,
    expires_at: token.expiresAt,
    user_id: user.id,
    client_id: app.id,
    client_secret: app.secret,
    accounts: accounts.map((row) => ({
      id: `act_${row.id}`,
      name: row.name,
      currency: row.currency,
      timezone: row.timezone,
      status: current(row).accountStatus,
    })),
    pages: pages.map((row) => ({ id: row.id, name: row.name, tasks: row.tasks })),
  };
}

/** A set-up of Login for Business that the dialog takes in place of scopes. */
export function addLoginConfig({ store }: GraphDeps, body: JsonObject): JsonObject {
  const config: LoginConfig = {
    id: requiredText(body, 'config_id'),
    kind: oneOfText(body, 'kind', ['user', 'system-user']),
    scopes: optionalTexts(body, 'scopes') ?? ALL_SCOPES.slice(1),
    tokenDays: body['token_days'] === null ? null : (optionalNumber(body, 'token_days') ?? 60),
  };
  store.commit([{ kind: 'loginConfig', value: config }]);
  return { success: true };
}

/**
 * Tells an app that a person has removed it, or wants their data deleted, as Facebook does: a signed form to the
 * app's own address. Returns what the app answered.
 */
export async function notifyApp(
  { store }: GraphDeps,
  body: JsonObject,
  now: number,
): Promise<JsonObject> {
  const kind = oneOfText(body, 'kind', ['deauthorize', 'data-deletion']);
  const url = requiredText(body, 'url');
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw new AdminError('url is no address.');
  const app = appFor(store, body);
  const userId = requiredText(body, 'user_id');
  if (kind === 'deauthorize' && optionalFlag(body, 'revoke') !== false) {
    const hit = store.list('token', (row) => row.userId === userId && row.appId === app.id);
    store.commit(hit.map((row) => ({ kind: 'token', value: { ...row, state: 'revoked' } })));
  }
  const issuedAt = optionalNumber(body, 'issued_at') ?? Math.floor(now / 1000);
  const payload = { algorithm: 'HMAC-SHA256', issued_at: issuedAt, user_id: userId };
  const secret = optionalFlag(body, 'bad_signature') === true ? 'another-secret' : app.secret;
  const signedRequest = signRequest(payload, secret);
  const response = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ signed_request: signedRequest }),
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null);
  if (response === null) throw new AdminError('The address did not answer.');
  return { status: response.status, body: await response.text(), signed_request: signedRequest };
}

function appFor(store: GraphDeps['store'], body: JsonObject): App {
  const id = optionalText(body, 'client_id');
  const newest = store.list('token', (row) => row.userId === body['user_id']).at(-1)?.appId;
  const app = store.get('app', id ?? newest ?? 'sandbox-app');
  if (!app || app.secret === '') throw new AdminError('The app is not known: name its client_id.');
  return app;
}

/** Signature and payload, both base64url, with a dot between; the signature is over the encoded payload. */
export function signRequest(payload: JsonObject, secret: string): string {
  const encoded = Buffer.from(JSON.stringify(payload)).toString('base64url');
  const signature = createHmac('sha256', secret).update(encoded).digest('base64url');
  return `${signature}.${encoded}`;
}
