import { describe, expect, test } from 'vitest';
import { budgetProblem, currencySaid } from './budget-said.ts';
import type { BudgetStated } from './budget-said.ts';

const talk = (said: string, more: { agreedTo?: string; asked?: string } = {}) => ({
  messages: ['I have a bakery', said],
  agreedTo: '',
  asked: '',
  ...more,
});
const stated = (words: string): BudgetStated => {
  const [amount = '', period = ''] = words.split(' a ');
  if (period !== 'day' && period !== 'week' && period !== 'month') throw new Error(period);
  return { amount, period, currency: null };
};

describe('a budget holds', () => {
  test.each([
    ['About £450 a month', '450 a month'],
    ['450', '450 a month'],
    ['20/day', '20 a day'],
    ['between 10 and 15 pounds a day', '10 a day'],
    ['12,50 Euro am Tag', '12.5 a day'],
    ['so 100 Franken in der Woche', '100 a week'],
    ['environ 15 euros par jour', '15 a day'],
    ['500 euros d’annonces par mois', '500 a month'],
    ['unos 300 euros al mes', '300 a month'],
    ['20 złotych dziennie', '20 a day'],
    ['20 лв на день', '20 a day'],
    ['毎日20ドル', '20 a day'],
    ['twenty pounds a day', '20 a day'],
    ['6000 a year', '500 a month'],
    ['6000 euros par an', '500 a month'],
    ['Daily. We can do 20', '20 a day'],
    ['We are open every day. 450 a month is fine', '450 a month'],
  ])('%s: %s', (said, words) => {
    expect(budgetProblem(stated(words), talk(said))).toBeNull();
  });

  test('when the period is what we asked with, or what we proposed and they took', () => {
    const asked = 'Shall I put down 10 a day?';
    expect(budgetProblem(stated('5 a day'), talk('5 then', { asked }))).toBeNull();
    expect(budgetProblem(stated('10 a day'), talk('yes', { asked, agreedTo: asked }))).toBeNull();
  });
});

describe('a budget does not hold', () => {
  test.each([
    ['About £450 a month', '450 a day', 'no such period'],
    ['450', '450 a day', 'no such period'],
    ['450', '450 a week', 'no such period'],
    ['We bake every day. About £450 a month', '450 a day', 'no such period'],
    ['450 a month, and we are open every day', '450 a day', 'no such period'],
    ['6000 a year', '6000 a month', 'no such period'],
    ['20 am Tag', '20 a week', 'no such period'],
    ['ein paar hundert im Monat', '300 a month', 'no such figure'],
    ['about 20 a day', '999999999 a month', 'no such figure'],
  ])('%s: %s has %s', (said, words, problem) => {
    expect(budgetProblem(stated(words), talk(said))).toBe(problem);
  });

  test('when only our own words name its figure and nobody agreed', () => {
    const asked = 'Is 900 a day fine?';
    expect(budgetProblem(stated('900 a day'), talk('What do you mean?', { asked }))).toBe(
      'no such figure',
    );
  });
});

test.each([
  ['About £450', 'GBP', 'GBP'],
  ['About £450', 'gbp ', 'GBP'],
  ['450 quid', 'GBP', 'GBP'],
  ['About £450', 'KWD', null],
  ['450', 'GBP', null],
  ['600 €', 'EUR', 'EUR'],
  ['300 dollars', 'AUD', 'AUD'],
  ['450 kr i månaden', 'SEK', 'SEK'],
  ['300 AED', 'AED', 'AED'],
  ['300', null, null],
])('in “%s” the money %s is %s', (said, currency, expected) => {
  expect(currencySaid(currency, talk(said))).toBe(expected);
});
