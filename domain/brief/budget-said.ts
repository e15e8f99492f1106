import { figuresIn } from './figures.ts';
import { namesCurrency, periodsIn } from './money-words.ts';
import type { SaidPeriod } from './money-words.ts';

/** A budget as somebody put it down: a figure, per what, and in which money. */
export type BudgetStated = {
  readonly amount: string;
  readonly period: 'day' | 'week' | 'month';
  readonly currency: string | null;
};

/** The person's messages, oldest first; our question that the last one agreed to, and whatever we asked before it. */
export type BudgetTalk = {
  readonly messages: readonly string[];
  readonly agreedTo: string;
  readonly asked: string;
};

export type BudgetProblem = 'no such figure' | 'no such period';

/** Ends of sentences, but not the dot inside of a figure. */
const SENTENCE_END = /[!?;\n。！？]|\.(?=\s|$)/u;

/**
 * What is wrong with a stated budget, measured by what the person wrote; null where it holds. A month needs no word,
 * since that is how we ask; a day or a week multiplies the figure and has to be said.
 */
export function budgetProblem(stated: BudgetStated, talk: BudgetTalk): BudgetProblem | null {
  const value = Number(stated.amount);
  const texts = [...talk.messages, talk.agreedTo].flatMap((text) => text.split(SENTENCE_END));
  const named = texts.filter((text) => namesFigure(text, value));
  const yearly = texts.filter((text) =>
    [...figuresIn(text)].some((figure) => same(Math.floor((figure / 12) * 100) / 100, value)),
  );
  const isYearly =
    stated.period === 'month' && yearly.some((text) => periodOf(text, null) === 'year');
  if (isYearly) return null;
  if (named.length === 0) return 'no such figure';
  const said = named.map((text) => periodOf(text, value)).filter((period) => period !== null);
  if (said.length > 0) return said.includes(stated.period) ? null : 'no such period';
  const around = [talk.messages.at(-1) ?? '', talk.asked].flatMap((text) =>
    periodsIn(text).map(({ period }) => period),
  );
  if (stated.period === 'month' || around.includes(stated.period)) return null;
  return 'no such period';
}

/** The money that was really named; null where the person named none, or another one. */
export function currencySaid(currency: string | null, talk: BudgetTalk): string | null {
  const code = currency?.trim().toUpperCase() ?? null;
  if (code === null) return null;
  return [...talk.messages, talk.agreedTo].some((text) => namesCurrency(text, code)) ? code : null;
}

/** The period that stands behind the figure in its sentence, or else before it. */
function periodOf(sentence: string, value: number | null): SaidPeriod | null {
  const periods = periodsIn(sentence);
  const at = value === null ? 0 : placeOf(sentence, value);
  const after = periods.find((one) => one.at >= at);
  return (after ?? periods.at(-1))?.period ?? null;
}

/** Where the figure stands in digits; a figure in words counts as the beginning. */
function placeOf(sentence: string, value: number): number {
  for (const match of sentence.matchAll(/\p{Nd}[\p{Nd}.,'’ ]*/gu)) {
    if (namesFigure(match[0], value)) return match.index;
  }
  return 0;
}

function namesFigure(text: string, value: number): boolean {
  return [...figuresIn(text)].some((figure) => same(figure, value));
}

function same(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.005;
}
