import type { Trx } from '../db/client.ts';
import { listWebsitePages } from '../db/repositories/website-pages.ts';
import { isSameSite } from './website.ts';

/** The colour that the person's own website uses most, as `#rrggbb`; null while none is known. */
export async function websiteColour(
  trx: Trx,
  { projectId, websiteUrl }: { readonly projectId: string; readonly websiteUrl: string | null },
): Promise<string | null> {
  if (websiteUrl === null) return null;
  const pages = await listWebsitePages(trx, projectId);
  return pages.find(({ url }) => isSameSite(url, websiteUrl))?.colours[0] ?? null;
}
