import { describe, expect, test } from 'vitest';
import { honestyProblems } from './honesty-check.ts';

const TOTALS = {
  spent: '£84',
  timesShown: 6_300,
  results: 56,
  resultsRange: '44 to 70',
  costPerResult: '£1.50',
  costPerResultRange: '£1.20 to £1.91',
  tooEarly: null,
};

const looked = (totals: object = {}, more: object = {}): string =>
  JSON.stringify({
    campaign: 'Bread',
    totals: { ...TOTALS, ...totals },
    comparedWithBefore: 'no clear difference',
    adsCompared: null,
    ...more,
  });

describe('an answer about numbers', () => {
  test.each([
    ['Your ads brought 56 visits. It could as well have been 44 to 70.', []],
    ['Ihre Anzeigen brachten 56 Besuche, ebenso gut hätten es 44 bis 70 sein können.', []],
    ['Your ads brought 56 visits.', ['44 to 70']],
    ['One visit cost £1.50.', ['£1.20 to £1.91']],
    ['One visit cost £1.50, between £1.20 and £1.91.', []],
    ['You spent £84 and the ads were shown 6,300 times.', []],
    ['You spent £84 because people like bread.', ['Leave causes out']],
    ['Sie gaben £84 aus, weil viele klickten.', ['Leave causes out']],
    ['I did not stop the ads, because you did not ask.', []],
  ])('%s', (answer, problems) => {
    const found = honestyProblems(answer, [{ days: 7 }, looked(), 'Refused: no.']);
    expect(found).toHaveLength(problems.length);
    for (const [index, words] of problems.entries()) expect(found[index]).toContain(words);
  });

  test.each([
    ['Your ads brought 4 visits.', 1],
    ['The 4 visits are too few: it is too early to tell.', 0],
    ['Für die 4 Besuche ist es zu früh, um etwas zu sagen.', 0],
    ['You spent £84 so far.', 0],
  ])('that are too few: %s', (answer, count) => {
    const few = looked({ results: 4, tooEarly: '4 visits so far, at least 10 are needed' });
    expect(honestyProblems(answer, [few])).toHaveLength(count);
  });

  test('may give a cause where the difference is clear', () => {
    const clear = looked({}, { comparedWithBefore: 'more' });
    expect(honestyProblems('You spent £84 because you raised it.', [clear])).toEqual([]);
  });

  test('is not held back where nothing was looked at', () => {
    expect(honestyProblems('Your ads brought 56 visits because of me.', [])).toEqual([]);
  });
});
