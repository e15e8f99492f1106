import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Delta } from '../../contract/events.ts';
import { DeltaFeed } from './delta-feed.ts';

const PLACE = { messageId: 'm', conversationId: 'c', projectId: 'p' };
const piece = (offset: number, text: string, attempt = 1): Delta => ({
  ...PLACE,
  attempt,
  offset,
  text,
});
const stored = (content: string, attempt = 1) => [{ ...PLACE, attempt, content }];

test('pieces in order pass as they are; a repeated one is dropped, an overlapping one is cut', () => {
  const feed = new DeltaFeed();
  expect(feed.accept(piece(0, 'Good '))).toEqual(piece(0, 'Good '));
  expect(feed.accept(piece(0, 'Good '))).toBeNull();
  expect(feed.accept(piece(3, 'd morning'))).toEqual(piece(5, 'morning'));
});

test('a piece that comes too early waits until the stored text fills the hole', () => {
  const feed = new DeltaFeed();
  expect(feed.accept(piece(5, 'morning'))).toBeNull();
  expect(feed.isWaiting).toBe(true);
  expect(feed.refill(stored('Goo'))).toEqual([piece(0, 'Goo')]);
  expect(feed.isWaiting).toBe(true);
  expect(feed.refill(stored('Good m'))).toEqual([piece(3, 'd m'), piece(6, 'orning')]);
  expect(feed.isWaiting).toBe(false);
});

test('a new attempt starts over, and the old one is not heard again', () => {
  const feed = new DeltaFeed();
  feed.accept(piece(0, 'Good'));
  expect(feed.accept(piece(0, 'Hello', 2))).toEqual(piece(0, 'Hello', 2));
  expect(feed.accept(piece(4, ' morning'))).toBeNull();
  expect(feed.isWaiting).toBe(false);
});

test('nothing follows the finished message, and nothing waits for it', () => {
  const feed = new DeltaFeed();
  feed.accept(piece(9, 'early'));
  feed.finish('m');
  expect(feed.isWaiting).toBe(false);
  expect(feed.accept(piece(0, 'late'))).toBeNull();
});

test('a bubble that has no text yet is announced once', () => {
  const feed = new DeltaFeed();
  expect(feed.refill(stored(''))).toEqual([piece(0, '')]);
  expect(feed.refill(stored(''))).toEqual([]);
});

test('however pieces are lost, doubled and shuffled, what goes out is the text from its start', () => {
  const text = 'The oven opens at four, and the first bread is out at five.';
  const chunk = fc.tuple(fc.nat(text.length - 1), fc.integer({ min: 1, max: 12 }));
  const step = fc.oneof(
    chunk.map(([from, length]) => ({ kind: 'piece' as const, from, length })),
    fc.nat(text.length).map((length) => ({ kind: 'stored' as const, length })),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const feed = new DeltaFeed();
      let shown = '';
      const show = (delta: Delta): void => {
        expect(delta.offset).toBe(shown.length);
        shown += delta.text;
      };
      for (const one of steps) {
        if (one.kind === 'stored') {
          for (const delta of feed.refill(stored(text.slice(0, one.length)))) show(delta);
        } else {
          const delta = feed.accept(piece(one.from, text.slice(one.from, one.from + one.length)));
          if (delta !== null) show(delta);
        }
        expect(text.startsWith(shown)).toBe(true);
      }
      for (const delta of feed.refill(stored(text))) show(delta);
      expect(shown).toBe(text);
    }),
  );
});
