import type { CurrencyCode } from '../money.ts';

export const APPROVAL_KINDS = [
  'brief',
  'campaign-plan',
  'ad-fix',
  'brief-change',
  'campaign-change',
] as const;
/**
 * `brief` moves no money and never expires; `campaign-plan` covers building and running one plan; `ad-fix` puts another
 * ad in the place of one that Facebook refused, within the money of the plan's own approval. `brief-change` corrects a
 * brief that was confirmed, and moves no money either; `campaign-change` changes what a running campaign may spend, who
 * sees it, or what it shows, and takes the place of the plan's approval in that.
 */
export type ApprovalKind = (typeof APPROVAL_KINDS)[number];

/** What a card is about, for a sentence: "You approved the brief". */
export const APPROVAL_SUBJECTS: Readonly<Record<ApprovalKind, string>> = {
  brief: 'the brief',
  'campaign-plan': 'the campaign plan',
  'ad-fix': 'another ad in place of a refused one',
  'brief-change': 'a change of the brief',
  'campaign-change': 'a change of the running campaign',
};

export const APPROVAL_STATUSES = [
  'PENDING',
  'GRANTED',
  'REJECTED',
  'EXPIRED',
  'SUPERSEDED',
] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

export type Verdict = 'approve' | 'reject';

/** What a granted approval allows to be spent at most; the ceiling every Meta write is checked against. */
export type Authority = {
  readonly currency: CurrencyCode;
  readonly dailyBudgetMinor: number;
  /** Meta may spend up to 175 % of the daily budget on one day (budget help page). */
  readonly maxPerDayMinor: number;
  /** And at most seven daily budgets from Sunday to Saturday. */
  readonly maxPerWeekMinor: number;
  /** Over the whole approved time; absent in approvals of plans without an end. */
  readonly maxInTotalMinor?: number;
  /** No ad may run after this instant (epoch ms); absent in approvals of plans without an end. */
  readonly endsAt?: number;
};

/** The part of an approval that decisions are made on; instants in epoch ms. */
export type ApprovalFacts = {
  readonly id: string;
  readonly kind: ApprovalKind;
  readonly contentHash: string;
  readonly status: ApprovalStatus;
  readonly expiresAt: number | null;
  /** A change made on the card is being worked in; absent where nobody asks. */
  readonly changing?: boolean;
};

export const APPROVAL_TTL_MS = 48 * 3_600_000;
export const APPROVAL_REMINDER_MS = 24 * 3_600_000;
/** After the click nothing is sent to Facebook for this long, so that the decision can be taken back. */
export const UNDO_WINDOW_MS = 10_000;
