import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { changeSchema, deltaSchema, helloSchema } from '../../contract/events.ts';
import type { Delta } from '../../contract/events.ts';
import { notifyDeltas } from '../../db/repositories/events.ts';
import { setHeadline } from '../../db/repositories/projects.ts';
import { beginStream, finishStream, saveStream } from '../../db/repositories/stream.ts';
import { asOwner } from '../../db/tenant.ts';
import { createApiWorld } from './api-world.ts';
import type { ApiWorld, Browser } from './api-world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld(inject('postgresUrl'));
  await vi.waitUntil(() => world.listener.isListening());
});
afterAll(async () => await world.close());

type Frame = { event: string; id: number | null; data: unknown };

/** Reads a stream as a browser does: frames in order, until closed. */
class Stream {
  readonly frames: Frame[] = [];
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #done: Promise<void>;
  isOver = false;

  constructor(answer: Response) {
    if (answer.body === null) throw new Error('no stream');
    this.#reader = answer.body.getReader();
    this.#done = this.#read();
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) break;
      rest += decoder.decode(value, { stream: true });
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      this.frames.push(...blocks.map(parseFrame));
    }
    this.isOver = true;
  }

  get lastId(): number {
    return this.frames.findLast((frame) => frame.id !== null)?.id ?? 0;
  }
  of(event: string): Frame[] {
    return this.frames.filter((frame) => frame.event === event);
  }
  get deltas(): Delta[] {
    return this.of('delta').map((frame) => deltaSchema.parse(frame.data));
  }
  async close(): Promise<void> {
    await this.#reader.cancel();
    await this.#done;
  }
}

function parseFrame(block: string): Frame {
  const fields = new Map(
    block.split('\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trimStart()] as const;
    }),
  );
  const id = fields.get('id');
  return {
    event: fields.get('event') ?? '',
    id: id === undefined ? null : Number(id),
    data: JSON.parse(fields.get('data') ?? 'null'),
  };
}

async function listen(browser: Browser, from: { after?: number; lastId?: number } = {}) {
  const headers = from.lastId === undefined ? {} : { 'last-event-id': String(from.lastId) };
  const query = from.after === undefined ? '' : `?after=${from.after}`;
  const answer = await browser.raw('GET', `/api/events${query}`, null, headers);
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const stream = new Stream(answer);
  await expect.poll(() => stream.of('hello').length).toBe(1);
  return stream;
}

async function say(browser: Browser, conversationId: string, content: string): Promise<string> {
  const id = randomUUID();
  const answer = await browser.request('POST', '/api/chat/message', {
    id,
    conversationId,
    content,
  });
  expect(answer.status).toBe(201);
  return id;
}

test('a stream that breaks off again and again brings every message once and in order', async () => {
  const ada = await world.visitor().signUp();
  const page = await ada.createProject();
  const conversationId = page.conversations[0]?.id ?? '';
  const sent: string[] = [];
  const got: Frame[] = [];
  let lastId = page.seq;
  const state = { isWriting: true };
  const writing = (async () => {
    for (let count = 0; count < 60; count += 1)
      sent.push(await say(ada, conversationId, `${count}`));
    state.isWriting = false;
  })();
  while (state.isWriting || got.length < 60) {
    const stream = await listen(ada, { lastId });
    await expect.poll(() => stream.of('change').length, { timeout: 5_000 }).toBeGreaterThan(0);
    await stream.close();
    got.push(...stream.of('change'));
    lastId = Math.max(lastId, stream.lastId);
  }
  await writing;
  const ids = got.map((frame) => frame.id ?? 0);
  expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  const messages = got
    .map((frame) => changeSchema.parse(frame.data))
    .filter(({ type }) => type === 'message');
  expect(messages.map(({ data }) => 'id' in data && data.id)).toEqual(sent);
});

test('two tabs both hear a change at once, and nobody else does', async () => {
  const ada = await world.visitor().signUp();
  const eve = await world.visitor().signUp('Eve');
  const page = await ada.createProject();
  const tabs = [await listen(ada), await listen(ada)];
  const foreign = await listen(eve);
  const started = performance.now();
  await say(ada, page.conversations[0]?.id ?? '', 'Hello');
  for (const tab of tabs) {
    await expect.poll(() => tab.of('change').length, { interval: 5 }).toBe(1);
  }
  // Far below the polling behind it: the notice did it.
  expect(performance.now() - started).toBeLessThan(1_000);
  expect(foreign.of('change')).toEqual([]);
  await Promise.all([...tabs, foreign].map(async (stream) => await stream.close()));
});

test('a number from the future is answered with the true one, and the stream goes on from there', async () => {
  const ada = await world.visitor().signUp();
  const page = await ada.createProject();
  const stream = await listen(ada, { lastId: 999_999_999 });
  expect(helloSchema.parse(stream.of('hello')[0]?.data).seq).toBe(page.seq);
  await say(ada, page.conversations[0]?.id ?? '', 'Hello');
  await expect.poll(() => stream.lastId).toBe(page.seq + 1);
  await stream.close();
});

