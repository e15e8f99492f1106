/** What a person may change on the plan's card; absent parts stay as they are. */
export type PlanChanges = {
  /** Average per day, minor units of the account's currency. */
  readonly dailyBudgetMinor?: number;
  /** Parts of single audiences; the whole is then their sum, and `dailyBudgetMinor` is not given. */
  readonly audiences?: readonly AudienceChanges[];
  /** YYYY-MM-DD in the account's time zone. */
  readonly lastDay?: string;
  /** Names of places, to be looked up at Facebook. */
  readonly places?: readonly string[];
  readonly ads?: readonly AdChanges[];
};

export type AudienceChanges = {
  /** Key of the ad set within the plan. */
  readonly key: string;
  /** Average per day, minor units of the account's currency. */
  readonly dailyBudgetMinor: number;
};

export type AdChanges = {
  /** Key of the ad within the plan. */
  readonly key: string;
  readonly primaryText?: string;
  readonly headline?: string;
  readonly description?: string;
  /** One of the project's own pictures. */
  readonly assetId?: string;
};
