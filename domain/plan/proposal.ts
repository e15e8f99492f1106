import type { CallToAction } from './plan.ts';

/** What the model may propose; checked against its schema before it comes here. */
export type ProposedAdWords = {
  readonly primaryText: string;
  readonly headline: string;
  readonly description: string;
  readonly callToAction: CallToAction;
};

export type ProposedCampaign = {
  readonly campaignName: string;
  readonly audience: {
    readonly ageMin: number;
    readonly ageMax: number;
    readonly gender: 'all' | 'women' | 'men';
  };
  readonly ads: readonly ProposedAdWords[];
  readonly reasoning: string;
};

/** Facebook cuts off or refuses longer ones; checked again here because no model's word is trusted. */
export const TEXT_LIMITS = { primaryText: 300, headline: 40, description: 40 } as const;
