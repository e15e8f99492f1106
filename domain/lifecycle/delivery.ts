import { effectKey } from './effects.ts';
import type { EffectOf } from './effects.ts';
import { checksFrom } from './monitoring.ts';
import { isPaused } from './state.ts';
import { hasLater, isBusy, report, start, tryLater } from './turn.ts';
import type { Turn } from './turn.ts';
import type { SetDeliveryResult } from './work.ts';

export function onPolicy(turn: Turn, change: 'pause' | 'resume'): void {
  turn.state.paused.person = change === 'pause';
  turn.state.deliveryBy = 'person';
  if (change === 'resume' && turn.state.paused.operator) {
    report(turn, { code: 'delivery.paused_by_operator', during: 'delivery' });
  }
}

export function onOperatorPause(turn: Turn, paused: boolean): void {
  turn.state.paused.operator = paused;
  turn.state.deliveryBy = 'operator';
}

export function onDeliverySet(
  turn: Turn,
  effect: EffectOf<'set-delivery'>,
  result: SetDeliveryResult,
): void {
  if (result.kind === 'failed') {
    onDeliveryFailed(turn, effect, result.code);
    return;
  }
  const { campaign } = turn.state;
  if (!campaign) return;
  campaign.delivering = effect.running;
  if (effect.running) checksFrom(campaign, turn.now);
  else campaign.nextCheckAt = null;
}

/**
 * A pause is tried until it holds. A resume that failed is undone instead: ads must not start to spend at a
 * moment nobody watches, so the person is told and decides again.
 */
export function onDeliveryFailed(turn: Turn, effect: EffectOf<'set-delivery'>, code: string): void {
  const { campaign } = turn.state;
  if (!campaign) return;
  campaign.delivering = null;
  const problem = { code, during: 'delivery' as const, campaignRecordId: campaign.recordId };
  if (effect.running) {
    turn.state.paused.person = true;
    report(turn, problem);
    return;
  }
  if (tryLater(turn, effect) === 1) report(turn, problem);
}

/** Brings Facebook in line with what was asked. Running again needs the plan's approval to be granted. */
export function startDelivery(turn: Turn): void {
  const { campaign, approvals } = turn.state;
  if (campaign?.status !== 'live' || isBusy(turn, 'delivery')) return;
  const granted = approvals.some(
    ({ id, status }) => id === campaign.approvalId && status === 'GRANTED',
  );
  const running = !isPaused(turn.state) && granted;
  turn.state.later = turn.state.later.filter(
    ({ effect }) =>
      effectKey(effect) !== 'delivery' ||
      (effect.kind === 'set-delivery' &&
        effect.running === running &&
        campaign.delivering !== running),
  );
  if (campaign.delivering === running || hasLater(turn, 'delivery')) return;
  start(turn, {
    kind: 'set-delivery',
    campaignRecordId: campaign.recordId,
    running,
    by: turn.state.deliveryBy,
  });
}
