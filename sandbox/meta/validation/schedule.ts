import { DAY_MS, parseGraphTime } from '../delivery/zone.ts';
import { badParam } from '../http/graph-error.ts';
import { textParam } from '../http/params.ts';
import type { Params } from '../http/params.ts';
import type { Budget } from './budget.ts';

export type Schedule = { readonly startAt: number; readonly endAt: number | null };

/** Reads start and end. `end_time=0` means without an end, and so does leaving it out. */
export function readSchedule(params: Params, fallback: Schedule, now: number): Schedule {
  const startText = textParam(params, 'start_time');
  const endText = textParam(params, 'end_time');
  const startAt =
    startText === null || startText === '0' ? fallback.startAt : instant(startText, 'start_time');
  const endAt =
    endText === null ? fallback.endAt : endText === '0' ? null : instant(endText, 'end_time');
  if (endAt !== null && endAt <= startAt)
    throw badParam('end_time must be after start_time.', 'end_time');
  if (endText !== null && endAt !== null && endAt <= now)
    throw badParam('end_time is in the past.', 'end_time');
  return { startAt, endAt };
}

function instant(text: string, name: string): number {
  const at = parseGraphTime(text);
  if (at === null)
    throw badParam(`Param ${name} is not a valid date and time - got "${text}".`, name);
  return at;
}

export function requireScheduleFitsBudget(budget: Budget, schedule: Schedule): void {
  if (budget.lifetimeBudget !== null && schedule.endAt === null) {
    throw badParam('end_time is required with lifetime_budget.', 'end_time');
  }
  const isShort = schedule.endAt !== null && schedule.endAt - schedule.startAt <= DAY_MS;
  if (budget.dailyBudget !== null && isShort) {
    throw badParam('An ad set with a daily budget must run for more than 24 hours.', 'end_time');
  }
}
