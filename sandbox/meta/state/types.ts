import type { Json, JsonObject } from '../json.ts';
import type { ReviewOrder, ReviewRule, ReviewVerdict } from './review-types.ts';

/** Instants are epoch milliseconds on the sandbox clock. Money is an integer in the account's minor units. */

export type AccessTier = 'development_access' | 'standard_access';

export type App = {
  readonly id: string;
  readonly secret: string;
  /** An app still in development mode may not create creatives. */
  readonly live: boolean;
  readonly tier: AccessTier;
  /** Overrides the tier's score limit when set. */
  readonly maxScore: number | null;
  /** How a blocked account is told; 17 when absent. */
  readonly limitCode?: 17 | 613;
};

export type FbUser = { readonly id: string; readonly key: string; readonly name: string };

export type TokenState =
  | 'valid'
  | 'expired'
  | 'revoked'
  | 'checkpoint'
  | 'password_changed'
  | 'unconfirmed'
  | 'logged_out';

export type Token = {
  /** The token text itself. */
  readonly id: string;
  readonly kind: 'user' | 'page' | 'system-user';
  readonly appId: string;
  readonly userId: string;
  readonly pageId: string | null;
  readonly scopes: readonly string[];
  readonly accountIds: readonly string[];
  readonly pageIds: readonly string[];
  readonly issuedAt: number;
  /** 0 for a token that does not expire. */
  readonly expiresAt: number;
  readonly state: TokenState;
  /** Asked for and unticked by the person. */
  readonly declined?: readonly string[];
  /** When reading the person's data ends, if set by hand; otherwise 90 days after the token was issued. */
  readonly dataAccessExpiresAt?: number;
};

/** A set-up of Facebook Login for Business, named by `config_id` in place of scopes. */
export type LoginConfig = {
  readonly id: string;
  readonly kind: 'user' | 'system-user';
  readonly scopes: readonly string[];
  /** How long its tokens live; null for ever. */
  readonly tokenDays: number | null;
};

export type AuthCode = {
  /** The code itself. */
  readonly id: string;
  readonly appId: string;
  readonly userId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly accountIds: readonly string[];
  readonly pageIds: readonly string[];
  /** On the sandbox's own clock, unlike every other instant: the browser that gets the code has no other. */
  readonly issuedAt: number;
  readonly used: boolean;
  /** Asked for and unticked. */
  readonly declined?: readonly string[];
  readonly configId?: string;
};

export type AccountVersion = {
  readonly at: number;
  readonly accountStatus: number;
  readonly disableReason: number;
  readonly hasPaymentMethod: boolean;
  readonly spendCap: number | null;
};

export type AdAccount = {
  /** Digits only, without act_. */
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
  readonly currency: string;
  readonly timezone: string;
  readonly createdAt: number;
  readonly defaultDsaBeneficiary: string | null;
  readonly defaultDsaPayor: string | null;
  /** A floor for daily budgets in minor units, above the usual one. */
  readonly minDailyBudget?: number;
  readonly minSpendCap?: number;
  readonly versions: readonly AccountVersion[];
};

export type Page = {
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
  readonly category: string;
  readonly tasks: readonly string[];
  readonly leadgenTosAccepted: boolean;
};

export type Pixel = { readonly id: string; readonly accountId: string; readonly name: string };

export type MobileApp = {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly storeUrls: readonly string[];
};

export type ConfiguredStatus = 'ACTIVE' | 'PAUSED' | 'ARCHIVED' | 'DELETED';

export type CampaignVersion = {
  readonly at: number;
  readonly name: string;
  readonly status: ConfiguredStatus;
  readonly dailyBudget: number | null;
  readonly lifetimeBudget: number | null;
  readonly bidStrategy: string | null;
  readonly spendCap: number | null;
};

export type Campaign = {
  readonly id: string;
  readonly accountId: string;
  readonly createdAt: number;
  readonly objective: string;
  readonly buyingType: string;
  readonly specialAdCategories: readonly string[];
  readonly specialAdCategoryCountry: readonly string[];
  readonly budgetSharing: boolean | null;
  readonly promotedObject: JsonObject | null;
  readonly versions: readonly CampaignVersion[];
};

