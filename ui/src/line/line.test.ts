import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Delta } from '../../../contract/events.ts';
import { Line } from './line.ts';
import type { Channel, LineTools } from './line.ts';
import type { EventSourceLike, Frame } from './source.ts';

const SILENCE_MS = 300;
const ID = '0190a0a0-0000-7000-8000-000000000001';

/** Connections as a server would see them. */
class Connection implements EventSourceLike {
  readonly path: string;
  isOpen = true;
  readonly #listeners = new Map<string, ((event: object) => void)[]>();
  constructor(path: string) {
    this.path = path;
  }
  addEventListener(type: string, listener: (event: object) => void): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }
  close(): void {
    this.isOpen = false;
  }
  emit(type: string, data: unknown, id = ''): void {
    for (const listener of this.#listeners.get(type) ?? []) {
      listener({ data: JSON.stringify(data), lastEventId: id });
    }
  }
  change(seq: number, prev: number): void {
    const about = { id: ID, projectId: ID, messageId: null, createdAt: 1, readAt: null };
    const data = { ...about, kind: 'ALERT', title: 't', body: 'b' };
    this.emit('change', { type: 'notification', projectId: ID, data, prev }, String(seq));
  }
}

const lines: Line[] = [];
let number = 0;

/** A browser with its tabs: locks and channels are the real ones of this process. */
function createBrowser() {
  const name = `line-test-${(number += 1)}`;
  const connections: Connection[] = [];
  const asleep = new Set<number>();
  let tabs = 0;
  const toolsOf = (tab: number): LineTools => ({
    connect(path) {
      const connection = new Connection(path);
      connections.push(connection);
      return connection;
    },
    silenceMs: SILENCE_MS,
    retryMs: 5,
    onNetwork: () => undefined,
    async lead(lock, steal, until) {
      await navigator.locks.request(lock, { steal }, until);
    },
    channel: (topic): Channel => {
      const channel = new BroadcastChannel(topic);
      const made: Channel = {
        post: (message) => {
          if (!asleep.has(tab)) channel.postMessage(message);
        },
        close: () => channel.close(),
        onPost: () => undefined,
      };
      channel.addEventListener('message', ({ data }) => made.onPost(data));
      return made;
    },
  });
  return {
    /** The n-th tab (from 1) says nothing any more. */
    putToSleep: (tab: number) => asleep.add(tab),
    connections,
    open: () => connections.filter(({ isOpen }) => isOpen),
    tab() {
      tabs += 1;
      const line = new Line(name, toolsOf(tabs));
      lines.push(line);
      const frames: Frame[] = [];
      line.listen((frame) => frames.push(frame));
      const seqs = () => frames.flatMap((frame) => (frame.kind === 'change' ? [frame.seq] : []));
      const texts = () =>
        frames.flatMap((frame) => (frame.kind === 'delta' ? [frame.delta.text] : []));
      return { line, frames, seqs, texts };
    },
  };
}

const piece = (offset: number, text: string): Delta => ({
  projectId: 'p',
  conversationId: 'c',
  messageId: 'm',
  attempt: 1,
  offset,
  text,
});

afterEach(() => {
  for (const line of lines.splice(0)) line.close();
});

