import { expect, test } from 'vitest';
import type { SpecialAdCategory } from './plan.ts';
import { categoryConsequence, suspectedCategory, widened } from './special-category.ts';

test.each<readonly [string, SpecialAdCategory]>([
  ['A care home that is hiring nurses', 'EMPLOYMENT'],
  ['Recruitment agency for drivers', 'EMPLOYMENT'],
  ['Wir haben Stellenangebote für Köche', 'EMPLOYMENT'],
  ['An estate agent in Leeds', 'HOUSING'],
  ['Flats to rent near the sea', 'HOUSING'],
  ['Immobilienmakler in Graz', 'HOUSING'],
  ['Mortgage advice for first-time buyers', 'FINANCIAL_PRODUCTS_SERVICES'],
  ['Car insurance in an hour', 'FINANCIAL_PRODUCTS_SERVICES'],
  ['Prêts pour petites entreprises', 'FINANCIAL_PRODUCTS_SERVICES'],
  ['Vote for Anna in the council election', 'ISSUES_ELECTIONS_POLITICS'],
  ['An online casino', 'ONLINE_GAMBLING_AND_GAMING'],
])('"%s" points to a special category', (text, category) => {
  expect(suspectedCategory([text])).toBe(category);
});

test.each([
  'A small bakery in Leeds that sells sourdough bread',
  'Yoga classes for women over 40',
  'We do a good job with every kitchen, and give full credit for returns',
  'A home cleaning service with happy customers',
  'Handmade candles for your home',
  'A board game shop with chess evenings',
  'Garden design, also for rented gardens',
])('"%s" is an ordinary business', (text) => {
  expect(suspectedCategory([text])).toBeNull();
});

test('a restricted audience has every adult, no interests and a wide circle', () => {
  const place = { kind: 'city', key: '1', name: 'Leeds', countryCode: 'GB', radiusKm: 17 } as const;
  const narrow = { ageMin: 25, ageMax: 40, gender: 'women', places: [place] } as const;
  expect(widened({ ...narrow, interests: [{ id: '1', name: 'Baking' }] })).toEqual({
    ageMin: 18,
    ageMax: 65,
    gender: 'all',
    interests: [],
    places: [{ ...place, radiusKm: 25 }],
  });
});

test('what a category means is said without words of the trade', () => {
  expect(categoryConsequence('HOUSING')).toContain('every age and sex');
  expect(categoryConsequence('ISSUES_ELECTIONS_POLITICS')).not.toContain('every age');
});
