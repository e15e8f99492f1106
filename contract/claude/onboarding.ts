import { z } from 'zod';
import { GOALS } from '../../domain/brief/brief.ts';

/**
 * A budget as the person said it. The model copies the figure; the code turns it into a monthly amount,
 * so no arithmetic on money is ever the model's.
 */
export const budgetStatementSchema = z.strictObject({
  amount: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .describe('The figure alone as a plain decimal number: "20", "1500", "12.50". No symbols.'),
  period: z.enum(['day', 'week', 'month']).describe('Per what the person gave the figure.'),
  currency: z
    .string()
    .nullable()
    .describe('Three-letter code such as "GBP" if a symbol or word named it, otherwise null.'),
});
export type BudgetStatement = z.infer<typeof budgetStatementSchema>;

const said = (what: string) =>
  z.string().nullable().describe(`${what} Null unless said or corrected in the latest message.`);

/** What one message of the person newly told or corrected; everything else is null. */
export const briefFactsSchema = z.strictObject({
  businessName: said('The name of the business.'),
  businessDescription: said('What the business is and does, in a short phrase.'),
  product: said('What exactly the ads should sell or offer.'),
  targetAudience: said('Who the customers are.'),
  goal: z
    .enum(GOALS)
    .nullable()
    .describe(
      'LEADS: enquiries, bookings, calls, messages. SALES: purchases. TRAFFIC: visits to the website. ' +
        'APP_INSTALLS: installs of an app. Null unless said or corrected in the latest message.',
    ),
  monthlyBudget: budgetStatementSchema
    .nullable()
    .describe('What they want to spend. Null unless said or corrected in the latest message.'),
  location: said('Where the ads should be shown, as said: "Leeds", "all of Austria".'),
  uniqueSellingPoint: said('Why customers choose this business over others.'),
  websiteUrl: said('The address of the website or app page.'),
  hasNoWebsite: z
    .boolean()
    .describe('True only when the latest message says that there is no website; otherwise false.'),
});
export type BriefFacts = z.infer<typeof briefFactsSchema>;