describe('the event line of a browser', () => {
  it('nine tabs share one connection, and each hears every change once', async () => {
    const browser = createBrowser();
    const tabs = Array.from({ length: 9 }, () => browser.tab());
    await vi.waitFor(() => expect(browser.open()).toHaveLength(1));
    const [connection] = browser.open();
    connection?.emit('hello', { seq: 4, now: 1 });
    connection?.change(5, 4);
    connection?.change(7, 5);
    await vi.waitFor(() => {
      for (const tab of tabs) expect(tab.seqs()).toEqual([5, 7]);
    });
    expect(browser.connections).toHaveLength(1);
  });

  it('when the tab with the connection closes, another goes on from the last number heard', async () => {
    const browser = createBrowser();
    const first = browser.tab();
    await vi.waitFor(() => expect(first.line.isLeading).toBe(true));
    const second = browser.tab();
    const third = browser.tab();
    browser.open()[0]?.emit('hello', { seq: 1, now: 1 });
    browser.open()[0]?.change(2, 1);
    await vi.waitFor(() => expect([...second.seqs(), ...third.seqs()]).toEqual([2, 2]));
    first.line.close();
    await vi.waitFor(() => expect(browser.open()).toHaveLength(1));
    expect(browser.open()[0]?.path).toBe('/api/events?after=2');
    browser.open()[0]?.emit('hello', { seq: 3, now: 1 });
    browser.open()[0]?.change(3, 2);
    await vi.waitFor(() =>
      expect([second.seqs(), third.seqs()]).toEqual([
        [2, 3],
        [2, 3],
      ]),
    );
  });

  it('a tab that comes late hears a running answer from its first letter', async () => {
    const browser = createBrowser();
    const first = browser.tab();
    await vi.waitFor(() => expect(browser.open()).toHaveLength(1));
    browser.open()[0]?.emit('hello', { seq: 1, now: 1 });
    browser.open()[0]?.emit('delta', piece(0, 'Good '));
    browser.open()[0]?.emit('delta', piece(5, 'morning'));
    expect(first.texts()).toEqual(['Good ', 'morning']);
    const second = browser.tab();
    await vi.waitFor(() => expect(second.texts()).toEqual(['Good morning']));
    browser.open()[0]?.emit('delta', piece(12, ', Anna'));
    await vi.waitFor(() => expect(second.texts()).toEqual(['Good morning', ', Anna']));
  });

  it('a missing piece of an answer makes the line connect anew instead of showing a hole', async () => {
    const browser = createBrowser();
    const tab = browser.tab();
    await vi.waitFor(() => expect(browser.open()).toHaveLength(1));
    browser.open()[0]?.emit('hello', { seq: 1, now: 1 });
    browser.open()[0]?.emit('delta', piece(0, 'Good '));
    browser.open()[0]?.emit('delta', piece(9, 'ning'));
    expect(tab.texts()).toEqual(['Good ']);
    await vi.waitFor(() => expect(browser.connections).toHaveLength(2));
    browser.open()[0]?.emit('delta', piece(0, 'Good morning'));
    expect(tab.texts()).toEqual(['Good ', 'Good morning']);
  });

  it('a change that does not follow on the last one is a gap', async () => {
    const browser = createBrowser();
    const tab = browser.tab();
    await vi.waitFor(() => expect(browser.open()).toHaveLength(1));
    browser.open()[0]?.emit('hello', { seq: 1, now: 1 });
    browser.open()[0]?.change(2, 1);
    browser.open()[0]?.change(9, 8);
    expect(tab.seqs()).toEqual([2]);
    expect(tab.frames.at(-1)).toEqual({ kind: 'gap' });
  });

  it('a connection that says nothing is taken for dead and made anew', async () => {
    const browser = createBrowser();
    const tab = browser.tab();
    await vi.waitFor(() => expect(browser.open()).toHaveLength(1));
    browser.open()[0]?.emit('hello', { seq: 6, now: 1 });
    await vi.waitFor(() => expect(browser.connections.length).toBeGreaterThan(1), 2_000);
    expect(browser.connections[0]?.isOpen).toBe(false);
    expect(browser.connections[1]?.path).toBe('/api/events?after=6');
    expect(tab.frames.filter(({ kind }) => kind === 'up').at(-1)).toEqual({
      kind: 'up',
      up: false,
    });
  });

  it('a tab with the connection that was put to sleep is replaced by another', async () => {
    const browser = createBrowser();
    const first = browser.tab();
    await vi.waitFor(() => expect(first.line.isLeading).toBe(true));
    browser.open()[0]?.emit('hello', { seq: 2, now: 1 });
    const second = browser.tab();
    browser.open()[0]?.change(3, 2);
    await vi.waitFor(() => expect(second.seqs()).toEqual([3]));
    browser.putToSleep(1);
    await vi.waitFor(() => expect(second.line.isLeading).toBe(true), 2_000);
    await vi.waitFor(() => expect(browser.open()).toHaveLength(1));
    expect(browser.open()[0]?.path).toBe('/api/events?after=3');
    expect(first.line.isLeading).toBe(false);
  });

  it('a server that lost its numbers is a gap, not a stream that never speaks again', async () => {
    const browser = createBrowser();
    const tab = browser.tab();
    await vi.waitFor(() => expect(browser.open()).toHaveLength(1));
    browser.open()[0]?.emit('hello', { seq: 50, now: 1 });
    browser.open()[0]?.emit('error', null);
    await vi.waitFor(() => expect(browser.connections).toHaveLength(2));
    browser.connections[1]?.emit('hello', { seq: 3, now: 1 });
    expect(tab.frames.at(-1)).toEqual({ kind: 'gap' });
    browser.connections[1]?.change(4, 3);
    expect(tab.seqs()).toEqual([4]);
  });
});
