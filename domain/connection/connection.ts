export const CONNECTION_STATES = [
  'NEEDS_SELECTION',
  'CONNECTED',
  'DENIED',
  'MISSING_PERMISSION',
  'EXPIRED',
  'REVOKED',
] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];

export type AdAccountOption = {
  /** With the act_ prefix. */
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly timezone: string;
  /** Meta's account_status number. */
  readonly status: number;
  readonly hasPaymentMethod: boolean;
};

export type PageOption = {
  readonly id: string;
  readonly name: string;
  readonly canAdvertise: boolean;
};

export const REQUIRED_SCOPES = [
  'ads_management',
  'ads_read',
  'business_management',
  'pages_show_list',
  'pages_read_engagement',
] as const;
