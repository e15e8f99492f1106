import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { answer } from '../brain/brain.ts';
import { parseJson } from '../json.ts';
import { hashOf, idFrom, randomFrom } from '../random.ts';
import { ApiError, errorBody, type ApiErrorType } from './api-error.ts';
import { createPromptCache, promptTokens, type PromptCache } from './cache.ts';
import { checkRequest } from './check-request.ts';
import { compose } from './compose.ts';
import { eventsOf, wholeMessage } from './events.ts';
import { createFaultBook, FAULT_KINDS, readFault, type Fault, type FaultBook } from './faults.ts';
import { MODEL_CARDS } from './models.ts';
import type { MessagesRequest } from './request.ts';
import { streamEvents } from './stream.ts';

export type AppOptions = { readonly seed: number; readonly tokenDelayMs: number };

type State = AppOptions & {
  readonly cache: PromptCache;
  readonly faults: FaultBook;
  /** Bodies of the latest requests, for tests that look at what was sent. */
  readonly requests: unknown[];
  requestCount: number;
};

type Env = { Bindings: Partial<HttpBindings>; Variables: { requestId: string } };

const REQUESTS_KEPT = 50;

/** The Messages API as far as this product speaks it, and an admin side for tests. */
export function createApp(options: AppOptions): Hono<Env> {
  const state: State = {
    ...options,
    cache: createPromptCache(),
    faults: createFaultBook(),
    requests: [],
    requestCount: 0,
  };
  const app = new Hono<Env>();
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  addAdmin(app, state);
  addApi(app, state);
  app.notFound((c) =>
    c.json(errorBody('not_found_error', 'Not Found', c.get('requestId') ?? 'req_none'), 404),
  );
  app.onError((error, c) => {
    const requestId = c.get('requestId') ?? 'req_none';
    const known = error instanceof ApiError ? error : new ApiError('api_error', 'Internal error');
    return Response.json(errorBody(known.type, known.message, requestId), { status: known.status });
  });
  return app;
}

function addAdmin(app: Hono<Env>, state: State): void {
  app.get('/sandbox/admin/faults', (c) =>
    c.json({ kinds: FAULT_KINDS, faults: state.faults.list() }),
  );
  app.post('/sandbox/admin/faults', async (c) => {
    const fault = readFault(parseJson(await c.req.text()));
    if (fault === null)
      return c.json({ error: `kind must be one of ${FAULT_KINDS.join(', ')}` }, 400);
    state.faults.add(fault);
    return c.json({ faults: state.faults.list() });
  });
  app.delete('/sandbox/admin/faults', (c) => {
    state.faults.clear();
    return c.json({ faults: [] });
  });
  app.get('/sandbox/admin/requests', (c) => c.json({ requests: state.requests }));
}

function addApi(app: Hono<Env>, state: State): void {
  app.use('/v1/*', async (c, next) => {
    state.requestCount += 1;
    const requestId = idFrom(randomFrom(hashOf(`${state.seed}:${state.requestCount}`)), 'req');
    c.set('requestId', requestId);
    if ((c.req.header('x-api-key') ?? c.req.header('authorization') ?? '') === '') {
      throw new ApiError('authentication_error', 'x-api-key header is required');
    }
    if (c.req.header('anthropic-version') === undefined) {
      throw new ApiError('invalid_request_error', 'anthropic-version: header is required');
    }
    await next();
    c.res.headers.set('request-id', requestId);
  });
  app.get('/v1/models', (c) => {
    const data = MODEL_CARDS.map(({ id, name, createdAt }) => {
      return { type: 'model', id, display_name: name, created_at: createdAt };
    });
    return c.json({ data, has_more: false, first_id: data[0]?.id, last_id: data.at(-1)?.id });
  });
  app.post('/v1/messages/count_tokens', async (c) => {
    const body = parseJson(await c.req.text());
    const whole = typeof body === 'object' && body !== null ? { ...body, max_tokens: 1 } : body;
    return c.json({ input_tokens: promptTokens(checkRequest(whole)) });
  });
  app.post('/v1/messages', async (c) => {
    const body = parseJson(await c.req.text());
    state.requests.push(body);
    if (state.requests.length > REQUESTS_KEPT) state.requests.shift();
    const request = checkRequest(body);
    const fault = state.faults.take();
    const refusal = fault === null ? null : refusalOf(fault, c.get('requestId'));
    const reset = () => c.env.outgoing?.destroy();
    return refusal ?? respond(state, request, { fault, reset });
  });
}

/** Faults that answer before the model does. */
function refusalOf(fault: Fault, requestId: string): Response | null {
  const fail = (type: ApiErrorType, message: string, status: number, headers = {}) =>
    Response.json(errorBody(type, message, requestId), { status, headers });
  if (fault.kind === 'rate_limited') {
    const headers = { 'retry-after': String(fault.retryAfterSeconds) };
    return fail('rate_limit_error', 'This request would exceed your rate limit', 429, headers);
  }
  if (fault.kind === 'overloaded') return fail('overloaded_error', 'Overloaded', 529);
  if (fault.kind === 'server_error') return fail('api_error', 'Internal server error', 500);
  if (fault.kind !== 'html') return null;
  return new Response('<!doctype html><title>Please sign in</title><h1>Wi-Fi sign-in</h1>', {
    headers: { 'content-type': 'text/html; charset=utf-8' },
  });
}

function respond(
  state: State,
  request: MessagesRequest,
  { fault, reset }: { fault: Fault | null; reset: () => void },
): Response {
  const input = state.cache.count(request);
  const conversation = JSON.stringify([request.system, request.turns]);
  const random = randomFrom(hashOf(`${state.seed}:${conversation}`));
  const message = compose(answer(request, random), {
    random,
    maxTokens: request.maxTokens,
    thinks: request.thinking === 'adaptive',
    fault,
  });
  if (!request.stream) return Response.json(wholeMessage(message, request.model, input));
  const events = eventsOf(message, { model: request.model, input, random });
  const pace = randomFrom(hashOf(message.id));
  const delayMs = () => Math.round(state.tokenDelayMs * (0.8 + pace() * 0.7));
  return new Response(streamEvents(events, { delayMs, fault, reset }), {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' },
  });
}
