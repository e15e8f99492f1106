import { AsyncLocalStorage } from 'node:async_hooks';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { createRequire } from 'node:module';
import { FacebookAdsApi } from 'facebook-nodejs-business-sdk';
import { classifyGraphError, noAnswer } from './errors.ts';
import type { MetaFailure } from './errors.ts';
import { graphErrorIn, parseBody } from './parse.ts';
import type { JsonObject } from './parse.ts';
import { appSecretProof } from './proof.ts';
import { readUsage, retryAfterMs } from './usage.ts';
import type { MetaUsage } from './usage.ts';
import { META_API_VERSION } from './version.ts';

export type TransportOptions = {
  readonly accessToken: string;
  readonly appSecret: string;
  /** Without version: https://graph.facebook.com, or the sandbox. */
  readonly baseUrl: string;
  /** The owner's clock (epoch ms), sent as X-Sandbox-Time; null in real mode. */
  readonly sandboxTime: (() => number) | null;
  readonly timeoutMs?: number;
};

export type Params = Readonly<Record<string, unknown>>;

/** `unclear`: no usable answer came, so a write may or may not have happened. */
export type GraphAnswer =
  | { readonly kind: 'ok'; readonly body: JsonObject; readonly usage: MetaUsage }
  | { readonly kind: 'refused'; readonly failure: MetaFailure; readonly usage: MetaUsage }
  | { readonly kind: 'unclear'; readonly failure: MetaFailure; readonly usage: MetaUsage };

const issued: unique symbol = Symbol('issued');
/** Proof that a write came through the door in `writes.ts`; worth one call. */
export type WriteTicket = { readonly [issued]: true };

export type GraphTransport = {
  /** @param asPage a Page whose own token the call needs; absent for the person's. */
  read(path: readonly string[], params: Params, asPage?: string | null): Promise<GraphAnswer>;
  /** @throws Error without a fresh ticket from `writes.ts`. */
  write(ticket: WriteTicket, call: WriteCall): Promise<GraphAnswer>;
};

export type WriteCall = {
  readonly method: 'POST' | 'DELETE';
  readonly path: readonly string[];
  readonly params: Params;
  /** A Page whose own token the call needs; null for the person's. */
  readonly asPage: string | null;
};

/** A slow create may take most of a minute; the activities' own limits are longer than this. */
const TIMEOUT_MS = 60_000;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** What one call adds to the shared HTTP client; kept per call, so tenants cannot mix. */
type CallContext = {
  readonly options: TransportOptions;
  readonly writing: boolean;
  status: number | null;
  headers: Readonly<Record<string, unknown>>;
};

const calls = new AsyncLocalStorage<CallContext>();
const tickets = new WeakSet<WriteTicket>();

/** Only `writes.ts` may call this; a test over all sources holds it to that. */
export function issueWriteTicket(): WriteTicket {
  const ticket: WriteTicket = Object.freeze({ [issued]: true as const });
  tickets.add(ticket);
  return ticket;
}

/**
 * Calls the Graph API as one person. The SDK's object classes are not used: they fall back to a process-wide token.
 * Never throws for what Meta or the network does; never lets a token into an address, an error or a log.
 */
export function createTransport(options: TransportOptions): GraphTransport {
  prepareSdk();
  const api = new FacebookAdsApi(options.accessToken, 'en_US', false);

  const call = async (
    method: string,
    path: readonly string[],
    params: Params,
  ): Promise<GraphAnswer> => {
    const context: CallContext = { options, writing: method !== 'GET', status: null, headers: {} };
    const text = await calls.run(context, () => callSdk(api, method, path, params));
    return toAnswer(context, text);
  };

  return {
    read: (path, params) => call('GET', path, params),
    write: async (ticket, { method, path, params, asPage }) => {
      if (asPage !== null) throw new Error('This transport speaks for the person only.');
      if (!tickets.delete(ticket))
        throw new Error('A write to Meta did not come through its door.');
      return await call(method, path, params);
    },
  };
}

