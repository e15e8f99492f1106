import type { CampaignDto } from '../../../contract/launch.ts';
import { timeIn } from '../format.ts';
import type { LaunchStage, StageState } from './stages.ts';

/** Said after a stage's name to those who cannot see its sign. */
export const STATE_WORDS: Readonly<Record<StageState, string>> = {
  waiting: ', not begun',
  running: ', being done now',
  checking: '',
  done: ', done',
  failed: ', stopped here',
  'needs-you': '',
};

/** How long a stage took or has been running, ms; null before it begins. */
export function elapsed(
  { state, startedAt, finishedAt }: Pick<LaunchStage, 'state' | 'startedAt' | 'finishedAt'>,
  now: number,
): number | null {
  if (startedAt === null || state === 'waiting') return null;
  if (finishedAt === null && state !== 'running' && state !== 'checking') return null;
  return Math.max(0, (finishedAt ?? now) - startedAt);
}

/** The first stage that is not done, as people count. */
export function stageNumber(stages: readonly Pick<LaunchStage, 'state'>[]): number {
  const index = stages.findIndex((stage) => stage.state !== 'done');
  return index === -1 ? stages.length : index + 1;
}

export function heading(
  { status, waiting }: Pick<CampaignDto, 'status' | 'waiting'>,
  stages: readonly Pick<LaunchStage, 'state'>[],
): string {
  const step = `step ${stageNumber(stages)} of ${stages.length}`;
  if (status === 'FAILED') return stages.length === 0 ? 'Stopped' : `Stopped at ${step}`;
  if (status === 'PAUSED') return 'Paused';
  if (waiting?.reason === 'undo') return 'About to begin';
  if (waiting?.reason === 'connection') return `Waiting for you · ${step}`;
  if (stages.length === 0) return 'Building on Facebook';
  return waiting === null ? `Building on Facebook · ${step}` : `Waiting for Facebook · ${step}`;
}

/** A step that has stood still for longer than this has to be explained, also when nobody is there to work on it. */
const QUIET_MS = 10_000;

/** Said by the page itself, so that it is said while no worker lives; null while steps move. */
export function quietWords(
  { status, waiting, steps }: Pick<CampaignDto, 'status' | 'waiting' | 'steps'>,
  now: number,
): string | null {
  if (status !== 'DEPLOYING' || waiting !== null) return null;
  if (!steps.some(({ state }) => state === 'running')) return null;
  const signs = steps.flatMap(({ startedAt, finishedAt }) => [startedAt ?? 0, finishedAt ?? 0]);
  if (now - Math.max(...signs) <= QUIET_MS) return null;
  return 'This step takes longer than usual. If something on my side was interrupted, I go on from here by myself, and nothing is made twice.';
}

/** A time of day says nothing about the next minute. */
const SOON_MS = 60_000;

/** Why a launch rests, when it goes on, and what is not happening meanwhile. @param zone the ad account's. */
export function waitingWords(
  { waiting, steps }: Pick<CampaignDto, 'waiting' | 'steps'>,
  { now, zone }: { now: number; zone: string | null },
): string | null {
  if (waiting === null) return null;
  const { reason, until } = waiting;
  const isSoon = until === null || until - now < SOON_MS;
  const at = isSoon ? 'in a moment' : `at ${timeIn(until, zone, now)}`;
  const isOn = steps.some(({ kind, state }) => kind.startsWith('activate') && state === 'done');
  const still = isOn ? '' : ' Nothing is running yet.';
  switch (reason) {
    case 'undo':
      return 'You can still take your approval back. Nothing has been sent to Facebook yet.';
    case 'pacing':
      return `Facebook asks us to slow down. I go on by myself ${at}.${still}`;
    case 'facebook-busy':
      return `Facebook is busy. I try again ${at}. Nothing was charged.`;
    case 'processing':
      return `Facebook is still working on what I sent. I look again ${at}.${still}`;
    case 'connection':
      return `I go on from this step once you have connected Facebook again.${still}`;
    default:
      return reason satisfies never;
  }
}
