import { expect, test } from 'vitest';
import type { DeltaNotice } from '../db/repositories/events.ts';
import { createDeltaSender } from './delta-sender.ts';
import type { DeltaSource } from './delta-sender.ts';

/** An answer that grows; its pieces hold what came since the last one. */
function writer(messageId: string) {
  let content = '';
  let sent = 0;
  const source: DeltaSource = {
    next: () => {
      if (sent === content.length) return null;
      const piece = { messageId, attempt: 1, offset: sent, text: content.slice(sent) };
      sent = content.length;
      return { ownerId: 'o', projectId: 'p', conversationId: 'c', ...piece };
    },
  };
  return { source, write: (text: string) => void (content += text) };
}

/** A database that answers when the test lets it. */
function heldSender() {
  const rounds: (readonly DeltaNotice[])[] = [];
  let answer: (fails: boolean) => void = () => undefined;
  const sender = createDeltaSender(async (pieces) => {
    rounds.push(pieces);
    const fails = await new Promise<boolean>((resolve) => {
      answer = resolve;
    });
    if (fails) throw new Error('away');
  });
  return { sender, rounds, answer: (fails = false) => answer(fails) };
}

const settled = () => new Promise((resolve) => void setImmediate(resolve));

test('a piece goes at once; what comes while it is under way goes together', async () => {
  const { sender, rounds, answer } = heldSender();
  const [a, b] = [writer('a'), writer('b')];
  a.write('Good');
  sender.wake(a.source);
  expect(rounds).toMatchObject([[{ messageId: 'a', offset: 0, text: 'Good' }]]);
  for (const word of [' morning', ' Ada']) {
    a.write(word);
    sender.wake(a.source);
  }
  b.write('Hello');
  sender.wake(b.source);
  expect(rounds).toHaveLength(1);
  answer();
  await settled();
  expect(rounds[1]).toMatchObject([
    { messageId: 'a', offset: 4, text: ' morning Ada' },
    { messageId: 'b', offset: 0, text: 'Hello' },
  ]);
});

test('a flush ends when everything of that answer was shown, whatever others still write', async () => {
  const { sender, rounds, answer } = heldSender();
  const [a, b] = [writer('a'), writer('b')];
  for (const { write, source } of [a, b]) {
    write('one');
    sender.wake(source);
  }
  let isFlushed = false;
  const flushed = (async () => {
    await sender.flush(a.source);
    isFlushed = true;
  })();
  await settled();
  expect(isFlushed).toBe(false);
  answer();
  await settled();
  b.write(' two');
  sender.wake(b.source);
  await flushed;
  expect(isFlushed).toBe(true);
  expect(rounds.flat().filter(({ messageId }) => messageId === 'a')).toHaveLength(1);
  answer();
  await settled();
  answer();
  await sender.flush(b.source);
});

test('a piece that could not be shown does not hold up the next', async () => {
  const { sender, rounds, answer } = heldSender();
  const a = writer('a');
  a.write('one');
  sender.wake(a.source);
  answer(true);
  await settled();
  a.write(' two');
  sender.wake(a.source);
  expect(rounds.map(([piece]) => piece?.text)).toEqual(['one', ' two']);
  answer();
  await sender.flush(a.source);
});

test('nothing to show asks nothing', async () => {
  const { sender, rounds } = heldSender();
  const a = writer('a');
  sender.wake(a.source);
  await sender.flush(a.source);
  expect(rounds).toEqual([]);
});
