import type { EffectOf } from './effects.ts';
import { isBusy, report, start, tryLater } from './turn.ts';
import type { Turn } from './turn.ts';
import type { RemoveCampaignResult } from './work.ts';

/** A launch that stopped may be removed instead of tried again; one that was live is never removed. */
export function onRemovalAsked(turn: Turn, campaignRecordId: string): void {
  const { campaign } = turn.state;
  if (campaign?.recordId !== campaignRecordId || isBusy(turn, 'deployment')) return;
  const stopped =
    campaign.status === 'failed' ||
    (campaign.status === 'deploying' && campaign.phase.kind === 'parked');
  if (stopped) start(turn, { kind: 'remove-campaign', campaignRecordId });
}

export function onRemoved(
  turn: Turn,
  effect: EffectOf<'remove-campaign'>,
  result: RemoveCampaignResult,
): void {
  const { campaign } = turn.state;
  if (campaign?.recordId !== effect.campaignRecordId) return;
  if (result.kind === 'failed') {
    report(turn, { code: result.code, during: 'removal', campaignRecordId: campaign.recordId });
    return;
  }
  turn.state.campaign = null;
  turn.state.plan = {
    kind: 'lapsed',
    approvalId: campaign.approvalId,
    spoken: false,
    after: 'removal',
  };
}

export function onRemovalFailed(
  turn: Turn,
  effect: EffectOf<'remove-campaign'>,
  code: string,
): void {
  if (tryLater(turn, effect) > 1) return;
  report(turn, { code, during: 'removal', campaignRecordId: effect.campaignRecordId });
}
