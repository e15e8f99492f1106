import { z } from 'zod';

const onPage = (what: string) =>
  z.string().nullable().describe(`${what} In the page's own words. Null unless the page says it.`);

/** What a page of the person's website says about the business; nothing of it is acted upon by itself. */
export const websiteFactsSchema = z.strictObject({
  businessName: onPage('The name of the business, exactly as it is written on the page.'),
  businessDescription: onPage('What the business is and does, in a short phrase.'),
  product: onPage('What the page offers first of all: one product or service.'),
  targetAudience: onPage('Who the page says it is for.'),
  location: onPage('The town, region or country that the business serves.'),
  uniqueSellingPoint: onPage('What the page names as special about the business.'),
});
export type WebsiteFacts = z.infer<typeof websiteFactsSchema>;
