import type { Brief } from '../brief/brief.ts';
import { compilePlan } from './compile.ts';
import type { PlanInput } from './compile.ts';
import type { CampaignPlan } from './plan.ts';

export const exampleBrief: Brief = {
  businessDescription: 'A small bakery',
  product: 'Sourdough bread',
  targetAudience: 'People near Leeds who like good bread',
  goal: 'TRAFFIC',
  monthlyBudget: { minor: 45_600, currency: 'GBP' },
  location: 'Leeds',
  uniqueSellingPoint: 'Baked at dawn every day',
  websiteUrl: 'https://bakery.example/shop',
  businessName: "Miller's Bakery",
};

const LEEDS = {
  kind: 'city',
  key: '813',
  name: 'Leeds, United Kingdom',
  countryCode: 'GB',
  radiusKm: 25,
} as const;

/** A complete input for the plan compiler; parts can be replaced. */
export function examplePlanInput(changes: Partial<PlanInput> = {}): PlanInput {
  return {
    brief: exampleBrief,
    proposal: {
      campaignName: 'Fresh bread',
      audiences: [{ ageMin: 25, ageMax: 54, gender: 'all', sharePercent: 100 }],
      ads: [
        {
          primaryText: 'Still warm at seven. Order today and collect tomorrow.',
          headline: 'Warm bread at seven',
          description: 'Baked at dawn',
          callToAction: 'LEARN_MORE',
        },
        {
          primaryText: 'Flour, water, salt and a night of patience.',
          headline: 'Real sourdough',
          description: 'From Leeds',
          callToAction: 'SHOP_NOW',
        },
      ],
      spareAds: [],
      specialAdCategory: null,
      leadForm: null,
      reasoning: 'People near you look for good bread in the morning.',
    },
    account: {
      id: 'act_100',
      name: 'Bakery',
      currency: 'GBP',
      dsaBeneficiary: null,
      dsaPayor: null,
    },
    page: { id: '200', name: "Miller's Bakery" },
    measuring: { pixelId: null, apps: [] },
    dailyBudgetMinor: 1500,
    minimumDailyMinor: 100,
    found: [{ places: [LEEDS], interests: [{ id: '6003', name: 'Baking' }] }],
    images: [
      { assetId: '00000000-0000-4000-8000-000000000001', sha256: 'a'.repeat(64) },
      { assetId: '00000000-0000-4000-8000-000000000002', sha256: 'b'.repeat(64) },
    ],
    today: '2026-03-02',
    timezone: 'Europe/London',
    category: null,
    privacyPolicyUrl: null,
    history: null,
    ...changes,
  };
}

export function examplePlan(changes: Partial<PlanInput> = {}): CampaignPlan {
  const outcome = compilePlan(examplePlanInput(changes));
  if (!outcome.ok) throw new Error(`The example does not compile: ${outcome.problem}`);
  return outcome.plan;
}
