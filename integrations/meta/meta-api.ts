import type { PlannedInterest, PlannedPlace } from '../../domain/plan/plan.ts';
import type { MetaUsage } from './usage.ts';
import type { MetaWrite, Rehearsal, WriteGuard, WriteResult } from './writes.ts';

export type AdAccount = {
  /** With the act_ prefix. */
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly timezone: string;
  readonly status: number;
  readonly hasPaymentMethod: boolean;
  /** Minor units of the account's currency; the higher of what the account and its budget table ask. */
  readonly minimumDailyMinor: number;
  /** The least it takes as a campaign's spending limit, minor units; null when Facebook does not say. */
  readonly minimumSpendCapMinor: number | null;
  readonly dsaBeneficiary: string | null;
  readonly dsaPayor: string | null;
};

/** A place with the region it lies in, so that overlaps can be seen. */
export type FoundPlace = PlannedPlace & { readonly regionKey: string | null };

/** An object found by its marker; `createdAt` in epoch ms, null when Meta does not say. */
export type FoundObject = {
  readonly id: string;
  readonly name: string;
  readonly status: string | null;
  readonly createdAt: number | null;
};

/** One row of insights, numbers still as Meta's decimal strings or parsed where they are plain counts. */
export type InsightRow = {
  readonly campaignId: string | null;
  readonly adId: string | null;
  readonly day: string;
  /** Decimal string in major units. */
  readonly spend: string;
  readonly impressions: number;
  readonly reach: number;
  readonly frequency: number;
  readonly clicks: number;
  readonly linkClicks: number;
  readonly actions: Readonly<Record<string, number>>;
  /** Decimal strings in major units, by action type. */
  readonly actionValues: Readonly<Record<string, string>>;
  readonly raw: Readonly<Record<string, unknown>>;
};

export type AdStatus = {
  readonly id: string;
  readonly name: string;
  readonly effectiveStatus: string;
  /** Facebook's own words on why it was refused, or null. */
  readonly feedback: string | null;
  /** The same by the name of the rule. */
  readonly policies: Readonly<Record<string, string>>;
};

/** A Page as the person may use it. */
export type ManagedPage = {
  readonly id: string;
  readonly name: string;
  readonly canAdvertise: boolean;
  /** Null when Facebook does not say. */
  readonly leadTermsAccepted: boolean | null;
};

export type NodeFields = { readonly [field: string]: unknown };

/**
 * Everything the house may ask of Meta, as one person. Reads throw MetaError; writes go through the one door and
 * return what became of them.
 */
export type MetaApi = {
  adAccount(accountId: string): Promise<AdAccount>;
  page(pageId: string): Promise<{ readonly id: string; readonly name: string }>;
  /** Null when the person has no right of any kind to it. */
  managedPage(pageId: string): Promise<ManagedPage | null>;
  /** The permissions the person has given and not taken back. */
  grantedScopes(): Promise<readonly string[]>;
  /**
   * Whether Facebook lets this installation make ads at all, asked by a rehearsal that makes nothing. Null when it does
   * not say. An app that was seen live is not asked about again for a day.
   */
  appLive(ad: Rehearsal): Promise<boolean | null>;
  /** Those of the given pictures that the account holds; `createdAt` in epoch ms, null when Facebook does not say. */
  pictures(
    accountId: string,
    hashes: readonly string[],
  ): Promise<readonly { readonly hash: string; readonly createdAt: number | null }[]>;
  pixels(accountId: string): Promise<readonly { readonly id: string; readonly name: string }[]>;
  apps(
    accountId: string,
  ): Promise<readonly { readonly id: string; readonly storeUrls: readonly string[] }[]>;
  /** Best matches first. */
  searchPlaces(query: string, countryCode: string | null): Promise<readonly FoundPlace[]>;
  searchInterests(query: string): Promise<readonly PlannedInterest[]>;
  /** Those of the given interests that Meta still delivers to. */
  validInterests(interests: readonly PlannedInterest[]): Promise<readonly PlannedInterest[]>;
  /** Those of the given places that Meta still knows. */
  validPlaces(places: readonly PlannedPlace[]): Promise<readonly PlannedPlace[]>;
  /** All objects on an edge whose name holds the marker, oldest first. @param asPage for edges of a Page. */
  findByMarker(
    edge: readonly string[],
    marker: string,
    asPage?: string | null,
  ): Promise<readonly FoundObject[]>;
  read(id: string, fields: string): Promise<NodeFields>;
  adStatuses(campaignId: string): Promise<readonly AdStatus[]>;
  insights(query: {
    readonly accountId: string;
    readonly campaignId: string;
    readonly level: 'ad' | 'campaign';
    /** YYYY-MM-DD in the account's time zone, inclusive. */
    readonly since: string;
    readonly until: string;
  }): Promise<readonly InsightRow[]>;
  write(write: MetaWrite, guard: WriteGuard): Promise<WriteResult>;
  /** Several writes that need nothing of each other, let out together; results in the same order. */
  writeAll(writes: readonly MetaWrite[], guard: WriteGuard): Promise<readonly WriteResult[]>;
  /** How much of Meta's allowance is used, by the last answers about this ad account. */
  usage(): MetaUsage;
};
