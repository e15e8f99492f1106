/** One thing that was asked for, and what Facebook says it has, both in a person's words. */
export type ReceiptValue = {
  readonly label: string;
  readonly asked: string;
  /** Null: Facebook was not asked, or does not say. */
  readonly readBack: string | null;
  readonly same: boolean;
};

export type ReceiptObjectKind =
  | 'campaign'
  | 'ad-set'
  | 'ad'
  | 'picture'
  | 'creative'
  | 'lead-form'
  | 'budget-schedule';

/** One thing that was made at Facebook. */
export type ReceiptObject = {
  readonly kind: ReceiptObjectKind;
  /** How the person knows it: the name of the ad or of the audience. */
  readonly label: string;
  readonly metaId: string;
  readonly madeAt: number;
  /** When it was read back; null when it was not. */
  readonly readBackAt: number | null;
  readonly values: readonly ReceiptValue[];
};

/** What a launch came to, to be kept: who allowed what, what was made, and what Facebook said it has. */
export type LaunchReceipt = {
  readonly title: string;
  readonly projectName: string;
  readonly adAccount: {
    readonly name: string;
    readonly id: string;
    readonly currency: string;
    /** IANA name; all instants are told in it. */
    readonly timezone: string;
  };
  readonly page: { readonly name: string; readonly id: string };
  readonly approval: {
    readonly id: string;
    /** Name of the person who decided. */
    readonly by: string;
    readonly decidedAt: number;
    readonly version: number;
    readonly contentHash: string;
  };
  /** Amounts in minor units of the account's currency. */
  readonly limits: {
    readonly dailyMinor: number;
    readonly maxPerDayMinor: number;
    readonly maxPerWeekMinor: number;
    readonly maxInTotalMinor: number | null;
    readonly endsAt: number | null;
  };
  readonly objects: readonly ReceiptObject[];
  readonly startedAt: number;
  readonly liveAt: number;
  readonly leaseUntil: number | null;
};
