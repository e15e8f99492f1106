import { describe, expect, it } from 'vitest';
import type { ResultsDto } from '../../../contract/model.ts';
import { summary } from './summary.ts';

function results(totals: Partial<ResultsDto['totals']>, days = 2): ResultsDto {
  return {
    campaignRecordId: 'eeeeeeee-0000-4000-8000-000000000001',
    currency: 'GBP',
    resultNoun: 'website visits',
    days: Array.from({ length: days }, (_, index) => ({
      day: `2026-11-2${index}`,
      spendMinor: 0,
      impressions: 0,
      reach: 0,
      clicks: 0,
      conversions: null,
      provisional: false,
    })),
    ads: [],
    totals: { spendMinor: 4200, impressions: 900, clicks: 31, conversions: 28, ...totals },
    updatedAt: null,
  };
}

describe('the sentence above the chart', () => {
  it('gives the cost of each result once there are enough', () => {
    expect(summary(results({}))).toBe(
      'Over 2 days the ads cost £42 and brought 28 website visits. That is about £1.50 for each.',
    );
  });

  it('draws no conclusion from few results', () => {
    expect(summary(results({ conversions: 3 }, 1))).toBe(
      'On the first day the ads cost £42 and brought 3 website visits. That is too few to tell how well they do.',
    );
  });

  it('speaks of clicks where results are not known', () => {
    expect(summary(results({ conversions: null }))).toBe(
      'Over 2 days the ads cost £42 and brought 31 clicks.',
    );
  });

  it('says so when nothing was shown yet', () => {
    expect(summary(results({ impressions: 0 }))).toBe(
      'Facebook has not shown the ads yet. Too early to tell.',
    );
  });
});
