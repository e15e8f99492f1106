import type { Authority } from '../approval/approval.ts';

/**
 * What Facebook itself shall stop a campaign at: the approved total, so that even a fault of ours or a change by hand
 * cannot spend more. It follows from the approval and from what the account asks for, and is no part of the plan: the
 * hashes of plans that were approved before stay as they are.
 * @param minimumMinor the least that the ad account takes as a limit; null when Facebook does not say.
 * @returns minor units; null where no limit can be set, because the total is smaller than that or has no end.
 */
export function spendCapFor(
  authority: Pick<Authority, 'maxInTotalMinor'> | null,
  minimumMinor: number | null,
): number | null {
  const total = authority?.maxInTotalMinor;
  if (total === undefined || minimumMinor === null || total < minimumMinor) return null;
  return total;
}
