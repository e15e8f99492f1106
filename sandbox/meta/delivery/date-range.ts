import { badParam, GraphError } from '../http/graph-error.ts';
import { hasParam, objectParam, textParam } from '../http/params.ts';
import type { Params } from '../http/params.ts';
import { addDays, dayOf, daysBetween, weekdayOf } from './zone.ts';

export type DayRange = { readonly since: string; readonly until: string };

const OLDEST_MONTHS = 37;

/** The days a report covers, in the account's own calendar. Without a word about it: the last 30 days. */
export function readRange(params: Params, zone: string, now: number): DayRange {
  const today = dayOf(zone, now);
  if (!hasParam(params, 'time_range'))
    return presetRange(textParam(params, 'date_preset') ?? 'last_30d', today);
  const range = objectParam(params, 'time_range') ?? {};
  const since = dayText(range['since']);
  const until = dayText(range['until']);
  if (since > until)
    throw badParam('time_range[since] must not be after time_range[until].', 'time_range');
  if (daysBetween(since, today) > OLDEST_MONTHS * 30.5) {
    throw new GraphError({
      code: 3018,
      message:
        '(#3018) The start date of the time range cannot be beyond 37 months from the current date',
    });
  }
  return { since, until };
}

function dayText(value: unknown): string {
  const text = typeof value === 'string' ? value : '';
  const instant = Date.parse(`${text}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(instant) && addDays(text, 0) === text)
    return text;
  throw badParam('time_range must be {since: YYYY-MM-DD, until: YYYY-MM-DD}.', 'time_range');
}

function presetRange(preset: string, today: string): DayRange {
  const back = /^last_(3|7|14|28|30|90)d$/.exec(preset);
  if (back) return { since: addDays(today, -Number(back[1])), until: addDays(today, -1) };
  const monthStart = `${today.slice(0, 8)}01`;
  const lastMonthEnd = addDays(monthStart, -1);
  const sunday = addDays(today, -weekdayOf(today));
  const monday = addDays(today, -((weekdayOf(today) + 6) % 7));
  switch (preset) {
    case 'today':
      return { since: today, until: today };
    case 'yesterday':
      return { since: addDays(today, -1), until: addDays(today, -1) };
    case 'this_month':
      return { since: monthStart, until: today };
    case 'last_month':
      return { since: `${lastMonthEnd.slice(0, 8)}01`, until: lastMonthEnd };
    case 'this_week_sun_today':
      return { since: sunday, until: today };
    case 'this_week_mon_today':
      return { since: monday, until: today };
    case 'last_week_sun_sat':
      return { since: addDays(sunday, -7), until: addDays(sunday, -1) };
    case 'last_week_mon_sun':
      return { since: addDays(monday, -7), until: addDays(monday, -1) };
    case 'this_year':
      return { since: `${today.slice(0, 4)}-01-01`, until: today };
    case 'maximum':
      return { since: addDays(today, -1125), until: today };
    default:
      throw badParam(`Param date_preset has an unknown value "${preset}".`, 'date_preset');
  }
}

/** Cuts a range into the periods a report has a row for. */
export function periodsOf(range: DayRange, params: Params): readonly DayRange[] {
  const increment = textParam(params, 'time_increment') ?? 'all_days';
  if (increment === 'all_days') return [range];
  if (increment === 'monthly') return monthsOf(range);
  const days = Number(increment);
  if (!Number.isInteger(days) || days < 1 || days > 90) {
    throw badParam('Param time_increment must be 1 to 90, monthly or all_days.', 'time_increment');
  }
  const periods: DayRange[] = [];
  for (let since = range.since; since <= range.until; since = addDays(since, days)) {
    const last = addDays(since, days - 1);
    periods.push({ since, until: last < range.until ? last : range.until });
  }
  return periods;
}

function monthsOf(range: DayRange): readonly DayRange[] {
  const periods: DayRange[] = [];
  let since = range.since;
  while (since <= range.until) {
    const monthEnd = addDays(`${addDays(`${since.slice(0, 8)}28`, 5).slice(0, 8)}01`, -1);
    periods.push({ since, until: monthEnd < range.until ? monthEnd : range.until });
    since = addDays(monthEnd, 1);
  }
  return periods;
}
