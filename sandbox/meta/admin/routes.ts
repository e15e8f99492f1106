import { Hono } from 'hono';
import type { Context } from 'hono';
import { FaultScriptError } from '../http/faults.ts';
import type { GraphDeps } from '../http/graph-routes.ts';
import { isJsonObject, parseJson } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { issueToken, LONG_TOKEN_MS, openApp } from '../oauth/grants.ts';
import { accountsOf, ensureUser, pagesOf } from '../state/people.ts';
import { current, withVersion } from '../state/store.ts';
import type { AccountVersion, AdAccount, App, Token, TokenState } from '../state/types.ts';
import { describeObjects } from './describe.ts';

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

class AdminError extends Error {}

/** Levers for tests and demonstrations. No token: the sandbox only listens on this machine. */
export function adminRoutes(deps: GraphDeps): Hono {
  const admin = new Hono();
  admin.onError((error, c) => {
    const isInput = error instanceof AdminError || error instanceof FaultScriptError;
    return c.json({ error: isInput ? error.message : 'The sandbox failed.' }, isInput ? 400 : 500);
  });
  // A page on the web must not be able to reach the levers through the person's browser.
  admin.use('*', async (c, next) => {
    if (c.req.header('origin') !== undefined) return c.json({ error: 'Not from a browser.' }, 403);
    return next();
  });
  addReads(admin, deps);
  addFaults(admin, deps);
  addLevers(admin, deps);
  return admin;
}

function addReads(admin: Hono, deps: GraphDeps): void {
  const { store } = deps;
  admin.get('/ledger', (c) => {
    const entries = store.ledger().filter((entry) => {
      const account = c.req.query('account')?.replace(/^act_/, '');
      const keep = (name: string, value: string): boolean => (c.req.query(name) ?? value) === value;
      return (
        (account === undefined || account === entry.accountId) &&
        keep('object', entry.object) &&
        keep('action', entry.action)
      );
    });
    return c.json({ count: entries.length, entries });
  });
  admin.get('/objects', (c) => {
    const account = c.req.query('account')?.replace(/^act_/, '') ?? null;
    const objects = describeObjects(store, {
      account,
      type: c.req.query('type') ?? null,
      now: deps.nowOf(c),
    });
    return c.json({ count: objects.length, objects });
  });
}

function addFaults(admin: Hono, { faults }: GraphDeps): void {
  admin.get('/faults', (c) =>
    c.json({
      faults: faults.list().map((fault) => ({ ...fault, path: fault.path?.source ?? null })),
    }),
  );
  admin.post('/faults', async (c) => {
    const fault = faults.add(await readBody(c));
    return c.json({ id: fault.id }, 201);
  });
  admin.delete('/faults', (c) => {
    faults.clear();
    return c.json({ success: true });
  });
}

function addLevers(admin: Hono, deps: GraphDeps): void {
  const { store, faults, usage, settings } = deps;
  admin.post('/account', async (c) =>
    c.json(changeAccount(deps, await readObject(c), deps.nowOf(c))),
  );
  admin.post('/token', async (c) => c.json(changeTokens(deps, await readObject(c))));
  admin.post('/session', async (c) =>
    c.json(openSession(deps, await readObject(c), deps.nowOf(c)), 201),
  );
  admin.post('/tier', async (c) => c.json(changeTier(deps, await readObject(c))));
  admin.post('/app', async (c) => {
    const body = await readObject(c);
    const app = appOf(deps, body);
    store.commit([{ kind: 'app', value: { ...app, live: body['live'] !== false } }]);
    return c.json({ success: true });
  });
  admin.post('/page', async (c) => c.json(changePage(deps, await readObject(c))));
  admin.post('/review', async (c) =>
    c.json(forceVerdict(deps, await readObject(c), deps.nowOf(c))),
  );
  admin.post('/settings', async (c) => {
    const lag = (await readObject(c))['index_lag_seconds'];
    if (typeof lag !== 'number' || lag < 0)
      throw new AdminError('index_lag_seconds must be a number of seconds.');
    settings.indexLagSeconds = lag;
    return c.json({ success: true });
  });
  admin.post('/reset', (c) => {
    store.reset();
    faults.clear();
    usage.reset();
    settings.indexLagSeconds = 0;
    return c.json({ success: true });
  });
}

async function readBody(c: Context): Promise<Json> {
  const text = await c.req.text();
  try {
    return parseJson(text === '' ? '{}' : text);
  } catch {
    throw new AdminError('The body must be JSON.');
  }
}

async function readObject(c: Context): Promise<JsonObject> {
  const body = await readBody(c);
  if (!isJsonObject(body)) throw new AdminError('The body must be a JSON object.');
  return body;
}

