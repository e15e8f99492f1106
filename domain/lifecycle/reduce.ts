import {
  onDecision,
  onDecisionFailed,
  onDecisionRecorded,
  onExpiryChecked,
  onFixProposed,
  onPlanPrepared,
  onPlanRevised,
  register,
  startApprovalClocks,
} from './approvals.ts';
import { onAnswered, onAnswerFailed, onMessage, startAnswers } from './chat.ts';
import {
  loseConnection,
  onConnected,
  onConnectionWatched,
  onWatchFailed,
  startWatching,
} from './connection.ts';
import {
  onDeliveryFailed,
  onDeliverySet,
  onOperatorPause,
  onPolicy,
  startDelivery,
} from './delivery.ts';
import {
  hurryDeployment,
  onDeploymentFailed,
  onDeploymentRan,
  onReconciled,
  onRetry,
  startDeployment,
} from './deployment.ts';
import { effectKey } from './effects.ts';
import type { Effect, Outcome } from './effects.ts';
import type { LifecycleEvent } from './events.ts';
import {
  onCheckAsked,
  onChecked,
  onCheckFailed,
  onTellFailed,
  onTold,
  startFixes,
  startMonitoring,
} from './monitoring.ts';
import { onLeaseFailed, onLeaseRenewed, startLease } from './lease.ts';
import {
  onConnectionRequested,
  onConnectionRequestFailed,
  onPlanEdited,
  onPlanFailed,
  onQuestionAnswered,
  startPlanning,
} from './planning.ts';
import { showProgress } from './progress.ts';
import { onRemovalAsked, onRemovalFailed, onRemoved } from './removal.ts';
import type { LifecycleState } from './state.ts';
import { hurry, isBusy, report, start, tryLater } from './turn.ts';
import type { Rules, Turn } from './turn.ts';
import { onUndo } from './undo.ts';
import type { InboxItem } from './work.ts';

/**
 * One step of a project's life: what happened goes in, the new state and the work to begin come out.
 * Pure, and never throws: an event that makes no sense now changes nothing.
 */
export function reduce(
  state: LifecycleState,
  event: LifecycleEvent,
  rules: Rules,
): { state: LifecycleState; effects: Effect[] } {
  const turn: Turn = { state: copy(state), effects: [], now: event.at, rules };
  handle(turn, event);
  settle(turn);
  return { state: turn.state, effects: turn.effects };
}

/** The state is JSON by definition, so a copy through JSON is exact. */
function copy(state: LifecycleState): LifecycleState {
  return JSON.parse(JSON.stringify(state));
}

function handle(turn: Turn, event: LifecycleEvent): void {
  switch (event.kind) {
    case 'delivered':
      deliver(turn, event.item);
      return;
    case 'operator-decided':
      onDecision(turn, event.decision);
      return;
    case 'check-asked':
      onCheckAsked(turn);
      return;
    case 'all-paused':
      onOperatorPause(turn, true);
      return;
    case 'all-resumed':
      onOperatorPause(turn, false);
      return;
    case 'woke':
      return;
    case 'finished':
      if (release(turn, event.outcome.effect)) finish(turn, event.outcome);
      return;
    case 'failed':
      if (release(turn, event.effect)) giveUp(turn, event.effect, event.code);
  }
}

/** Applies items strictly in the order of `seq`, each once, however they come. */
function deliver(turn: Turn, item: InboxItem): void {
  const { state } = turn;
  if (item.seq <= state.lastSeq || state.early.some(({ seq }) => seq === item.seq)) return;
  state.early = [...state.early, item].sort((a, b) => a.seq - b.seq);
  pauseAhead(turn, item);
  for (let next = state.early[0]; next?.seq === state.lastSeq + 1; next = state.early[0]) {
    state.early.shift();
    state.lastSeq = next.seq;
    hurry(turn);
    hurryDeployment(turn);
    apply(turn, next);
    settle(turn);
  }
}

/** "Pause all ads" does not wait for its turn behind messages that are still on their way; it is applied again then. */
function pauseAhead(turn: Turn, item: InboxItem): void {
  const isAhead = item.seq > turn.state.lastSeq + 1;
  if (turn.rules.version < 2 || !isAhead) return;
  if (item.kind === 'policy' && item.change === 'pause') onPolicy(turn, item.change);
}

function apply(turn: Turn, item: InboxItem): void {
  switch (item.kind) {
    case 'message':
      onMessage(turn, item);
      return;
    case 'decision': {
      const { approvalId, verdict, contentHash } = item;
      onDecision(turn, { approvalId, verdict, contentHash, by: 'person', reason: null });
      return;
    }
    case 'approval-revised':
      register(turn, item.approval, 'inbox');
      return;
    case 'connected':
      onConnected(turn, item);
      return;
    case 'policy':
      onPolicy(turn, item.change);
      return;
    case 'retry-deployment':
      onRetry(turn, item.campaignRecordId);
      return;
    case 'undo-approval':
      onUndo(turn, item.approvalId);
      return;
    case 'plan-edited':
      onPlanEdited(turn, item.approvalId, item.editId);
      return;
    case 'question-answered':
      onQuestionAnswered(turn, item.questionId);
      return;
    case 'remove-campaign':
      onRemovalAsked(turn, item.campaignRecordId);
      return;
    case 'connection-lost':
      loseConnection(turn, item.code);
  }
}

/** Frees the key. False for an answer nobody waits for. */
function release(turn: Turn, effect: Effect): boolean {
  const key = effectKey(effect);
  if (turn.state.running[key]?.kind !== effect.kind) return false;
  delete turn.state.running[key];
  return true;
}

function finish(turn: Turn, outcome: Outcome): void {
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

function giveUp(turn: Turn, effect: Effect, code: string): void {
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

/** Begins everything that can begin now: what is due, and what waited for its key. */
function settle(turn: Turn): void {
  startDelivery(turn);
  retryDue(turn);
  startApprovalClocks(turn);
  startAnswers(turn);
  startPlanning(turn);
  startDeployment(turn);
  startMonitoring(turn);
  startLease(turn);
  startFixes(turn);
  startWatching(turn);
  startReport(turn);
  showProgress(turn);
}

function retryDue(turn: Turn): void {
  for (const { effect, dueAt } of turn.state.later) {
    if (dueAt > turn.now || isBusy(turn, effectKey(effect))) continue;
    if (effect.kind !== 'show-progress') start(turn, effect);
    else dropLateProgress(turn);
  }
}

/** The standing may have moved on; the next `showProgress` writes the present one. */
function dropLateProgress(turn: Turn): void {
  turn.state.shown = null;
  turn.state.later = turn.state.later.filter(({ effect }) => effect.kind !== 'show-progress');
}

function startReport(turn: Turn): void {
  if (isBusy(turn, 'problem')) return;
  const problem = turn.state.problems.shift();
  if (problem) start(turn, { kind: 'report-problem', ...problem });
}
