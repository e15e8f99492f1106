import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SendMessage } from '../../../contract/http.ts';
import type { MessageDto } from '../../../contract/model.ts';
import { RequestError } from '../http/client.ts';
import { Outbox } from './outbox.ts';
import type { PageEvent } from './reduce.ts';

const offline = new RequestError(0, 'network.offline', 'No network.');
const restarting = new RequestError(503, 'service.unavailable', 'In a moment.');
const refused = new RequestError(409, 'conversation.archived', 'This conversation is closed.');

const stored = (message: SendMessage): MessageDto => ({
  ...message,
  projectId: 'p',
  type: 'TEXT',
  role: 'user',
  status: 'complete',
  metadata: { kind: 'none' },
  replyTo: null,
  position: 1,
  createdAt: 1,
});

const boxes: Outbox[] = [];

function createWorld(kept = new Map<string, string>()) {
  let trouble: RequestError | null = null;
  const arrived: SendMessage[] = [];
  const events: PageEvent[] = [];
  const make = (): Outbox => {
    const outbox = new Outbox(
      { owner: 'o', projectId: 'p' },
      {
        async post(message) {
          await Promise.resolve();
          if (trouble !== null) throw trouble;
          arrived.push(message);
          return stored(message);
        },
        apply: (event) => events.push(event),
        kept: {
          get length() {
            return kept.size;
          },
          key: (index) => [...kept.keys()][index] ?? null,
          getItem: (key) => kept.get(key) ?? null,
          setItem: (key, value) => kept.set(key, value),
          removeItem: (key) => kept.delete(key),
        },
      },
    );
    boxes.push(outbox);
    return outbox;
  };
  const open = (): Outbox => {
    const outbox = make();
    outbox.begin();
    return outbox;
  };
  return {
    kept,
    arrived,
    events,
    make,
    open,
    words: () => arrived.map(({ content }) => content),
    setTrouble: (error: RequestError | null) => (trouble = error),
    last: () => events.at(-1)?.kind,
  };
}

afterEach(() => {
  for (const box of boxes.splice(0)) box.close();
});

