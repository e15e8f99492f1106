import { describe, expect, test } from 'vitest';
import { asArray, asObject, asText } from '../json.ts';
import { createApp } from './app.ts';

const HEADERS = { 'x-api-key': 'any', 'anthropic-version': '2026-10-21' };
const GOOD = {
  model: 'claude-haiku-5-5',
  max_tokens: 500,
  messages: [{ role: 'user', content: 'Hello' }],
};

async function send(body: unknown, headers: Record<string, string> = HEADERS) {
  const response = await createApp({ seed: 1, tokenDelayMs: 0 }).request('/v1/messages', {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}

const toolUse = { type: 'tool_use', id: 'toolu_1', name: 'look', input: {} };
const strictTool = (schema: object) => [
  { name: 'look', strict: true, input_schema: { type: 'object', ...schema } },
];

describe('request shapes that current models refuse', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['no max_tokens', { max_tokens: undefined }, 'max_tokens: Field required'],
    ['too many max_tokens', { max_tokens: 500_000 }, 'maximum allowed'],
    ['temperature', { temperature: 0.3 }, 'temperature'],
    ['top_p', { top_p: 0.5 }, 'top_p'],
    ['top_k', { top_k: 5 }, 'top_k'],
    ['unknown field', { output_format: {} }, 'output_format: Extra inputs are not permitted'],
    [
      'forced tool',
      { tools: strictTool({ additionalProperties: false }), tool_choice: { type: 'any' } },
      'forced tool use',
    ],
    ['tool choice without tools', { tool_choice: { type: 'auto' } }, 'while providing tools'],
    ['token budget', { thinking: { type: 'enabled', budget_tokens: 2_000 } }, 'token budgets'],
    [
      'disabled thinking on a larger model',
      { model: 'claude-sonnet-5-5', thinking: { type: 'disabled' } },
      'not supported by this model',
    ],
    ['no messages', { messages: [] }, 'at least one message'],
    [
      'assistant first',
      {
        messages: [
          { role: 'assistant', content: 'Hi' },
          { role: 'user', content: 'Hi' },
        ],
      },
      'first message must use the "user" role',
    ],
    [
      'prefill',
      {
        messages: [
          { role: 'user', content: 'Hi' },
          { role: 'assistant', content: 'I think' },
        ],
      },
      'prefill',
    ],
    ['empty text', { messages: [{ role: 'user', content: ' ' }] }, 'must be non-empty'],
    [
      'tool call without result',
      {
        messages: [
          { role: 'user', content: 'Hi' },
          { role: 'assistant', content: [toolUse] },
          { role: 'user', content: 'Well?' },
        ],
      },
      'without `tool_result` blocks immediately after: toolu_1',
    ],
    [
      'result without tool call',
      {
        messages: [
          { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_9', content: '' }] },
        ],
      },
      'unexpected `tool_use_id`',
    ],
    ['open object in a strict tool', { tools: strictTool({}) }, 'additionalProperties'],
    [
      'length limit in a strict tool',
      {
        tools: strictTool({
          additionalProperties: false,
          properties: { name: { type: 'string', maxLength: 5 } },
        }),
      },
      "property 'maxLength' is not supported",
    ],
    [
      'limits in an output schema',
      {
        output_config: { format: { type: 'json_schema', schema: { type: 'number', minimum: 1 } } },
      },
      "property 'minimum' is not supported",
    ],
    [
      'five cache breakpoints',
      {
        system: Array.from({ length: 5 }, (_, at) => ({
          type: 'text',
          text: `part ${at}`,
          cache_control: { type: 'ephemeral' },
        })),
      },
      'A maximum of 4 blocks',
    ],
  ])('%s', async (_name, change, message) => {
    const { status, text } = await send({ ...GOOD, ...change });
    const error = asObject(asObject(JSON.parse(text))['error']);
    expect({ status, type: error['type'] }).toEqual({ status: 400, type: 'invalid_request_error' });
    expect(error['message']).toContain(message);
  });

  test('an unknown model is not found', async () => {
    const { status, text } = await send({ ...GOOD, model: 'claude-none' });
    expect(status).toBe(404);
    expect(text).toContain('not_found_error');
  });

  test('a missing key is not authenticated', async () => {
    const { status, text } = await send(GOOD, { 'anthropic-version': '2026-10-21' });
    expect(status).toBe(401);
    expect(text).toContain('authentication_error');
  });

  test('a missing version and a broken body are refused', async () => {
    expect((await send(GOOD, { 'x-api-key': 'any' })).status).toBe(400);
    expect((await send('{"model":')).status).toBe(400);
  });
});

describe('a plain answer', () => {
  test('is a whole message with usage and a request id', async () => {
    const { status, headers, text } = await send(GOOD);
    const message = asObject(JSON.parse(text));
    expect(status).toBe(200);
    expect(headers.get('request-id')).toMatch(/^req_/);
    expect(message).toMatchObject({ type: 'message', role: 'assistant', stop_reason: 'end_turn' });
    expect(asText(asObject(asArray(message['content'])[0])['text']).length).toBeGreaterThan(5);
  });

  test('stops at max_tokens', async () => {
    const message = asObject(JSON.parse((await send({ ...GOOD, max_tokens: 3 })).text));
    expect(message['stop_reason']).toBe('max_tokens');
  });

  test('thinks first when asked to', async () => {
    const { text } = await send({ ...GOOD, thinking: { type: 'adaptive' } });
    expect(asObject(asArray(asObject(JSON.parse(text))['content'])[0])['type']).toBe('thinking');
  });
});

test('a stream has the events of the API in their order', async () => {
  const { text, headers } = await send({ ...GOOD, stream: true });
  const events = [...text.matchAll(/^event: (\w+)$/gm)].map((match) => match[1]);
  expect(headers.get('content-type')).toContain('text/event-stream');
  expect(events.slice(0, 3)).toEqual(['message_start', 'content_block_start', 'ping']);
  expect(events.filter((event) => event === 'content_block_delta').length).toBeGreaterThan(3);
  expect(events.slice(-3)).toEqual(['content_block_stop', 'message_delta', 'message_stop']);
});

test('models are listed and tokens counted', async () => {
  const app = createApp({ seed: 1, tokenDelayMs: 0 });
  const models = await app.request('/v1/models', { headers: HEADERS });
  expect(await models.text()).toContain('claude-haiku-5-5');
  const { max_tokens: _length, ...countable } = GOOD;
  const counted = await app.request('/v1/messages/count_tokens', {
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify(countable),
  });
  expect(asObject(await counted.json())['input_tokens']).toBeGreaterThan(0);
});

test('an unknown fault is refused by name', async () => {
  const app = createApp({ seed: 1, tokenDelayMs: 0 });
  const answer = await app.request('/sandbox/admin/faults', {
    method: 'POST',
    body: '{"kind":"x"}',
  });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('rate_limited');
});
