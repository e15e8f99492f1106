import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import { createApp } from '../../api/app.ts';
import { createStreamHub } from '../../api/events/hub.ts';
import { createListener } from '../../api/events/listener.ts';
import { listen } from '../../api/listen.ts';
import { answerId } from '../../activities/stream-answer.ts';
import { notifyDeltas } from '../../db/repositories/events.ts';
import { beginStream, saveStream } from '../../db/repositories/stream.ts';
import { asOwner } from '../../db/tenant.ts';
import type { MessageDto } from '../../contract/model.ts';
import { createRunningAnswers } from '../../ui/src/line/running.ts';
import { Source } from '../../ui/src/line/source.ts';
import type { Frame } from '../../ui/src/line/source.ts';
import { openChatWorld } from '../support/chat-world.ts';
import type { Chat, ChatWorld } from '../support/chat-world.ts';
import { readEvents } from '../support/event-reader.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import type { TcpProxy } from '../support/tcp-proxy.ts';
import { PUBLIC_URL } from './api-world.ts';

const SAID = [
  'I run a bakery in Leeds called Millers Bakery. We sell sourdough bread.',
  'Families and students near Leeds.',
  'More people on our website, about 450 pounds a month',
];

let world: ChatWorld;
let server: Awaited<ReturnType<typeof serve>>;
let proxy: TcpProxy;
beforeEach(async () => {
  world = await openChatWorld(inject('postgresUrl'));
  server = await serve(0);
  proxy = await startTcpProxy(server.port);
});
afterEach(async () => {
  await proxy.close();
  await server.stop();
  await world.close();
});

/** A process that serves the API, with its own ear at the database. */
async function serve(port: number) {
  const { deps, database } = world.api;
  const listener = createListener({
    url: database.url,
    channels: ['aigency_event', 'aigency_delta', 'aigency_outbox'],
    logger: deps.logger,
  });
  await vi.waitUntil(() => listener.isListening());
  const hub = createStreamHub(listener);
  const http = await listen(createApp({ ...deps, hub }), { host: '127.0.0.1', port });
  return {
    port: http.port,
    async stop() {
      hub.close();
      const closed = http.close();
      http.cut();
      await closed;
      await listener.close();
    },
  };
}

/** A tab: the page's own line through the bad network, and what it would show. */
function openTab({ person }: Chat, { after, port }: { after: number; port: number }) {
  const frames: Frame[] = [];
  const running = createRunningAnswers();
  const messages = new Map<string, MessageDto>();
  const problems: string[] = [];
  const shown = new Map<string, string>();
  let last = after;
  const hear = (frame: Frame): void => {
    frames.push(frame);
    if (frame.kind === 'gap') problems.push('a gap');
    if (frame.kind === 'delta') {
      if (!running.take(frame.delta)) problems.push(`a missing piece of ${frame.delta.messageId}`);
      for (const { messageId, attempt, text } of running.all()) {
        shown.set(`${messageId} ${attempt}`, text);
      }
    }
    if (frame.kind !== 'change') return;
    if (frame.seq <= last) problems.push(`change ${frame.seq} came again after ${last}`);
    if (frame.prev !== last) problems.push(`between ${last} and ${frame.seq} something is missing`);
    last = frame.seq;
    running.note(frame.change);
    if (frame.change.type === 'message') messages.set(frame.change.data.id, frame.change.data);
  };
  const source = new Source(after, hear, {
    connect: (path) =>
      readEvents(`http://127.0.0.1:${port}${path}`, { cookie: person.cookie, origin: PUBLIC_URL }),
    silenceMs: 25_000,
    retryMs: 15,
  });
  return {
    problems,
    messages,
    shown,
    frames,
    isRunning: () => running.all().length > 0,
    ups: () => frames.filter((frame) => frame.kind === 'up' && frame.up).length,
    close: () => source.close(),
  };
}

type Tab = ReturnType<typeof openTab>;

/** What the tab holds in the end is what the page would show after a reload. */
async function expectWhole(tab: Tab, chat: Chat): Promise<void> {
  const { messages, seq } = await chat.page();
  const spoken = messages.filter((one) => tab.messages.has(one.id));
  await expect
    .poll(() => [...tab.messages.values()].every(({ status }) => status !== 'streaming'))
    .toBe(true);
  expect(spoken.map((one) => tab.messages.get(one.id))).toEqual(spoken);
  expect(tab.problems).toEqual([]);
  expect(seq).toBeGreaterThan(0);
  for (const [key, text] of tab.shown) {
    const final = messages.find(({ id }) => key.startsWith(id));
    expect(final?.content.startsWith(text.trim())).toBe(true);
  }
}

