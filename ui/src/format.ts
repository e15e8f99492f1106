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

/** "under 1 s", "2.4 s", "12 s", "2 min", "3 h". */
export function duration(ms: number): string {
  if (ms < 950) return 'under 1 s';
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 90_000) return `${Math.round(ms / 1000)} s`;
  return ms < 5_400_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
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

function inZone(options: Intl.DateTimeFormatOptions, zone: string | null): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(
      'en-GB',
      zone === null ? options : { ...options, timeZone: zone },
    );
  } catch {
    // A zone this browser does not know: its own is better than nothing, and its name is said.
    return new Intl.DateTimeFormat('en-GB', options);
  }
}

/** "Thursday 14:05 GMT": a moment within the next days, where the ad account lives. */
export function deadline(at: number, zone: string | null): string {
  const parts = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const;
  const day = inZone({ weekday: 'long' }, zone).format(at);
  return `${day} ${inZone(parts, zone).format(at)}`;
}

/** "Mon 23 Nov 2026, 09:12 GMT": for what is kept for ever. */
export function stamp(at: number, zone: string | null): string {
  const day = inZone(
    { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
    zone,
  ).format(at);
  const time = inZone({ hour: '2-digit', minute: '2-digit', timeZoneName: 'short' }, zone);
  return `${day.replace(',', '')}, ${time.format(at)}`;
}

/** "Tuesday 22 December" in the ad account's zone. */
export const dayIn = (at: number, zone: string | null): string =>
  inZone({ weekday: 'long', day: 'numeric', month: 'long' }, zone).format(at);

/** "14:12" in the ad account's zone; with its day when that is not today. */
export function timeIn(at: number, zone: string | null, now: number): string {
  const time = inZone({ hour: '2-digit', minute: '2-digit' }, zone).format(at);
  return dayIn(at, zone) === dayIn(now, zone) ? time : `${dayIn(at, zone)}, ${time}`;
}
