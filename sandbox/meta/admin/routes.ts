import { Hono } from 'hono';
import type { Context } from 'hono';
import type { GraphCall } from '../http/call.ts';
import { FaultScriptError } from '../http/fault-script.ts';
import type { GraphDeps } from '../http/graph-routes.ts';
import { resetSettings } from '../http/settings.ts';
import type { JsonObject } from '../json.ts';
import {
  addAccount,
  changeAccount,
  changeApp,
  changePage,
  changeTier,
  readPoints,
} from './accounts.ts';
import { describeObjects } from './describe.ts';
import { AdminError, readBody, readObject } from './input.ts';
import { addLoginConfig, changeTokens, notifyApp, openSession } from './people.ts';
import { readCalls, readLedger } from './records.ts';
import {
  changeInterest,
  changeLandingPage,
  changeSettings,
  changeWebsite,
  editObject,
  orderReview,
} from './world.ts';

type Lever = (
  deps: GraphDeps,
  body: JsonObject,
  now: number,
  c: Context,
) => JsonObject | Promise<JsonObject>;

/** `POST /sandbox/admin/{name}` with a JSON object; the README explains each. */
const LEVERS: Readonly<Record<string, Lever>> = {
  account: changeAccount,
  'account/new': addAccount,
  app: changeApp,
  callback: notifyApp,
  edit: (deps, body, now, c) => editObject(callOf(deps, now, c), body),
  interest: changeInterest,
  landing: changeLandingPage,
  'login-config': addLoginConfig,
  page: changePage,
  review: orderReview,
  session: openSession,
  settings: changeSettings,
  tier: changeTier,
  token: changeTokens,
  website: changeWebsite,
};

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
  for (const [name, lever] of Object.entries(LEVERS)) {
    admin.post(`/${name}`, async (c) => {
      const answer = await lever(deps, await readObject(c), deps.nowOf(c), c);
      return c.json(answer, name === 'session' || name === 'account/new' ? 201 : 200);
    });
  }
  admin.post('/reset', (c) => {
    deps.store.reset();
    deps.faults.clear();
    deps.usage.reset();
    deps.calls.clear();
    resetSettings(deps.settings);
    return c.json({ success: true });
  });
  const names = [...Object.keys(LEVERS), 'faults', 'reset'].join(', ');
  admin.all('*', (c) => c.json({ error: `There is no such lever. There are: ${names}.` }, 404));
  return admin;
}

function addReads(admin: Hono, deps: GraphDeps): void {
  admin.get('/ledger', (c) => c.json(readLedger(deps, (name) => c.req.query(name))));
  admin.get('/calls', (c) => c.json(readCalls(deps, (name) => c.req.query(name))));
  admin.delete('/calls', (c) => {
    deps.calls.clear();
    return c.json({ success: true });
  });
  admin.get('/objects', (c) => {
    const objects = describeObjects(deps.store, {
      account: c.req.query('account')?.replace(/^act_/, '') ?? null,
      type: c.req.query('type') ?? null,
      now: deps.nowOf(c),
    });
    return c.json({ count: objects.length, objects });
  });
  admin.get('/points', (c) => {
    const query = {
      account: c.req.query('account') ?? '',
      client_id: c.req.query('client_id') ?? 'sandbox-app',
    };
    return c.json(readPoints(deps, query, deps.nowOf(c)));
  });
}

function addFaults(admin: Hono, { faults }: GraphDeps): void {
  admin.get('/faults', (c) => c.json({ faults: faults.list() }));
  admin.post('/faults', async (c) => {
    const fault = faults.add(await readBody(c));
    return c.json({ id: fault.id }, 201);
  });
  admin.delete('/faults', (c) => {
    faults.clear();
    return c.json({ success: true });
  });
  admin.delete('/faults/:id', (c) => {
    if (!faults.remove(c.req.param('id'))) throw new AdminError('There is no such fault.');
    return c.json({ success: true });
  });
}

/** A call with the clock of the lever and nobody's token. */
function callOf(deps: GraphDeps, now: number, c: Context): GraphCall {
  return {
    store: deps.store,
    settings: deps.settings,
    now,
    wallNow: deps.wallNow(),
    method: 'POST',
    version: 'v26.0',
    path: '',
    params: { values: {}, files: [] },
    publicUrl: deps.publicUrlOf(c),
    accessToken: null,
  };
}
