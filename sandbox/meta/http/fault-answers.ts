import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import { editNewest } from '../edges/by-hand.ts';
import type { GraphCall } from './call.ts';
import { restated, withoutFields } from './fault-edits.ts';
import { permissionLost, tokenDied } from './fault-rights.ts';
import type { Fault, FaultKind } from './fault-script.ts';
import { GraphError } from './graph-error.ts';
import { refusal, send } from './reply.ts';
import type { Reply } from './reply.ts';
import { blockedHeaders, blockSeconds, limitReached } from './usage.ts';

/** One mishap and the call it befalls. `proceed` does the real work and may be given a changed call. */
export type Deed = {
  readonly c: Context<{ Bindings: Partial<HttpBindings> }>;
  readonly fault: Fault;
  readonly call: GraphCall;
  readonly accountId: string | null;
  readonly proceed: (call: GraphCall) => Reply;
};

type Play = (deed: Deed) => Response | Promise<Response>;

const ERROR_PAGE =
  '<!DOCTYPE html><html><head><title>Facebook | Error</title></head><body><h1>Sorry, something went wrong.</h1></body></html>';

const PLAYS: Readonly<Record<Exclude<FaultKind, 'random'>, Play>> = {
  reset: ({ c }) => cutOff(c),
  unreachable: ({ c }) => cutOff(c),
  'lose-response': (deed) => after(deed, () => cutOff(deed.c)),
  'hang-before': (deed) => hang(deed),
  'hang-after': (deed) => after(deed, () => hang(deed)),
  'http-500-before': ({ c }) => send(c, refusal(serverError())),
  'http-500-after': (deed) => after(deed, () => send(deed.c, refusal(serverError()))),
  'html-500': ({ c }) => c.html(ERROR_PAGE, 500),
  'html-500-after': (deed) => after(deed, () => deed.c.html(ERROR_PAGE, 500)),
  'html-502': ({ c }) => c.html(ERROR_PAGE, 502),
  'html-502-after': (deed) => after(deed, () => deed.c.html(ERROR_PAGE, 502)),
  delay: async (deed) => {
    await wait(deed.fault.delayMs);
    return send(deed.c, carryOut(deed));
  },
  'delay-after': async (deed) => {
    const reply = carryOut(deed);
    await wait(deed.fault.delayMs);
    return send(deed.c, reply);
  },
  throttle: (deed) => send(deed.c, throttled(deed)),
  'throttle-after': (deed) => after(deed, () => send(deed.c, throttled(deed))),
  outage: (deed) => send(deed.c, refusal(outage(deed.fault))),
  'ok-error': ({ c, fault }) => send(c, { ...refusal(scripted(fault)), status: 200 }),
  'ok-error-after': (deed) =>
    after(deed, () => send(deed.c, { ...refusal(scripted(deed.fault)), status: 200 })),
  error: ({ c, fault }) => send(c, refusal(scripted(fault))),
  'error-after': (deed) => after(deed, () => send(deed.c, refusal(scripted(deed.fault)))),
  'missing-field': (deed) => send(deed.c, withoutFields(carryOut(deed), deed.fault.fields)),
  answer: ({ c, fault }) => send(c, { status: 200, body: fault.body, headers: {} }),
  restate: (deed) => send(deed.c, restated(carryOut(deed), deed.fault)),
  'cut-body': (deed) => {
    const { body, status, headers } = carryOut(deed);
    const text = JSON.stringify(body);
    return deed.c.body(text.slice(0, Math.ceil(text.length / 2)), status, {
      ...headers,
      'content-type': 'application/json; charset=UTF-8',
    });
  },
  alter: (deed) => send(deed.c, carryOut({ ...deed, call: altered(deed) })),
  'double-create': (deed) => {
    const first = carryOut(deed);
    carryOut(deed);
    return send(deed.c, first);
  },
  hide: (deed) => send(deed.c, carryOut(deed)),
  edit: (deed) => {
    const reply = carryOut(deed);
    editNewest(deed.call, deed.accountId, deed.fault.edit);
    return send(deed.c, reply);
  },
  'token-death': (deed) => send(deed.c, tokenDied(deed.call, deed.fault)),
  'permission-lost': (deed) => send(deed.c, permissionLost(deed.call, deed.fault)),
};

