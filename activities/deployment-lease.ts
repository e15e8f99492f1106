import { LEASE_MS } from '../domain/deployment/deployment.ts';
import { step } from '../domain/deployment/operations.ts';
import type { PlannedOperation } from '../domain/deployment/operations.ts';
import type { CampaignRow } from '../db/repositories/campaigns.ts';
import type { OperationRow } from '../db/repositories/operations.ts';

/** Meta asks for more than a day between making an ad set and its end; an hour is for the making itself. */
const SHORTEST_LEASE_MS = 25 * 3_600_000;
/** Later changes stand behind the launch. */
const LATER_ORDINAL = 1_000;

/** The next end for Facebook, in whole seconds: never beyond the approved one. */
export function leaseEnd(endsAt: number, now: number): number {
  return Math.floor(Math.min(endsAt, now + LEASE_MS) / 1_000) * 1_000;
}

/**
 * Until when Facebook will let the ads run: decided once, so that every attempt sends the same. A launch that rested
 * until too little of it was left decides anew. @returns null where what is decided holds.
 */
export function newLease({ plan, leaseUntil }: CampaignRow, now: number): number | null {
  if (plan.endsAt === undefined) return null;
  if (leaseUntil !== null && leaseUntil - now >= SHORTEST_LEASE_MS) return null;
  const until = leaseEnd(plan.endsAt, now);
  return until === leaseUntil ? null : until;
}

/** One absolute change for each audience: doing it twice changes nothing. */
export function leaseOperations(
  { id, plan }: Pick<CampaignRow, 'id' | 'plan'>,
  until: number,
): readonly PlannedOperation[] {
  return plan.adSets.map((adSet) => {
    const label = `Let Facebook run the ads for ${adSet.name} a little longer`;
    const { key, ...one } = step('extend-lease', `lease-${adSet.key}-${until}`, label, { adSet });
    return { ...one, opKey: `${id}:${key}`, ordinal: LATER_ORDINAL };
  });
}

/** Of those, the ones a launch needs itself: audiences that were made with an end that is no longer the decided one. */
export function lateLeases(
  campaign: CampaignRow,
  rows: readonly OperationRow[],
  changed: boolean,
): readonly PlannedOperation[] {
  const { leaseUntil } = campaign;
  if (leaseUntil === null) return [];
  const known = new Set(rows.map(({ opKey }) => opKey));
  const isMade = (adSetKey: string | null) =>
    rows.some(
      ({ opKey, state }) => opKey === `${campaign.id}:set-${adSetKey ?? ''}` && state !== 'INTENT',
    );
  return leaseOperations(campaign, leaseUntil).filter(
    ({ opKey, adSetKey }) => known.has(opKey) || (changed && isMade(adSetKey)),
  );
}
