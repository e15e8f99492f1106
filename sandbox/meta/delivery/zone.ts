export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const FORMATS = new Map<string, Intl.DateTimeFormat>();

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  FORMATS.set(zone, made);
  return made;
}

/** Milliseconds by which the zone's clocks are ahead of UTC at an instant. */
export function zoneOffset(zone: string, instant: number): number {
  const parts: Record<string, number> = {};
  for (const part of formatFor(zone).formatToParts(instant)) parts[part.type] = Number(part.value);
  const local = Date.UTC(
    parts['year'] ?? 0,
    (parts['month'] ?? 1) - 1,
    parts['day'] ?? 1,
    parts['hour'] ?? 0,
    parts['minute'] ?? 0,
    parts['second'] ?? 0,
  );
  return local - Math.floor(instant / 1000) * 1000;
}

/** The calendar day (YYYY-MM-DD) of an instant in a zone. */
export function dayOf(zone: string, instant: number): string {
  return new Date(instant + zoneOffset(zone, instant)).toISOString().slice(0, 10);
}

/** The first instant of a calendar day in a zone; right also on the days clocks change. */
export function startOfDay(zone: string, day: string): number {
  const guess = Date.parse(`${day}T00:00:00Z`);
  const first = guess - zoneOffset(zone, guess);
  return guess - zoneOffset(zone, first);
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

export function daysBetween(first: string, last: string): number {
  return Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / DAY_MS);
}

/** 0 is Sunday, the day on which an advertising week begins. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/** 2026-11-22T10:00:00+0000, Meta's way of writing an instant. */
export function graphTime(instant: number, zone = 'UTC'): string {
  const offset = zoneOffset(zone, instant);
  const sign = offset < 0 ? '-' : '+';
  const minutes = Math.abs(offset) / MINUTE_MS;
  const pad = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const local = new Date(instant + offset).toISOString().slice(0, 19);
  return `${local}${sign}${pad(minutes / 60)}${pad(minutes % 60)}`;
}

/** Reads an ISO instant with or without a colon in the offset, or epoch seconds. Null when it is neither. */
export function parseGraphTime(text: string): number | null {
  if (/^\d{9,11}$/.test(text)) return Number(text) * 1000;
  const instant = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(instant) ? null : instant;
}
