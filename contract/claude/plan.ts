import { z } from 'zod';
import type { CallToAction, LeadQuestion, SpecialAdCategory } from '../../domain/plan/plan.ts';

export const PLAN_CALLS_TO_ACTION = [
  'LEARN_MORE',
  'SHOP_NOW',
  'SIGN_UP',
  'GET_QUOTE',
  'BOOK_NOW',
  'CONTACT_US',
  'INSTALL_MOBILE_APP',
] as const satisfies readonly CallToAction[];

export const SPECIAL_AD_CATEGORIES = [
  'EMPLOYMENT',
  'HOUSING',
  'FINANCIAL_PRODUCTS_SERVICES',
  'ISSUES_ELECTIONS_POLITICS',
  'ONLINE_GAMBLING_AND_GAMING',
] as const satisfies readonly SpecialAdCategory[];

export const LEAD_QUESTIONS = [
  'FULL_NAME',
  'EMAIL',
  'PHONE',
  'CITY',
] as const satisfies readonly LeadQuestion[];

/** `bold`: large words on a full field of colour. `framed`: words in a panel with a margin. `split`: half colour, half words. */
export const PICTURE_LAYOUTS = ['bold', 'framed', 'split'] as const;

/** Longest texts that are taken; the prompt asks for less, because Facebook cuts earlier on small screens. */
export const AD_TEXT_LIMITS = {
  primaryText: 300,
  headline: 40,
  description: 40,
  pictureText: 40,
} as const;

const line = (most: number, what: string) => z.string().trim().min(1).max(most).describe(what);

export const proposedAdSchema = z.strictObject({
  primaryText: line(AD_TEXT_LIMITS.primaryText, 'Text above the picture; up to 125 characters.'),
  headline: line(AD_TEXT_LIMITS.headline, 'Bold line under the picture; up to 27 characters.'),
  description: line(
    AD_TEXT_LIMITS.description,
    'Small line under the headline; up to 30 characters.',
  ),
  callToAction: z.enum(PLAN_CALLS_TO_ACTION).describe('The button.'),
  pictureText: line(AD_TEXT_LIMITS.pictureText, 'Words on the picture; up to 40 characters.'),
  pictureLayout: z.enum(PICTURE_LAYOUTS).describe('How the picture is laid out.'),
});

export const proposedAudienceSchema = z
  .strictObject({
    sharePercent: z
      .number()
      .int()
      .min(1)
      .max(100)
      .describe('Share of the daily amount; 100 when there is one audience.'),
    ageMin: z.number().int().min(18).max(65),
    ageMax: z.number().int().min(18).max(65).describe('65 means 65 and over.'),
    gender: z.enum(['all', 'women', 'men']),
    interestQueries: z
      .array(z.string().trim().min(1).max(60))
      .max(6)
      .describe(
        'Words to search interests with, in English, broad ones first: "Baking", "Coffee".',
      ),
    placeQueries: z
      .array(
        z.strictObject({
          query: z.string().trim().min(1).max(80).describe('Name of the city, region or country.'),
          countryCode: z
            .string()
            .regex(/^[A-Z]{2}$/)
            .describe('Two-letter code of the country it lies in, such as "GB".'),
        }),
      )
      .min(1)
      .max(5),
  })
  .refine((audience) => audience.ageMin <= audience.ageMax, {
    message: 'ageMin must not be above ageMax',
    path: ['ageMin'],
  });

/**
 * What the model may propose for a campaign: words, pictures and who should see them.
 * Amounts, account ids, ids of places and interests, links and states are the code's to decide.
 */
export const planProposalSchema = z.strictObject({
  campaignName: z
    .string()
    .trim()
    .min(1)
    .max(80)
    .describe('Short name, as the person would say it.'),
  audiences: z
    .array(proposedAudienceSchema)
    .min(1)
    .max(3)
    .describe('One, unless the brief names groups or towns that need amounts of their own.'),
  ads: z.array(proposedAdSchema).min(1).max(3).describe('Ads that differ in their idea.'),
  spareAds: z
    .array(proposedAdSchema)
    .max(2)
    .describe('Further ads that are kept to take the place of one that grows tired.'),
  specialAdCategory: z
    .enum(SPECIAL_AD_CATEGORIES)
    .nullable()
    .describe('Only when the offer itself is about jobs, homes, finance, politics or gambling.'),
  leadForm: z
    .strictObject({
      questions: z.array(z.enum(LEAD_QUESTIONS)).min(1).max(4),
      thanks: line(200, 'One sentence to the person who has filled in the form.'),
    })
    .nullable()
    .describe('Only when formWanted is true.'),
  brandColour: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/)
    .describe('Background colour of the pictures that suits the business, such as "#1f6f54".'),
  reasoning: z
    .string()
    .trim()
    .min(1)
    .max(600)
    .describe('Why this plan suits the business, in two or three plain sentences to the owner.'),
});
export type PlanProposal = z.infer<typeof planProposalSchema>;

/** What the model may propose in the place of one ad that Facebook refused. */
export const fixProposalSchema = z.strictObject({
  primaryText: line(AD_TEXT_LIMITS.primaryText, 'Text above the picture.'),
  headline: line(AD_TEXT_LIMITS.headline, 'Bold line under the picture.'),
  description: line(AD_TEXT_LIMITS.description, 'Small line under the headline.'),
  changesPicture: z.boolean().describe('True only when the words on the picture are at fault.'),
  pictureText: line(AD_TEXT_LIMITS.pictureText, 'Words on the new picture.'),
  pictureLayout: z.enum(PICTURE_LAYOUTS).describe('How a new picture is laid out.'),
  brandColour: z.string().regex(/^#[0-9a-fA-F]{6}$/),
  explanation: line(300, 'One plain sentence to the owner: what was changed, and why it may pass.'),
});
export type FixProposal = z.infer<typeof fixProposalSchema>;
