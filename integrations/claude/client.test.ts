import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startClaudeSandbox, type ClaudeSandbox } from '../../sandbox/claude/server.ts';
import type { ClaudeApi, ClaudeTool } from './claude-api.ts';
import { ClaudeError } from './claude-error.ts';
import { createClaudeClient } from './client.ts';
import { runOnboardingTurn } from './onboarding.ts';

const KEY = 'sk-ant-secret-key-of-the-test';
const SAID = 'We roast coffee in Porto';

let sandbox: ClaudeSandbox;
let logged: string[] = [];

beforeAll(async () => {
  sandbox = await startClaudeSandbox({ port: 0, tokenDelayMs: 0 });
});
afterAll(() => sandbox.close());
afterEach(async () => {
  logged = [];
  await fetch(`${sandbox.url}/sandbox/admin/faults`, { method: 'DELETE' });
});

function connect(idleMs = 5_000, fetchWith?: typeof fetch): ClaudeApi {
  const log = (fields: Readonly<Record<string, unknown>>, message: string) => {
    logged.push(JSON.stringify({ fields, message }));
  };
  return createClaudeClient({
    apiKey: KEY,
    baseURL: sandbox.url,
    logger: { info: log, warn: log },
    idleMs,
    ...(fetchWith === undefined ? {} : { fetch: fetchWith }),
  });
}

async function addFault(kind: string, more: Record<string, unknown> = {}): Promise<void> {
  const added = await fetch(`${sandbox.url}/sandbox/admin/faults`, {
    method: 'POST',
    body: JSON.stringify({ kind, ...more }),
  });
  expect(added.status).toBe(200);
}

function turn(claude: ClaudeApi, onText: (piece: string) => void = () => {}, signal?: AbortSignal) {
  return runOnboardingTurn(claude, {
    history: [{ role: 'user', content: SAID }],
    draft: {},
    today: '2026-11-23',
    onText,
    signal,
  });
}

async function failureOf(running: Promise<unknown>): Promise<ClaudeError> {
  const cause: unknown = await running.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  );
  if (!(cause instanceof ClaudeError)) throw cause;
  return cause;
}

describe('faults of the service', () => {
  const table = [
    ['rate_limited', 'claude.rate_limited', true],
    ['overloaded', 'claude.overloaded', true],
    ['server_error', 'claude.unavailable', true],
    ['html', 'claude.unavailable', true],
    ['cut', 'claude.unavailable', true],
    ['reset', 'claude.unavailable', true],
    ['error_event', 'claude.overloaded', true],
    ['truncated_tool', 'claude.truncated', true],
    ['broken_tool', 'claude.bad_output', true],
    ['refusal', 'claude.refused', false],
  ] as const;

  test.each(table)('%s becomes %s (retryable: %s)', async (kind, code, retryable) => {
    await addFault(kind);
    const error = await failureOf(turn(connect()));
    expect({ code: error.code, retryable: error.retryable }).toEqual({ code, retryable });
  });

  test.each(table)(
    'after %s the next try succeeds, so nothing was retried inside',
    async (kind) => {
      await addFault(kind);
      const claude = connect();
      await failureOf(turn(claude));
      await expect(turn(claude)).resolves.toMatchObject({
        changes: { businessDescription: SAID, location: 'Porto' },
      });
    },
  );

  test('a stream that only pings is given up by the watchdog', async () => {
    await addFault('stall');
    const startedAt = performance.now();
    const error = await failureOf(turn(connect(150)));
    expect(error.code).toBe('claude.timeout');
    expect(error.retryable).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });

  test('the wait that the service asks for is handed on in milliseconds', async () => {
    await addFault('rate_limited', { retryAfterSeconds: 7 });
    expect((await failureOf(turn(connect()))).retryAfterMs).toBe(7_000);
  });

  test('an address where nobody listens is a retryable failure', async () => {
    const claude = createClaudeClient({
      apiKey: KEY,
      baseURL: 'http://127.0.0.1:9',
      logger: { info: () => {}, warn: () => {} },
    });
    const error = await failureOf(turn(claude));
    expect(error).toMatchObject({ code: 'claude.unavailable', retryable: true });
  });

  test('a key that is not accepted is not tried again', async () => {
    const refusing: typeof fetch = () =>
      Promise.resolve(
        Response.json(
          { type: 'error', error: { type: 'authentication_error', message: `bad key ${KEY}` } },
          { status: 401 },
        ),
      );
    const error = await failureOf(turn(connect(5_000, refusing)));
    expect(error).toMatchObject({ code: 'claude.unauthorised', retryable: false });
  });

  test('a spending limit looks like a rate limit but is not worth waiting for', async () => {
    const details = { error_code: 'spend_limit_reached' };
    const refusing: typeof fetch = () =>
      Promise.resolve(
        Response.json(
          { type: 'error', error: { type: 'rate_limit_error', message: 'no more', details } },
          { status: 429 },
        ),
      );
    const error = await failureOf(turn(connect(5_000, refusing)));
    expect(error).toMatchObject({ code: 'claude.no_credit', retryable: false });
  });

  test('credit that is used up comes as a faulty request and is told apart', async () => {
    await addFault('credit_exhausted');
    const error = await failureOf(turn(connect()));
    expect(error).toMatchObject({ code: 'claude.no_credit', retryable: false });
  });

  test('no error and no log line holds the key or what was said', async () => {
    for (const [kind] of table) {
      await addFault(kind);
      const error = await failureOf(turn(connect()));
      const whole = `${error.message} ${error.stack ?? ''} ${JSON.stringify(error)}`;
      expect(whole).not.toContain(KEY);
      expect(whole).not.toContain('coffee');
    }
    await turn(connect());
    expect(logged.length).toBe(table.length + 1);
    expect(logged.join('\n')).not.toMatch(/coffee|sk-ant|Porto/);
  });
});

