import type { CurrencyCode } from '../money.ts';

export const GOALS = ['LEADS', 'SALES', 'TRAFFIC', 'APP_INSTALLS'] as const;
export type Goal = (typeof GOALS)[number];

/** Where a field's value came from: the person's words, their website, or an edit on the card. */
export type FieldSource = 'said' | 'website' | 'edited';

export const BRIEF_FIELDS = [
  'businessDescription',
  'product',
  'targetAudience',
  'goal',
  'monthlyBudget',
  'location',
  'uniqueSellingPoint',
  'websiteUrl',
] as const;
export type BriefField = (typeof BRIEF_FIELDS)[number];

/** Every fact of a brief, the name of the business first. */
export const BRIEF_FACTS = ['businessName', ...BRIEF_FIELDS] as const;
export type BriefFact = (typeof BRIEF_FACTS)[number];

/** A monthly amount as the person gave it. `currency` is null until they or the ad account name one. */
export type MonthlyBudget = { readonly minor: number; readonly currency: CurrencyCode | null };

export type BriefValues = {
  readonly businessDescription: string;
  readonly product: string;
  readonly targetAudience: string;
  readonly goal: Goal;
  readonly monthlyBudget: MonthlyBudget;
  readonly location: string;
  readonly uniqueSellingPoint: string;
  readonly websiteUrl: string | null;
};

/** What is known so far; grows over the interview. */
export type BriefDraft = {
  readonly [K in BriefField]?: BriefValues[K];
} & { readonly businessName?: string };

export type Brief = BriefValues & { readonly businessName: string | null };

export type BriefSources = { readonly [K in BriefFact]?: FieldSource };

/** Fields without which no campaign can be planned. A website is needed unless the goal is LEADS by instant form. */
export const REQUIRED_BRIEF_FIELDS: readonly BriefField[] = [
  'businessDescription',
  'product',
  'targetAudience',
  'goal',
  'monthlyBudget',
  'location',
  'uniqueSellingPoint',
];

export function missingBriefFields(draft: BriefDraft): readonly BriefField[] {
  const needed =
    draft.goal === undefined || draft.goal === 'LEADS'
      ? REQUIRED_BRIEF_FIELDS
      : [...REQUIRED_BRIEF_FIELDS, 'websiteUrl' as const];
  return needed.filter((field) => {
    const value = draft[field];
    return value === undefined || value === null || value === '';
  });
}

/** The complete brief, or null while something is missing. */
export function completeBrief(draft: BriefDraft): Brief | null {
  if (missingBriefFields(draft).length > 0) return null;
  const { businessDescription, product, targetAudience, goal } = draft;
  const { monthlyBudget, location, uniqueSellingPoint } = draft;
  if (
    businessDescription === undefined ||
    product === undefined ||
    targetAudience === undefined ||
    goal === undefined ||
    monthlyBudget === undefined ||
    location === undefined ||
    uniqueSellingPoint === undefined
  ) {
    return null;
  }
  return {
    businessDescription,
    product,
    targetAudience,
    goal,
    monthlyBudget,
    location,
    uniqueSellingPoint,
    websiteUrl: draft.websiteUrl ?? null,
    businessName: draft.businessName ?? null,
  };
}
