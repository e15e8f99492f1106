import type { CampaignState, LifecycleState } from './state.ts';
import { hasLater, isBusy, start } from './turn.ts';
import type { Turn } from './turn.ts';
import type { RunDeploymentInput, Standing } from './work.ts';

/** A launch that failed is what people see until another plan takes its place. */
function isShown(campaign: CampaignState, plan: LifecycleState['plan']): boolean {
  return campaign.status !== 'failed' || plan.kind === 'granted';
}

/** Where a project stands, from its facts alone. */
export function standingOf(state: LifecycleState): Standing {
  const { plan, campaign, account } = state;
  if (campaign && campaign.status !== 'ended' && isShown(campaign, plan)) {
    return campaignStanding(campaign, state.paused);
  }
  if (plan.kind === 'lapsed' && plan.after !== undefined) {
    return { stage: 'planning', waitingFor: 'person' };
  }
  if (plan.kind === 'proposed' || plan.kind === 'lapsed') {
    return { stage: 'awaiting-approval', waitingFor: 'person' };
  }
  if (plan.kind === 'preparing') return { stage: 'planning', waitingFor: 'nobody' };
  if (plan.kind === 'asking') return { stage: 'planning', waitingFor: 'person' };
  if (plan.kind === 'wanted') {
    if (account) return { stage: 'planning', waitingFor: 'nobody' };
    const asking = Object.hasOwn(state.running, 'connection');
    return { stage: 'connecting', waitingFor: asking ? 'nobody' : 'person' };
  }
  return { stage: 'onboarding', waitingFor: 'person' };
}

function campaignStanding(campaign: CampaignState, paused: LifecycleState['paused']): Standing {
  if (campaign.status === 'failed') return { stage: 'failed', waitingFor: 'person' };
  const { phase } = campaign;
  if (campaign.status === 'deploying' && phase.kind === 'parked') {
    return { stage: 'deploying', waitingFor: 'person' };
  }
  if (campaign.status === 'deploying' && phase.kind !== 'held') {
    // Asking Facebook every few seconds whether it is ready yet is still waiting for it.
    const waits = phase.kind === 'waiting' || (phase.kind === 'running' && phase.waited);
    return { stage: 'deploying', waitingFor: waits ? 'facebook' : 'nobody' };
  }
  // What an operator paused, the person cannot resume.
  if (paused.operator) return { stage: 'paused', waitingFor: 'nobody' };
  if (paused.person) return { stage: 'paused', waitingFor: 'person' };
  return { stage: 'live', waitingFor: campaign.connectionLost ? 'person' : 'nobody' };
}

/**
 * Lets a piece of work write the standing together with its own. Nobody else may be writing it meanwhile, and the
 * standing must not change before that work ends.
 */
export function carryStanding(turn: Turn): Pick<RunDeploymentInput, 'standing'> {
  const { state } = turn;
  const isTaken = isBusy(turn, 'progress') || hasLater(turn, 'progress');
  if (turn.rules.version < 3 || isTaken) return {};
  const standing = standingOf(state);
  if (isSame(state.shown, standing)) return { standing: 'shown' };
  state.shown = standing;
  return { standing };
}

function isSame(one: Standing | null, other: Standing): boolean {
  return one?.stage === other.stage && one.waitingFor === other.waitingFor;
}

/** One write per change; a change during a write is written after it. */
export function showProgress(turn: Turn): void {
  const { state } = turn;
  // Before the first item in order there is nothing to tell, and an early one must leave no trace.
  if (state.lastSeq === 0) return;
  const standing = standingOf(state);
  if (!isSame(state.standing, standing)) state.standing = { ...standing, since: turn.now };
  if (isBusy(turn, 'progress') || hasLater(turn, 'progress')) return;
  if (isSame(state.shown, standing)) return;
  state.shown = standing;
  start(turn, { kind: 'show-progress', ...standing });
}