describe('a conversation', () => {
  test('streams the reply in pieces that add up to the whole', async () => {
    const pieces: string[] = [];
    const result = await turn(connect(), (piece) => pieces.push(piece));
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.join('').trim()).toBe(result.reply);
  });

  test('counts tokens and what they cost', async () => {
    const { usage } = await turn(connect());
    expect(usage.requests).toBe(1);
    expect(usage.outputTokens).toBeGreaterThan(10);
    expect(usage.costMicroUsd).toBeGreaterThan(0);
  });

  test('reads the long instructions from the cache the second time', async () => {
    const claude = connect();
    await turn(claude);
    expect((await turn(claude)).usage.cacheReadTokens).toBeGreaterThan(512);
  });

  test('ends with the caller’s own reason when aborted in mid-stream', async () => {
    const stop = new AbortController();
    const reason = new Error('the person pressed stop');
    const running = turn(connect(), () => stop.abort(reason), stop.signal);
    await expect(running).rejects.toBe(reason);
  });

  test('does not start when it was aborted before', async () => {
    const reason = new Error('too late');
    await expect(turn(connect(), () => {}, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  test('goes another round when a tool call was not accepted, and shows both texts', async () => {
    const given: string[] = [];
    const result = await connect().converse({
      purpose: 'onboarding',
      system: 'Interview the person.',
      context: null,
      history: [{ role: 'user', content: SAID }],
      tools: [pickyTool(1)],
      onText: (piece) => given.push(piece),
    });
    expect(result.usage.requests).toBe(2);
    expect(result.toolCalls.map(({ accepted }) => accepted)).toEqual([false]);
    expect(result.text).toContain('\n\n');
    expect(given.join('')).toBe(result.text);
  });
});

/** Refuses as often as it is told. */
function pickyTool(refusals: number): ClaudeTool {
  let left = refusals;
  return {
    name: 'record_brief',
    description: 'Records facts.',
    schema: z.strictObject({
      businessDescription: z.string().nullable(),
      product: z.string().nullable(),
      targetAudience: z.string().nullable(),
    }),
    run: () => {
      left -= 1;
      return left >= 0
        ? { accepted: false, reply: 'That cannot be.' }
        : { accepted: true, reply: 'Recorded.' };
    },
  };
}

describe('a structured answer', () => {
  const schema = z.strictObject({ text: z.string().min(1) });
  const ask = (claude: ClaudeApi, check?: (value: { text: string }) => string | null) =>
    claude.structured({
      purpose: 'monitoring',
      system: 'Write a note.',
      input: '{"events":[],"totals":{"spent":"£3.20","timesShown":410}}',
      schema,
      ...(check === undefined ? {} : { check }),
    });

  test('is parsed and checked', async () => {
    const { value, usage } = await ask(connect());
    expect(value.text).toContain('£3.20');
    expect(usage.requests).toBe(1);
  });

  test('is asked for once more when it does not fit', async () => {
    await addFault('off_schema');
    const { value, usage } = await ask(connect());
    expect(value.text).toContain('410');
    expect(usage.requests).toBe(2);
  });

  test('is given up when it does not fit twice', async () => {
    await addFault('off_schema', { times: 2 });
    expect(await failureOf(ask(connect()))).toMatchObject({ code: 'claude.bad_output' });
  });

  /** The service cuts as many answers off as this says, and notes the room it was asked for. */
  function cuttingOff(times: number) {
    const rooms: number[] = [];
    const cut: typeof fetch = (url, init) => {
      const body = z
        .looseObject({ max_tokens: z.number() })
        .parse(JSON.parse(z.string().parse(init?.body)));
      rooms.push(body.max_tokens);
      const room = rooms.length <= times ? 3 : body.max_tokens;
      return fetch(url, { ...init, body: JSON.stringify({ ...body, max_tokens: room }) });
    };
    return { rooms, cut };
  }

  test('that was cut off is asked for once more with more room', async () => {
    const { rooms, cut } = cuttingOff(1);
    expect((await ask(connect(5_000, cut))).value.text).toContain('410');
    expect(rooms).toEqual([1_000, 3_000]);
  });

  test('that was cut off twice is given up', async () => {
    const { rooms, cut } = cuttingOff(2);
    expect(await failureOf(ask(connect(5_000, cut)))).toMatchObject({ code: 'claude.truncated' });
    expect(rooms).toHaveLength(2);
  });

  test('that breaks a rule of the code is sent back with the reason', async () => {
    const error = await failureOf(ask(connect(), () => 'Say it in other words.'));
    expect(error.code).toBe('claude.bad_output');
    const sent = await fetch(`${sandbox.url}/sandbox/admin/requests`);
    expect(await sent.text()).toContain('Say it in other words.');
  });
});
