import type { EffectOf } from './effects.ts';
import { hasLater, isBusy, report, start, tryLater } from './turn.ts';
import type { Turn } from './turn.ts';

/** One change of the brief at a time is compared with the campaign that runs, once nothing else is changed there. */
export function startChanges(turn: Turn): void {
  const { campaign, connection } = turn.state;
  const approvalId = campaign?.briefChanges?.[0];
  if (campaign?.status !== 'live' || approvalId === undefined) return;
  if (campaign.amending !== undefined || connection?.lost != null) return;
  if (isBusy(turn, 'change') || hasLater(turn, 'change')) return;
  start(turn, { kind: 'propose-change', campaignRecordId: campaign.recordId, approvalId });
}

export function noteCompared(turn: Turn, approvalId: string): void {
  const { campaign } = turn.state;
  if (campaign?.briefChanges === undefined) return;
  const left = campaign.briefChanges.filter((id) => id !== approvalId);
  if (left.length > 0) campaign.briefChanges = left;
  else delete campaign.briefChanges;
}

export function onProposeFailed(
  turn: Turn,
  effect: EffectOf<'propose-change'>,
  code: string,
): void {
  if (tryLater(turn, effect) > 1) return;
  report(turn, { code, during: 'change', campaignRecordId: effect.campaignRecordId });
}
