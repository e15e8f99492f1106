import type { CurrencyCode } from '../money.ts';

export const APPROVAL_KINDS = ['brief', 'campaign-plan'] as const;
/** `brief` moves no money and never expires; `campaign-plan` covers building and running one plan. */
export type ApprovalKind = (typeof APPROVAL_KINDS)[number];

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
};

/** The part of an approval that decisions are made on; instants in epoch ms. */
export type ApprovalFacts = {
  readonly id: string;
  readonly kind: ApprovalKind;
  readonly contentHash: string;
  readonly status: ApprovalStatus;
  readonly expiresAt: number | null;
};

export const APPROVAL_TTL_MS = 48 * 3_600_000;
export const APPROVAL_REMINDER_MS = 24 * 3_600_000;
