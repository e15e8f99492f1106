/** Days of an ad account's own calendar, as YYYY-MM-DD. */
export type AccountMoment = {
  readonly day: string;
  /** 0 to 24, with minutes. */ readonly hour: number;
};

/** The account's day and hour at an instant (epoch ms). An unknown zone counts as UTC. */
export function accountMoment(at: number, timezone: string): AccountMoment {
  const parts = new Map(
    formatter(timezone)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
  const day = `${parts.get('year') ?? ''}-${parts.get('month') ?? ''}-${parts.get('day') ?? ''}`;
  const hour = (Number(parts.get('hour') ?? 0) % 24) + Number(parts.get('minute') ?? 0) / 60;
  return { day, hour };
}

function formatter(timezone: string): Intl.DateTimeFormat {
  const options: Intl.DateTimeFormatOptions = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  };
  try {
    return new Intl.DateTimeFormat('en-CA', { ...options, timeZone: timezone });
  } catch {
    return new Intl.DateTimeFormat('en-CA', { ...options, timeZone: 'UTC' });
  }
}

const DAY_MS = 86_400_000;

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Meta's budget week runs from Sunday to Saturday on the account's calendar. */
export function weekStart(day: string): string {
  return addDays(day, -new Date(`${day}T00:00:00Z`).getUTCDay());
}

/** "Monday 23 November". */
export function dayWords(day: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(Date.parse(`${day}T00:00:00Z`));
}

/** "Monday 23 November, 09:05" on the clock of a time zone. */
export function momentWords(at: number, timezone: string): string {
  const { day, hour } = accountMoment(at, timezone);
  const minutes = Math.round((hour % 1) * 60);
  const clock = [Math.floor(hour), minutes].map((part) => String(part).padStart(2, '0')).join(':');
  return `${dayWords(day)}, ${clock}`;
}

/**
 * The last instant (epoch ms, whole second) of a calendar day in a time zone. Days of 23 and 25 hours are met: the
 * zone itself is asked where the next day begins.
 */
export function endOfDay(day: string, timezone: string): number {
  const next = addDays(day, 1);
  let low = Date.parse(`${next}T00:00:00Z`) - DAY_MS;
  let high = low + 2 * DAY_MS;
  while (high - low > 1_000) {
    const middle = low + Math.floor((high - low) / 2_000) * 1_000;
    if (accountMoment(middle, timezone).day < next) low = middle;
    else high = middle;
  }
  return low;
}

/** The first instant (epoch ms) of the calendar day that `at` falls on in a time zone. */
export function startOfDay(at: number, timezone: string): number {
  return endOfDay(addDays(accountMoment(at, timezone).day, -1), timezone) + 1_000;
}

/** The first instant (epoch ms) of the calendar day after it. */
export function startOfNextDay(at: number, timezone: string): number {
  return endOfDay(accountMoment(at, timezone).day, timezone) + 1_000;
}
