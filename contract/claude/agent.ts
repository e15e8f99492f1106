import { z } from 'zod';
import { GOALS } from '../../domain/brief/brief.ts';
import { budgetStatementSchema } from './onboarding.ts';
import { AD_TEXT_LIMITS } from './plan.ts';

/** What the agent may call in a conversation after the brief. Ids never come from the model. */
export const AGENT_TOOLS = [
  'look_at_brief',
  'look_at_plan',
  'look_at_performance',
  'look_at_activity',
  'look_at_approvals',
  'look_at_notifications',
  'pause_ads',
  'propose_brief_change',
  'propose_campaign_change',
  'write_report',
] as const;
export type AgentToolName = (typeof AGENT_TOOLS)[number];

/** For tools that take nothing. */
export const nothingSchema = z.strictObject({});

export const MOST_DAYS = 90;
/** How far back to look, today included. */
export const daysSchema = z.strictObject({
  days: z
    .number()
    .int()
    .min(1)
    .max(MOST_DAYS)
    .describe(`How many days back, today included: 1 to ${MOST_DAYS}. A week is 7.`),
});

const asked = (what: string) =>
  z.string().nullable().describe(`${what} Null unless the person asked to change it.`);

/** What the person wants changed in the brief; everything else is null. */
export const proposeBriefChangeSchema = z.strictObject({
  businessName: asked('The name of the business.'),
  businessDescription: asked('What the business is and does.'),
  product: asked('What exactly the ads should sell or offer.'),
  targetAudience: asked('Who the customers are.'),
  goal: z.enum(GOALS).nullable().describe('Null unless the person asked to change it.'),
  monthlyBudget: budgetStatementSchema
    .nullable()
    .describe('What they want to spend from now on. Null unless they asked to change it.'),
  location: asked('Where the ads should be shown, as said.'),
  uniqueSellingPoint: asked('Why customers choose this business.'),
  websiteUrl: asked('The address of the website.'),
});
export type ProposeBriefChange = z.infer<typeof proposeBriefChangeSchema>;

const { primaryText, headline, description } = AD_TEXT_LIMITS;

/** What the person wants changed in the campaign; everything else is null. */
export const proposeCampaignChangeSchema = z.strictObject({
  dailyAmount: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,2})?$/)
    .nullable()
    .describe(
      'The new average per day in the money of the ad account, as a plain decimal number: "20", "12.50".',
    ),
  lastDay: z.iso.date().nullable().describe('The new last day, as YYYY-MM-DD.'),
  places: z
    .array(z.string().trim().min(1).max(100))
    .min(1)
    .max(5)
    .nullable()
    .describe('All places where the ads should be shown from then on.'),
  newAd: z
    .strictObject({
      primaryText: z.string().trim().min(1).max(primaryText),
      headline: z.string().trim().min(1).max(headline),
      description: z.string().trim().max(description),
    })
    .nullable()
    .describe('The words of one more ad, in the language of the other ads.'),
});
export type ProposeCampaignChange = z.infer<typeof proposeCampaignChangeSchema>;

/** An answer in other words. */
export const rewriteSchema = z.strictObject({
  text: z.string().min(1).max(8_000).describe('The whole answer in its new words.'),
});
