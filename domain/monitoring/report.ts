import { nounFor } from '../plan/words.ts';
import type { Performance } from './figures.ts';

const figures = new Intl.NumberFormat('en-GB');

/** A report to keep, in plain sentences from stored numbers alone. */
export function reportText(performance: Performance): string {
  const { campaign, from, to, note, ads, adsCompared } = performance;
  return [
    `${campaign}\n${from} to ${to}`,
    whatCame(performance),
    howSure(performance),
    againstBefore(performance),
    ...(ads.length < 2 ? [] : [adLines(performance), adWords(adsCompared)]),
    note,
  ]
    .filter((part) => part !== null && part !== '')
    .join('\n\n');
}

export function reportTitle({ from, to }: Pick<Performance, 'from' | 'to'>): string {
  return from === to ? `Report of ${to}` : `Report from ${from} to ${to}`;
}

function whatCame({ totals, resultName }: Performance): string {
  const { spent, timesShown, clicks, results } = totals;
  if (timesShown === 0) return 'Your ads were not shown in this time, and nothing was spent.';
  const shown = `Your ads were shown ${figures.format(timesShown)} times for ${spent}.`;
  const clicked = `People clicked ${figures.format(clicks)} times.`;
  if (results === null) return `${shown} ${clicked}`;
  return `${shown} ${clicked} That brought ${figures.format(results)} ${nounFor(results, resultName)}.`;
}

function howSure({ totals, resultName }: Performance): string | null {
  const { tooEarly, results, resultsRange, costPerResult, costPerResultRange, timesShown } = totals;
  if (timesShown === 0) return null;
  if (tooEarly !== null) return `It is too early to tell how well they do: ${tooEarly}.`;
  if (results === null || costPerResult === null) return null;
  return `The same ads could as well have brought ${resultsRange} ${resultName}: so much is chance. One cost ${costPerResult} on average; anything from ${costPerResultRange} would fit as well.`;
}

function againstBefore({ comparedWithBefore, before, days }: Performance): string | null {
  if (before === null || comparedWithBefore === null) return null;
  const stretch = `the ${days === 1 ? 'day' : `${days} days`} before`;
  switch (comparedWithBefore) {
    case 'too early to tell':
      return `Against ${stretch} it is too early to tell.`;
    case 'no clear difference':
      return `Against ${stretch} there is no clear difference for the money.`;
    case 'more':
      return `For the same money, clearly more came than in ${stretch}.`;
    case 'fewer':
      return `For the same money, clearly fewer came than in ${stretch}.`;
    default:
      return comparedWithBefore;
  }
}

function adLines({ ads }: Performance): string {
  return ads
    .map(
      ({ headline, timesShown, clicks, spent }) =>
        `- “${headline}”: shown ${figures.format(timesShown)} times, ${figures.format(clicks)} clicks, ${spent}`,
    )
    .join('\n');
}

function adWords(adsCompared: string | null): string | null {
  return adsCompared === null ? null : `Between the ads: ${adsCompared}.`;
}