/** @returns the raw body, or null when there was none (timeout, reset, refused connection). */
async function callSdk(
  api: FacebookAdsApi,
  method: string,
  path: readonly string[],
  params: Params,
): Promise<string | null> {
  const base = calls.getStore()?.options.baseUrl.replace(/\/+$/, '') ?? '';
  try {
    const body = await api.call<unknown>(method, [...path], { ...params }, {}, false, base);
    return typeof body === 'string' ? body : '';
  } catch {
    // The SDK's error holds the address and the data; what is needed was noted by the interceptors.
    return null;
  }
}

function toAnswer(context: CallContext, text: string | null): GraphAnswer {
  const usage = readUsage(context.headers);
  const { status } = context;
  if (text === null || status === null) {
    return { kind: 'unclear', failure: noAnswer('No answer came.'), usage };
  }
  const body = parseBody(text);
  if (body === null) {
    return { kind: 'unclear', failure: noAnswer(`The answer (${status}) was not JSON.`), usage };
  }
  // A 200 may hold an error too; the status decides nothing where the body speaks.
  const error = graphErrorIn(body);
  if (error !== null) {
    const failure = classifyGraphError(error, retryAfterMs(context.headers));
    return { kind: 'refused', failure, usage };
  }
  if (status < 200 || status > 299) {
    return { kind: 'unclear', failure: noAnswer(`The answer (${status}) had no meaning.`), usage };
  }
  return { kind: 'ok', body, usage };
}

type HttpConfig = {
  url?: string;
  headers: { set(name: string, value: string): unknown };
  [key: string]: unknown;
};
type HttpResponse = { status: number; headers: object };
type HttpClient = {
  interceptors: {
    request: { use(handler: (config: HttpConfig) => HttpConfig): number };
    response: { use(handler: (response: HttpResponse) => HttpResponse): number };
  };
};

let prepared = false;

/**
 * The SDK is wired to a retired version and shares one HTTP client in the whole process. Both are set right once; what
 * differs per call comes from the call's own context.
 */
function prepareSdk(): void {
  if (prepared) return;
  prepared = true;
  Object.defineProperty(FacebookAdsApi, 'VERSION', { get: () => META_API_VERSION });
  // The SDK's own copy: importing axios by name here could resolve to another instance.
  const require = createRequire(
    createRequire(import.meta.url).resolve('facebook-nodejs-business-sdk'),
  );
  const client: HttpClient = require('axios');
  client.interceptors.request.use(dress);
  client.interceptors.response.use((response) => {
    const context = calls.getStore();
    if (context !== undefined) {
      context.status = response.status;
      context.headers = { ...response.headers };
    }
    return response;
  });
}

// A kept-alive connection may be closed by Meta at the moment a create goes out, which looks like a lost answer.
const oneWay = {
  httpAgent: new HttpAgent({ keepAlive: false }),
  httpsAgent: new HttpsAgent({ keepAlive: false }),
};

/** Moves the token from the address to a header and adds what Meta or the sandbox asks for. */
function dress(config: HttpConfig): HttpConfig {
  const context = calls.getStore();
  const url = new URL(config.url ?? '');
  const token = url.searchParams.get('access_token');
  if (context === undefined) {
    if (token !== null) throw new Error('The Facebook SDK was called outside of its transport.');
    return config;
  }
  const { accessToken, appSecret, sandboxTime, timeoutMs } = context.options;
  if (token !== accessToken) throw new Error('A call to Meta carried another token.');
  url.searchParams.delete('access_token');
  url.searchParams.set('appsecret_proof', appSecretProof(accessToken, appSecret));
  config.url = url.toString();
  config.headers.set('Authorization', `Bearer ${accessToken}`);
  if (sandboxTime !== null) config.headers.set('X-Sandbox-Time', String(Math.round(sandboxTime())));
  config['timeout'] = timeoutMs ?? TIMEOUT_MS;
  config['maxRedirects'] = 0;
  config['responseType'] = 'text';
  config['transformResponse'] = [(data: unknown) => data];
  config['validateStatus'] = () => true;
  if (LOOPBACK.has(url.hostname)) config['proxy'] = false;
  if (context.writing) Object.assign(config, oneWay);
  return config;
}
