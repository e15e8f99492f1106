import { describe, expect, it } from 'vitest';
import type { ApprovalCard } from '../../../contract/launch.ts';
import { changesOf, draftOf, fieldOf, mostWords } from './plan-draft.ts';
import type { PlanDraft } from './plan-draft.ts';

const TODAY = '2026-11-23';
const CARD: ApprovalCard = {
  question: 'Shall I?',
  rows: [],
  approveLabel: 'Approve',
  reasoning: null,
  edit: {
    dailyBudgetMinor: 1500,
    minimumDailyMinor: 100,
    currency: 'GBP',
    lastDay: '2026-12-22',
    places: ['Leeds'],
  },
  ads: [
    {
      key: 'a1',
      pageName: 'Crumb',
      primaryText: 'Warm bread before eight.',
      headline: 'Fresh bread',
      description: '',
      button: 'Learn more',
      linkHost: null,
      assetId: 'eeeeeeee-0000-4000-8000-000000000001',
    },
  ],
};

const SHARED: ApprovalCard = {
  ...CARD,
  edit: {
    dailyBudgetMinor: 1500,
    minimumDailyMinor: 200,
    currency: 'GBP',
    lastDay: '2026-12-22',
    places: ['Leeds', 'York'],
    audiences: [
      { key: 's1', name: 'Leeds, 25 to 54', dailyBudgetMinor: 900 },
      { key: 's2', name: 'York, 25 to 54', dailyBudgetMinor: 600 },
    ],
  },
};

function draft(more: Partial<PlanDraft> = {}): PlanDraft {
  const own = draftOf(CARD);
  if (own === null) throw new Error('The card can be edited.');
  return { ...own, ...more };
}
const problemsIn = (more: Partial<PlanDraft>): string[] => {
  const outcome = changesOf(CARD, draft(more), TODAY);
  return outcome.ok ? [] : outcome.problems.map(({ field }) => field);
};

describe('changing a plan on its card', () => {
  it('sends only what is different', () => {
    expect(changesOf(CARD, draft(), TODAY)).toEqual({ ok: true, changes: {} });
    const [ad] = draft().ads;
    const changed = draft({
      daily: '12.50',
      places: ['Leeds', ' York ', ''],
      ads: ad === undefined ? [] : [{ ...ad, headline: 'Bread at dawn ' }],
    });
    expect(changesOf(CARD, changed, TODAY)).toEqual({
      ok: true,
      changes: {
        dailyBudgetMinor: 1250,
        places: ['Leeds', 'York'],
        ads: [{ key: 'a1', headline: 'Bread at dawn' }],
      },
    });
  });

  it('says what is wrong at the field where it is', () => {
    expect(problemsIn({ daily: 'a lot' })).toEqual(['daily']);
    expect(problemsIn({ daily: '0.50' })).toEqual(['daily']);
    expect(problemsIn({ daily: '1.500' })).toEqual(['daily']);
    expect(problemsIn({ lastDay: TODAY })).toEqual(['lastDay']);
    expect(problemsIn({ lastDay: '2026-11-24' })).toEqual(['lastDay']);
    expect(problemsIn({ lastDay: '2026-11-25' })).toEqual([]);
    expect(problemsIn({ lastDay: '2036-11-23' })).toEqual(['lastDay']);
    expect(problemsIn({ places: [' '] })).toEqual(['places']);
    const [ad] = draft().ads;
    expect(problemsIn({ ads: ad === undefined ? [] : [{ ...ad, headline: ' ' }] })).toEqual([
      'a1.headline',
    ]);
  });

  it('takes the parts of several audiences, and the whole follows', () => {
    const own = draftOf(SHARED);
    if (own === null || SHARED.edit === undefined) throw new Error('The card can be edited.');
    expect(own.audiences.map(({ daily }) => daily)).toEqual(['9', '6']);
    const [leeds, york] = own.audiences;
    if (leeds === undefined || york === undefined) throw new Error('There are two.');
    const changed = { ...own, audiences: [leeds, { ...york, daily: '7.50' }] };
    expect(changesOf(SHARED, changed, TODAY)).toEqual({
      ok: true,
      changes: { audiences: [{ key: 's2', dailyBudgetMinor: 750 }] },
    });
    expect(mostWords(changed, SHARED.edit, TODAY)).toMatch(
      /^Together £16.50 a day. At most £28.87 on one day/,
    );
    const little = {
      ...own,
      audiences: [
        { ...leeds, daily: '0.99' },
        { ...york, daily: 'x' },
      ],
    };
    const outcome = changesOf(SHARED, little, TODAY);
    expect(outcome.ok ? [] : outcome.problems).toEqual([
      { field: 's1.daily', problem: 'Facebook asks for at least £1 a day.' },
      { field: 's2.daily', problem: 'Please give the amount as a number, such as 15.' },
    ]);
    expect(mostWords(little, SHARED.edit, TODAY)).toBeNull();
  });

  it('shows the most it would cost while the amount is typed', () => {
    const { edit } = CARD;
    if (edit === undefined) throw new Error('The card can be edited.');
    // Monday to Sunday: six days up to Saturday of one week, one day of the next.
    expect(mostWords(draft({ daily: '10', lastDay: '2026-11-29' }), edit, TODAY)).toBe(
      'At most £17.50 on one day, £70 a week and £87.50 in total until 29 Nov.',
    );
    expect(mostWords(draft({ daily: '' }), edit, TODAY)).toBeNull();
    expect(mostWords(draft({ lastDay: '9999-01-01' }), edit, TODAY)).toBeNull();
  });

  it('finds the input a refusal is about', () => {
    const sent = { ads: [{ key: 'a2', headline: 'Too loud' }] };
    expect(fieldOf('changes.dailyBudgetMinor', {})).toBe('daily');
    expect(fieldOf('changes.places.1', {})).toBe('places');
    expect(fieldOf('changes.ads.0.headline', sent)).toBe('a2.headline');
    expect(fieldOf('changes.ads.0.key', sent)).toBeNull();
    expect(fieldOf('changes.ads', sent)).toBeNull();
    const parts = { audiences: [{ key: 's2', dailyBudgetMinor: 5 }] };
    expect(fieldOf('changes.audiences.0.dailyBudgetMinor', parts)).toBe('s2.daily');
    expect(fieldOf(null, sent)).toBeNull();
  });
});
