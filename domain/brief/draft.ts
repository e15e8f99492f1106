import { isCurrencyCode } from '../money.ts';
import type { BriefView } from '../project/views.ts';
import { BRIEF_FACTS } from './brief.ts';
import type { Brief, BriefDraft, BriefFact, BriefSources, FieldSource } from './brief.ts';

/**
 * The stored brief as the rules and the model take it: only what is known. A website counts as "none" once the person
 * has said so, which leaves the field empty but its source set.
 */
export function draftFrom(view: BriefView): BriefDraft {
  const { businessName, goal, monthlyBudget, websiteUrl } = view;
  const currency = monthlyBudget?.currency ?? null;
  return {
    ...words(view),
    ...(businessName === null ? {} : { businessName }),
    ...(goal === null ? {} : { goal }),
    ...(monthlyBudget === null
      ? {}
      : {
          monthlyBudget: {
            minor: monthlyBudget.minor,
            currency: currency !== null && isCurrencyCode(currency) ? currency : null,
          },
        }),
    ...(websiteUrl !== null || view.sources['websiteUrl'] !== undefined ? { websiteUrl } : {}),
  };
}

type WordField =
  | 'businessDescription'
  | 'product'
  | 'targetAudience'
  | 'location'
  | 'uniqueSellingPoint';

function words(view: BriefView): { [F in WordField]?: string } {
  const known: { [F in WordField]?: string } = {};
  const fields: readonly WordField[] = [
    'businessDescription',
    'product',
    'targetAudience',
    'location',
    'uniqueSellingPoint',
  ];
  for (const field of fields) {
    const value = view[field];
    if (value !== null && value !== '') known[field] = value;
  }
  return known;
}

/** One source for all of the changed fields. */
export function sourcesOf(
  changes: { readonly [F in BriefFact]?: unknown },
  source: FieldSource,
): BriefSources {
  const fields = BRIEF_FACTS.filter((field) => changes[field] !== undefined);
  return Object.fromEntries(fields.map((field) => [field, source]));
}

export const GOAL_WORDS = {
  LEADS: 'Enquiries',
  SALES: 'Sales',
  TRAFFIC: 'Visits to the website',
  APP_INSTALLS: 'Installs of the app',
} as const;

/** The brief as a text to read and copy. */
export function briefText(brief: Brief, budget: string): string {
  return [
    `Business: ${brief.businessName ?? ''} ${brief.businessDescription}`.replace(/\s+/g, ' '),
    `Offer: ${brief.product}`,
    `Customers: ${brief.targetAudience}`,
    `Goal: ${GOAL_WORDS[brief.goal]}`,
    `Budget: ${budget} a month`,
    `Place: ${brief.location}`,
    `What makes it special: ${brief.uniqueSellingPoint}`,
    `Website: ${brief.websiteUrl ?? 'none'}`,
  ].join('\n');
}
