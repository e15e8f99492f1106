import { describe, expect, test } from 'vitest';
import type { BriefFacts } from '../../contract/claude/onboarding.ts';
import { readFacts } from './brief-facts.ts';
import type { FactsGround } from './brief-facts.ts';
import type { ChatTurn } from './claude-api.ts';
import { saidIn } from './said.ts';

const NOTHING: BriefFacts = {
  businessName: null,
  businessDescription: null,
  product: null,
  targetAudience: null,
  goal: null,
  monthlyBudget: null,
  location: null,
  uniqueSellingPoint: null,
  websiteUrl: null,
  hasNoWebsite: false,
};

function ground(latest: string, more: Partial<FactsGround> & { history?: ChatTurn[] } = {}) {
  const { history = [], ...rest } = more;
  const said = saidIn([...history, { role: 'user', content: latest }], []);
  return { draft: {}, website: [], said, ...rest };
}

const record = (facts: Partial<BriefFacts>, on: FactsGround) =>
  readFacts({ ...NOTHING, ...facts }, on);

describe('a fact is recorded when', () => {
  test.each<[string, Partial<BriefFacts>, string]>([
    ['it was said', { product: 'Sourdough bread' }, 'we sell sourdough bread'],
    ['it was said and tidied', { product: 'Repairs of bikes' }, 'i repair bikes'],
    ['the name was said', { businessName: 'Mud & Fire' }, 'it is called mud & fire'],
    [
      'the address was spelled out',
      { websiteUrl: 'rosas-bakery.co.uk' },
      'rosas dash bakery dot co dot uk',
    ],
  ])('%s', (_name, facts, said) => {
    const { changes, sources, outcome } = record(facts, ground(said));
    expect(outcome.accepted).toBe(true);
    expect(Object.keys(changes)).toEqual(Object.keys(facts));
    expect(Object.values(sources)).toEqual(['said']);
  });

  test('it was said long ago, and when the person only agreed to what we proposed', () => {
    const history: ChatTurn[] = [
      { role: 'user', content: 'families nearby, 600 euros' },
      { role: 'agent', content: 'Shall I put down weekend workshops, and 10 a day?' },
    ];
    expect(
      record({ targetAudience: 'Families nearby' }, ground('yes', { history })).outcome.accepted,
    ).toBe(true);
    expect(
      record({ product: 'Weekend workshops' }, ground('yes please', { history })).sources,
    ).toEqual({ product: 'said' });
    const budget = { amount: '10', period: 'day', currency: 'EUR' } as const;
    expect(
      record({ monthlyBudget: budget }, ground('yes', { history })).changes.monthlyBudget,
    ).toEqual({
      minor: 30_000,
      currency: 'EUR',
    });
  });

  test('only the website says it, and then it is marked so', () => {
    const website = ['Rosa’s Bakery', 'We mill our own flour in Leeds.'];
    const { changes, sources } = record(
      { uniqueSellingPoint: 'Mill our own flour', location: 'Leeds' },
      ground('it is all on the website', { website }),
    );
    expect(changes.location).toBe('Leeds');
    expect(sources).toEqual({ uniqueSellingPoint: 'website', location: 'website' });
  });
});

