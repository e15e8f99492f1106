import type { CurrencyCode } from '../money.ts';

/** One ad (or the campaign as a whole, `adId` null) on one day of the ad account's own calendar. */
export type DaySnapshot = {
  readonly adId: string | null;
  /** YYYY-MM-DD in the account's time zone. */
  readonly day: string;
  readonly currency: CurrencyCode;
  readonly spendMinor: number;
  readonly impressions: number;
  readonly reach: number;
  /** Average times one person saw it. */
  readonly frequency: number;
  readonly clicks: number;
  /** Link clicks per impression as a fraction, 0 to 1. */
  readonly ctr: number;
  /** Null when nothing could be counted for this goal: missing is not zero. */
  readonly conversions: number | null;
  readonly costPerConversionMinor: number | null;
  readonly valueMinor: number | null;
  /** Value per money spent; null without value. */
  readonly roas: number | null;
};
