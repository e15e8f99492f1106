/** Instants are epoch milliseconds on the sandbox clock. */

export type ReviewVerdict = {
  readonly at: number;
  readonly approved: boolean;
  readonly policy: string;
};

/** What the sandbox was told about the review of an ad, in force until the next order. */
export type ReviewOrder = {
  readonly at: number;
  readonly outcome: 'approved' | 'refused' | 'in-review' | 'automatic';
  /** How long the ad stays in review first; null for at once, or without an end when in review. */
  readonly hours: number | null;
  readonly policy: string;
  /** Meta's explanation to the advertiser. */
  readonly message: string;
};

/** An order for every ad whose words match. */
export type ReviewRule = {
  readonly id: string;
  readonly accountId: string | null;
  /** Source of a regular expression, without regard to capitals. */
  readonly pattern: string;
  readonly order: ReviewOrder;
};