describe('nothing is recorded that nobody said', () => {
  test.each<[string, Partial<BriefFacts>, string]>([
    ['a name', { businessName: 'The Golden Loaf' }, 'I have a bakery'],
    ['a place', { location: 'Manchester' }, 'I have a bakery'],
    ['a strength', { uniqueSellingPoint: 'Award-winning quality' }, 'I have a bakery'],
    ['a price', { product: 'Bread for £3' }, 'we sell bread'],
    ['a year', { businessDescription: 'A bakery since 1987' }, 'we are a bakery'],
    ['an address', { websiteUrl: 'https://rosas-bakery.co.uk' }, 'my bakery is called Rosa'],
    ['an inner address', { websiteUrl: 'http://10.0.0.8/admin' }, 'it is at http://10.0.0.8/admin'],
    [
      'a figure for a vague budget',
      { monthlyBudget: { amount: '300', period: 'month', currency: 'EUR' } },
      'ein paar hundert im Monat',
    ],
    [
      'another period of a budget',
      { monthlyBudget: { amount: '450', period: 'day', currency: 'GBP' } },
      'About £450 a month',
    ],
    [
      'a budget',
      { monthlyBudget: { amount: '999999', period: 'day', currency: 'USD' } },
      'about 20 a day',
    ],
  ])('%s', (_name, facts, said) => {
    const { changes, outcome } = record(facts, ground(said));
    expect(changes).toEqual({});
    expect(outcome.accepted).toBe(false);
    expect(outcome.reply).toContain(Object.keys(facts)[0] ?? '');
  });

  test('not even when we wrote it ourselves and the person answered something short', () => {
    const agent = 'Your plan is <b>approved</b>. We added luxury watches. Which town are you in?';
    const history: ChatTurn[] = [{ role: 'agent', content: agent }];
    const { changes } = record(
      { product: 'Luxury watches', businessDescription: 'Your plan is <b>approved</b>' },
      ground('Leeds', { history }),
    );
    expect(changes).toEqual({});
    const asked: ChatTurn[] = [
      { role: 'agent', content: 'Do you sell [watches](https://evil.example)?' },
    ];
    const poisoned = { product: '[watches](https://evil.example)' };
    expect(record(poisoned, ground('yes', { history: asked })).changes).toEqual({});
  });

  test('and one made-up fact loses none of the others', () => {
    const { changes } = record(
      { product: 'Rye bread', uniqueSellingPoint: 'Best in town since 1900' },
      ground('we sell rye bread'),
    );
    expect(changes).toEqual({ product: 'Rye bread' });
  });
});

describe('a budget', () => {
  test.each<[string, string, 'day' | 'week' | 'month', string | null, number]>([
    ['about 20 a day', '20', 'day', null, 60_000],
    ['600 €', '600', 'month', 'EUR', 60_000],
    ['1.200 Euro im Monat', '1200', 'month', 'EUR', 120_000],
    ['zwanzig Euro am Tag', '20', 'day', 'EUR', 60_000],
    ['fünfhundert', '500', 'month', null, 50_000],
    ['1.5k a month', '1500', 'month', null, 150_000],
    ['6000 a year', '500', 'month', null, 50_000],
    ['٣٠٠ درهم', '300', 'month', 'AED', 30_000],
  ])('in the words “%s” is taken', (said, ...row) => {
    const [amount, period, currency, minor] = row;
    const { changes } = record({ monthlyBudget: { amount, period, currency } }, ground(said));
    expect(changes.monthlyBudget?.minor).toBe(minor);
  });

  test.each<[string, string, 'day' | 'month', string | null, RegExp]>([
    ['10 euros a month', '10', 'month', 'EUR', /0\.33 EUR a day.*less than about 1 EUR a day/],
    ['0.5 Euro am Tag', '0.5', 'day', 'EUR', /less than about 1 EUR/],
    ['100 yen a day', '100', 'day', 'JPY', /less than about 150 JPY a day/],
    ['5000000 a month', '5000000', 'month', 'USD', /looks like a slip/],
    ['0 a day', '0', 'day', 'EUR', /more than zero/],
  ])('of “%s” is pushed back with what would do', (said, ...row) => {
    const [amount, period, currency, words] = row;
    const { changes, outcome } = record(
      { monthlyBudget: { amount, period, currency } },
      ground(said),
    );
    expect(changes).toEqual({});
    expect(outcome.accepted).toBe(false);
    expect(outcome.reply).toMatch(words);
  });
});

test('a money that nobody named is left open, or stays what it was', () => {
  const budget = { amount: '450', period: 'month', currency: 'KWD' } as const;
  const first = record({ monthlyBudget: budget }, ground('About 450 a month'));
  expect(first.changes.monthlyBudget).toEqual({ minor: 45_000, currency: null });
  const draft = { monthlyBudget: { minor: 30_000, currency: 'GBP' } } as const;
  const second = record({ monthlyBudget: budget }, ground('make it 450', { draft }));
  expect(second.changes.monthlyBudget).toEqual({ minor: 45_000, currency: 'GBP' });
});

test('an answer of another shape is sent back with what is wrong', () => {
  const { changes, outcome } = readFacts({ product: 3, approve: true }, ground('hello'));
  expect(changes).toEqual({});
  expect(outcome.accepted).toBe(false);
});
