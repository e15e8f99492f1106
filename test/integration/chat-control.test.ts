import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { CONTINUE_WORDS } from '../../activities/answer-history.ts';
import { tellOfQueue } from '../../api/relay/queue-news.ts';
import { startRelay } from '../../api/relay/relay.ts';
import { messageSchema } from '../../contract/model.ts';
import type { MessageDto } from '../../contract/model.ts';
import { listEventsAfter } from '../../db/repositories/events.ts';
import { beginStream, listStreams, saveStream } from '../../db/repositories/stream.ts';
import { asOwner } from '../../db/tenant.ts';
import { answerId } from '../../activities/stream-answer.ts';
import { Browser } from './api-world.ts';
import { openChatWorld } from '../support/chat-world.ts';
import type { Chat, ChatWorld } from '../support/chat-world.ts';
import { rowsIn, wordIn } from '../support/sandbox-answers.ts';

const BAKERY = 'I run a bakery in Leeds called Millers Bakery. We sell sourdough bread.';

let world: ChatWorld;
beforeAll(async () => {
  world = await openChatWorld(inject('postgresUrl'));
});
afterEach(async () => {
  await world.admin('reset', {});
});
afterAll(async () => await world.close());

/** The same person at another device. */
function elsewhere({ person }: Chat): Browser {
  const device = new Browser(world.api.app);
  device.cookie = person.cookie;
  return device;
}

/** Runs while the answer is being written, a word at a time. */
async function whileWriting(chat: Chat, id: string, work: (shown: string) => Promise<void>) {
  await world.admin('pace', { tokenDelayMs: 40, wordsPerPiece: 1 });
  const running = chat.answer(id);
  let shown = '';
  const look = async () => {
    const [stream] = await asOwner(world.api.database.app, chat.ownerId, listStreams);
    shown = stream?.content ?? '';
    return shown.length;
  };
  await expect.poll(look, { interval: 20, timeout: 10_000 }).toBeGreaterThan(10);
  await work(shown);
  return await running;
}

async function stop(browser: Browser, messageId: string): Promise<MessageDto> {
  const answer = await browser.request('POST', '/api/chat/stop', { messageId });
  expect(answer.status).toBe(200);
  return messageSchema.parse(await answer.json());
}

const wordsOf = async (index: number): Promise<string[]> => {
  const body = (await world.requests()).at(index);
  return rowsIn(body?.['messages']).map((turn) => {
    const { role, content } = turn;
    return `${wordIn(role)}: ${typeof content === 'string' ? content : JSON.stringify(content)}`;
  });
};

describe('stop', () => {
  test('from another device keeps what was said, and the answer is not written on', async () => {
    const chat = await world.newChat();
    const id = await chat.say(BAKERY);
    await whileWriting(chat, id, async (shown) => {
      const stopped = await stop(elsewhere(chat), answerId(id));
      expect(stopped.status).toBe('stopped');
      expect(stopped.content.startsWith(shown.trim())).toBe(true);
    });
    const asked = (await world.requests()).length;
    await chat.answer(id);
    expect(await chat.bubble(id)).toMatchObject({ status: 'stopped' });
    expect(await world.requests()).toHaveLength(asked);
  });

  test('while the model is busy works at once, and the attempt that comes later asks nothing', async () => {
    const chat = await world.newChat();
    const id = await chat.say(BAKERY);
    await world.fault('overloaded', { times: 100 });
    await chat.attempt(id).catch(() => null);
    const started = performance.now();
    expect(await stop(elsewhere(chat), answerId(id))).toMatchObject({
      status: 'stopped',
      metadata: { kind: 'answer', waiting: null },
    });
    expect(performance.now() - started).toBeLessThan(1_000);
    const asked = (await world.requests()).length;
    expect(await chat.answer(id)).toEqual([]);
    expect(await world.requests()).toHaveLength(asked);
    expect(await chat.bubble(id)).toMatchObject({ status: 'stopped' });
  });

  test('ends an answer whose writer died, with the text that was kept', async () => {
    const chat = await world.newChat();
    const id = await chat.say(BAKERY);
    const stream = { ...chat, messageId: answerId(id), replyTo: id, now: world.api.clock.now };
    await asOwner(world.api.database.app, chat.ownerId, async (trx) => {
      await beginStream(trx, stream);
      await saveStream(trx, { ...stream, attempt: 1, content: 'A bakery, how ' });
    });
    const stopped = await stop(chat.person, stream.messageId);
    expect(stopped).toMatchObject({ status: 'stopped', content: 'A bakery, how' });
    expect(await stop(chat.person, stream.messageId)).toEqual(stopped);
  });

  test('is not for strangers', async () => {
    const chat = await world.newChat();
    const id = await chat.say(BAKERY);
    await whileWriting(chat, id, async () => {
      const stranger = await world.api.visitor().signUp();
      const messageId = answerId(id);
      expect((await stranger.request('POST', '/api/chat/stop', { messageId })).status).toBe(404);
    });
    expect(await chat.bubble(id)).toMatchObject({ status: 'complete' });
  });
});

