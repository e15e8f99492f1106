import type { CallToAction, LeadQuestion, SpecialAdCategory } from './plan.ts';

/** What the model may propose; checked against its schema before it comes here. */
export type ProposedAdWords = {
  readonly primaryText: string;
  readonly headline: string;
  readonly description: string;
  readonly callToAction: CallToAction;
};

export type ProposedPeople = {
  readonly ageMin: number;
  readonly ageMax: number;
  readonly gender: 'all' | 'women' | 'men';
};

/** One group of people with its share of the daily budget. */
export type ProposedAudience = ProposedPeople & {
  /** Wanted share in percent; the shares need not make a hundred. */
  readonly sharePercent: number;
};

export type ProposedLeadForm = {
  readonly questions: readonly LeadQuestion[];
  readonly thanks: string;
};

export type ProposedCampaign = {
  readonly campaignName: string;
  readonly audiences: readonly ProposedAudience[];
  readonly ads: readonly ProposedAdWords[];
  readonly spareAds: readonly ProposedAdWords[];
  readonly specialAdCategory: SpecialAdCategory | null;
  readonly leadForm: ProposedLeadForm | null;
  readonly reasoning: string;
};

/** Facebook cuts off or refuses longer ones; checked again here because no model's word is trusted. */
export const TEXT_LIMITS = { primaryText: 300, headline: 40, description: 40 } as const;
