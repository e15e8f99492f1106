import { describe, expect, test } from 'vitest';
import { readability, sentencesOf, wordsOf } from './text.ts';

/** Vowel groups: near enough for a test of the arithmetic. */
const syllables = (word: string): number => word.match(/[aeiouy]+/gi)?.length ?? 1;
const gradeOf = (text: string): number => readability(text, syllables)?.grade ?? Number.NaN;

describe('a grade', () => {
  test('of plain English is low, of officialese high', () => {
    expect(gradeOf('Your ads are on. They cost £5 a day. You can stop them.')).toBeLessThan(4);
    expect(
      gradeOf(
        'The optimisation of your advertising expenditure necessitates additional statistical observations.',
      ),
    ).toBeGreaterThan(15);
  });

  test('follows the formula of Flesch and Kincaid', () => {
    // Two sentences, eight words, nine syllables.
    expect(gradeOf('You see the ads. We stop them today.')).toBeCloseTo(
      0.39 * 4 + 11.8 * (9 / 8) - 15.59,
    );
  });

  test('of other languages comes from the length of sentences and words', () => {
    const easy = 'Deine Werbung läuft. Sie kostet 5 Euro am Tag. Du kannst sie jeden Tag stoppen.';
    const hard =
      'Die Optimierung der Werbeausgaben erfordert zusätzliche statistische Beobachtungen, deren Auswertung gegenwärtig noch nicht abgeschlossen werden konnte.';
    expect(readability(easy, syllables)?.isEnglish).toBe(false);
    expect(gradeOf(easy)).toBeLessThan(8);
    expect(gradeOf(hard)).toBeGreaterThan(12);
  });

  test('is not given for scripts without spaces, nor for nothing', () => {
    expect(readability('広告は順調です。', syllables)).toBeNull();
    expect(readability('£5 · 12 %', syllables)).toBeNull();
  });
});

test('a text known to be English is graded so, however few small words it has', () => {
  const text = 'Facebook refuses political advertising campaigns.';
  expect(readability(text, syllables)?.isEnglish).toBe(false);
  expect(readability(text, syllables, 'en')?.isEnglish).toBe(true);
});

test('sentences end at signs and at lines, and lists are read entry by entry', () => {
  expect(sentencesOf('It costs £12.50 a day. “Really?” Yes.\n- one thing\n2. another')).toEqual([
    'It costs £12.50 a day.',
    '“Really?”',
    'Yes.',
    'one thing',
    'another',
  ]);
});

test('words have letters; addresses and figures are none', () => {
  expect(wordsOf('See https://example.com/a-b for 12 clicks/day (half)')).toEqual([
    'See',
    'for',
    'clicks',
    'day',
    'half',
  ]);
});
