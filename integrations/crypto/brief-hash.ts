import type { BriefChange } from '../../domain/brief/change.ts';
import { canonicalJson } from '../../domain/plan/canonical.ts';
import type { BriefView } from '../../domain/project/views.ts';
import { derivedId, sha256 } from './hash.ts';

/** What "Looks good, let's launch" is bound to: the eight facts and the name, not where they came from. */
export function briefContentHash(brief: Omit<BriefView, 'id' | 'status' | 'sources'>): string {
  const { businessName, businessDescription, product, targetAudience } = brief;
  const { goal, monthlyBudget, location, uniqueSellingPoint, websiteUrl, version } = brief;
  return sha256(
    canonicalJson({
      version,
      businessName,
      businessDescription,
      product,
      targetAudience,
      goal,
      monthlyBudget,
      location,
      uniqueSellingPoint,
      websiteUrl,
    }),
  );
}

/** What a card about a change of the brief is bound to. */
export function briefChangeHash(change: BriefChange): string {
  return sha256(canonicalJson(change));
}

/** The artifact with the text of one version of a brief. */
export function briefTextId({ id, version }: Pick<BriefView, 'id' | 'version'>): string {
  return derivedId('artifact', id, String(version));
}
