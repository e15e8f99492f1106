import { expect, test } from 'vitest';
import { asArray, asObject, asText } from '../../json.ts';
import { hashOf, randomFrom } from '../../random.ts';
import { writeFix } from './fix.ts';
import { writePlan } from './plan.ts';

const BRIEF = {
  businessDescription: 'A small bakery',
  product: 'Sourdough bread',
  targetAudience: 'Families nearby',
  goal: 'TRAFFIC',
  location: 'Leeds',
  uniqueSellingPoint: 'Baked at dawn',
  websiteUrl: 'https://bakery.example',
  pageName: "Miller's Bakery",
};
const plan = (changes: object = {}) => writePlan({ ...BRIEF, ...changes }, randomFrom(hashOf('x')));
const audiences = (changes: object) => asArray(plan(changes)['audiences']).map(asObject);

test.each<readonly [string, object, readonly number[]]>([
  ['one town', {}, [100]],
  ['two towns', { location: 'Leeds and also York' }, [50, 50]],
  ['three towns', { location: 'Leeds and also York and also Manchester' }, [34, 33, 33]],
  ['two groups', { targetAudience: 'Familien und auch Studierende' }, [50, 50]],
  ['towns that belong together', { location: 'Leeds and York' }, [100]],
])('%s make the shares fit', (_what, changes, shares) => {
  expect(audiences(changes).map(({ sharePercent }) => sharePercent)).toEqual(shares);
});

test('each group is seen by its own ages', () => {
  const [families, students] = audiences({ targetAudience: 'Families and also students' });
  expect(families).toMatchObject({ ageMin: 25, ageMax: 50 });
  expect(students).toMatchObject({ ageMin: 18, ageMax: 28 });
});

test('the spare ad differs from those that run', () => {
  const { ads, spareAds } = plan();
  const texts = [...asArray(ads), ...asArray(spareAds)].map((ad) => asObject(ad)['primaryText']);
  expect(texts).toHaveLength(3);
  expect(new Set(texts).size).toBe(3);
});

test.each([
  ['Flats to let', 'HOUSING'],
  ['Drivers wanted', 'EMPLOYMENT'],
  ['Bread', null],
])('"%s" belongs to %s', (product, category) => {
  expect(plan({ product })['specialAdCategory']).toBe(category);
});

test('a correction does without the owner’s praise', () => {
  const praise = { uniqueSellingPoint: 'Number one in town' };
  expect(JSON.stringify(plan(praise)['ads'])).toContain('Number one');
  const corrected = plan({ ...praise, correction: { refusedLines: ['x'] } });
  expect(JSON.stringify(corrected['ads'])).not.toContain('Number one');
});

test('another ad for a refused one keeps the offer and says what changed', () => {
  const ad = { primaryText: 'Guaranteed results', headline: 'Number one', description: '' };
  const fix = writeFix({ ...BRIEF, ad, reason: 'Misleading claims' });
  expect(asText(fix['primaryText'])).toContain('bread');
  expect(fix['changesPicture']).toBe(false);
  expect(asText(fix['explanation']).length).toBeGreaterThan(20);
});
