import type { Goal } from '../brief/brief.ts';
import type { CurrencyCode } from '../money.ts';

/** How an ad looks and where it leads. Lengths are checked by `domain/plan`, never trusted from the model. */
export type PlannedAd = {
  /** Stable within the plan: "a1", "a2"; names the ledger's operations. */
  readonly key: string;
  readonly primaryText: string;
  readonly headline: string;
  readonly description: string;
  readonly callToAction: CallToAction;
  /** Final address with campaign tags; null only for instant forms. */
  readonly linkUrl: string | null;
  /** Our own stored picture; its SHA-256 binds the approval to the very bytes shown. */
  readonly image: { readonly assetId: string; readonly sha256: string };
};

export type CallToAction =
  | 'LEARN_MORE'
  | 'SHOP_NOW'
  | 'SIGN_UP'
  | 'GET_QUOTE'
  | 'BOOK_NOW'
  | 'CONTACT_US'
  | 'INSTALL_MOBILE_APP';

export type PlannedPlace = {
  readonly kind: 'country' | 'region' | 'city';
  /** Meta's key (ISO country code for a country). */
  readonly key: string;
  /** As shown to the person: "Leeds, United Kingdom". */
  readonly name: string;
  readonly countryCode: string;
  /** Only for a city. */
  readonly radiusKm: number | null;
};

export type PlannedInterest = { readonly id: string; readonly name: string };

export type PlannedAudience = {
  readonly places: readonly PlannedPlace[];
  readonly ageMin: number;
  /** 65 means "65 and over". */
  readonly ageMax: number;
  readonly gender: 'all' | 'women' | 'men';
  readonly interests: readonly PlannedInterest[];
  /** In one plain sentence: "Women and men from 25 to 54 around Leeds who like baking". */
  readonly inWords: string;
};

export type PlannedAdSet = {
  /** "s1". */
  readonly key: string;
  readonly name: string;
  readonly audience: PlannedAudience;
  readonly ads: readonly PlannedAd[];
  /** Share of the plan's daily budget in minor units; null or absent while the campaign itself holds the budget. */
  readonly dailyBudgetMinor?: number | null;
  /** Made at Facebook and approved, but without an ad: for taking the place of a tired one later. At most two. */
  readonly spares?: readonly PlannedAd[];
};

export type LeadQuestion = 'FULL_NAME' | 'EMAIL' | 'PHONE' | 'CITY';

/** A form that opens on Facebook itself. */
export type PlannedLeadForm = {
  readonly name: string;
  readonly questions: readonly LeadQuestion[];
  readonly privacyPolicyUrl: string;
  /** Said to the person who has filled it in. */
  readonly thanks: string;
};

export type SpecialAdCategory =
  | 'EMPLOYMENT'
  | 'HOUSING'
  | 'FINANCIAL_PRODUCTS_SERVICES'
  | 'ISSUES_ELECTIONS_POLITICS'
  | 'ONLINE_GAMBLING_AND_GAMING';

/** What Meta is told to optimise for; one row of the recipe table per goal and destination. */
export type Recipe = {
  readonly goal: Goal;
  readonly objective:
    | 'OUTCOME_LEADS'
    | 'OUTCOME_SALES'
    | 'OUTCOME_TRAFFIC'
    | 'OUTCOME_APP_PROMOTION';
  readonly destinationType: 'WEBSITE' | 'ON_AD' | null;
  readonly optimizationGoal:
    | 'LEAD_GENERATION'
    | 'OFFSITE_CONVERSIONS'
    | 'LANDING_PAGE_VIEWS'
    | 'LINK_CLICKS'
    | 'APP_INSTALLS';
  readonly promotedObject: Readonly<Record<string, string>> | null;
  /** Said to the person when the wanted goal could not be measured and another was taken; null otherwise. */
  readonly fallbackNote: string | null;
};

export type ForecastRange = {
  /** Plain plural noun: "website visits". */
  readonly what: string;
  readonly low: number;
  readonly high: number;
  readonly periodDays: number;
  readonly basis: string;
};

/**
 * Everything that will exist at Meta, and nothing else. Its canonical JSON is what an approval's hash covers.
 * Version 1 is what was planned before plans had an end; such plans lack the optional fields.
 */
export type CampaignPlan = {
  readonly v: 1 | 2;
  readonly name: string;
  readonly recipe: Recipe;
  readonly currency: CurrencyCode;
  /** Average per day in minor units, on the campaign. */
  readonly dailyBudgetMinor: number;
  readonly adAccountId: string;
  readonly pageId: string;
  readonly pageName: string;
  /** No ad runs after this instant: the end of the approved last day in the account's time zone, epoch ms. */
  readonly endsAt?: number;
  /** The same as a calendar day (YYYY-MM-DD) in `timezone`. */
  readonly lastDay?: string;
  readonly timezone?: string;
  readonly leadForm?: PlannedLeadForm | null;
  readonly specialAdCategories: readonly string[];
  /** ISO codes of the countries those categories are declared for. */
  readonly specialAdCategoryCountries?: readonly string[];
  /** Legal names shown with ads in the EU; null when no target country needs them. */
  readonly dsa: { readonly beneficiary: string; readonly payor: string } | null;
  readonly adSets: readonly PlannedAdSet[];
  readonly forecast: ForecastRange | null;
  /** Why this plan, in two or three plain sentences. */
  readonly reasoning: string;
};
