import { expect, test } from 'vitest';
import { examplePlan } from '../plan/plan-example.ts';
import { authorityFor } from './authority.ts';
import { fixCard, fixDiff } from './fix-card.ts';

const plan = examplePlan();
const [before] = plan.adSets[0]?.ads ?? [];
if (before === undefined) throw new Error('The example has an ad.');
const after = { ...before, key: 'f1', headline: 'Bread from Leeds' };
const fix = {
  plan,
  before,
  after,
  reason: 'Unacceptable business practices',
  explanation: 'I left out the praise.',
  authority: authorityFor(1500, 'GBP'),
};

test('names the refused ad, Facebook’s reason and that nothing more is spent', () => {
  const card = fixCard(fix);
  const words = card.rows.map(({ label, value }) => `${label}: ${value}`).join('\n');
  expect(card.question).toContain('“Warm bread at seven”');
  expect(card.approveLabel).toBe('Approve the new ad, still up to £105 a week');
  expect(words).toContain('Facebook says: “Unacceptable business practices”');
  expect(words).toContain('Nothing more: it runs within the £105 a week that you approved.');
  expect(words).toContain('Until: Tuesday 31 March 2026, as before');
  expect(card.ads).toMatchObject([{ key: 'f1', headline: 'Bread from Leeds' }]);
});

test('a refusal without a reason is said as such', () => {
  expect(fixCard({ ...fix, reason: null }).rows[0]?.value).toBe('Facebook gave no reason.');
});

test('only what differs is shown before and after', () => {
  expect(fixDiff(before, after)).toEqual([
    { label: 'Headline', before: 'Warm bread at seven', after: 'Bread from Leeds' },
  ]);
  const redrawn = { ...after, image: { ...after.image, sha256: 'f'.repeat(64) } };
  expect(fixDiff(before, redrawn)).toHaveLength(2);
});