describe('an answer that was stopped', () => {
  async function stoppedChat() {
    const chat = await world.newChat();
    const id = await chat.say(BAKERY);
    let said = '';
    await whileWriting(chat, id, async () => {
      said = (await stop(chat.person, answerId(id))).content;
    });
    await world.admin('pace', { tokenDelayMs: 0 });
    return { chat, id, said };
  }

  test('is written again from the same question, without the first try', async () => {
    const { chat, id, said } = await stoppedChat();
    const click = await chat.click(answerId(id), 'again');
    await chat.answer(click);
    expect(await wordsOf(-1)).toEqual([`user: ${BAKERY}`]);
    expect(await chat.bubble(click)).toMatchObject({ status: 'complete' });
    expect((await chat.bubble(id)).content).toBe(said);
    const next = await chat.say('Families near Leeds.');
    await chat.answer(next);
    expect((await wordsOf(-1)).join('\n').split(said)).toHaveLength(
      (await chat.bubble(click)).content.startsWith(said) ? 2 : 1,
    );
  });

  test('is gone on with from where it broke off', async () => {
    const { chat, id, said } = await stoppedChat();
    const click = await chat.click(answerId(id), 'continue');
    await chat.answer(click);
    expect(await wordsOf(-1)).toEqual([
      `user: ${BAKERY}`,
      `assistant: ${said}`,
      `user: ${CONTINUE_WORDS}`,
    ]);
    expect(await chat.bubble(click)).toMatchObject({ status: 'complete' });
  });

  test('takes one click, from whichever window, however often it is sent', async () => {
    const { chat, id } = await stoppedChat();
    const answer = answerId(id);
    const bodies = [randomUUID(), randomUUID()].map((click) => {
      return { id: click, answerId: answer, mode: 'again' };
    });
    const clicks = await Promise.all(
      [...bodies, ...bodies].map((body) => chat.post('/api/chat/retry', body)),
    );
    expect(clicks.map(({ status }) => String(status)).toSorted()).toEqual([
      '201',
      '201',
      '409',
      '409',
    ]);
    const retries = (await chat.page()).messages.filter((one) => one.metadata.kind === 'retry');
    expect(retries).toHaveLength(1);
  });

  test('is the only kind that can be gone on with', async () => {
    const chat = await world.newChat();
    const [fine, failed] = [await chat.say(BAKERY), await chat.say('Families.')];
    await chat.answer(fine);
    await world.fault('refusal');
    await chat.answer(failed);
    const ask = async (id: string, mode: string) =>
      (await chat.post('/api/chat/retry', { id: randomUUID(), answerId: id, mode })).status;
    expect(await ask(answerId(fine), 'again')).toBe(409);
    expect(await ask(answerId(failed), 'continue')).toBe(409);
    expect(await ask(failed, 'again')).toBe(404);
    expect(await ask(randomUUID(), 'again')).toBe(404);
    expect(await ask(answerId(failed), 'again')).toBe(201);
  });
});

