/** Approved against spent; minor units of one currency. */
export type MoneyView = {
  projectId: string;
  currency: string | null;
  /** The most that all used approvals allow over their whole time; null when one of them has no end. */
  approvedMinor: number | null;
  /** The most that can still be spent as Facebook is set at this moment, beyond what was spent. */
  committedMinor: number;
  spentMinor: number;
  /** Approved less spent; null when an approval has no end. */
  stillAllowedMinor: number | null;
  /** True when more was spent than approved allows. */
  isOver: boolean;
  approvals: {
    approvalId: string;
    campaignRecordId: string;
    campaignName: string;
    dailyBudgetMinor: number;
    maxPerDayMinor: number;
    maxPerWeekMinor: number;
    maxInTotalMinor: number | null;
    endsAt: number | null;
    decidedAt: number | null;
    spentMinor: number;
    isOver: boolean;
  }[];
};
