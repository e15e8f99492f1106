import { nextApprovalMoments } from './approval-clocks.ts';
import { nextDeploymentMoment } from './deployment.ts';
import { effectKey } from './effects.ts';
import { nextLeaseMoment } from './lease.ts';
import type { LifecycleState } from './state.ts';

/** The earliest moment at which something is due, or null when only a message or finished work can move on. */
export function nextWake(state: LifecycleState): number | null {
  const { approvals, campaign, connection, later } = state;
  const retries = later
    .filter(({ effect }) => !isRunning(state, effectKey(effect)))
    .map(({ dueAt }) => dueAt);
  const moments = [
    ...nextApprovalMoments(approvals),
    ...(campaign ? [nextDeploymentMoment(campaign), campaign.nextCheckAt] : []),
    // Work that is under way or waits for its next try has a moment of its own.
    isUnderWay(state, 'lease') ? null : nextLeaseMoment(state),
    isUnderWay(state, 'watch') ? null : (connection?.watchAt ?? null),
    ...retries,
  ].filter((moment) => moment !== null);
  return moments.length === 0 ? null : Math.min(...moments);
}

function isRunning({ running }: LifecycleState, key: string): boolean {
  return Object.hasOwn(running, key);
}

function isUnderWay(state: LifecycleState, key: string): boolean {
  return isRunning(state, key) || state.later.some(({ effect }) => effectKey(effect) === key);
}
