/** Where a project stands; one word per chapter of its life. */
export const STAGES = [
  'onboarding',
  'connecting',
  'planning',
  'awaiting-approval',
  'deploying',
  'live',
  'paused',
  'failed',
] as const;
export type Stage = (typeof STAGES)[number];

/** Whom the project waits for: nobody when the agent works by itself. */
export type WaitingFor = 'nobody' | 'person' | 'facebook';
