export const CAMPAIGN_STATUSES = [
  'DRAFT',
  'PENDING_APPROVAL',
  'DEPLOYING',
  'ACTIVE',
  'PAUSED',
  'COMPLETED',
  'FAILED',
] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

export const OPERATION_KINDS = [
  'create-campaign',
  'create-ad-set',
  'upload-image',
  'create-creative',
  'create-ad',
  'verify',
  'activate-ad',
  'activate-ad-set',
  'activate-campaign',
  'pause-campaign',
  'resume-campaign',
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
