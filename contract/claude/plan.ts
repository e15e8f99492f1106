import { z } from 'zod';
import type { CallToAction } from '../../domain/plan/plan.ts';

export const PLAN_CALLS_TO_ACTION = [
  'LEARN_MORE',
  'SHOP_NOW',
  'SIGN_UP',
  'GET_QUOTE',
  'BOOK_NOW',
  'CONTACT_US',
  'INSTALL_MOBILE_APP',
] as const satisfies readonly CallToAction[];

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
  audience: proposedAudienceSchema,
  ads: z.array(proposedAdSchema).min(1).max(3).describe('Ads that differ in their idea.'),
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
