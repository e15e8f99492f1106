import type { Context } from 'hono';
import type { JsonObject } from '../json.ts';
import { debugToken } from '../oauth/debug-token.ts';
import { exchange } from '../oauth/token-endpoint.ts';
import { readParams } from './body.ts';
import { authenticate } from './call.ts';
import type { GraphCall, SignedCall } from './call.ts';
import { chargedAccount, dispatch } from './dispatch.ts';
import { mishap } from './fault-answers.ts';
import type { Faults } from './faults.ts';
import { GraphError } from './graph-error.ts';
import { textParam } from './params.ts';
import type { Settings } from './settings.ts';
import type { Usage } from './usage.ts';
import type { Store } from '../state/store.ts';

export type GraphDeps = {
  readonly store: Store;
  readonly settings: Settings;
  readonly faults: Faults;
  readonly usage: Usage;
  readonly publicUrlOf: (c: Context) => string;
  readonly nowOf: (c: Context) => number;
  /** The clock of calls that do not bring their own time. */
  readonly wallNow: () => number;
};

const NEWEST_VERSION = 26;
const OLDEST_VERSION = 25;

/** Every Graph call comes through here: version, token, mishaps, score, answer. */
export async function answerGraph(c: Context, deps: GraphDeps): Promise<Response> {
  try {
    const call = await readCall(c, deps);
    const appId =
      call.accessToken === null ? null : (deps.store.get('token', call.accessToken)?.appId ?? null);
    const fault = deps.faults.take({
      method: call.method,
      path: `/${call.version}/${call.path}`,
      appId,
    });
    if (!fault) return answer(c, deps, call);
    return await mishap(c, fault, () => answer(c, deps, call));
  } catch (error) {
    return refuse(c, error);
  }
}

async function readCall(c: Context, deps: GraphDeps): Promise<GraphCall> {
  const { version, path } = splitVersion(new URL(c.req.url).pathname);
  const params = await readParams(c);
  const asked = (textParam(params, 'method') ?? c.req.method).toUpperCase();
  if (asked !== 'GET' && asked !== 'POST' && asked !== 'DELETE') {
    throw new GraphError({ code: 100, message: `Unsupported method ${asked}.` });
  }
  const bearer = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1];
  return {
    store: deps.store,
    settings: deps.settings,
    now: deps.nowOf(c),
    wallNow: deps.wallNow(),
    method: asked,
    version,
    path,
    params,
    publicUrl: deps.publicUrlOf(c),
    accessToken: bearer ?? textParam(params, 'access_token'),
  };
}

function splitVersion(pathname: string): { readonly version: string; readonly path: string } {
  const match = /^\/v(\d+)\.(\d+)(?:\/(.*))?$/.exec(pathname);
  if (!match)
    return { version: `v${NEWEST_VERSION}.0`, path: pathname.slice(1).replace(/\/$/, '') };
  const major = Number(match[1]);
  const path = decodeURIComponent(match[3] ?? '').replace(/\/$/, '');
  if (major < OLDEST_VERSION) {
    throw new GraphError({
      code: 2635,
      message: `(#2635) You are calling a deprecated version of the Ads API. Please update to the latest version: v${NEWEST_VERSION}.0.`,
    });
  }
  if (major > NEWEST_VERSION || match[2] !== '0') {
    throw new GraphError({
      code: 2500,
      message: `Unknown path components: /v${match[1]}.${match[2]}`,
    });
  }
  return { version: `v${major}.0`, path };
}

function answer(c: Context, deps: GraphDeps, call: GraphCall): Response {
  try {
    if (call.path === 'oauth/access_token') return c.json(exchange(call));
    if (call.path === 'debug_token') return c.json(debugToken(call));
    const signed: SignedCall = { ...call, session: authenticate(call) };
    const accountId = chargedAccount(signed);
    if (accountId === null) return c.json(dispatch(signed));
    const charge = { app: signed.session.app, accountId, now: call.now };
    try {
      deps.usage.charge({ ...charge, write: call.method !== 'GET' });
      const body = dispatch(signed);
      return c.json(body, 200, deps.usage.headers(charge));
    } catch (error) {
      return refuse(c, error, deps.usage.headers(charge));
    }
  } catch (error) {
    return refuse(c, error);
  }
}

function refuse(c: Context, error: unknown, headers: Record<string, string> = {}): Response {
  if (!(error instanceof GraphError)) throw error;
  const allHeaders = {
    ...headers,
    'content-type': 'application/json; charset=UTF-8',
    'www-authenticate': 'OAuth "Facebook Platform"',
  };
  return c.body(JSON.stringify(error.body satisfies JsonObject), error.status, allHeaders);
}
