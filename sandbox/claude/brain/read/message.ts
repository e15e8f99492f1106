import { fold, overlaps, sentencesOf, tidy, without, type Found, type Span } from '../text.ts';
import { findAudience, isPeopleOnly } from './audience.ts';
import { findBudget, type Budget } from './budget.ts';
import {
  describeBusiness,
  findBusinessName,
  findProduct,
  findWanted,
  looseClauses,
} from './business.ts';
import { findGoal, type Goal } from './goal.ts';
import { findLocation, isPlaceOnly } from './location.ts';
import { findStrength } from './strength.ts';
import { findWebsite } from './website.ts';

export type Field =
  | 'businessDescription'
  | 'product'
  | 'targetAudience'
  | 'goal'
  | 'monthlyBudget'
  | 'location'
  | 'uniqueSellingPoint'
  | 'websiteUrl';

export type Facts = {
  businessName?: string;
  businessDescription?: string;
  product?: string;
  targetAudience?: string;
  goal?: Goal;
  monthlyBudget?: Budget;
  location?: string;
  uniqueSellingPoint?: string;
  websiteUrl?: string;
  hasNoWebsite?: boolean;
};

export type Reading = {
  /** What the previous question asked about. */
  readonly asked: readonly Field[];
  /** Which of these were asked for the second time. */
  readonly again: readonly Field[];
  /** Facts recorded before, by field name. */
  readonly known: ReadonlySet<string>;
  readonly hasWebsite: boolean;
  /** After "10 a day" was mentioned, a bare small figure is per day. */
  readonly smallFigureIsDaily: boolean;
};

const CORRECTS =
  /\b(?:actually|instead|change|correct|correction|sorry|rather|not .{1,30} but|i meant|make it|make that|update|switch|doch|lieber|stattdessen|andern|andere|korrektur|ich meinte|eigentlich|plutot|en fait|changer|change|corrig|je voulais dire|mejor|en realidad|cambiar|cambia|quise decir|corregir)\b/;

/**
 * Everything one message tells. A field that is known is only touched when it was asked for or the
 * message corrects something; what was asked and matches no pattern is taken as the answer itself.
 */
export function readMessage(text: string, reading: Reading): Facts {
  const asks = (field: Field) => reading.asked.includes(field);
  const asked: readonly string[] = reading.asked;
  const corrects = CORRECTS.test(fold(text));
  const isOpen = (field: string) => asked.includes(field) || corrects || !reading.known.has(field);
  const facts: Facts = {};
  const spans: Span[] = [];
  const take = <T>(found: Found<T> | null): T | undefined => {
    if (found !== null) spans.push(found);
    return found?.value;
  };

  const website = take(findWebsite(text, asks('websiteUrl')));
  if (website?.kind === 'address') facts.websiteUrl = website.address;
  if (website?.kind === 'none') facts.hasNoWebsite = true;
  const budget = take(
    findBudget(text, {
      asked: asks('monthlyBudget'),
      smallFigureIsDaily: reading.smallFigureIsDaily,
    }),
  );
  if (budget !== undefined) facts.monthlyBudget = budget;
  const hasWebsite = reading.hasWebsite || website?.kind === 'address';
  const goal = findGoal(cutOut(text, spans), {
    asked: asks('goal'),
    alone: !asks('product') && !reading.known.has('goal'),
    repeats: reading.again.includes('goal'),
    hasWebsite,
  });
  if (goal !== null) {
    if (isOpen('goal')) facts.goal = goal.value;
    // A wish said again is still a wish, and no answer to whatever was asked.
    spans.push(goal);
  }
  const repeats = (field: Field) => reading.again.includes(field);
  readWords(text, { asks, isOpen, repeats, facts, spans });
  return facts;
}

type Pen = {
  readonly asks: (field: Field) => boolean;
  readonly isOpen: (field: string) => boolean;
  readonly repeats: (field: Field) => boolean;
  readonly facts: Facts;
  readonly spans: Span[];
};

