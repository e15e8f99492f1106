/**
 * The address behind an ad, tagged so that the owner's own statistics can tell visits from Aigency's ads apart.
 * Tags that are there already are replaced. @returns null when it is not a web address.
 */
export function taggedLink(
  website: string,
  tags: { readonly campaign: string; readonly ad: string },
): string | null {
  if (!URL.canParse(website)) return null;
  const url = new URL(website);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  url.searchParams.set('utm_source', 'facebook');
  url.searchParams.set('utm_medium', 'paid_social');
  url.searchParams.set('utm_campaign', slug(tags.campaign));
  url.searchParams.set('utm_content', tags.ad);
  return url.toString();
}

/** "facebook.com" for the small print under a picture. */
export function linkHost(link: string | null): string | null {
  if (link === null || !URL.canParse(link)) return null;
  return new URL(link).hostname.replace(/^www\./, '');
}

const LONGEST_SLUG = 40;

function slug(words: string): string {
  const plain = words
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, LONGEST_SLUG)
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'campaign' : plain;
}
