import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { answer } from '../brain/brain.ts';
import { answerWithMalice } from '../brain/hostile/hostile.ts';
import { parseJson } from '../json.ts';
import { hashOf, idFrom, randomFrom, type Random } from '../random.ts';
import { addAdmin } from './admin.ts';
import type { Answer } from './answer.ts';
import { ApiError, errorBody } from './api-error.ts';
import { createPromptCache, promptTokens, type PromptCache } from './cache.ts';
import { checkRequest } from './check-request.ts';
import { compose } from './compose.ts';
import { eventsOf, wholeMessage } from './events.ts';
import { createFaultBook, type Fault, type FaultBook } from './faults.ts';
import { MODEL_CARDS } from './models.ts';
import { delaysOf, paceFrom, type Pace } from './pace.ts';
import { refusalOf } from './refusals.ts';
import type { MessagesRequest } from './request.ts';
import { createScriptBook, type ScriptBook } from './scripted.ts';
import { createStreamLog, type StreamLog } from './stream-log.ts';
import { streamEvents } from './stream.ts';

export type AppOptions = {
  readonly seed: number;
  readonly tokenDelayMs: number;
  /** Epoch ms; what durations of faults and the cache go by. */
  readonly now?: () => number;
};

export type State = {
  readonly seed: number;
  readonly tokenDelayMs: number;
  readonly now: () => number;
  readonly cache: PromptCache;
  readonly faults: FaultBook;
  readonly scripts: ScriptBook;
  readonly streams: StreamLog;
  /** Bodies of the latest requests, for tests that look at what was sent. */
  readonly requests: unknown[];
  requestCount: number;
  isHostile: boolean;
  pace: Pace;
};

export type Env = { Bindings: Partial<HttpBindings>; Variables: { requestId: string } };

const REQUESTS_KEPT = 200;

/** The Messages API as far as this product speaks it, and an admin side for tests. */
export function createApp({ seed, tokenDelayMs, now = Date.now }: AppOptions): Hono<Env> {
  const state: State = {
    seed,
    tokenDelayMs,
    now,
    cache: createPromptCache(now),
    faults: createFaultBook(now),
    scripts: createScriptBook(),
    streams: createStreamLog(),
    requests: [],
    requestCount: 0,
    isHostile: false,
    pace: paceFrom(tokenDelayMs),
  };
  const app = new Hono<Env>();
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  addAdmin(app, state);
  addApi(app, state);
  app.notFound((c) =>
    c.json(
      errorBody(new ApiError('not_found_error', 'Not Found'), c.get('requestId') ?? 'req_none'),
      404,
    ),
  );
  app.onError((error, c) => {
    const requestId = c.get('requestId') ?? 'req_none';
    const known = error instanceof ApiError ? error : new ApiError('api_error', 'Internal error');
    return Response.json(errorBody(known, requestId), { status: known.status });
  });
  return app;
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
    const fault = state.faults.take(request);
    const requestId = c.get('requestId');
    const refusal = fault === null ? null : refusalOf(fault, requestId);
    const reset = () => c.env.outgoing?.destroy();
    return refusal ?? respond(state, request, { fault, reset, requestId });
  });
}

type Circumstances = {
  readonly fault: Fault | null;
  readonly requestId: string;
  readonly reset: () => void;
};

function respond(
  state: State,
  request: MessagesRequest,
  { fault, reset, requestId }: Circumstances,
): Response {
  const input = state.cache.count(request);
  const conversation = JSON.stringify([request.system, request.turns]);
  const random = randomFrom(hashOf(`${state.seed}:${conversation}`));
  const message = compose(think(state, request, random), {
    random,
    maxTokens: request.maxTokens,
    thinks: request.thinking === 'adaptive',
    fault,
    offered: request.tools,
  });
  if (!request.stream) return Response.json(wholeMessage(message, request.model, input));
  const { pace } = state;
  const { model } = request;
  const events = eventsOf(message, { model, input, random, wordsPerPiece: pace.wordsPerPiece });
  const log = state.streams.open({ requestId, messageId: message.id, model });
  const delayMs = delaysOf(pace, message.id);
  return new Response(streamEvents(events, { delayMs, fault, reset, log }), {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' },
  });
}

function think(state: State, request: MessagesRequest, random: Random): Answer {
  const scripted = state.scripts.take(request);
  if (scripted !== null) return scripted;
  return state.isHostile ? answerWithMalice(request, random) : answer(request, random);
}