/** The facts that are free words, after the recognisable ones have been found. */
function readWords(text: string, { asks, isOpen, repeats, facts, spans }: Pen): void {
  const hardSpans = [...spans];
  const rest = cutOut(text, hardSpans);
  if (isOpen('businessName')) {
    const name = findBusinessName(rest)?.value;
    if (name !== undefined) facts.businessName = name;
  }
  const soft: Span[] = [];
  const note = (
    field: 'targetAudience' | 'uniqueSellingPoint' | 'location' | 'product',
    found: Found<string> | null,
  ) => {
    if (found === null || !isOpen(field)) return;
    facts[field] = found.value;
    soft.push(found);
  };
  if (settleStray(rest, { asks, facts })) return;
  note('uniqueSellingPoint', findStrength(rest));
  const plain = cutOut(rest, soft);
  const audience = findAudience(plain);
  // "Courses for women" answers what is offered as a whole, and who buys besides.
  if (asks('product') && audience !== null && isOpen('targetAudience')) {
    facts.targetAudience = audience.value;
  } else note('targetAudience', audience);
  note('location', findLocation(plain, asks('location')));
  if (!asks('product')) note('product', findProduct(plain) ?? findWanted(text));
  const left = () => leftover(text, [...hardSpans, ...soft], hardSpans);
  if (asks('businessDescription')) {
    const said = describeBusiness(
      without(
        text,
        wholeClauses(text, [...hardSpans, ...soft.filter((span) => isSentence(text, span))]),
      ),
    );
    if (said !== '') facts.businessDescription = said;
    return;
  }
  for (const field of ['product', 'targetAudience', 'uniqueSellingPoint'] as const) {
    if (!asks(field) || facts[field] !== undefined) continue;
    const said = left();
    if (said === '') continue;
    facts[field] = said;
    return;
  }
  if (asks('location') && facts.location === undefined && !asks('product')) {
    const said = left();
    // A name, or the second answer to the same question, is taken as it is.
    if (said !== '' && (/\s\p{Lu}|^\P{L}*\S+$/u.test(said) || repeats('location'))) {
      facts.location = said;
    }
  }
}

/** An answer that plainly belongs to another question than the one asked, such as a town when asked who buys. */
function settleStray(text: string, { asks, facts }: Pick<Pen, 'asks' | 'facts'>): boolean {
  if (asks('businessDescription')) return false;
  if (!asks('location') && isPlaceOnly(text)) {
    facts.location = findLocation(text, false)?.value ?? tidy(text);
    return true;
  }
  if (!asks('targetAudience') && isPeopleOnly(text)) {
    facts.targetAudience = tidy(text);
    return true;
  }
  return false;
}

/** Blanks the places out but keeps every other letter where it is. */
function cutOut(text: string, spans: readonly Span[]): string {
  let kept = text;
  for (const { start, end } of spans) {
    kept = kept.slice(0, start) + ' '.repeat(end - start) + kept.slice(end);
  }
  return kept;
}

function isSentence(text: string, span: Span): boolean {
  return sentencesOf(text).some(({ start, end }) => start === span.start && end === span.end);
}

/** Spans grown to the clauses they stand in. */
function wholeClauses(text: string, spans: readonly Span[]): readonly Span[] {
  return looseClauses(text).filter((clause) => spans.some((span) => overlaps(clause, span)));
}

/** The words nobody has claimed: an answer without any pattern. */
function leftover(text: string, spans: readonly Span[], hard: readonly Span[]): string {
  const sentences = sentencesOf(text);
  const whole = sentences.filter((sentence) => !hard.some((span) => overlaps(sentence, span)));
  // Sentences that answered nothing else are the answer; scraps of several sentences make no sense together.
  if (whole.length > 0 && whole.length < sentences.length) {
    return whole
      .map(({ value }) => tidy(value))
      .join('. ')
      .slice(0, 400);
  }
  const said = sentencesOf(cutOut(text, spans))
    .map(({ value }) => tidy(dropLooseEnds(value)))
    .filter((value) => value.length > 1)
    .join('. ');
  return said.slice(0, 400);
}

/** "Sourdough bread, in" after the place was taken out. */
function dropLooseEnds(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(
      /\s(?:in|around|near|for|at|from|by|um|bei|für|aus|à|dans|pour|sur|en|para|cerca de|autour de|près de)\s?(?=[,.;]|\s*$)/giu,
      '',
    )
    .replace(/\s([,.;])/g, '$1');
}
