import type { SignificantEvent } from './rules.ts';

/** Sentences for when the model cannot write the note, or wrote figures that are not in the facts. */
export function plainNote(events: readonly Pick<SignificantEvent, 'kind' | 'facts'>[]): string {
  return events.map(plainSentence).join('\n\n');
}

function plainSentence({ kind, facts }: Pick<SignificantEvent, 'kind' | 'facts'>): string {
  const of = (name: string): string => String(facts[name] ?? '');
  const results = `${of('results')} ${of('resultName')}`;
  switch (kind) {
    case 'first-numbers':
      return `Your first numbers are here: the ads were shown ${of('timesShown')} times and brought ${results} for ${of('spent')}. It is too early to tell how well they do.`;
    case 'daily-summary':
      return `On ${of('day')} your ads were shown ${of('timesShown')} times to about ${of('people')} people and brought ${results} for ${of('spent')}.`;
    case 'ad-refused':
      return `Facebook did not allow the ad “${of('ad')}”, so it is not shown. ${facts['reason'] === null ? 'It gave no reason.' : `Its reason: ${of('reason')}`}`;
    case 'delivery-stopped':
      return `Your ads have not been shown since ${of('lastDayShown')}, although they are switched on. Please look whether Facebook asks something of you under Billing.`;
    case 'over-limit':
      return `In ${of('when')} Facebook spent ${of('spent')}, more than the ${of('allowed')} you allowed. You may pause all ads at any time.`;
    case 'low-return':
      return `Over the last seven days you spent ${of('spent')} and the ads brought sales of ${of('earned')}. That is little for the money.`;
    case 'few-clicks':
      return `Over the last seven days the ads were shown ${of('timesShown')} times, but only ${of('clicks')} people clicked. Other pictures or words may do better.`;
    case 'fast-spending':
      return `Today’s money goes fast: ${of('spentSoFarToday')} before midday, with an average of ${of('dailyAverage')} a day. It cannot go above ${of('mostOnOneDay')} today.`;
    case 'better-ad':
      return `The ad “${of('ad')}” clearly does better than the others: ${of('clicks')} clicks from ${of('timesShown')} times shown.`;
    default:
      return kind;
  }
}

/** A title for the bell, and whether the news is urgent. */
export function noteTitle(events: readonly Pick<SignificantEvent, 'kind'>[]): {
  readonly title: string;
  readonly urgent: boolean;
} {
  const kinds = new Set(events.map((event) => event.kind));
  if (kinds.has('over-limit')) return { title: 'More was spent than you allowed', urgent: true };
  if (kinds.has('ad-refused')) return { title: 'Facebook refused an ad', urgent: true };
  if (kinds.has('delivery-stopped')) return { title: 'Your ads are not being shown', urgent: true };
  if (kinds.has('fast-spending')) return { title: 'Today’s money goes fast', urgent: false };
  if (kinds.has('first-numbers')) return { title: 'Your first numbers are here', urgent: false };
  if (kinds.has('daily-summary')) return { title: 'How your ads did yesterday', urgent: false };
  return { title: 'News about your ads', urgent: false };
}
