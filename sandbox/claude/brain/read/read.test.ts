import { describe, expect, test } from 'vitest';
import { languageOf } from '../language.ts';
import { findAudience } from './audience.ts';
import { findBudget } from './budget.ts';
import { findGoal } from './goal.ts';
import { findLocation } from './location.ts';
import { readMessage } from './message.ts';
import type { Field } from './message.ts';
import { readPage } from './page.ts';
import { findWebsite } from './website.ts';

const budget = (text: string, asked: boolean) => {
  const found = findBudget(text, { asked, smallFigureIsDaily: false })?.value;
  return found === undefined ? null : [found.amount, found.period, found.currency];
};

describe('a budget that was asked for', () => {
  test.each([
    ['about 20 a day', '20', 'day', null],
    ['600 €', '600', 'month', 'EUR'],
    ['£450 per month', '450', 'month', 'GBP'],
    ['1.5k', '1500', 'month', null],
    ['€1.200', '1200', 'month', 'EUR'],
    ['1,500 dollars monthly', '1500', 'month', 'USD'],
    ['12,50 Euro am Tag', '12.5', 'day', 'EUR'],
    ['so 100 Franken in der Woche', '100', 'week', 'CHF'],
    ['environ 15 euros par jour', '15', 'day', 'EUR'],
    ['unos 300 euros al mes', '300', 'month', 'EUR'],
    ['twenty pounds a day', '20', 'day', 'GBP'],
    ['fünfhundert Euro', '500', 'month', 'EUR'],
    ['between 10 and 15 a day', '10', 'day', null],
    ['10-15 quid/day', '10', 'day', 'GBP'],
    ['6000 a year', '500', 'month', null],
    ['200 per week max', '200', 'week', null],
    ['$25/day to start', '25', 'day', 'USD'],
  ])('%s', (text, ...expected) => {
    expect(budget(text, true)).toEqual(expected);
  });

  test.each([
    'I have 3 employees',
    'open since 1987',
    'people aged 25 to 45',
    'within 20 km',
    'no idea',
  ])('is not found in "%s"', (text) => {
    expect(budget(text, true)).toBeNull();
  });
});

describe('a budget that comes up by itself', () => {
  test.each([
    ['My budget is 500 euros', ['500', 'month', 'EUR']],
    ['we can spend £15 a day', ['15', 'day', 'GBP']],
    ['Our cakes cost £30', null],
    ['The membership is £40 per month', null],
    ['We have sold 20 bikes a day', null],
    ['lessons from €25 each', null],
  ])('%s', (text, expected) => {
    expect(budget(text, false)).toEqual(expected);
  });
});

describe('a website', () => {
  test.each([
    ['www.rosas.co.uk', 'https://www.rosas.co.uk'],
    ['It is at HTTPS://Shop.example.com/a?b=1.', 'HTTPS://Shop.example.com/a?b=1'],
    ['rosas-bakery.de, seit 2019', 'https://rosas-bakery.de'],
    ['müller-brot.de', 'https://müller-brot.de'],
  ])('%s', (text, address) => {
    expect(findWebsite(text, false)?.value).toEqual({ kind: 'address', address });
  });

  test.each([
    ['I have no website', false],
    ["we don't have a website yet", false],
    ['noch keine Website', false],
    ['pas de site', false],
    ['no tengo página', false],
    ['nope', true],
    ['not yet', true],
    ['leider nicht', true],
  ])('there is none: %s', (text, asked) => {
    expect(findWebsite(text, asked)?.value).toEqual({ kind: 'none' });
  });

  test.each(['write to rosa@example.com', 'We open at 9.30 e.g. on Mondays', 'no'])(
    'is not found in "%s"',
    (text) => {
      expect(findWebsite(text, false)).toBeNull();
    },
  );
});

describe('a goal', () => {
  test.each([
    ['more bookings', 'LEADS'],
    ['people should call me', 'LEADS'],
    ['mehr Anfragen', 'LEADS'],
    ['prendre rendez-vous', 'LEADS'],
    ['que me llamen, más citas', 'LEADS'],
    ['buy online', 'SALES'],
    ['mehr verkaufen', 'SALES'],
    ['plus de ventes', 'SALES'],
    ['visit my website', 'TRAFFIC'],
    ['mehr Besucher', 'TRAFFIC'],
    ['más visitas', 'TRAFFIC'],
    ['download the app', 'APP_INSTALLS'],
    ['App installieren', 'APP_INSTALLS'],
    ['2', 'SALES'],
    ["que les gens m'appellent", 'LEADS'],
    ['que me escriban', 'LEADS'],
  ])('asked for: %s', (text, goal) => {
    expect(
      findGoal(text, {
        asked: true,
        alone: false,
        repeats: false,
        hasWebsite: false,
      })?.value,
    ).toBe(goal);
  });

  test('is not read from what the business does', () => {
    for (const text of ['I sell cakes', 'We install kitchens', 'People book us for weddings']) {
      expect(
        findGoal(text, { asked: false, alone: true, repeats: false, hasWebsite: true }),
      ).toBeNull();
    }
  });

  test('"more customers" means visits with a website and enquiries without', () => {
    const goal = (hasWebsite: boolean) =>
      findGoal('I want more customers', { asked: false, alone: true, repeats: false, hasWebsite })
        ?.value;
    expect([goal(true), goal(false)]).toEqual(['TRAFFIC', 'LEADS']);
  });
});