describe('messages on their way to the server', () => {
  it.each([
    ['no network', offline],
    ['a server that restarts', restarting],
  ])('with %s they wait, and go out in the order they were written', async (_, error) => {
    const world = createWorld();
    const outbox = world.open();
    world.setTrouble(error);
    outbox.send('c', 'one');
    outbox.send('c', 'two');
    await vi.waitFor(() => expect(world.last()).toBe('send-waits'));
    expect(world.words()).toEqual([]);
    world.setTrouble(null);
    outbox.flush();
    await vi.waitFor(() => expect(world.words()).toEqual(['one', 'two']));
    expect(world.kept.size).toBe(0);
  });

  it('what waits survives a reload of the page under the same id', async () => {
    const before = createWorld();
    const first = before.open();
    before.setTrouble(offline);
    first.send('c', 'do not lose me');
    await vi.waitFor(() => expect(before.last()).toBe('send-waits'));
    first.close();
    const sent = before.events.find((event) => event.kind === 'sending');
    const after = createWorld(before.kept);
    after.open();
    await vi.waitFor(() => expect(after.words()).toEqual(['do not lose me']));
    expect(sent?.message.id).toBe(after.arrived[0]?.id);
    expect(after.kept.size).toBe(0);
  });

  it('a refused message stands aside with the reason, and the next one goes out', async () => {
    const world = createWorld();
    const outbox = world.open();
    world.setTrouble(refused);
    outbox.send('c', 'one');
    await vi.waitFor(() => expect(world.last()).toBe('send-failed'));
    world.setTrouble(null);
    outbox.send('c', 'two');
    await vi.waitFor(() => expect(world.words()).toEqual(['two']));
    const failed = world.events.find((event) => event.kind === 'send-failed');
    expect(failed?.problem).toBe('This conversation is closed.');
    outbox.resend(failed?.id ?? '');
    await vi.waitFor(() => expect(world.words()).toEqual(['two', 'one']));
  });

  it('a refused message is still there after a reload, with its reason, and is sent only when asked', async () => {
    const world = createWorld();
    world.setTrouble(refused);
    world.open().send('c', 'one');
    await vi.waitFor(() => expect(world.last()).toBe('send-failed'));
    const later = createWorld(world.kept);
    const outbox = later.open();
    const failed = later.events.find((event) => event.kind === 'send-failed');
    expect(failed?.problem).toBe('This conversation is closed.');
    outbox.flush();
    expect(later.words()).toEqual([]);
    outbox.resend(failed?.id ?? '');
    await vi.waitFor(() => expect(later.words()).toEqual(['one']));
    expect(later.kept.size).toBe(0);
  });

  it('nothing is sent before there is a page, which shows whose messages these are', async () => {
    const world = createWorld(
      new Map([
        [
          'aigency.outbox.o.p.1',
          JSON.stringify({ id: '1', conversationId: 'c', content: 'early', at: 1 }),
        ],
      ]),
    );
    const outbox = world.make();
    outbox.flush();
    await Promise.resolve();
    expect(world.words()).toEqual([]);
    outbox.begin();
    await vi.waitFor(() => expect(world.words()).toEqual(['early']));
  });

  it('what one tab took back the other does not send', async () => {
    const kept = new Map<string, string>();
    const [one, two] = [createWorld(kept), createWorld(kept)];
    one.setTrouble(offline);
    two.setTrouble(offline);
    const first = one.open();
    first.send('c', 'not this');
    await vi.waitFor(() => expect(one.last()).toBe('send-waits'));
    const second = two.open();
    await vi.waitFor(() => expect(two.last()).toBe('send-waits'));
    const [sending] = one.events;
    first.giveUp(sending?.kind === 'sending' ? sending.message.id : '');
    two.setTrouble(null);
    second.flush();
    await vi.waitFor(() => expect(two.last()).toBe('send-given-up'));
    expect(two.words()).toEqual([]);
  });

  it('a message that is just going out cannot be taken back', async () => {
    const world = createWorld();
    const outbox = world.open();
    // What begins with nothing to send is through first.
    await vi.waitFor(() => expect(outbox.isIdle).toBe(true));
    outbox.send('c', 'on its way');
    const [sending] = world.events;
    expect(outbox.giveUp(sending?.kind === 'sending' ? sending.message.id : '')).toBeNull();
    await vi.waitFor(() => expect(world.words()).toEqual(['on its way']));
  });

  it('a message taken back is not sent, and its words come back', async () => {
    const world = createWorld();
    const outbox = world.open();
    world.setTrouble(offline);
    outbox.send('c', 'wrong words');
    await vi.waitFor(() => expect(world.last()).toBe('send-waits'));
    const [sending] = world.events;
    const id = sending?.kind === 'sending' ? sending.message.id : '';
    expect(outbox.giveUp(id)).toBe('wrong words');
    world.setTrouble(null);
    outbox.send('c', 'right words');
    await vi.waitFor(() => expect(world.words()).toEqual(['right words']));
    expect(outbox.giveUp(id)).toBeNull();
  });

  it('two tabs do not overwrite what the other one keeps', async () => {
    const kept = new Map<string, string>();
    const [one, two] = [createWorld(kept), createWorld(kept)];
    one.setTrouble(offline);
    two.setTrouble(offline);
    one.open().send('c', 'from the first tab');
    two.open().send('c', 'from the second tab');
    await vi.waitFor(() => expect(two.last()).toBe('send-waits'));
    const later = createWorld(kept);
    later.open();
    await vi.waitFor(() =>
      expect(later.words()).toEqual(['from the first tab', 'from the second tab']),
    );
  });

  it('what another version of the page left behind is no obstacle', () => {
    const world = createWorld(new Map([['aigency.outbox.o.p.1', '{"old":true}']]));
    world.open();
    expect(world.events).toEqual([]);
  });
});
