import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { listStreams } from '../../db/repositories/stream.ts';
import { asOwner } from '../../db/tenant.ts';
import { problemWords } from '../../domain/project/problem-words.ts';
import { openChatWorld } from '../support/chat-world.ts';
import type { Chat, ChatWorld } from '../support/chat-world.ts';

const FIRST = 'I run a bakery in Leeds called Millers Bakery. We sell sourdough bread.';
const SECOND = 'Our customers are families near Leeds.';

let world: ChatWorld;
beforeAll(async () => {
  world = await openChatWorld(inject('postgresUrl'), { idleMs: 400 });
  const chat = await world.newChat();
  const id = await chat.say(FIRST);
  await chat.answer(id);
  undisturbed = (await chat.bubble(id)).content;
  await world.admin('reset', {});
});
afterEach(async () => {
  await world.admin('reset', {});
});
afterAll(async () => await world.close());

const times = <Thing>(count: number, thing: Thing): Thing[] =>
  Array.from({ length: count }, () => thing);

const stored = (chat: Chat) => asOwner(world.api.database.app, chat.ownerId, listStreams);

/** What the same words get as an answer when nothing goes wrong. */
let undisturbed = '';
test('C1: a model that is overloaded for ten minutes is waited for, and the answer comes by itself', async () => {
  const chat = await world.newChat();
  const id = await chat.say(FIRST);
  // Pauses of 1, 2, 4, 8 and then 15 seconds: 43 of them are ten minutes.
  await world.fault('overloaded', { times: 43 });
  let notes = 0;
  const failed = await chat.answer(id, async () => {
    if (notes > 0) return;
    const { status, content, metadata } = await chat.bubble(id);
    expect({ status, content }).toEqual({ status: 'streaming', content: '' });
    expect(metadata).toEqual({ kind: 'answer', steps: [], waiting: 'busy' });
    notes += 1;
  });
  expect(failed).toEqual(times(43, { code: 'claude.overloaded', pauseMs: null }));
  expect(await chat.bubble(id)).toMatchObject({
    status: 'complete',
    content: undisturbed,
    metadata: { kind: 'answer', waiting: null },
  });
});

test('C1: the pause that the model asks for is kept to', async () => {
  const chat = await world.newChat();
  const id = await chat.say(FIRST);
  await world.fault('rate_limited', { times: 2, retryAfterSeconds: 7 });
  expect(await chat.answer(id)).toEqual(times(2, { code: 'claude.rate_limited', pauseMs: 7_000 }));
  expect(await chat.bubble(id)).toMatchObject({ status: 'complete' });
});

describe.each([
  ['C2', 'cut', 'claude.unavailable'],
  ['C2', 'half_json', 'claude.unavailable'],
  ['C3', 'reset', 'claude.unavailable'],
  ['C3', 'stall', 'claude.timeout'],
  ['C3', 'stall_at_start', 'claude.timeout'],
  ['C3', 'error_event', 'claude.overloaded'],
  ['C3', 'html', 'claude.unavailable'],
])('%s: an answer that ends in %s', (_cell, kind, code) => {
  test('is marked, written anew and replaced as a whole under one id', async () => {
    const chat = await world.newChat();
    const id = await chat.say(FIRST);
    await world.fault(kind);
    const failed = await chat.answer(id, async () => {
      const { status, metadata } = await chat.bubble(id);
      expect(status).toBe('streaming');
      expect(metadata).toMatchObject({ waiting: 'busy' });
      expect(await stored(chat)).toMatchObject([{ attempt: 1 }]);
    });
    expect(failed.map((one) => one.code)).toEqual([code]);
    const { status, content, metadata } = await chat.bubble(id);
    expect({ status, content }).toEqual({ status: 'complete', content: undisturbed });
    expect(metadata).toMatchObject({ waiting: null });
    expect(await stored(chat)).toEqual([]);
  });
});

test('C2: a connection that breaks every time ends in one honest sentence and no half answer', async () => {
  const chat = await world.newChat();
  const id = await chat.say(FIRST);
  await world.fault('cut', { times: 10 });
  const failed = await chat.answer(id);
  expect(failed.map(({ pauseMs }) => pauseMs)).toEqual([1_000, 5_000, 15_000, null]);
  expect(await chat.bubble(id)).toMatchObject({
    status: 'failed',
    content: problemWords('claude.unavailable', 'answer'),
    metadata: { kind: 'error', code: 'claude.unavailable' },
  });
  expect(await world.requests()).toHaveLength(4);
  expect((await chat.page()).brief).toMatchObject({ location: null });
});

