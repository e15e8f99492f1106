import { accountMoment, dayWords } from '../monitoring/calendar.ts';

/** "Monday 23 November at 14:05", on the ad account's calendar. */
export function momentWords(at: number, timezone: string): string {
  const { day, hour } = accountMoment(at, timezone);
  const whole = Math.floor(hour);
  const minutes = Math.round((hour - whole) * 60);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${dayWords(day)} at ${two(whole)}:${two(minutes)}`;
}
