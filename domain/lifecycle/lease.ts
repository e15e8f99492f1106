import { LEASE_RENEWAL_MS } from '../deployment/deployment.ts';
import type { EffectOf } from './effects.ts';
import { isPaused } from './state.ts';
import type { CampaignState, LifecycleState } from './state.ts';
import { hasLater, isBusy, report, start, tryLater } from './turn.ts';
import type { Turn } from './turn.ts';
import type { RenewLeaseResult } from './work.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * Facebook lets the ads run for a few days only, and the agency prolongs that while it is healthy: if it dies, spending
 * ends by itself. Plans of before have no end and no lease.
 */
export function leaseFrom(
  turn: Turn,
  campaign: CampaignState,
  { leaseUntil, endsAt }: { readonly leaseUntil?: number; readonly endsAt?: number },
): void {
  if (turn.rules.version < 2 || leaseUntil === undefined) return;
  campaign.leaseUntil = leaseUntil;
  if (endsAt !== undefined) campaign.endsAt = endsAt;
  campaign.renewAt = renewalMoment(campaign, turn.now);
}

/** With the approved end already leased there is nothing to prolong: the next moment is that end itself. */
function renewalMoment({ leaseUntil = 0, endsAt }: CampaignState, now: number): number {
  const moment =
    endsAt !== undefined && leaseUntil >= endsAt ? endsAt : leaseUntil - LEASE_RENEWAL_MS;
  // An answer that changes nothing must not be asked for again at once.
  return Math.max(now + MINUTE_MS, moment);
}

export function onLeaseRenewed(
  turn: Turn,
  effect: EffectOf<'renew-lease'>,
  result: RenewLeaseResult,
): void {
  const { campaign } = turn.state;
  if (campaign?.recordId !== effect.campaignRecordId) return;
  if (result.kind === 'failed') {
    onLeaseFailed(turn, effect, result.code);
    return;
  }
  if (result.kind === 'ended') {
    campaign.status = 'ended';
    campaign.delivering = false;
    campaign.nextCheckAt = null;
    delete campaign.renewAt;
    delete campaign.amending;
    delete campaign.nextChanges;
    delete campaign.briefChanges;
    const { approvalId } = campaign;
    turn.state.plan = { kind: 'lapsed', approvalId, spoken: false, after: 'end' };
    return;
  }
  leaseFrom(turn, campaign, result);
}

/** There is time: two days are left on the lease. The person hears of it only when it is told why. */
export function onLeaseFailed(turn: Turn, effect: EffectOf<'renew-lease'>, code: string): void {
  if (tryLater(turn, effect) === 3) {
    report(turn, { code, during: 'lease', campaignRecordId: effect.campaignRecordId });
  }
}

/** While ads rest nothing has to be prolonged; resuming does it with the switch. The approved end holds all the same. */
export function startLease(turn: Turn): void {
  const { campaign, connection } = turn.state;
  if (campaign?.status !== 'live' || campaign.renewAt === undefined) return;
  if (campaign.renewAt > turn.now || isBusy(turn, 'lease') || hasLater(turn, 'lease')) return;
  if (turn.rules.version >= 3 && campaign.amending !== undefined && isBusy(turn, 'deployment')) {
    // A change may be about the end itself; the two must not send different ones.
    campaign.renewAt = turn.now + MINUTE_MS;
    return;
  }
  const over = campaign.endsAt !== undefined && campaign.endsAt <= turn.now;
  const reachable = (connection?.lost ?? null) === null;
  if (!over && (isPaused(turn.state) || !reachable)) return;
  // The answer names the next moment; this one must not ring again meanwhile.
  campaign.renewAt = turn.now + HOUR_MS;
  start(turn, { kind: 'renew-lease', campaignRecordId: campaign.recordId });
}

/** Paused or out of reach, only the approved end itself is still a moment. */
export function nextLeaseMoment(state: LifecycleState): number | null {
  const { campaign, connection } = state;
  if (campaign?.status !== 'live' || campaign.renewAt === undefined) return null;
  const canRenew = !isPaused(state) && (connection?.lost ?? null) === null;
  if (canRenew) return campaign.renewAt;
  return campaign.endsAt === undefined ? null : Math.max(campaign.renewAt, campaign.endsAt);
}