test('several changes of one thing come as its last state', async () => {
  const ada = await world.visitor().signUp();
  const { project, seq } = await ada.createProject();
  for (const headline of ['One', 'Two', 'Three']) {
    const change = { projectId: project.id, ownerId: ada.userId, headline, now: 0 };
    await asOwner(world.database.app, ada.userId, async (trx) => await setHeadline(trx, change));
  }
  const stream = await listen(ada, { after: seq });
  await expect.poll(() => stream.of('change').length).toBe(1);
  expect(stream.of('change')[0]).toMatchObject({
    id: seq + 3,
    data: { type: 'project', data: { headline: 'Three' } },
  });
  await stream.close();
});

test('a running answer arrives whole, whenever one begins to listen, and is not heard of after its end', async () => {
  const ada = await world.visitor().signUp();
  const page = await ada.createProject();
  const { app } = world.database;
  const messageId = randomUUID();
  const place = {
    messageId,
    conversationId: page.conversations[0]?.id ?? '',
    projectId: page.project.id,
    ownerId: ada.userId,
  };
  const early = await listen(ada);
  await asOwner(
    app,
    ada.userId,
    async (trx) =>
      await beginStream(trx, { ...place, replyTo: page.messages[0]?.id ?? '', now: 0 }),
  );
  const piece = async (offset: number, text: string): Promise<void> =>
    await notifyDeltas(app, [{ ...place, attempt: 1, offset, text }]);
  await piece(0, 'Good ');
  await piece(5, 'morning');
  await expect.poll(() => early.deltas.map(({ text }) => text).join('')).toBe('Good morning');
  await asOwner(
    app,
    ada.userId,
    async (trx) => await saveStream(trx, { messageId, attempt: 1, content: 'Good morn', now: 0 }),
  );
  // Joins in the middle: the stored text ends before the next piece begins.
  const late = await listen(ada);
  await piece(12, ', Ada');
  await asOwner(
    app,
    ada.userId,
    async (trx) =>
      await saveStream(trx, { messageId, attempt: 1, content: 'Good morning, Ada', now: 0 }),
  );
  for (const stream of [early, late]) {
    await expect
      .poll(() => stream.deltas.map(({ text }) => text).join(''))
      .toBe('Good morning, Ada');
    let length = 0;
    for (const delta of stream.deltas) {
      expect(delta.offset).toBe(length);
      length += delta.text.length;
    }
  }
  await asOwner(
    app,
    ada.userId,
    async (trx) =>
      await finishStream(trx, {
        ...place,
        attempt: 1,
        content: 'Good morning, Ada.',
        status: 'complete',
        now: 0,
      }),
  );
  for (const stream of [early, late]) {
    await expect
      .poll(() => JSON.stringify(stream.of('change').at(-1)?.data ?? ''))
      .toContain('Good morning, Ada.');
  }
  await piece(17, ' stray');
  await say(ada, place.conversationId, 'Thanks');
  await expect.poll(() => JSON.stringify(early.frames.at(-1)?.data)).toContain('Thanks');
  expect(JSON.stringify(early.deltas)).not.toContain('stray');
  await Promise.all([early.close(), late.close()]);
});

test('changes arrive although the listening connection was cut', async () => {
  const ada = await world.visitor().signUp();
  const page = await ada.createProject();
  const stream = await listen(ada);
  const owner = new Client({ connectionString: world.database.url });
  await owner.connect();
  await owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'aigency-listen' and datname = current_database()`,
  );
  await owner.end();
  await expect.poll(() => world.listener.isListening()).toBe(false);
  await say(ada, page.conversations[0]?.id ?? '', 'Still there?');
  await expect.poll(() => stream.of('change').length, { timeout: 5_000 }).toBe(1);
  await expect.poll(() => world.listener.isListening(), { timeout: 5_000 }).toBe(true);
  await stream.close();
});

test('a person cannot hold more than a dozen streams, and closed ones do not count', async () => {
  const ada = await world.visitor().signUp();
  const streams = await Promise.all(Array.from({ length: 12 }, async () => await listen(ada)));
  expect((await ada.request('GET', '/api/events')).status).toBe(429);
  await Promise.all(streams.map(async (stream) => await stream.close()));
  const again = await listen(ada);
  await again.close();
});

test('asking for the head of the stream opens none', async () => {
  const ada = await world.visitor().signUp();
  for (let count = 0; count < 13; count += 1) {
    const head = await ada.request('HEAD', '/api/events');
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  }
  const stream = await listen(ada);
  await stream.close();
});

test('streams end when the process stops', async () => {
  const other = await createApiWorld(inject('postgresUrl'));
  const ada = await other.visitor().signUp();
  const stream = await listen(ada);
  await other.close();
  await expect.poll(() => stream.isOver).toBe(true);
});
