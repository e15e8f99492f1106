import type { ReminderDays } from './token-life.ts';

const IN_DAYS: Readonly<Record<ReminderDays, string>> = {
  14: 'in two weeks',
  7: 'in a week',
  3: 'in three days',
  1: 'within a day',
};

/**
 * Why connecting again is asked for before anything has gone wrong.
 * @param timezone of the ad account; the date is told as it is there.
 */
export function reminderWords(ends: {
  readonly days: ReminderDays;
  readonly endsAt: number;
  readonly timezone: string;
}): { readonly title: string; readonly content: string } {
  const { days, endsAt, timezone } = ends;
  return {
    title: `Your Facebook connection ends ${IN_DAYS[days]}`,
    content: endsSoonWords(endsAt, timezone),
  };
}

/** The same for the card, for as long as it is not done. */
export function endsSoonWords(endsAt: number, timezone: string): string {
  return `Facebook lets me in until ${dayAt(endsAt, timezone)}. Please connect again before then; it takes a minute and changes nothing about your ads. After that day I could neither watch nor change them.`;
}

/** "Thursday 12 March at 14:30" */
function dayAt(at: number, timezone: string): string {
  const zoned = { timeZone: timezone } as const;
  const day = new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...zoned,
  });
  const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', ...zoned });
  return `${day.format(at).replace(',', '')} at ${time.format(at)}`;
}
