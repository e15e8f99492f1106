import { nextApprovalMoments } from './approvals.ts';
import { nextDeploymentMoment } from './deployment.ts';
import { effectKey } from './effects.ts';
import type { LifecycleState } from './state.ts';

/** The earliest moment at which something is due, or null when only a message or finished work can move on. */
export function nextWake(state: LifecycleState): number | null {
  const { approvals, campaign, later, running } = state;
  const retries = later
    .filter(({ effect }) => !Object.hasOwn(running, effectKey(effect)))
    .map(({ dueAt }) => dueAt);
  const moments = [
    ...nextApprovalMoments(approvals),
    ...(campaign ? [nextDeploymentMoment(campaign), campaign.nextCheckAt] : []),
    ...retries,
  ].filter((moment) => moment !== null);
  return moments.length === 0 ? null : Math.min(...moments);
}
