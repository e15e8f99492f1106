import type { CampaignDto } from '../../../contract/model.ts';

type Step = CampaignDto['steps'][number];

/** Said after a step's name to those who cannot see its sign. */
export const STATE_WORDS: Readonly<Record<Step['state'], string>> = {
  waiting: ', not begun',
  running: ', being done now',
  checking: '',
  done: ', done',
  failed: ', failed',
};

/** How long a step took or has been running, ms; null before it begins. */
export function elapsed(
  { state, startedAt, finishedAt }: Pick<Step, 'state' | 'startedAt' | 'finishedAt'>,
  now: number,
): number | null {
  if (startedAt === null || state === 'waiting') return null;
  if (finishedAt === null && state === 'failed') return null;
  return Math.max(0, (finishedAt ?? now) - startedAt);
}

/** The first step that is not done, as people count. */
export function stepNumber(steps: readonly Pick<Step, 'state'>[]): number {
  const index = steps.findIndex((step) => step.state !== 'done');
  return index === -1 ? steps.length : index + 1;
}

export function heading({ status, steps }: Pick<CampaignDto, 'status' | 'steps'>): string {
  if (status === 'FAILED') return `Stopped at step ${stepNumber(steps)} of ${steps.length}`;
  if (status === 'PAUSED') return 'Paused';
  if (steps.length === 0) return 'Building on Facebook';
  return `Building on Facebook · step ${stepNumber(steps)} of ${steps.length}`;
}
