import { expect, test } from 'vitest';
import { examplePlan } from '../plan/plan-example.ts';
import { authorityFor } from './authority.ts';
import { planCard } from './card.ts';

const plan = examplePlan();
const card = planCard(plan, authorityFor(plan.dailyBudgetMinor, plan.currency));
const row = (label: string) => card.rows.find((one) => one.label === label)?.value ?? '';

test('the button and the question carry the most a week can cost', () => {
  expect(card.approveLabel).toBe('Approve and spend up to £105 a week');
  expect(card.question).toContain('£105 a week');
});

test('the day that may cost more than the average is named', () => {
  expect(row('Most it can cost')).toContain('up to £26.25 on one day, never more than £105 a week');
});

test('all the rows a person needs are there and none is empty', () => {
  const labels = card.rows.map((one) => one.label);
  expect(labels).toEqual([
    'What happens',
    'Most it can cost',
    'Until',
    'Who will see it',
    'What to expect',
    'What I may change without asking',
    'How to stop',
  ]);
  expect(card.rows.every((one) => one.value.length > 10)).toBe(true);
});

test('no word of the trade and no id reaches the person', () => {
  const words = JSON.stringify({ ...card, ads: card.ads.map(({ assetId: _id, ...ad }) => ad) });
  expect(words).not.toMatch(/OUTCOME|LINK_CLICKS|LEARN_MORE|act_|\bCTR\b|\bROAS\b|!/);
});

test('each ad is shown with its button in words and the host it leads to', () => {
  expect(card.ads[0]).toMatchObject({ button: 'Learn more', linkHost: 'bakery.example' });
});

test('a goal that cannot be measured is said on the card', () => {
  const sales = examplePlan({
    brief: {
      businessDescription: 'x',
      product: 'x',
      targetAudience: 'x',
      goal: 'SALES',
      monthlyBudget: { minor: 1, currency: null },
      location: 'x',
      uniqueSellingPoint: 'x',
      websiteUrl: 'https://a.example',
      businessName: null,
    },
  });
  const happens = planCard(sales, authorityFor(1500, 'GBP')).rows[0]?.value ?? '';
  expect(happens).toContain('cannot aim at buyers');
});
