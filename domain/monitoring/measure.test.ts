import { expect, test } from 'vitest';
import { accountMoment, addDays, weekStart } from './calendar.ts';
import { toSnapshot, totalsOf } from './measure.ts';
import type { MeasuredRow } from './measure.ts';

const row: MeasuredRow = {
  adId: '1',
  day: '2026-03-10',
  spend: '12.345',
  impressions: 1000,
  reach: 800,
  frequency: 1.25,
  clicks: 50,
  linkClicks: 20,
  actions: { link_click: 20, landing_page_view: 15, purchase: 2, omni_purchase: 3, lead: 4 },
  actionValues: { omni_purchase: '60.00', purchase: '40.00' },
};

test.each([
  ['TRAFFIC', 'LINK_CLICKS', 20, null],
  ['TRAFFIC', 'LANDING_PAGE_VIEWS', 15, null],
  ['SALES', 'OFFSITE_CONVERSIONS', 3, 6000],
  ['LEADS', 'OFFSITE_CONVERSIONS', 4, null],
  ['APP_INSTALLS', 'APP_INSTALLS', 0, null],
] as const)('%s by %s counts one kind of action', (goal, optimizationGoal, count, value) => {
  const snapshot = toSnapshot(row, { goal, optimizationGoal }, 'GBP');
  expect(snapshot.conversions).toBe(count);
  expect(snapshot.valueMinor).toBe(value);
});

test('reads money exactly, and clicks on the link only', () => {
  const snapshot = toSnapshot(row, { goal: 'TRAFFIC', optimizationGoal: 'LINK_CLICKS' }, 'GBP');
  expect(snapshot).toMatchObject({
    spendMinor: 1235,
    clicks: 20,
    ctr: 0.02,
    costPerConversionMinor: 62,
    roas: null,
  });
  expect(totalsOf([snapshot, snapshot])).toMatchObject({ spendMinor: 2470, conversions: 40 });
});

test('days follow the account’s own calendar, over daylight saving too', () => {
  expect(accountMoment(Date.parse('2026-03-29T23:30:00Z'), 'Europe/London')).toEqual({
    day: '2026-03-30',
    hour: 0.5,
  });
  expect(accountMoment(Date.parse('2026-03-10T02:00:00Z'), 'America/New_York').day).toBe(
    '2026-03-09',
  );
  expect(accountMoment(0, 'No/Such_Zone').day).toBe('1970-01-01');
});

test('weeks begin on Sunday', () => {
  expect(weekStart('2026-03-11')).toBe('2026-03-08');
  expect(weekStart('2026-03-08')).toBe('2026-03-08');
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
});