describe('a place', () => {
  test.each([
    ['A bakery in Leeds', 'Leeds'],
    ['Leeds, York and Hull', 'Leeds, York and Hull'],
    ["We're in York, not Leeds", 'York'],
    ['all over Germany', 'All over Germany'],
    ['Bristol and 20 miles around', 'Bristol and 20 miles around'],
    ['in Graz und Umgebung', 'Graz und Umgebung'],
    ['une boulangerie à Saint-Étienne', 'Saint-Étienne'],
    ['un taller en Málaga', 'Málaga'],
    ['a pub near Little Snoring', 'Little Snoring'],
  ])('%s', (text, place) => {
    expect(findLocation(text, false)?.value).toBe(place);
  });

  test.each([
    'Nice cakes and bath salts',
    'Reading glasses for everyone',
    'We open in January',
    'Wir backen in Handarbeit',
    'I teach in English',
  ])('is not found in "%s"', (text) => {
    expect(findLocation(text, false)).toBeNull();
  });

  test.each([
    ['nationwide', 'Nationwide'],
    ['just our village', 'Our village'],
    ['deutschlandweit', 'Deutschlandweit'],
  ])('asked for: %s', (text, place) => {
    expect(findLocation(text, true)?.value).toBe(place);
  });
});

describe('an audience', () => {
  test.each([
    ['We sell bread for young families in Leeds', 'Young families'],
    ['Our customers are mostly women over 30.', 'Women over 30'],
    ['Unsere Kunden sind Hausbesitzer', 'Hausbesitzer'],
    ['Nos clients sont des couples de 30 ans', 'Des couples de 30 ans'],
    ['Para familias con niños', 'Familias con niños'],
  ])('%s', (text, people) => {
    expect(findAudience(text)?.value).toBe(people);
  });

  test('is not the child a book is made for, nor a thing', () => {
    expect(findAudience('des livres pour enfants')).toBeNull();
    expect(findAudience('paint for garden fences')).toBeNull();
  });
});

describe('the language', () => {
  test.each([
    [['We sell bread in Berlin'], 'en'],
    [['Wir verkaufen Brot'], 'de'],
    [['Nous vendons du pain'], 'fr'],
    [['Vendemos pan para la gente del barrio'], 'es'],
    [['Leeds', 'Ich habe einen Laden'], 'de'],
    [['Leeds'], 'en'],
  ] as const)('of %j is %s', (texts, language) => {
    expect(languageOf(texts)).toBe(language);
  });
});

describe('several answers in one message', () => {
  const after = (text: string, asked: readonly Field[], known: readonly Field[]) =>
    readMessage(text, {
      asked,
      again: [],
      known: new Set<string>(known),
      hasWebsite: false,
      smallFigureIsDaily: false,
    });

  test('each sentence goes to the field it answers, and none is stitched to another', () => {
    const said =
      'I would like more people to visit the website and order. Mostly families and young professionals around Leeds who like good food.';
    expect(after(said, ['targetAudience'], ['businessDescription', 'product', 'location'])).toEqual(
      {
        goal: 'TRAFFIC',
        targetAudience: 'Families and young professionals around Leeds who like good food',
      },
    );
  });

  test('a wish that is known already is no answer to another question', () => {
    const known = ['businessDescription', 'product', 'targetAudience', 'goal'] as const;
    expect(after('I would like more visits to my website', ['uniqueSellingPoint'], known)).toEqual(
      {},
    );
  });

  test('an address with its scheme is one, whatever it ends in', () => {
    expect(after('https://millstone-bakery.example', ['websiteUrl'], [])).toMatchObject({
      websiteUrl: 'https://millstone-bakery.example',
    });
  });
});

test('a page of a website is read for what it says plainly, and for nothing else', () => {
  expect(
    readPage({
      title: 'Rosa’s Bakery | Bread in Leeds',
      description: 'A small bakery in Leeds. Open daily.',
      text: 'Welcome\nWe sell sourdough bread for young families.\nWe are known for our own mill.',
    }),
  ).toEqual({
    businessName: 'Rosa’s Bakery',
    businessDescription: 'A small bakery in Leeds',
    product: 'Sourdough bread',
    targetAudience: 'Young families',
    location: 'Leeds',
    uniqueSellingPoint: 'Our own mill',
  });
  expect(Object.values(readPage({ title: 'Home', text: '' })).every((fact) => fact === null)).toBe(
    true,
  );
});
