import { loseConnection } from './connection.ts';
import type { EffectOf } from './effects.ts';
import type { CampaignState } from './state.ts';
import { hasLater, isBusy, report, start, tryLater } from './turn.ts';
import type { Turn } from './turn.ts';
import type { CheckCampaignResult } from './work.ts';

export const CHECK_INTERVAL_MS = 4 * 3_600_000;

/** Facebook refuses many a bad ad within minutes; a person who has just approved is still there to hear of it. */
export const FIRST_LOOK_MS = 15 * 60_000;

/** New ads were switched on: one look besides the rhythm, unless the next one comes sooner anyway. */
export function lookSoon(turn: Turn, campaign: CampaignState): void {
  if (turn.rules.version < 3 || campaign.nextCheckAt === null) return;
  campaign.nextCheckAt = Math.min(campaign.nextCheckAt, turn.now + FIRST_LOOK_MS);
}

/** The next moment of the campaign's own rhythm after `now`; moments missed meanwhile are left out. */
export function nextCheck(since: number, now: number): number {
  const passed = Math.max(0, Math.floor((now - since) / CHECK_INTERVAL_MS));
  return since + (passed + 1) * CHECK_INTERVAL_MS;
}

export function checksFrom(campaign: CampaignState, now: number): void {
  campaign.checksSince ??= now;
  campaign.nextCheckAt = nextCheck(campaign.checksSince, now);
}

export function onCheckAsked(turn: Turn): void {
  const { campaign } = turn.state;
  if (campaign?.status !== 'live' || isBusy(turn, 'check')) return;
  start(turn, { kind: 'check', campaignRecordId: campaign.recordId, trigger: 'asked' });
}

export function onChecked(turn: Turn, result: CheckCampaignResult): void {
  const { campaign } = turn.state;
  if (!campaign) return;
  if (result.kind === 'connection-lost' && turn.rules.version >= 2) {
    loseConnection(turn, result.code);
    return;
  }
  if (result.kind === 'connection-lost') {
    campaign.connectionLost = true;
    tellTroubleOnce(turn, campaign, result.code);
    return;
  }
  campaign.connectionLost = false;
  campaign.toldTrouble = null;
  campaign.lastCheckedAt = turn.now;
  campaign.untold.push(...result.events.filter((id) => !campaign.untold.includes(id)));
  if (result.refusedAds?.length) {
    campaign.refusedAds = [...new Set([...(campaign.refusedAds ?? []), ...result.refusedAds])];
  }
}

/** The next check comes by itself; only the first of a row of failures is told. */
export function onCheckFailed(turn: Turn, code: string): void {
  if (turn.state.campaign) tellTroubleOnce(turn, turn.state.campaign, code);
}

function tellTroubleOnce(turn: Turn, campaign: CampaignState, code: string): void {
  if (campaign.toldTrouble === code) return;
  campaign.toldTrouble = code;
  report(turn, { code, during: 'monitoring', campaignRecordId: campaign.recordId });
}

export function onTold(turn: Turn, effect: EffectOf<'tell'>): void {
  const { campaign } = turn.state;
  if (campaign) campaign.untold = campaign.untold.filter((id) => !effect.events.includes(id));
}

export function onTellFailed(turn: Turn, effect: EffectOf<'tell'>): void {
  tryLater(turn, effect);
}

export function startMonitoring(turn: Turn): void {
  const { campaign } = turn.state;
  if (campaign?.status !== 'live') return;
  const { recordId: campaignRecordId, nextCheckAt, checksSince, untold } = campaign;
  if (nextCheckAt !== null && checksSince !== null && nextCheckAt <= turn.now) {
    campaign.nextCheckAt = nextCheck(checksSince, turn.now);
    // Out of reach, there is nothing to read; the first look after a new connection makes up for it.
    const reachable = (turn.state.connection?.lost ?? null) === null;
    if (reachable && !isBusy(turn, 'check')) {
      start(turn, { kind: 'check', campaignRecordId, trigger: 'timer' });
    }
  }
  if (untold.length > 0 && !isBusy(turn, 'tell') && !hasLater(turn, 'tell')) {
    start(turn, { kind: 'tell', campaignRecordId, events: [...untold] });
  }
}

/** One refused ad at a time gets its fix drafted. */
export function startFixes(turn: Turn): void {
  const { campaign, connection } = turn.state;
  const adKey = campaign?.refusedAds?.[0];
  if (campaign?.status !== 'live' || adKey === undefined || connection?.lost != null) return;
  if (isBusy(turn, 'fix') || hasLater(turn, 'fix')) return;
  start(turn, { kind: 'propose-fix', campaignRecordId: campaign.recordId, adKey });
}
