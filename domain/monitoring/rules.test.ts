import { expect, test } from 'vitest';
import { authorityFor } from '../approval/authority.ts';
import { plainNote } from './note.ts';
import { significantEvents } from './rules.ts';
import type { MonitoredAd, MonitoringInput, SignificantKind } from './rules.ts';
import type { DaySnapshot } from './snapshot.ts';

function day(changes: Partial<DaySnapshot> & { day: string }): DaySnapshot {
  return {
    adId: null,
    currency: 'GBP',
    spendMinor: 1500,
    impressions: 3000,
    reach: 2500,
    frequency: 1.2,
    clicks: 60,
    ctr: 0.02,
    conversions: 60,
    costPerConversionMinor: 25,
    valueMinor: null,
    roas: null,
    ...changes,
  };
}

const ad: MonitoredAd = { id: '1', headline: 'Bread', effectiveStatus: 'ACTIVE', feedback: null };

/** Wednesday 11 March 2026 in the afternoon; live since Monday 2 March. */
function input(changes: Partial<MonitoringInput> = {}): MonitoringInput {
  return {
    campaignRecordId: 'c',
    today: '2026-03-11',
    hour: 15,
    liveSinceDay: '2026-03-02',
    currency: 'GBP',
    dailyBudgetMinor: 1500,
    authority: authorityFor(1500, 'GBP'),
    resultNoun: 'website visits',
    campaignDays: [],
    adDays: [],
    ads: [ad],
    ...changes,
  };
}

function kinds(changes: Partial<MonitoringInput>): readonly SignificantKind[] {
  return significantEvents(input(changes))
    .map((event) => event.kind)
    .filter((kind) => kind !== 'first-numbers');
}

test('no numbers, nothing to tell', () => {
  expect(significantEvents(input())).toEqual([]);
});

test('the first numbers are told once, whatever they are', () => {
  const events = significantEvents(input({ campaignDays: [day({ day: '2026-03-11' })] }));
  expect(events).toMatchObject([{ kind: 'first-numbers', dedupeKey: 'c:first-numbers:' }]);
});

test('yesterday is told once it was a whole day of running', () => {
  const campaignDays = [day({ day: '2026-03-10' })];
  expect(kinds({ campaignDays })).toEqual(['daily-summary']);
  expect(kinds({ campaignDays, liveSinceDay: '2026-03-10' })).toEqual([]);
  expect(kinds({ campaignDays, today: '2026-03-12' })).not.toContain('daily-summary');
});

test.each(['DISAPPROVED', 'WITH_ISSUES'])('an ad that is %s is told', (effectiveStatus) => {
  expect(kinds({ ads: [{ ...ad, effectiveStatus }] })).toEqual(['ad-refused']);
});

test('ads that are on but were not shown for a day are told, a pause of today is not', () => {
  expect(kinds({ campaignDays: [day({ day: '2026-03-08' })] })).toEqual(['delivery-stopped']);
  expect(kinds({ campaignDays: [day({ day: '2026-03-10' })] })).not.toContain('delivery-stopped');
  const off = [{ ...ad, effectiveStatus: 'CAMPAIGN_PAUSED' }];
  expect(kinds({ campaignDays: [day({ day: '2026-03-08' })], ads: off })).toEqual([]);
});

test('a day above 175 % of the average and a week above seven times it are told', () => {
  const above = [day({ day: '2026-03-05', spendMinor: 2626 })];
  expect(kinds({ campaignDays: above })).toContain('over-limit');
  expect(kinds({ campaignDays: [day({ day: '2026-03-05', spendMinor: 2625 })] })).not.toContain(
    'over-limit',
  );
  const week = ['01', '02', '03', '04', '05', '06', '07'].map((date) =>
    day({ day: `2026-03-${date}`, spendMinor: 1501 }),
  );
  const events = significantEvents(input({ campaignDays: week }));
  expect(events.find((event) => event.kind === 'over-limit')?.facts).toMatchObject({
    spent: '£105.07',
    allowed: '£105',
  });
  const exact = week.map((one) => ({ ...one, spendMinor: 1500 }));
  expect(kinds({ campaignDays: exact })).not.toContain('over-limit');
});

test('little return is told after three days of money, and not without any value', () => {
  const days = (valueMinor: number | null) =>
    ['08', '09', '10'].map((date) => day({ day: `2026-03-${date}`, valueMinor }));
  expect(kinds({ campaignDays: days(2000) })).toContain('low-return');
  expect(kinds({ campaignDays: days(2250) })).not.toContain('low-return');
  expect(kinds({ campaignDays: days(null) })).not.toContain('low-return');
  expect(kinds({ campaignDays: days(2000).slice(1) })).not.toContain('low-return');
});

test('few clicks are told when enough people saw the ads', () => {
  const days = (clicks: number, impressions = 3000) => [
    day({ day: '2026-03-10', clicks, impressions }),
  ];
  expect(kinds({ campaignDays: days(14) })).toContain('few-clicks');
  expect(kinds({ campaignDays: days(15) })).not.toContain('few-clicks');
  expect(kinds({ campaignDays: days(1, 1999) })).not.toContain('few-clicks');
});

test('four fifths of the day before midday are told, after midday not', () => {
  const campaignDays = [day({ day: '2026-03-11', spendMinor: 1200 })];
  expect(kinds({ campaignDays, hour: 11 })).toEqual(['fast-spending']);
  expect(kinds({ campaignDays, hour: 12 })).toEqual([]);
  expect(kinds({ campaignDays: [day({ day: '2026-03-11', spendMinor: 1199 })], hour: 11 })).toEqual(
    [],
  );
});

test('an ad twice as good as the average is told, on enough views only', () => {
  const ads = ['1', '2', '3'].map((id) => ({ ...ad, id }));
  const adDays = (best: number, impressions = 1000) =>
    ads.map(({ id }) =>
      day({ day: '2026-03-11', adId: id, impressions, clicks: id === '1' ? best : 5 }),
    );
  expect(kinds({ ads, adDays: adDays(60) })).toEqual(['better-ad']);
  expect(kinds({ ads, adDays: adDays(10) })).toEqual([]);
  expect(kinds({ ads, adDays: adDays(60, 999) })).toEqual([]);
});

test('the same news of the same day has the same key, so it is told once', () => {
  const changes = { campaignDays: [day({ day: '2026-03-10' })] };
  const keys = (hour: number) =>
    significantEvents(input({ ...changes, hour })).map((event) => event.dedupeKey);
  expect(keys(16)).toEqual(keys(20));
});

test('the plain sentences hold no raw names and no empty places', () => {
  const events = significantEvents(
    input({
      campaignDays: [day({ day: '2026-03-10', spendMinor: 2700, clicks: 3 })],
      ads: [{ ...ad, effectiveStatus: 'DISAPPROVED', feedback: 'Too loud' }],
    }),
  );
  const text = plainNote(events);
  expect(text).not.toMatch(/undefined|null|NaN|CTR|ROAS|!/);
  expect(text).toContain('Tuesday 10 March');
  expect(text).toContain('£27');
});
