import { expect, test } from 'vitest';
import { reviewChanges, reviewOf, settledReviews } from './review.ts';
import type { AdVerdict } from './review.ts';

const ad = (change: Partial<AdVerdict> = {}): AdVerdict => ({
  adKey: 'a1',
  name: 'Warm bread',
  effectiveStatus: 'ACTIVE',
  policies: {},
  ...change,
});

test.each([
  ['PENDING_REVIEW', 'in-review'],
  ['IN_PROCESS', 'in-review'],
  ['ACTIVE', 'approved'],
  ['PENDING_BILLING_INFO', 'approved'],
  ['DISAPPROVED', 'refused'],
  ['WITH_ISSUES', 'refused'],
  ['ARCHIVED', 'unknown'],
])('an ad that is %s counts as %s', (effectiveStatus, state) => {
  expect(reviewOf(ad({ effectiveStatus })).state).toBe(state);
});

test.each([
  ['Personal Health', 'promises too much about health'],
  ['Unacceptable Business Practices', 'promises money or results'],
  ['Personal Attributes', 'speaks as if it knew private things'],
  ['Discriminatory Practices', 'Stricter rules hold'],
  ['Social Issues', 'about politics'],
  ['Adult Content', 'too suggestive'],
  ['Shocking Content', 'could shock'],
  ['Alcohol', 'may not show to all people'],
  ['Non-Functional Landing Page', 'page behind this ad'],
  ['Third-Party Infringement', 'not yours to use'],
  ['Grammar & Profanity', 'words of this ad are poor'],
  ['Something New', 'breaks one of its advertising rules'],
])('the rule “%s” is said plainly', (policy, words) => {
  const review = reviewOf(
    ad({ effectiveStatus: 'DISAPPROVED', policies: { [policy]: 'Because.' } }),
  );
  expect(review.message).toContain(words);
  expect(review.reason).toBe(`${policy}: Because.`);
});

test('a change is told once', () => {
  const first = settledReviews([], [ad({ effectiveStatus: 'PENDING_REVIEW' })]);
  const second = settledReviews(first, [ad()]);
  expect(reviewChanges(first, second).map(({ review }) => review.state)).toEqual(['approved']);
  expect(reviewChanges(second, settledReviews(second, [ad()]))).toEqual([]);
});

test('a paused campaign hides no verdict and makes up none', () => {
  const inReview = settledReviews([], [ad({ effectiveStatus: 'PENDING_REVIEW' })]);
  const paused = settledReviews(inReview, [ad({ effectiveStatus: 'CAMPAIGN_PAUSED' })]);
  expect(paused).toEqual(inReview);
});
