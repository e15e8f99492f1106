import { describe, expect, test } from 'vitest';
import { addDays } from './calendar.ts';
import { performanceOf } from './figures.ts';
import type { PerformanceInput } from './figures.ts';
import { reportText, reportTitle } from './report.ts';
import type { DaySnapshot } from './snapshot.ts';

const TODAY = '2026-03-30';

function day(back: number, changes: Partial<DaySnapshot> = {}): DaySnapshot {
  return {
    adId: null,
    day: addDays(TODAY, -back),
    currency: 'GBP',
    spendMinor: 1_200,
    impressions: 900,
    reach: 700,
    frequency: 1.3,
    clicks: 20,
    ctr: 20 / 900,
    conversions: 8,
    costPerConversionMinor: 150,
    valueMinor: null,
    roas: null,
    ...changes,
  };
}

const days = (count: number, changes: Partial<DaySnapshot> = {}): DaySnapshot[] =>
  Array.from({ length: count }, (_, back) => day(back, changes));

function input(changes: Partial<PerformanceInput> = {}): PerformanceInput {
  return {
    campaign: 'Fresh bread',
    status: 'live',
    currency: 'GBP',
    dailyBudgetMinor: 1_500,
    resultNoun: 'website visits',
    today: TODAY,
    liveSinceDay: '2026-03-01',
    days: 7,
    snapshots: days(14),
    ads: [],
    ...changes,
  };
}

const ad = (id: string, clicks: number, impressions = 2_000): DaySnapshot =>
  day(1, { adId: id, clicks, impressions });
const ADS = ['a', 'b'].map((id) => ({ id, headline: `Ad ${id}`, status: 'switched on' }));

describe('figures of the last days', () => {
  test('carry their ranges and leave out what lies before', () => {
    expect(performanceOf(input()).totals).toEqual({
      spent: '£84',
      timesShown: 6_300,
      peopleOnBestDay: 700,
      clicks: 140,
      results: 56,
      resultsRange: '44 to 70',
      costPerResult: '£1.50',
      costPerResultRange: '£1.20 to £1.91',
      tooEarly: null,
    });
  });

  test('begin with the campaign, not before it', () => {
    const { from, to, before, comparedWithBefore } = performanceOf(
      input({ liveSinceDay: '2026-03-28', snapshots: days(3) }),
    );
    expect([from, to]).toEqual(['Saturday 28 March', 'Monday 30 March']);
    expect([before, comparedWithBefore]).toEqual([null, null]);
  });

  test('are compared with the days before for the same money', () => {
    const more = [...days(7, { conversions: 20 }), ...days(14).slice(7)];
    expect(performanceOf(input()).comparedWithBefore).toBe('no clear difference');
    expect(performanceOf(input({ snapshots: more })).comparedWithBefore).toBe('more');
    const dearer = [...days(7, { conversions: 16, spendMinor: 2_400 }), ...days(14).slice(7)];
    expect(performanceOf(input({ snapshots: dearer })).comparedWithBefore).toBe(
      'no clear difference',
    );
  });

  test('that were not counted are missing, not zero', () => {
    const { totals } = performanceOf(input({ snapshots: days(7, { conversions: null }) }));
    expect(totals).toMatchObject({ results: null, costPerResult: null, resultsRange: null });
    expect(totals.tooEarly).toContain('cannot be counted');
  });

  test('without a result name the least that one may cost', () => {
    const { totals } = performanceOf(input({ snapshots: days(7, { conversions: 0 }) }));
    expect(totals).toMatchObject({ results: 0, costPerResult: null });
    expect(totals.costPerResultRange).toBe('at least £28');
    expect(totals.tooEarly).toBe('0 website visits so far, at least 10 are needed');
  });

  test('list two weeks of single days at most', () => {
    expect(performanceOf(input({ days: 60, snapshots: days(60) })).perDay).toHaveLength(14);
  });
});

describe('ads', () => {
  test.each([
    [[ad('a', 60), ad('b', 20)], '“Ad a” clearly gets more clicks than the others'],
    [[ad('a', 22), ad('b', 20)], 'no clear difference'],
    [[ad('a', 2), ad('b', 1)], 'too early to tell'],
    [
      [ad('a', 60), ad('b', 9, 400)],
      'too early to tell: each ad has to be shown at least 1000 times',
    ],
    [[ad('a', 60)], null],
  ])('%#: %s', (snapshots, verdict) => {
    expect(performanceOf(input({ snapshots, ads: ADS })).adsCompared).toBe(verdict);
  });

  test('that were never made have no figures, whatever else was measured', () => {
    const lost = [{ id: null, headline: 'Lost', status: 'switched off' }];
    const { ads } = performanceOf(input({ ads: lost }));
    expect(ads[0]).toMatchObject({ headline: 'Lost', timesShown: 0 });
  });
});

describe('a report', () => {
  test('says what came, how sure that is, and what is too early', () => {
    const text = reportText(performanceOf(input()));
    expect(text).toContain('That brought 56 website visits.');
    expect(text).toContain('44 to 70 website visits: so much is chance.');
    expect(text).toContain('no clear difference for the money');
    const young = reportText(
      performanceOf(input({ snapshots: days(2), liveSinceDay: '2026-03-29' })),
    );
    expect(young).toContain('too early to tell');
    expect(young).not.toContain('so much is chance');
  });

  test('of a time without ads says just that', () => {
    const text = reportText(performanceOf(input({ snapshots: [] })));
    expect(text).toContain('were not shown in this time, and nothing was spent');
  });

  test('is named by its days', () => {
    expect(reportTitle(performanceOf(input({ days: 1 })))).toBe('Report of Monday 30 March');
    expect(reportTitle(performanceOf(input()))).toBe(
      'Report from Tuesday 24 March to Monday 30 March',
    );
  });
});
