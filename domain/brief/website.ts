import type { BriefDraft, BriefSources } from './brief.ts';

/** What a page of the person's website may answer; what they want and what they spend is never on it. */
export const WEBSITE_FACTS = [
  'businessName',
  'businessDescription',
  'product',
  'targetAudience',
  'location',
  'uniqueSellingPoint',
] as const;
export type WebsiteFact = (typeof WEBSITE_FACTS)[number];

/** Brief fields that a page of the person's website answers, in the page's own language. */
export type WebsiteFound = { readonly [F in WebsiteFact]?: string };

/** Facts that only a website told so far. */
export function foundBefore(sources: BriefSources): readonly WebsiteFact[] {
  return WEBSITE_FACTS.filter((fact) => sources[fact] === 'website');
}

/**
 * What a page adds to a brief: only where the person has said nothing themselves. What an earlier page said gives way
 * to what a new one says.
 */
export function factsFromWebsite(
  found: WebsiteFound,
  draft: BriefDraft,
  sources: BriefSources,
): WebsiteFound {
  const news = WEBSITE_FACTS.filter(
    (fact) =>
      found[fact] !== undefined &&
      found[fact] !== draft[fact] &&
      (draft[fact] === undefined || sources[fact] === 'website'),
  );
  return Object.fromEntries(news.map((fact) => [fact, found[fact]]));
}
