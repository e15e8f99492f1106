import type { ResultsDto } from '../../../contract/model.ts';
import { count, money } from '../format.ts';

/** Fewer results than this say nothing about how well the ads do. */
const TELLING = 20;

/** The point of the numbers in one or two sentences. */
export function summary({ totals, currency, resultNoun, days }: ResultsDto): string {
  if (totals.impressions === 0) return 'Facebook has not shown the ads yet. Too early to tell.';
  const span = days.length === 1 ? 'On the first day' : `Over ${days.length} days`;
  const cost = `the ads cost ${money(totals.spendMinor, currency)}`;
  const { conversions } = totals;
  if (conversions === null) return `${span} ${cost} and brought ${count(totals.clicks)} clicks.`;
  const result = `${span} ${cost} and brought ${count(conversions)} ${resultNoun}.`;
  if (conversions < TELLING) return `${result} That is too few to tell how well they do.`;
  const each = money(Math.round(totals.spendMinor / conversions), currency);
  return `${result} That is about ${each} for each.`;
}
