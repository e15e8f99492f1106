export const CAMPAIGN_STATUSES = [
  'DRAFT',
  'PENDING_APPROVAL',
  'DEPLOYING',
  'ACTIVE',
  'PAUSED',
  'COMPLETED',
  'FAILED',
  'REMOVED',
] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

export const OPERATION_KINDS = [
  'preflight',
  'create-campaign',
  'create-ad-set',
  'upload-image',
  'create-lead-form',
  'create-creative',
  'create-ad',
  'verify',
  'activate-ad',
  'activate-ad-set',
  'activate-campaign',
  'pause-ad',
  'pause-campaign',
  'resume-campaign',
  'extend-lease',
  'remove-campaign',
  'update-campaign-budget',
  'update-ad-set-budget',
  'update-targeting',
  'update-end',
] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

export const OPERATION_STATES = ['INTENT', 'SENT', 'CONFIRMED', 'UNKNOWN', 'FAILED'] as const;
export type OperationState = (typeof OPERATION_STATES)[number];

/** One row of the progress list a person watches. */
export type DeploymentStep = {
  readonly key: string;
  readonly kind: OperationKind;
  /** "Picture for 'Fresh bread'": plain words. */
  readonly label: string;
  readonly state: 'waiting' | 'running' | 'done' | 'checking' | 'failed';
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
};

/** What was found before anything was sent. A `blocker` stops the launch, a `warning` is only said. */
export type PreflightFinding = {
  readonly severity: 'blocker' | 'warning';
  /** A code of `deploymentProblemWords`. */
  readonly code: string;
  readonly message: string;
};

/** Why a launch that is under way rests for the moment; `until` in epoch ms, null until the person acts. */
export type DeploymentWait = {
  readonly reason: 'undo' | 'pacing' | 'facebook-busy' | 'processing' | 'connection';
  readonly until: number | null;
};

/** A change of a running campaign that is being carried out; `back`: it is being taken back, and why (a code). */
export type ChangeUnderWay = { readonly approvalId: string; readonly back: string | null };

/** What Facebook says of one ad. `reason` are Facebook's own words, `message` ours. */
export type AdReview = {
  readonly adKey: string;
  readonly name: string;
  readonly state: 'in-review' | 'approved' | 'refused' | 'unknown';
  readonly reason: string | null;
  readonly message: string | null;
};

/**
 * How long Facebook lets an ad set run without hearing from us. A dead agency stops spending by itself after this;
 * long enough to outlast an outage over a weekend's night.
 */
export const LEASE_MS = 72 * 3_600_000;
/** The lease is prolonged once less than this is left, about once a day: every renewal costs allowance. */
export const LEASE_RENEWAL_MS = 48 * 3_600_000;