describe('messages that wait for their turn', () => {
  test('are answered in order, each with the answers before it', async () => {
    const chat = await world.newChat();
    const ids = [await chat.say(BAKERY), await chat.say('Families near Leeds.')];
    for (const id of ids) await chat.answer(id);
    const first = await chat.bubble(ids[0] ?? '');
    expect(await wordsOf(-1)).toEqual([
      `user: ${BAKERY}`,
      `assistant: ${first.content}`,
      'user: Families near Leeds.',
    ]);
  });

  const takeBack = (chat: Chat, id: string) =>
    chat.person.request('DELETE', `/api/chat/message/${id}`);

  test('can be taken back, and are then neither answered nor shown to the model', async () => {
    const chat = await world.newChat();
    const id = await chat.say('Something I did not mean');
    const [first, second] = [await takeBack(chat, id), await takeBack(chat, id)];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(messageSchema.parse(await first.json()).status).toBe('withdrawn');
    await chat.answer(id);
    expect(await chat.answers(id)).toEqual([]);
    await chat.answer(await chat.say(BAKERY));
    expect(JSON.stringify(await world.requests())).not.toContain('did not mean');
  });

  test('cannot be taken back once answered, nor by somebody else', async () => {
    const chat = await world.newChat();
    const id = await chat.say(BAKERY);
    const eve = await world.newChat();
    expect((await takeBack(eve, id)).status).toBe(404);
    await chat.answer(id);
    expect((await takeBack(chat, id)).status).toBe(409);
    expect((await takeBack(chat, answerId(id))).status).toBe(404);
  });

  test('are answered or taken back, never both', async () => {
    const outcomes = new Set<string>();
    const chat = await world.newChat();
    for (let round = 0; round < 12; round += 1) {
      const id = await chat.say(BAKERY);
      const late = async () => {
        await pause(round);
        return await takeBack(chat, id);
      };
      const [taken] = await Promise.all([late(), chat.answer(id)]);
      const answers = await chat.answers(id);
      expect(answers).toHaveLength(taken.status === 200 ? 0 : 1);
      outcomes.add(String(taken.status));
    }
    expect([...outcomes].every((status) => status === '200' || status === '409')).toBe(true);
  });
});

test('T1: while Temporal is away messages say that they are queued; they go out in order after its return', async () => {
  const { api } = world;
  const relay = startRelay({
    db: api.database.relay,
    gateway: api.gateway,
    listener: api.listener,
    logger: pino({ level: 'silent' }),
    lanes: 2,
    pollMs: 50,
    onQueueChange: async (place) => await tellOfQueue(api.deps, place),
  });
  const chat = await world.newChat();
  const queued = async () =>
    (await chat.page()).messages.filter((one) => one.queued === true).map(({ id }) => id);
  const toldSince = async (after: number) =>
    (
      await asOwner(api.database.app, chat.ownerId, (trx) =>
        listEventsAfter(trx, { ownerId: chat.ownerId, after, limit: 100 }),
      )
    )
      .filter(({ type }) => type === 'message')
      .map(({ refId }) => refId);
  try {
    api.gateway.isUp = false;
    const ids = [await chat.say('One'), await chat.say('Two')];
    await expect.poll(queued, { timeout: 5_000 }).toEqual(ids);
    const third = await chat.post('/api/chat/message', {
      id: randomUUID(),
      conversationId: chat.conversationId,
      content: 'Three',
    });
    const message = messageSchema.parse(await third.json());
    expect(message.queued).toBe(true);
    const { seq } = await chat.page();
    const delivered = () =>
      api.gateway.delivered.flatMap(({ projectId, item }) =>
        projectId === chat.projectId && item.kind === 'message' ? [item.messageId] : [],
      );
    api.gateway.isUp = true;
    await expect.poll(delivered, { timeout: 10_000 }).toEqual([...ids, message.id]);
    await expect.poll(queued).toEqual([]);
    await expect.poll(() => toldSince(seq)).toEqual([...ids, message.id]);
  } finally {
    api.gateway.isUp = true;
    await relay.close();
  }
});

test('a message that is sent twice under one id is one message with one answer', async () => {
  const chat = await world.newChat();
  const body = { id: randomUUID(), conversationId: chat.conversationId, content: BAKERY };
  await Promise.all([1, 2, 3].map(() => chat.post('/api/chat/message', body)));
  await Promise.all([chat.answer(body.id), chat.answer(body.id)]);
  const { messages } = await chat.page();
  expect(messages.filter(({ content }) => content === BAKERY)).toHaveLength(1);
  expect(await chat.bubble(body.id)).toMatchObject({ status: 'complete' });
});
