import type { Context } from 'hono';
import { debugToken } from '../oauth/debug-token.ts';
import { exchange, revoke } from '../oauth/token-endpoint.ts';
import { readParams } from './body.ts';
import { authenticate } from './call.ts';
import type { GraphCall, SignedCall } from './call.ts';
import { answerBatch, isBatch } from './batch.ts';
import type { CallLog } from './call-log.ts';
import { dispatch } from './dispatch.ts';
import { mishap } from './fault-answers.ts';
import type { Fault } from './fault-script.ts';
import type { Faults } from './faults.ts';
import { GraphError } from './graph-error.ts';
import { chargedAccount, operationsOf } from './operations.ts';
import { textParam } from './params.ts';
import { errorCode, refusal, send } from './reply.ts';
import type { Reply } from './reply.ts';
import type { Settings } from './settings.ts';
import type { Usage } from './usage.ts';
import type { Store } from '../state/store.ts';

export type GraphDeps = {
  readonly store: Store;
  readonly settings: Settings;
  readonly faults: Faults;
  readonly usage: Usage;
  readonly calls: CallLog;
  readonly publicUrlOf: (c: Context) => string;
  readonly nowOf: (c: Context) => number;
  /** The clock of calls that do not bring their own time. */
  readonly wallNow: () => number;
};

const NEWEST_VERSION = 26;
const OLDEST_VERSION = 25;

/** Every Graph call comes through here: version, token, mishaps, score, answer. */
export async function answerGraph(c: Context, deps: GraphDeps): Promise<Response> {
  let call: GraphCall;
  try {
    call = await readCall(c, deps);
  } catch (error) {
    return send(c, refused(error));
  }
  if (isBatch(call)) return playBatch(c, deps, call);
  const struck = strike(deps, call);
  const { fault, accountId } = struck;
  if (!fault) {
    const reply = answer(deps, call);
    struck.note(reply);
    return send(c, reply);
  }
  struck.note(null);
  return mishap({ c, fault, call, accountId, proceed: (given) => answer(deps, given) });
}

/** Looks for a mishap that befalls the call, and gives the means to log what became of it. */
function strike(
  deps: GraphDeps,
  call: GraphCall,
): {
  readonly fault: Fault | null;
  readonly accountId: string | null;
  readonly note: (reply: Reply | null) => void;
} {
  const operations = operationsOf(call);
  const accountId = chargedAccount(call);
  const token = call.accessToken === null ? null : deps.store.get('token', call.accessToken);
  const name = call.params.values['name'];
  const fault = deps.faults.take({
    method: call.method,
    path: `/${call.version}/${call.path}`,
    operations,
    appId: token?.appId ?? null,
    accountId,
    userId: token?.userId ?? null,
    name: typeof name === 'string' ? name : null,
  });
  const note = (reply: Reply | null): void =>
    deps.calls.add({
      at: call.now,
      method: call.method,
      path: call.path,
      operation: operations[0] ?? '',
      accountId,
      userId: token?.userId ?? null,
      status: reply?.status ?? 0,
      code: reply === null ? null : errorCode(reply),
      fault: fault === null ? null : { id: fault.id, kind: fault.kind },
    });
  return { fault, accountId, note };
}

/** In a batch a mishap leaves nothing in place of the answer; whether the write was taken depends on its kind. */
function playBatch(c: Context, deps: GraphDeps, call: GraphCall): Response {
  try {
    const answers = answerBatch(call, (part) => {
      const { fault, note } = strike(deps, part);
      const writes = fault === null || /-after$|^lose-response$/.test(fault.kind);
      const reply = writes ? answer(deps, part) : null;
      note(fault === null ? reply : null);
      return fault === null ? reply : null;
    });
    return c.body(JSON.stringify(answers), 200, {
      'content-type': 'application/json; charset=UTF-8',
    });
  } catch (error) {
    return send(c, refused(error));
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

function answer(deps: GraphDeps, call: GraphCall): Reply {
  try {
    if (call.path === 'oauth/access_token') return ok(exchange(call));
    if (call.path === 'oauth/revoke') return ok(revoke(call));
    if (call.path === 'debug_token') return ok(debugToken(call));
    const signed: SignedCall = { ...call, session: authenticate(call) };
    const accountId = chargedAccount(signed);
    if (accountId === null) return ok(dispatch(signed));
    const charge = { app: signed.session.app, accountId, now: call.now };
    try {
      deps.usage.charge({ ...charge, write: call.method !== 'GET' });
      return ok(dispatch(signed), deps.usage.headers(charge));
    } catch (error) {
      return refused(error, deps.usage.headers(charge));
    }
  } catch (error) {
    return refused(error);
  }
}

function ok(body: Reply['body'], headers: Reply['headers'] = {}): Reply {
  return { status: 200, body, headers };
}

function refused(error: unknown, headers: Reply['headers'] = {}): Reply {
  if (!(error instanceof GraphError)) throw error;
  return refusal(error, headers);
}
