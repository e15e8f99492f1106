import { expect, test } from 'vitest';
import { rewritten, simplify } from './simplify.ts';

const LONG =
  'Your ads were shown approximately 1,240 times in the last week, and individuals clicked on them 31 times, which is considerably more than in the week before, although it is too early to tell.';

test('long sentences become short ones in plainer words, with every figure kept', () => {
  const simple = simplify(LONG, []);
  const lengths = simple.split(/(?<=[.!?])\s/).map((sentence) => sentence.split(/\s+/).length);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(15);
  expect(simple).toContain('about 1,240 times');
  expect(simple).toContain('31');
  expect(simple).not.toContain('individuals');
  expect(simplify(simple, [])).toBe(simple);
});

test('a list keeps its entries', () => {
  expect(simplify('Done lately:\n- I paused all ads\n- I looked', [])).toBe(
    'Done lately.\n- I paused all ads.\n- I looked.',
  );
});

test('a sentence with a figure from nowhere goes', () => {
  const answer = 'You spent £20. That is 45 less than before.';
  const problems = ['These figures are in nothing that was looked at: 45. Leave them out.'];
  expect(rewritten({ answer, problems })).toEqual({ text: 'You spent £20.' });
});