/** Plays one scripted mishap. */
export async function mishap(deed: Deed): Promise<Response> {
  const { kind } = deed.fault;
  if (kind === 'random') throw new Error('A random mishap was not drawn.');
  return PLAYS[kind](deed);
}

function after(
  deed: Deed,
  answer: () => Response | Promise<Response>,
): Response | Promise<Response> {
  carryOut(deed);
  return answer();
}

/** Does what was asked; what it creates can stay out of lists for a while. */
function carryOut({ fault, call, proceed }: Deed): Reply {
  const reply = proceed(call);
  const id = reply.body['id'];
  if (fault.hideSeconds !== null && typeof id === 'string') {
    call.settings.hiddenUntil.set(id, call.now + fault.hideSeconds * 1000);
  }
  return reply;
}

function altered({ call, fault }: Deed): GraphCall {
  const dropped = new Set(fault.fields ?? []);
  const kept = Object.entries(call.params.values).filter(([name]) => !dropped.has(name));
  const changed = Object.entries(fault.set).map(([name, value]) => [name, value ?? null] as const);
  const values = Object.fromEntries([...kept, ...changed]);
  return { ...call, params: { ...call.params, values }, sent: call.params };
}

function throttled({ call, fault, accountId }: Deed): Reply {
  const error =
    fault.code === null
      ? limitReached()
      : scripted({ ...fault, transient: true, message: fault.message ?? 'Request limit reached' });
  const token = call.accessToken === null ? null : call.store.get('token', call.accessToken);
  const app = token ? call.store.get('app', token.appId) : undefined;
  const tier = app?.tier ?? 'standard_access';
  return refusal(
    error,
    blockedHeaders(accountId ?? '0', tier, fault.waitSeconds ?? blockSeconds(tier)),
  );
}

function scripted(fault: Fault): GraphError {
  return new GraphError({
    code: fault.code ?? 1,
    message: fault.message ?? 'An unknown error occurred',
    status: fault.status,
    transient: fault.transient,
    ...(fault.subcode === null ? {} : { subcode: fault.subcode }),
    ...(fault.title === null ? {} : { title: fault.title }),
    ...(fault.userMessage === null ? {} : { userMessage: fault.userMessage }),
    ...(fault.blame === null ? {} : { blame: [fault.blame] }),
  });
}

function outage(fault: Fault): GraphError {
  const busy = fault.code === 2;
  return new GraphError({
    code: fault.code ?? 1,
    message:
      fault.message ?? (busy ? 'Service temporarily unavailable' : 'An unknown error occurred'),
    status: fault.status === 400 ? 500 : fault.status,
    transient: true,
    ...(fault.subcode === null ? {} : { subcode: fault.subcode }),
  });
}

function serverError(): GraphError {
  return new GraphError({
    code: 2,
    message: 'An unexpected error has occurred. Please retry your request later.',
    status: 500,
    transient: true,
  });
}

async function wait(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/** In process there are no bindings at all. */
function socketOf(c: Deed['c']): HttpBindings['incoming']['socket'] | undefined {
  const bindings: Partial<HttpBindings> | undefined = c.env;
  return bindings?.incoming?.socket;
}

/** Closes the connection without an answer. Driven in process there is no connection to close, so it fails instead. */
function cutOff(c: Deed['c']): Response {
  const socket = socketOf(c);
  if (!socket) throw new Error('The connection was cut by a scripted fault.');
  socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}

/** Keeps silent until the caller gives up, or for as long as the script says. */
async function hang({ c, fault }: Deed): Promise<Response> {
  const socket = socketOf(c);
  if (!socket) throw new Error('The connection was left hanging by a scripted fault.');
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, fault.delayMs);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  socket.destroy();
  return RESPONSE_ALREADY_SENT;
}
