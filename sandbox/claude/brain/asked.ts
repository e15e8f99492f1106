import type { JsonObject } from '../json.ts';
import type { Language } from './language.ts';
import { DE } from './phrases/de.ts';
import { EN } from './phrases/en.ts';
import { ES } from './phrases/es.ts';
import { FR } from './phrases/fr.ts';
import type { Phrases } from './phrases/phrases.ts';
import type { Field } from './read/message.ts';

export const PHRASES: Readonly<Record<Language, Phrases>> = { en: EN, de: DE, fr: FR, es: ES };

const FIELDS: readonly Field[] = [
  'businessDescription',
  'product',
  'location',
  'targetAudience',
  'uniqueSellingPoint',
  'websiteUrl',
  'goal',
  'monthlyBudget',
];

/** What our previous message asked for; our own sentences are the memory of this conversation. */
export type Asked = {
  readonly fields: readonly Field[];
  /** Questions that were put a second time. */
  readonly again: readonly Field[];
  readonly suggestedBudget: boolean;
  readonly offeredForm: boolean;
  /** A remark that the budget is small, which a new figure may answer. */
  readonly warnedOfBudget: boolean;
};

export function askedIn(lastReply: string, known: JsonObject): Asked {
  const said = (pick: (phrases: Phrases) => string) =>
    Object.values(PHRASES).some((phrases) => lastReply.includes(pick(phrases)));
  const again = FIELDS.filter((field) => said(({ askAgain }) => askAgain[field]));
  const suggestedBudget = said(({ suggestBudget }) => suggestBudget);
  const fields = FIELDS.filter(
    (field) =>
      again.includes(field) ||
      said(({ ask }) => ask[field]) ||
      (field === 'monthlyBudget' && suggestedBudget),
  );
  // The app's greeting, which is not part of the request, asked about the business.
  const isFirst = lastReply === '' && !('businessDescription' in known);
  return {
    fields: isFirst ? ['businessDescription'] : fields,
    again,
    suggestedBudget,
    offeredForm: said(({ offerForm }) => offerForm),
    warnedOfBudget: said(({ smallBudget }) => smallBudget('').slice(-40)),
  };
}
