import { pick, type Random } from '../random.ts';
import type { Phrases } from './phrases/phrases.ts';
import type { Budget } from './read/budget.ts';
import type { Facts } from './read/message.ts';
import { shorten } from './text.ts';

const MOST_SENTENCES = 2;
const LONGEST_QUOTE = 70;

/** Shows in a sentence or two that the message was understood. */
export function acknowledge(facts: Facts, phrases: Phrases, random: Random): readonly string[] {
  const quote = [facts.product, facts.targetAudience, facts.uniqueSellingPoint].find(
    (said) => said !== undefined,
  );
  const own = facts.businessDescription ?? quote;
  const sentences: string[] = [];
  if (facts.businessName !== undefined) sentences.push(phrases.heardName(facts.businessName));
  if (own !== undefined) sentences.push(pick(random, phrases.noted)(quoted(own)));
  if (facts.goal !== undefined) sentences.push(phrases.heardGoal[facts.goal]);
  if (facts.monthlyBudget !== undefined && perDayAmount(facts.monthlyBudget, phrases) === null) {
    sentences.push(heardBudget(facts.monthlyBudget, phrases));
  }
  if (facts.websiteUrl !== undefined) {
    const host = URL.canParse(facts.websiteUrl) ? new URL(facts.websiteUrl).host : facts.websiteUrl;
    sentences.push(phrases.heardWebsite(host.replace(/^www\./, '')));
  }
  if (facts.hasNoWebsite === true) sentences.push(phrases.heardNoWebsite);
  if (facts.location !== undefined && own === undefined) {
    sentences.push(phrases.heardLocation(shorten(facts.location, LONGEST_QUOTE)));
  }
  return sentences.slice(0, MOST_SENTENCES);
}

/** The first sentence of it is enough to show what was understood. */
function quoted(said: string): string {
  return shorten(said.split(/[.!?]\s/)[0] ?? said, LONGEST_QUOTE);
}

const SYMBOLS: Readonly<Record<string, string>> = { GBP: '£', EUR: '€', USD: '$' };

function written(amount: number, currency: string | null): string {
  const figure = amount >= 20 ? String(Math.round(amount)) : String(Math.round(amount * 100) / 100);
  if (currency === null) return figure;
  const symbol = SYMBOLS[currency];
  return symbol === undefined ? `${figure} ${currency}` : `${symbol}${figure}`;
}

const DAYS = { day: 1, week: 7, month: 30 } as const;

function heardBudget({ amount, period, currency }: Budget, phrases: Phrases): string {
  const say = { day: phrases.perDay, week: phrases.perWeek, month: phrases.perMonth };
  const stated = say[period](written(Number(amount), currency));
  const other = period === 'day' ? 'month' : 'day';
  const figure = (Number(amount) / DAYS[period]) * DAYS[other];
  return phrases.heardBudget(stated, say[other](written(figure, currency)));
}

/** Less than about three dollars a day reaches too few people; other money has other figures. */
const SMALL: Readonly<Record<string, number>> = {
  SEK: 30,
  NOK: 30,
  DKK: 20,
  PLN: 12,
  MXN: 50,
  INR: 200,
  JPY: 400,
};
const SMALL_ELSEWHERE = 3;

/** The daily amount in words when it is too small to learn anything from; otherwise null. */
export function perDayAmount(budget: Budget, phrases: Phrases): string | null {
  const perDay = Number(budget.amount) / DAYS[budget.period];
  const least = SMALL[budget.currency ?? ''] ?? SMALL_ELSEWHERE;
  return perDay < least ? phrases.perDay(written(perDay, budget.currency)) : null;
}