test('C2: waiting for a busy model uses up none of the few attempts after broken connections', async () => {
  const chat = await world.newChat();
  const id = await chat.say(FIRST);
  for (const kind of ['cut', 'overloaded', 'cut', 'overloaded', 'overloaded', 'cut']) {
    await world.fault(kind);
  }
  expect(await chat.answer(id)).toHaveLength(6);
  expect(await chat.bubble(id)).toMatchObject({ status: 'complete' });
});

describe.each(['truncated_tool', 'broken_tool', 'empty_tool'])(
  'C4: facts that end in %s',
  (kind) => {
    test('are asked for once more with more room', async () => {
      const chat = await world.newChat();
      const id = await chat.say(FIRST);
      await world.fault(kind);
      expect(await chat.answer(id)).toEqual([]);
      const rooms = (await world.requests()).map((body) => Number(body['max_tokens']));
      expect(rooms[1]).toBe((rooms[0] ?? 0) * 3);
      const { status, content } = await chat.bubble(id);
      expect({ status, content }).toEqual({ status: 'complete', content: undisturbed });
      expect((await chat.page()).brief).toMatchObject({ location: 'Leeds' });
    });

    test('twice are not guessed at: the person is asked to say it shorter, and nothing is kept', async () => {
      const chat = await world.newChat();
      const before = (await chat.page()).brief;
      const id = await chat.say(FIRST);
      await world.fault(kind, { times: 2 });
      const [{ code } = { code: 'none' }, ...more] = await chat.answer(id);
      expect(more).toEqual([]);
      const { status, content } = await chat.bubble(id);
      expect({ status, content }).toEqual({
        status: 'failed',
        content: problemWords(code, 'answer'),
      });
      expect(content).toContain('in fewer words');
      expect(await world.requests()).toHaveLength(2);
      expect((await chat.page()).brief).toEqual(before);
    });
  },
);

test('C5: a refusal is explained, and the refused question is not shown to the model again', async () => {
  const chat = await world.newChat();
  const refused = await chat.say('How do I make my rival look bad?');
  await world.fault('refusal');
  expect(await chat.answer(refused)).toEqual([{ code: 'claude.refused', pauseMs: null }]);
  expect(await chat.bubble(refused)).toMatchObject({
    status: 'failed',
    content: problemWords('claude.refused', 'answer'),
  });
  const next = await chat.say(FIRST);
  expect(await chat.answer(next)).toEqual([]);
  const bodies = (await world.requests()).map((body) => JSON.stringify(body['messages']));
  expect(bodies[0]).toContain('rival');
  expect(bodies.at(-1)).toContain('sourdough');
  expect(bodies.at(-1)).not.toContain('rival');
  expect(bodies.at(-1)).not.toContain('in other words');
});

describe.each([
  ['unauthorised', 'claude.unauthorised'],
  ['credit_exhausted', 'claude.no_credit'],
  ['spend_limit', 'claude.no_credit'],
])('C8: %s', (kind, code) => {
  test('calls the operator once, tells the person, and asks the model no more than once', async () => {
    const chat = await world.newChat();
    await world.fault(kind, { times: 2 });
    for (const words of [FIRST, SECOND]) {
      const id = await chat.say(words);
      expect(await chat.answer(id)).toMatchObject([{ code }]);
      expect(await chat.bubble(id)).toMatchObject({
        status: 'failed',
        content: problemWords(code, 'answer'),
      });
    }
    expect(await world.requests()).toHaveLength(2);
    const bell = await chat.notifications();
    expect(bell.filter((one) => one.kind === 'ALERT')).toHaveLength(1);
    expect(world.logs.filter((line) => line.includes('operator_alert'))).not.toEqual([]);
    world.logs.length = 0;
  });
});

test('what went wrong is told in a sentence: no code, no stack, no words of the service', async () => {
  const chat = await world.newChat();
  for (const kind of ['cut', 'refusal', 'unauthorised', 'truncated_tool', 'html']) {
    await world.fault(kind, { times: 4 });
    const id = await chat.say(`${SECOND} ${kind.replace('_', ' ')}`);
    await chat.answer(id);
    const { status, content } = await chat.bubble(id);
    expect(status).toBe('failed');
    expect(content).not.toMatch(/claude|error|\bat \w+ \(|_|\d{3}|http|undefined/i);
    expect(content.split(/(?<=[.?]) /).length).toBeLessThanOrEqual(3);
    await world.admin('faults', undefined, 'DELETE');
  }
});
