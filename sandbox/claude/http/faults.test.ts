import { describe, expect, test } from 'vitest';
import { asArray, asObject, asText, parseJson, type JsonObject } from '../json.ts';
import { createApp } from './app.ts';

const HEADERS = { 'x-api-key': 'any', 'anthropic-version': '2026-10-21' };
const PAUSE = {
  name: 'pause_ads',
  strict: true,
  input_schema: { type: 'object', additionalProperties: false, properties: {} },
};
const LOOK = {
  ...PAUSE,
  name: 'look_at_performance',
  input_schema: {
    type: 'object',
    additionalProperties: false,
    properties: { days: { type: 'integer' } },
  },
};
const PLAIN = {
  model: 'claude-haiku-5-5',
  max_tokens: 500,
  stream: true,
  messages: [{ role: 'user', content: 'Hello, what can you do for me?' }],
};
const WITH_TOOLS = {
  ...PLAIN,
  tools: [LOOK, PAUSE],
  messages: [{ role: 'user', content: 'How did it go?' }],
};

function open(now: () => number = Date.now) {
  const app = createApp({ seed: 1, tokenDelayMs: 0, now });
  const admin = async (path: string, body?: JsonObject, method = 'POST') => {
    const response = await app.request(`/sandbox/admin/${path}`, {
      method: body === undefined && method === 'POST' ? 'GET' : method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return asObject(await response.json());
  };
  const send = async (body: JsonObject, signal?: AbortSignal) => {
    const response = await app.request('/v1/messages', {
      method: 'POST',
      headers: HEADERS,
      body: JSON.stringify(body),
    });
    const text = await read(response, signal);
    return { status: response.status, headers: response.headers, text, ...inEvents(text) };
  };
  return { admin, send };
}

/** Everything that came until the end or until the signal. */
async function read(response: Response, signal?: AbortSignal): Promise<string> {
  const reader = response.body?.getReader();
  signal?.addEventListener('abort', () => void reader?.cancel());
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const part = await reader?.read().catch(() => undefined);
    if (part === undefined || part.done) return text;
    text += decoder.decode(part.value, { stream: true });
  }
}

function inEvents(text: string) {
  const events = [...text.matchAll(/^data: (.*)$/gm)].map((match) =>
    asObject(parseJson(match[1] ?? '')),
  );
  const of = (type: string) => events.filter((event) => event['type'] === type);
  const json = of('content_block_delta').map((event) =>
    asText(asObject(event['delta'])['partial_json']),
  );
  return {
    types: events.map((event) => asText(event['type'])),
    stopReason: asObject(of('message_delta')[0]?.['delta'])['stop_reason'],
    tools: of('content_block_start')
      .map((event) => asObject(event['content_block']))
      .filter((block) => block['type'] === 'tool_use')
      .map((block) => asText(block['name'])),
    toolJson: json.join(''),
  };
}

describe('faults before the answer', () => {
  test.each<[string, number, string]>([
    ['rate_limited', 429, 'rate_limit_error'],
    ['overloaded', 529, 'overloaded_error'],
    ['server_error', 500, 'api_error'],
    ['unauthorised', 401, 'authentication_error'],
    ['credit_exhausted', 400, 'invalid_request_error'],
    ['spend_limit', 429, 'rate_limit_error'],
  ])('%s', async (kind, status, type) => {
    const { admin, send } = open();
    await admin('faults', { kind, retryAfterSeconds: 7 });
    const answer = await send(PLAIN);
    expect(answer.status).toBe(status);
    expect(asObject(asObject(JSON.parse(answer.text))['error'])['type']).toBe(type);
    expect(answer.headers.get('retry-after')).toBe(kind === 'rate_limited' ? '7' : null);
    expect((await send(PLAIN)).status).toBe(200);
  });

  test('a spending limit is named in the details, as waiting does not lift it', async () => {
    const { admin, send } = open();
    await admin('faults', { kind: 'spend_limit' });
    expect((await send(PLAIN)).text).toContain('"error_code":"spend_limit_reached"');
  });

  test('a web page comes with status 200', async () => {
    const { admin, send } = open();
    await admin('faults', { kind: 'html' });
    const { status, headers } = await send(PLAIN);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });
});

describe('faults in the middle of an answer', () => {
  test('cut: ends in order, without the closing events', async () => {
    const { admin, send } = open();
    await admin('faults', { kind: 'cut' });
    const { types } = await send(PLAIN);
    expect(types.filter((type) => type === 'content_block_delta')).toHaveLength(3);
    expect(types).not.toContain('message_stop');
  });

  test('an error event', async () => {
    const { admin, send } = open();
    await admin('faults', { kind: 'error_event' });
    expect((await send(PLAIN)).types.at(-1)).toBe('error');
  });

  test('half a line of JSON', async () => {
    const { admin, send } = open();
    await admin('faults', { kind: 'half_json' });
    const last = (await send(PLAIN)).text.trimEnd().split('\ndata: ').at(-1) ?? '';
    expect(last).toMatch(/^\{/);
    expect(parseJson(last)).toBeUndefined();
  });

  test('a short answer is struck as well', async () => {
    const { admin, send } = open();
    await admin('faults', { kind: 'cut', afterPieces: 10_000 });
    expect((await send(PLAIN)).types).not.toContain('message_stop');
  });

  test('stalls: nothing but pings, or nothing at all', async () => {
    const { admin, send } = open();
    await admin('faults', { kind: 'stall' });
    const begun = await send(PLAIN, AbortSignal.timeout(50));
    expect(begun.types.slice(-1)).toEqual(['ping']);
    await admin('faults', { kind: 'stall_at_start' });
    const silent = await send(PLAIN, AbortSignal.timeout(50));
    expect([silent.status, silent.text]).toEqual([200, '']);
  });

  test('a slow start is whole in the end', async () => {
    const { admin, send } = open();
    await admin('faults', { kind: 'slow_start', delayMs: 60 });
    const startedAt = performance.now();
    expect((await send(PLAIN)).types.at(-1)).toBe('message_stop');
    expect(performance.now() - startedAt).toBeGreaterThan(55);
  });

  test('a refusal', async () => {
    const { admin, send } = open();
    await admin('faults', { kind: 'refusal' });
    expect((await send(PLAIN)).stopReason).toBe('refusal');
  });
});

describe('faults of tool calls and of content', () => {
  test.each([
    ['truncated_tool', 'max_tokens'],
    ['empty_tool', 'max_tokens'],
    ['broken_tool', 'tool_use'],
  ])('%s', async (kind, stopReason) => {
    const { admin, send } = open();
    await admin('faults', { kind });
    const answer = await send(WITH_TOOLS);
    expect(answer.stopReason).toBe(stopReason);
    expect(answer.tools).toEqual(['look_at_performance']);
    expect(parseJson(answer.toolJson)).toBeUndefined();
  });

  test('a tool that was not offered, and ids of its own invention', async () => {
    const { admin, send } = open();
    await admin('faults', { kind: 'forbidden_tool' });
    expect((await send(WITH_TOOLS)).tools).toContain('approve_plan');
    await admin('faults', { kind: 'made_up_ids' });
    const answer = await send(WITH_TOOLS);
    expect(answer.tools).toEqual(['look_at_performance', 'pause_ads']);
    expect(answer.toolJson).toContain('"approvalId":"11111111-');
  });

  test('the agreed form with wrong values', async () => {
    const { admin, send } = open();
    await admin('answers', { text: '{"dailyBudget":"20","goal":"LEADS","share":5,"name":"Ads"}' });
    await admin('faults', { kind: 'wrong_values' });
    const whole = await send({ ...PLAIN, stream: false });
    const text = asText(asObject(asArray(asObject(JSON.parse(whole.text))['content'])[0])['text']);
    expect(JSON.parse(text)).toEqual({
      dailyBudget: '200',
      goal: 'WORLD_DOMINATION',
      share: 50,
      name: 'Ads',
    });
  });
});

describe('which requests a fault hits', () => {
  test('those it is meant for', async () => {
    const { admin, send } = open();
    await admin('faults', { kind: 'overloaded', match: { tools: true } });
    await admin('faults', { kind: 'server_error', match: { system: 'simplify' } });
    await admin('faults', { kind: 'unauthorised', match: { tool: 'pause_ads', said: 'else' } });
    expect((await send(PLAIN)).status).toBe(200);
    expect((await send({ ...PLAIN, system: 'Please simplify.' })).status).toBe(500);
    expect((await send(WITH_TOOLS)).status).toBe(529);
    expect((await send(WITH_TOOLS)).status).toBe(200);
  });

  test('as often as it says, or for as long as it says', async () => {
    let now = 1_000;
    const { admin, send } = open(() => now);
    await admin('faults', { kind: 'overloaded', times: 2 });
    const statuses = async (count: number) => {
      const seen: number[] = [];
      for (let i = 0; i < count; i += 1) seen.push((await send(PLAIN)).status);
      return seen;
    };
    expect(await statuses(3)).toEqual([529, 529, 200]);
    await admin('faults', { kind: 'overloaded', forMs: 600_000 });
    expect(await statuses(4)).toEqual([529, 529, 529, 529]);
    now += 600_001;
    expect(await statuses(1)).toEqual([200]);
  });

  test('none after they were taken back', async () => {
    const { admin, send } = open();
    await admin('faults', { kind: 'overloaded', times: 5 });
    await admin('faults', {}, 'DELETE');
    expect((await send(PLAIN)).status).toBe(200);
  });
});

describe('the prompt cache', () => {
  const instructions = 'Be kind and short. '.repeat(200);
  const cached = { type: 'text', text: instructions, cache_control: { type: 'ephemeral' } };
  const usageOf = async (send: ReturnType<typeof open>['send'], body: JsonObject) => {
    const { text } = await send({ ...PLAIN, stream: false, ...body });
    return asObject(asObject(JSON.parse(text))['usage']);
  };

  test('is written once and read until five minutes after its last use', async () => {
    let now = 0;
    const { send } = open(() => now);
    const body = { system: [cached] };
    const first = await usageOf(send, body);
    expect(first['cache_creation_input_tokens']).toBeGreaterThan(900);
    expect(first['cache_read_input_tokens']).toBe(0);
    now += 200_000;
    const second = await usageOf(send, body);
    expect(second['cache_read_input_tokens']).toBe(first['cache_creation_input_tokens']);
    now += 299_000;
    expect((await usageOf(send, body))['cache_read_input_tokens']).toBeGreaterThan(900);
    now += 300_001;
    expect((await usageOf(send, body))['cache_read_input_tokens']).toBe(0);
  });

  test('holds the instructions while what follows them changes', async () => {
    const { send } = open();
    const first = await usageOf(send, { system: [cached] });
    const later = await usageOf(send, {
      system: [cached, { type: 'text', text: 'It is Monday.' }],
    });
    expect(later['cache_read_input_tokens']).toBe(first['cache_creation_input_tokens']);
    const other = { ...cached, text: `Other. ${instructions}` };
    expect((await usageOf(send, { system: [other] }))['cache_read_input_tokens']).toBe(0);
  });

  test('keeps nothing that is too short, and finds what an earlier mark kept', async () => {
    const { send } = open();
    const short = { ...cached, text: 'Be kind.' };
    expect((await usageOf(send, { system: [short] }))['cache_creation_input_tokens']).toBe(0);
    const mark = { cache_control: { type: 'ephemeral' } };
    const asked = [{ role: 'user', content: [{ type: 'text', text: instructions, ...mark }] }];
    await usageOf(send, { messages: asked });
    // The mark moves on with the conversation; the beginning is found without one.
    const longer = [
      { role: 'user', content: [{ type: 'text', text: instructions }] },
      { role: 'assistant', content: 'Yes?' },
      { role: 'user', content: [{ type: 'text', text: 'More', ...mark }] },
    ];
    const usage = await usageOf(send, { messages: longer });
    expect(usage['cache_read_input_tokens']).toBeGreaterThan(900);
    expect(usage['cache_creation_input_tokens']).toBeLessThan(20);
  });
});

test('every piece of a stream is on record with the moment it left', async () => {
  const { admin, send } = open();
  await admin('answers', { text: 'word '.repeat(30).trim() });
  await admin('pace', { tokenDelayMs: 4, jitter: false, wordsPerPiece: 1 });
  const before = Date.now();
  const { types } = await send(PLAIN);
  const [stream] = asArray((await admin('streams'))['streams']).map(asObject);
  const chunks = asArray(stream?.['chunks']).map(asObject);
  expect(chunks.map((chunk) => chunk['type'])).toEqual(types);
  expect(chunks.filter((chunk) => Number(chunk['letters']) > 0)).toHaveLength(30);
  const times = chunks.map((chunk) => Number(chunk['at']));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times.at(-1)).toBeGreaterThan(before + 30 * 4 - 20);
  expect(stream?.['ending']).toBe('whole');
});

test('a scripted answer is given once, and everything is as new after a reset', async () => {
  const { admin, send } = open();
  await admin('answers', {
    toolCalls: [{ name: 'pause_ads', input: { now: true } }],
    match: { tool: 'pause_ads' },
  });
  expect((await send(PLAIN)).tools).toEqual([]);
  expect((await send(WITH_TOOLS)).tools).toEqual(['pause_ads']);
  await admin('mode', { hostile: true });
  await admin('faults', { kind: 'overloaded', times: 9 });
  await admin('reset', {});
  expect((await send(PLAIN)).status).toBe(200);
  expect(await admin('mode')).toEqual({ hostile: false });
});
