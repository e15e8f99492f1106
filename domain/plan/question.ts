import type { SpecialAdCategory } from './plan.ts';

/** What only the person can say, and what a plan cannot be made without. */
export type QuestionKind = 'special-ad-category' | 'lead-form-privacy';

export type QuestionFacts = {
  /** For `special-ad-category`: what the business seems to be about. */
  readonly suggested: SpecialAdCategory | null;
};

export type QuestionAnswer = {
  /** For `special-ad-category`: the category that applies, or null for none. */
  readonly category?: SpecialAdCategory | null;
  /** For `lead-form-privacy`: address of the privacy policy; null to go without a form. */
  readonly privacyPolicyUrl?: string | null;
};

/** Something only the person can say. */
export type QuestionView = {
  id: string;
  projectId: string;
  kind: QuestionKind;
  facts: QuestionFacts;
  answer: QuestionAnswer | null;
  askedAt: number;
  answeredAt: number | null;
};
