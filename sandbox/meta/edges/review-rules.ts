import { reviewedText } from '../delivery/review.ts';
import type { Store } from '../state/store.ts';
import type { ReviewOrder, ReviewRule } from '../state/review-types.ts';
import type { Creative } from '../state/types.ts';

/** New words deserve a review of their own, whatever was ordered for the old ones. */
export const AUTOMATIC_REVIEW: ReviewOrder = {
  at: 0,
  outcome: 'automatic',
  hours: null,
  policy: '',
  message: '',
};

export function ruleMatches(rule: ReviewRule, creative: Creative): boolean {
  if (rule.accountId !== null && rule.accountId !== creative.accountId) return false;
  return new RegExp(rule.pattern, 'i').test(reviewedText(creative));
}

/** What the rules say about an ad with this creative, from this instant on. */
export function ordersByRule(
  store: Store,
  creative: Creative,
  now: number,
): readonly ReviewOrder[] {
  return store
    .list('reviewRule', (rule) => ruleMatches(rule, creative))
    .map((rule) => ({ ...rule.order, at: now }));
}