export type AdSetVersion = {
  readonly at: number;
  readonly name: string;
  readonly status: ConfiguredStatus;
  readonly dailyBudget: number | null;
  readonly lifetimeBudget: number | null;
  readonly bidStrategy: string | null;
  readonly bidAmount: number | null;
  readonly optimizationGoal: string;
  readonly targeting: JsonObject;
  readonly startAt: number;
  readonly endAt: number | null;
  readonly dsaBeneficiary: string | null;
  readonly dsaPayor: string | null;
};

export type AdSet = {
  readonly id: string;
  readonly accountId: string;
  readonly campaignId: string;
  readonly createdAt: number;
  readonly billingEvent: string;
  readonly destinationType: string | null;
  readonly promotedObject: JsonObject | null;
  readonly attributionSpec: Json;
  /** When an edit that restarts learning was accepted, oldest first. */
  readonly significantEditsAt: readonly number[];
  readonly budgetChangesAt: readonly number[];
  readonly versions: readonly AdSetVersion[];
};

export type Image = {
  /** `accountId:hash`. */
  readonly id: string;
  readonly accountId: string;
  readonly hash: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly mime: string;
  readonly createdAt: number;
  readonly deleted: boolean;
};

export type Creative = {
  readonly id: string;
  readonly accountId: string;
  readonly createdAt: number;
  readonly name: string;
  readonly status: 'ACTIVE' | 'DELETED';
  /** Hash of everything but the name: the same content is the same creative. */
  readonly contentHash: string;
  readonly content: JsonObject;
};

export type AdVersion = {
  readonly at: number;
  readonly name: string;
  readonly status: ConfiguredStatus;
  readonly creativeId: string;
};

export type Ad = {
  readonly id: string;
  readonly accountId: string;
  readonly campaignId: string;
  readonly adSetId: string;
  readonly createdAt: number;
  /** How long it is being put together after that. */
  readonly processingMs?: number;
  /** Which ad of its ad set this is; seeds the simulator so that the same plan performs the same again. */
  readonly ordinal: number;
  readonly conversionDomain: string | null;
  readonly trackingSpecs: Json;
  /** When Meta's review was asked for: first switched on, then again after each edit that needs it. */
  readonly reviewsAt: readonly number[];
  readonly forcedVerdicts: readonly ReviewVerdict[];
  readonly reviewOrders?: readonly ReviewOrder[];
  readonly versions: readonly AdVersion[];
};

export type LeadForm = {
  readonly id: string;
  readonly pageId: string;
  readonly name: string;
  readonly createdAt: number;
  readonly status: 'ACTIVE' | 'ARCHIVED';
  readonly content: JsonObject;
};

export type ReportRun = {
  readonly id: string;
  readonly accountId: string;
  readonly nodeId: string;
  readonly createdAt: number;
  readonly params: Readonly<Record<string, Json>>;
};

export type Tables = {
  app: App;
  user: FbUser;
  token: Token;
  code: AuthCode;
  account: AdAccount;
  page: Page;
  pixel: Pixel;
  mobileApp: MobileApp;
  campaign: Campaign;
  adSet: AdSet;
  image: Image;
  creative: Creative;
  ad: Ad;
  leadForm: LeadForm;
  reportRun: ReportRun;
  reviewRule: ReviewRule;
  loginConfig: LoginConfig;
};

export type Kind = keyof Tables;
export type Put = { [K in Kind]: { readonly kind: K; readonly value: Tables[K] } }[Kind];

export type LedgerEntry = {
  readonly seq: number;
  readonly at: number;
  readonly action: 'create' | 'update' | 'delete';
  readonly object: Kind;
  readonly objectId: string;
  readonly accountId: string | null;
  readonly userId: string;
  readonly appId: string;
  /** True when the content already existed and the older id was given back. */
  readonly deduplicated: boolean;
  /** What was sent, without token and proof; file contents are left out. */
  readonly params: JsonObject;
  /** Absent in journals of older versions. */
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly path?: string;
  /** True for an edit made in Ads Manager. */
  readonly byHand?: boolean;
};
