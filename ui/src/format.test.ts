import { describe, expect, it } from 'vitest';
import { calendarDay, duration, money } from './format.ts';

describe('amounts', () => {
  it('carry their currency, and none is invented where there is none', () => {
    expect(money(1050, 'GBP')).toBe('£10.50');
    expect(money(30_000, null)).toBe('300');
    expect(money(30_000, 'XXX')).toBe('300');
  });
});

describe('times', () => {
  it.each([
    [0, 'under 1 s'],
    [2_440, '2.4 s'],
    [12_300, '12 s'],
    [150_000, '3 min'],
  ])('%i ms is said as “%s”', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });

  it('keep a calendar day of the ad account where it is', () => {
    expect(calendarDay('2026-11-23')).toBe('23 Nov');
  });
});
