import {
  onChangeProposed,
  onDecisionFailed,
  onDecisionRecorded,
  onExpiryChecked,
  onFixProposed,
  onPlanPrepared,
  onPlanRevised,
} from './approvals.ts';
import { onAnswered, onAnswerFailed } from './chat.ts';
import { onProposeFailed } from './changes.ts';
import { onConnectionWatched, onWatchFailed } from './connection.ts';
import { onDeliveryFailed, onDeliverySet } from './delivery.ts';
import { onDeploymentFailed, onDeploymentRan, onReconciled } from './deployment.ts';
import { effectKey } from './effects.ts';
import type { Effect, Outcome } from './effects.ts';
import { onLeaseFailed, onLeaseRenewed } from './lease.ts';
import { onChecked, onCheckFailed, onTellFailed, onTold } from './monitoring.ts';
import { onConnectionRequested, onConnectionRequestFailed, onPlanFailed } from './planning.ts';
import { onRemovalFailed, onRemoved } from './removal.ts';
import { report, tryLater } from './turn.ts';
import type { Turn } from './turn.ts';

/** Work has ended well: what it found out is taken in. */
export function finish(turn: Turn, outcome: Outcome): void {
  delete turn.state.attempts[effectKey(outcome.effect)];
  switch (outcome.kind) {
    case 'answer':
      onAnswered(turn, outcome.result);
      return;
    case 'record-decision':
      onDecisionRecorded(turn, outcome.effect, outcome.result);
      return;
    case 'expire-approval':
      onExpiryChecked(turn, outcome.effect, outcome.result.status);
      return;
    case 'request-connection':
      onConnectionRequested(turn, outcome.result);
      return;
    case 'prepare-plan':
      onPlanPrepared(turn, outcome.effect, outcome.result);
      return;
    case 'edit-plan':
      onPlanRevised(turn, outcome.result);
      return;
    case 'propose-fix':
      onFixProposed(turn, outcome.effect, outcome.result);
      return;
    case 'propose-change':
      onChangeProposed(turn, outcome.effect, outcome.result);
      return;
    case 'renew-lease':
      onLeaseRenewed(turn, outcome.effect, outcome.result);
      return;
    case 'remove-campaign':
      onRemoved(turn, outcome.effect, outcome.result);
      return;
    case 'watch-connection':
      onConnectionWatched(turn, outcome.result);
      return;
    case 'deploy':
      onDeploymentRan(turn, outcome.effect, outcome.result);
      return;
    case 'reconcile':
      onReconciled(turn, outcome.effect, outcome.result);
      return;
    case 'set-delivery':
      onDeliverySet(turn, outcome.effect, outcome.result);
      return;
    case 'check':
      onChecked(turn, outcome.result);
      return;
    case 'tell':
      onTold(turn, outcome.effect);
      return;
    case 'remind-approval':
    case 'show-progress':
    case 'report-problem':
  }
}

/** Work was given up after its last attempt. */
export function giveUp(turn: Turn, effect: Effect, code: string): void {
  switch (effect.kind) {
    case 'answer':
      onAnswerFailed(turn, effect, code);
      return;
    case 'record-decision':
      onDecisionFailed(turn, effect, code);
      return;
    case 'request-connection':
      onConnectionRequestFailed(turn, effect, code);
      return;
    case 'prepare-plan':
      onPlanFailed(turn, effect, code);
      return;
    case 'deploy':
    case 'reconcile':
      onDeploymentFailed(turn, effect, code);
      return;
    case 'renew-lease':
      onLeaseFailed(turn, effect, code);
      return;
    case 'remove-campaign':
      onRemovalFailed(turn, effect, code);
      return;
    case 'watch-connection':
      onWatchFailed(turn, effect);
      return;
    case 'propose-fix':
      tryLater(turn, effect);
      return;
    case 'propose-change':
      onProposeFailed(turn, effect, code);
      return;
    case 'edit-plan':
      report(turn, { code, during: 'plan' });
      return;
    case 'set-delivery':
      onDeliveryFailed(turn, effect, code);
      return;
    case 'check':
      onCheckFailed(turn, code);
      return;
    case 'tell':
      onTellFailed(turn, effect);
      return;
    case 'expire-approval':
    case 'show-progress':
      tryLater(turn, effect);
      return;
    // A reminder or a note that could not be given is not worth a second one at an odd hour.
    case 'remind-approval':
    case 'report-problem':
  }
}