test('U2: fifty cuts in a row while answers run and things change: no gap, no repeat', async () => {
  const chat = await world.newChat();
  await world.admin('pace', { tokenDelayMs: 25, wordsPerPiece: 1 });
  const tab = openTab(chat, { after: (await chat.page()).seq, port: proxy.port });
  const state = { isTalking: true };
  const talking = (async () => {
    const ids: string[] = [];
    while (state.isTalking) {
      const id = await chat.say(SAID[ids.length % SAID.length] ?? '');
      ids.push(id);
      expect(await chat.answer(id)).toEqual([]);
    }
    return ids;
  })();
  let whileRunning = 0;
  for (let cuts = 1; cuts <= 50; cuts += 1) {
    await expect.poll(tab.ups, { interval: 5, timeout: 5_000 }).toBeGreaterThanOrEqual(cuts);
    await pause(10 + (cuts % 7) * 15);
    if (tab.isRunning()) whileRunning += 1;
    proxy.cut();
  }
  state.isTalking = false;
  const ids = await talking;
  await expect
    .poll(() => ids.every((id) => [...tab.messages.values()].some((one) => one.replyTo === id)))
    .toBe(true);
  await expectWhole(tab, chat);
  expect(whileRunning).toBeGreaterThan(10);
  tab.close();
});

test('U2: a server that is restarted in the middle of an answer loses nothing of it', async () => {
  const chat = await world.newChat();
  await world.admin('pace', { tokenDelayMs: 40, wordsPerPiece: 1 });
  const tab = openTab(chat, { after: (await chat.page()).seq, port: server.port });
  const id = await chat.say(SAID[0] ?? '');
  const answering = chat.answer(id);
  await expect
    .poll(() => [...tab.shown.values()].join('').length, { interval: 5 })
    .toBeGreaterThan(20);
  await server.stop();
  await pause(150);
  server = await serve(server.port);
  const back = tab.ups();
  await expect.poll(tab.ups, { interval: 5, timeout: 3_000 }).toBeGreaterThan(back - 1);
  await answering;
  const { content, id: answer } = await chat.bubble(id);
  await expect.poll(() => tab.messages.get(answer)?.status).toBe('complete');
  await expectWhole(tab, chat);
  expect([...tab.shown.keys()]).toEqual([`${answer} 1`]);
  expect(content).not.toBe('');
  tab.close();
});

test('a tab that comes while an answer pauses is shown what was said so far, and each attempt by itself', async () => {
  const chat = await world.newChat();
  const id = await chat.say(SAID[0] ?? '');
  const { ownerId, projectId, conversationId } = chat;
  const messageId = answerId(id);
  const place = { ownerId, projectId, conversationId, messageId };
  const { app } = world.api.database;
  await asOwner(app, ownerId, async (trx) => {
    const now = world.api.clock.now;
    await beginStream(trx, { ...place, replyTo: id, now });
    await saveStream(trx, { messageId, attempt: 1, content: 'A bakery, how ', now });
  });
  const tab = openTab(chat, { after: (await chat.page()).seq, port: server.port });
  const shown = () => Object.fromEntries(tab.shown);
  await expect
    .poll(shown, { interval: 10, timeout: 2_000 })
    .toEqual({ [`${messageId} 1`]: 'A bakery, how ' });
  await notifyDeltas(app, [
    { ...place, attempt: 1, offset: 14, text: 'lovely' },
    { ...place, attempt: 2, offset: 0, text: 'Good ' },
    { ...place, attempt: 2, offset: 5, text: 'morning' },
  ]);
  await expect.poll(shown, { interval: 10, timeout: 2_000 }).toEqual({
    [`${messageId} 1`]: 'A bakery, how lovely',
    [`${messageId} 2`]: 'Good morning',
  });
  expect(tab.problems).toEqual([]);
  tab.close();
});

test('U2: a connection that only looks open is given up, and the line goes on', async () => {
  const chat = await world.newChat();
  const heard: Frame[] = [];
  const source = new Source((await chat.page()).seq, (frame) => heard.push(frame), {
    connect: (path) =>
      readEvents(`http://127.0.0.1:${proxy.port}${path}`, {
        cookie: chat.person.cookie,
        origin: PUBLIC_URL,
      }),
    silenceMs: 300,
    retryMs: 15,
  });
  const changes = () => heard.filter(({ kind }) => kind === 'change').length;
  await expect.poll(() => heard.some(({ kind }) => kind === 'hello')).toBe(true);
  proxy.swallow(true);
  const id = await chat.say('Hello');
  await pause(100);
  expect(changes()).toBe(0);
  proxy.swallow(false);
  await expect.poll(changes, { timeout: 3_000 }).toBeGreaterThan(0);
  const told = heard.flatMap((frame) => (frame.kind === 'change' ? [frame.change] : []));
  expect(
    told.filter(({ type, data }) => type === 'message' && 'id' in data && data.id === id),
  ).toHaveLength(1);
  source.close();
});
