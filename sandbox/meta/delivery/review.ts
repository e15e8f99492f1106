import { jsonText } from '../json.ts';
import { linkDataOf } from '../validation/creative.ts';
import type { ReviewOrder } from '../state/review-types.ts';
import type { Ad, Creative } from '../state/types.ts';
import { hashNumber } from './random.ts';
import { HOUR_MS, MINUTE_MS } from './zone.ts';

export type ReviewState =
  | 'IN_PROCESS'
  | 'NOT_ASKED'
  | 'PENDING_REVIEW'
  | 'APPROVED'
  | 'DISAPPROVED';

/** How long a new ad is being put together before anything else can be said about it. */
const PROCESSING_MS = 30_000;
const SHORTEST_REVIEW_MS = 4 * MINUTE_MS;
const REVIEW_SPREAD_MS = 11 * MINUTE_MS;

/** Claims that advertising policy does not allow; enough to let a refusal be met in practice. */
const FORBIDDEN_CLAIMS: readonly {
  readonly pattern: RegExp;
  readonly policy: string;
  readonly why: string;
}[] = [
  {
    pattern: /miracle cure|cures? (cancer|diabetes)|lose \d+ (kg|pounds|lbs) in/i,
    policy: 'Personal Health',
    why: 'Ads must not promise unlikely results for health or weight.',
  },
  {
    pattern: /get rich quick|guaranteed (income|profit|returns)|double your money/i,
    policy: 'Unacceptable Business Practices',
    why: 'Ads must not promise income or returns that nobody can guarantee.',
  },
];

export type Verdict = { readonly approved: boolean; readonly policy: string; readonly why: string };

/** When processing of a new ad ends. */
export function processedAt(ad: Ad): number {
  return ad.createdAt + (ad.processingMs ?? PROCESSING_MS);
}

/** A review begins once the ad has been processed and was switched on. */
export function reviewStart(ad: Ad, askedAt: number): number {
  return Math.max(askedAt, processedAt(ad));
}

export function reviewEnd(ad: Ad, creative: Creative, askedAt: number): number {
  const spread = hashNumber(`review/${creative.contentHash}/${ad.ordinal}`) * REVIEW_SPREAD_MS;
  return reviewStart(ad, askedAt) + SHORTEST_REVIEW_MS + Math.floor(spread);
}

/** The words of an ad that a review looks at. */
export function reviewedText(creative: Creative): string {
  const link = linkDataOf(creative.content);
  return [link['message'], link['name'], link['description']]
    .map((part) => jsonText(part))
    .join(' ');
}

export function verdictOn(creative: Creative): Verdict {
  const text = reviewedText(creative);
  const broken = FORBIDDEN_CLAIMS.find((claim) => claim.pattern.test(text));
  if (broken) return { approved: false, policy: broken.policy, why: broken.why };
  return { approved: true, policy: '', why: '' };
}

/** Where the review of an ad stands at an instant. */
export function reviewAt(ad: Ad, creative: Creative, instant: number): ReviewState {
  if (instant < processedAt(ad)) return 'IN_PROCESS';
  const askedAt = ad.reviewsAt.findLast((at) => reviewStart(ad, at) <= instant);
  if (askedAt === undefined) return 'NOT_ASKED';
  const forced = ad.forcedVerdicts.findLast(
    (verdict) => verdict.at <= instant && verdict.at >= askedAt,
  );
  const order = orderAt(ad, instant);
  if (order && order.at > (forced?.at ?? -1)) {
    if (instant < orderEnd(ad, order, askedAt)) return 'PENDING_REVIEW';
    if (order.outcome === 'approved') return 'APPROVED';
    if (order.outcome === 'refused') return 'DISAPPROVED';
    return verdictOn(creative).approved ? 'APPROVED' : 'DISAPPROVED';
  }
  if (forced) return forced.approved ? 'APPROVED' : 'DISAPPROVED';
  if (instant < reviewEnd(ad, creative, askedAt)) return 'PENDING_REVIEW';
  return verdictOn(creative).approved ? 'APPROVED' : 'DISAPPROVED';
}

/** The order in force for an ad; null when its review takes its own course. */
export function orderAt(ad: Ad, instant: number): ReviewOrder | null {
  const order = ad.reviewOrders?.findLast((one) => one.at <= instant);
  return order === undefined || order.outcome === 'automatic' ? null : order;
}

/** Until when an order keeps the ad in review. */
function orderEnd(ad: Ad, order: ReviewOrder, askedAt: number): number {
  const from = Math.max(order.at, reviewStart(ad, askedAt));
  if (order.hours !== null) return from + order.hours * HOUR_MS;
  return order.outcome === 'in-review' ? Number.POSITIVE_INFINITY : from;
}

/** All instants at which the review state of an ad can change. */
export function reviewInstants(ad: Ad, creatives: readonly Creative[]): readonly number[] {
  const ends = ad.reviewsAt.flatMap((at) =>
    creatives.map((creative) => reviewEnd(ad, creative, at)),
  );
  const starts = ad.reviewsAt.map((at) => reviewStart(ad, at));
  const orders = ad.reviewOrders ?? [];
  const orderEnds = orders
    .flatMap((order) => ad.reviewsAt.map((at) => orderEnd(ad, order, at)))
    .filter((at) => Number.isFinite(at));
  return [
    processedAt(ad),
    ...starts,
    ...ends,
    ...orderEnds,
    ...orders.map((order) => order.at),
    ...ad.forcedVerdicts.map((verdict) => verdict.at),
  ];
}
