import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { checkCopy, findingWords, isBlocking } from './copy-check.ts';
import type { CopyFinding } from './copy-check.ts';

const SITE = 'https://www.bakery.example/shop';
const ok = {
  primaryText: 'Fresh bread at seven.',
  headline: 'Warm bread',
  description: 'In Leeds',
};
const kinds = (primaryText: string) =>
  checkCopy({ ...ok, primaryText }, SITE).map(({ kind }) => kind);

test.each<readonly [CopyFinding['kind'], string]>([
  ['promise', 'Guaranteed results in a week'],
  ['promise', 'Our method is 100% effective'],
  ['promise', 'A risk-free way to sell'],
  ['promise', 'The #1 bakery of the north'],
  ['promise', 'Number one in Leeds'],
  ['promise', 'The best bakery in town'],
  ['promise', 'Die Nummer eins für Brot'],
  ['promise', 'A miracle cream for your skin'],
  ['promise', 'Remède miracle pour le dos'],
  ['promise', 'See the before and after pictures'],
  ['promise', 'Lose 10 kg with our tea'],
  ['promise', 'Get rich with our course'],
  ['promise', 'Earn £500 a day from your sofa'],
  ['promise', 'Your way to financial freedom'],
  ['promise', 'Résultats garantis'],
  ['person', 'Are you diabetic? Try our bread'],
  ['person', 'Are you lonely? Come dancing'],
  ['person', 'We help with your debt'],
  ['person', 'Struggling with anxiety? Try yoga'],
  ['person', 'Sind Sie einsam? Wir tanzen'],
  ['person', 'Leiden Sie unter Schulden?'],
  ['shouting', 'BREAD WHICH PLEASES EVERYBODY'],
  ['shouting', 'Come today!!'],
  ['shouting', 'Hurry! Fresh! Now! Come in'],
  ['address', 'Order at cheapbread.com'],
  ['address', 'See https://evil.example/win'],
  ['length', 'Bread and butter. '.repeat(20)],
  ['empty', '   '],
])('finds %s in "%s"', (kind, line) => {
  expect(kinds(line)).toContain(kind);
});

test.each([
  'Still warm at seven. Order today and collect tomorrow.',
  'Sourdough in Leeds, from Crumb & Crust. We bake through the night.',
  'Looking for yoga classes? Small groups with eight people at most.',
  'Are you free on Saturday? Come and taste.',
  'Loved by people in Leeds since 1998.',
  'A course on how to read your pension papers.',
  'We mill our own flour. See www.bakery.example for opening hours.',
  'The best part of the morning: warm bread.',
  'Guitar in five minutes a day, whoever you are.',
  'UK made BBQ sauce by IKEA fans',
  'Your own garden, planned in a week.',
  'Brot aus Leidenschaft, jeden Morgen frisch.',
  'Ein Kurs für alle ab 40, in kleinen Gruppen.',
  'Single malt and fat chips for your Friday.',
])('lets "%s" pass', (line) => {
  expect(checkCopy({ ...ok, primaryText: line }, SITE)).toEqual([]);
});

test('a description may be left out, a headline may not', () => {
  expect(checkCopy({ ...ok, description: '' }, SITE)).toEqual([]);
  expect(checkCopy({ ...ok, headline: '' }, SITE).map(({ part }) => part)).toEqual(['headline']);
});

test('only what cannot exist at Facebook is blocking', () => {
  const [long] = checkCopy({ ...ok, headline: 'x'.repeat(41) }, SITE);
  const [loud] = checkCopy({ ...ok, headline: 'Number one bread' }, SITE);
  expect(long !== undefined && isBlocking(long)).toBe(true);
  expect(loud !== undefined && isBlocking(loud)).toBe(false);
});

test('the words name the line and never the rule', () => {
  const [finding] = checkCopy({ ...ok, headline: 'Number one bread' }, SITE);
  expect(finding === undefined ? '' : findingWords(finding)).toBe(
    'The headline “Number one bread” promises more than anyone can keep.',
  );
});

test('reads any text without failing, and quickly', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 2_000 }), (line) => {
      checkCopy({ primaryText: line, headline: line, description: line }, SITE);
    }),
  );
});
