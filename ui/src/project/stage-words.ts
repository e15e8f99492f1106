import type { ProjectSummaryDto } from '../../../contract/model.ts';

type Standing = { words: string; tone: 'waiting' | 'good' | 'bad' | 'calm' };

const BY_STAGE: Readonly<Record<ProjectSummaryDto['stage'], Standing>> = {
  onboarding: { words: 'Getting to know you', tone: 'calm' },
  connecting: { words: 'Connecting Facebook', tone: 'calm' },
  planning: { words: 'Drafting a plan', tone: 'calm' },
  'awaiting-approval': { words: 'Waiting for your approval', tone: 'waiting' },
  deploying: { words: 'Building your campaign', tone: 'calm' },
  live: { words: 'Live', tone: 'good' },
  paused: { words: 'Paused', tone: 'waiting' },
  failed: { words: 'Needs your attention', tone: 'bad' },
};

/** Where a project stands, in words; colour never says it alone. */
export function standing(project: Pick<ProjectSummaryDto, 'stage' | 'waitingFor'>): Standing {
  const { stage, waitingFor } = project;
  if (stage === 'connecting' && waitingFor === 'person') {
    return { words: 'Waiting for you to connect', tone: 'waiting' };
  }
  if (stage === 'live' && waitingFor === 'person') {
    return { words: 'Live, but needs you', tone: 'waiting' };
  }
  if (stage === 'deploying' && waitingFor === 'facebook') {
    return { words: 'Waiting for Facebook', tone: 'calm' };
  }
  return BY_STAGE[stage];
}
