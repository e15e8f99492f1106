import type { Performance } from '../../domain/monitoring/figures.ts';
import { sentencesOf } from '../../domain/readability/text.ts';

/** What of the looked-at figures decides how they may be told. */
type Looked = Pick<Performance, 'totals' | 'comparedWithBefore' | 'adsCompared'>;

/** The four languages the product is tried in; an answer in another one is not held back for its words. */
const TOO_EARLY = /too early|zu früh|trop tôt|demasiado pronto/i;
const CAUSE =
  /(?<!\p{L})(?:because|thanks to|due to|weil|wegen|dank|parce qu|grâce à|à cause|porque|gracias a|debido a)(?!\p{L})/iu;

/**
 * What is missing or too much in an answer about numbers, in words for the model: a count needs its range, few numbers
 * need "too early to tell", and chance has no cause.
 * @param replies what the tools answered; those that are no figures are passed over.
 */
export function honestyProblems(answer: string, replies: readonly unknown[]): readonly string[] {
  const looked = replies.flatMap((reply) => asPerformance(reply) ?? []);
  return [...new Set(looked.flatMap((one) => problemsWith(answer, one)))];
}

function problemsWith(answer: string, { totals, ...compared }: Looked): readonly string[] {
  const { results, resultsRange, costPerResult, costPerResultRange, tooEarly } = totals;
  const named = (figure: string | number | null): boolean =>
    figure !== null && holds(answer, String(figure));
  const isJudged = (results !== 0 && named(results)) || named(costPerResult);
  if (tooEarly !== null) {
    return isJudged && isKnownLanguage(answer) && !TOO_EARLY.test(answer)
      ? [`It is too early to tell: ${tooEarly}. Say so.`]
      : [];
  }
  const isUnclear = [compared.comparedWithBefore, compared.adsCompared].some(
    (verdict) => verdict === 'no clear difference',
  );
  return [
    ...(named(results) && !holdsRange(answer, resultsRange)
      ? [`Name the range together with ${results}: ${resultsRange}.`]
      : []),
    ...(named(costPerResult) && !holdsRange(answer, costPerResultRange)
      ? [`Name the range together with ${costPerResult}: ${costPerResultRange}.`]
      : []),
    ...(isUnclear && sentencesOf(answer).some((one) => CAUSE.test(one) && /\d/.test(one))
      ? ['No cause is known for any of these figures. Leave causes out.']
      : []),
  ];
}

/** Whether the figure stands there by itself: "56" is not in "156" nor in "56.20". */
function holds(answer: string, figure: string): boolean {
  const digits = digitsOf(figure);
  return (answer.match(/\d(?:[.,'\u00a0\u202f]?\d)*/g) ?? []).some(
    (written) => digitsOf(written) === digits,
  );
}

function holdsRange(answer: string, range: string | null): boolean {
  return (range?.match(/\d[\d.,]*/g) ?? []).every((bound) => holds(answer, bound));
}

function digitsOf(figure: string): string {
  return figure.replace(/[.,]0{1,2}$/, '').replace(/\D/g, '');
}

const KNOWN_LANGUAGE = /(?<!\p{L})(?:the|and|your|die|und|ihre|les|vos|est|los|sus|han)(?!\p{L})/iu;

function isKnownLanguage(answer: string): boolean {
  return KNOWN_LANGUAGE.test(answer);
}

function asPerformance(reply: unknown): Looked | null {
  if (typeof reply !== 'string' || !reply.startsWith('{"campaign"')) return null;
  const parsed: unknown = JSON.parse(reply);
  return isPerformance(parsed) ? parsed : null;
}

function isPerformance(value: unknown): value is Looked {
  return (
    typeof value === 'object' &&
    value !== null &&
    'totals' in value &&
    'comparedWithBefore' in value &&
    'adsCompared' in value
  );
}
