import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { searchWords, snippetOf } from './snippet.ts';

const joined = (content: string, query: string): string =>
  snippetOf(content, searchWords(query))
    .map(({ text }) => text)
    .join('');

describe('the words of a search', () => {
  test.each([
    ['  sourdough  Bread ', ['sourdough', 'Bread']],
    ["Miller's 84.20", ['Miller', 's', '84', '20']],
    ['*** “” —', []],
    ['crème brûlée', ['crème', 'brûlée']],
  ])('%s', (query, words) => {
    expect(searchWords(query)).toEqual(words);
  });

  test('are ten at most', () => {
    expect(searchWords('a b c d e f g h i j k l')).toHaveLength(10);
  });
});

describe('a snippet', () => {
  test('marks words and beginnings of words, whatever their case', () => {
    expect(snippetOf('Bread, and breadcrumbs; no abread.', ['bread'])).toEqual([
      { text: 'Bread', hit: true },
      { text: ', and ', hit: false },
      { text: 'bread', hit: true },
      { text: 'crumbs; no abread.', hit: false },
    ]);
  });

  test('of a message without the words is its beginning', () => {
    expect(joined('Short and sweet', 'nothing')).toBe('Short and sweet');
  });

  test('is a piece of the message, on one line, of bounded length', () => {
    assert(
      property(string({ unit: 'grapheme', maxLength: 600 }), string(), (content, query) => {
        const piece = joined(content, query);
        const inside = piece.replace(/^…/, '').replace(/…$/, '');
        const line = content.replace(/\s+/gu, ' ').trim();
        expect(piece === line || line.includes(inside)).toBe(true);
        expect(piece.length).toBeLessThanOrEqual(203);
        expect(piece.isWellFormed() || !content.isWellFormed()).toBe(true);
      }),
    );
  });
});
