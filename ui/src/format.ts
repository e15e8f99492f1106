import { formatMoney, isCurrencyCode } from '../../domain/money.ts';

/** Minor units and a code to what people read; an amount without a currency stays a bare number. */
export function money(minor: number, currency: string | null): string {
  if (currency !== null && isCurrencyCode(currency)) return formatMoney({ minor, currency });
  return (minor / 100).toLocaleString('en-GB', { maximumFractionDigits: 2 });
}

export function count(value: number): string {
  return value.toLocaleString('en-GB');
}

const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const longDay = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
});
const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

export const clockTime = (at: number): string => time.format(at);
export const moment = (at: number): string => dayAndTime.format(at);
export const dayName = (at: number): string => longDay.format(at);
/** "2026-11-23" to "23 Nov"; the day is the ad account's, so no zone is applied. */
export const calendarDay = (day: string): string => shortDay.format(new Date(`${day}T12:00:00`));

/** "under 1 s", "2.4 s", "12 s", "2 min". */
export function duration(ms: number): string {
  if (ms < 950) return 'under 1 s';
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return ms < 90_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`;
}
const shortDayAndTime = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
/** "Mon, 23 Nov, 14:05" for tight places. */
export const shortMoment = (at: number): string => shortDayAndTime.format(at);