function requiredText(body: JsonObject, name: string): string {
  const value = body[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new AdminError(`${name} is missing.`);
}

function optionalText(body: JsonObject, name: string): string | null {
  const value = body[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function changeAccount({ store }: GraphDeps, body: JsonObject, now: number): JsonObject {
  const id = requiredText(body, 'account').replace(/^act_/, '');
  const account = store.get('account', id);
  if (!account) throw new AdminError(`There is no ad account ${id}.`);
  const change: Partial<AccountVersion> = {
    ...(typeof body['status'] === 'number'
      ? { accountStatus: body['status'], disableReason: body['status'] === 2 ? 1 : 0 }
      : {}),
    ...(typeof body['funding'] === 'boolean' ? { hasPaymentMethod: body['funding'] } : {}),
  };
  const next: AdAccount = {
    ...withVersion<AccountVersion, AdAccount>(account, change, now),
    ...(body['default_dsa_beneficiary'] === undefined
      ? {}
      : { defaultDsaBeneficiary: optionalText(body, 'default_dsa_beneficiary') }),
    ...(body['default_dsa_payor'] === undefined
      ? {}
      : { defaultDsaPayor: optionalText(body, 'default_dsa_payor') }),
  };
  store.commit([{ kind: 'account', value: next }]);
  return {
    success: true,
    status: current(next).accountStatus,
    funding: current(next).hasPaymentMethod,
  };
}

const TOKEN_STATES: Readonly<Record<string, TokenState>> = {
  expire: 'expired',
  revoke: 'revoked',
  checkpoint: 'checkpoint',
  password: 'password_changed',
  restore: 'valid',
};

/** By token, or all tokens of a person. */
function changeTokens({ store }: GraphDeps, body: JsonObject): JsonObject {
  const state = TOKEN_STATES[requiredText(body, 'action')];
  if (!state)
    throw new AdminError(`action must be one of: ${Object.keys(TOKEN_STATES).join(', ')}.`);
  const token = optionalText(body, 'access_token');
  const userId = optionalText(body, 'user_id');
  if (token === null && userId === null) throw new AdminError('Name an access_token or a user_id.');
  const hit = store.list('token', (row: Token) =>
    token === null ? row.userId === userId : row.id === token,
  );
  store.commit(hit.map((row) => ({ kind: 'token', value: { ...row, state } })));
  return { changed: hit.length };
}

/** A person with everything shared, without the consent page: for tests that begin after it. */
function openSession({ store }: GraphDeps, body: JsonObject, now: number): JsonObject {
  const app = openApp(
    store,
    optionalText(body, 'client_id') ?? 'sandbox-app',
    optionalText(body, 'client_secret') ?? 'sandbox-secret',
  );
  const user = ensureUser(store, optionalText(body, 'sandbox_user') ?? `session-${app.id}`, now);
  const accounts = accountsOf(store, user);
  const pages = pagesOf(store, user);
  const scopes = Array.isArray(body['scopes']) ? body['scopes'].map(String) : ALL_SCOPES;
  const grant = {
    appId: app.id,
    userId: user.id,
    scopes,
    accountIds: accounts.map((row) => row.id),
    pageIds: pages.map((row) => row.id),
  };
  const token = issueToken(store, grant, now, LONG_TOKEN_MS);
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

function appOf({ store }: GraphDeps, body: JsonObject): App {
  const id = requiredText(body, 'client_id');
  return (
    store.get('app', id) ?? { id, secret: '', live: true, tier: 'standard_access', maxScore: null }
  );
}

function changeTier(deps: GraphDeps, body: JsonObject): JsonObject {
  const tier = requiredText(body, 'tier');
  if (tier !== 'development_access' && tier !== 'standard_access') {
    throw new AdminError('tier must be development_access or standard_access.');
  }
  const maxScore = typeof body['max_score'] === 'number' ? body['max_score'] : null;
  deps.store.commit([{ kind: 'app', value: { ...appOf(deps, body), tier, maxScore } }]);
  deps.usage.reset();
  return { success: true };
}

function changePage({ store }: GraphDeps, body: JsonObject): JsonObject {
  const page = store.get('page', requiredText(body, 'page'));
  if (!page) throw new AdminError('There is no such Page.');
  const tasks = Array.isArray(body['tasks']) ? body['tasks'].map(String) : page.tasks;
  const leadgenTosAccepted =
    typeof body['leadgen_tos_accepted'] === 'boolean'
      ? body['leadgen_tos_accepted']
      : page.leadgenTosAccepted;
  store.commit([{ kind: 'page', value: { ...page, tasks, leadgenTosAccepted } }]);
  return { success: true };
}

function forceVerdict({ store }: GraphDeps, body: JsonObject, now: number): JsonObject {
  const ad = store.get('ad', requiredText(body, 'ad'));
  if (!ad) throw new AdminError('There is no such ad.');
  const verdict = {
    at: now,
    approved: body['approved'] === true,
    policy: optionalText(body, 'policy') ?? 'Unacceptable Business Practices',
  };
  store.commit([{ kind: 'ad', value: { ...ad, forcedVerdicts: [...ad.forcedVerdicts, verdict] } }]);
  return { success: true };
}
