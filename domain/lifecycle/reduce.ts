import { startApprovalClocks } from './approval-clocks.ts';
import { onDecision, register } from './approvals.ts';
import { startChanges } from './changes.ts';
import { onMessage, startAnswers } from './chat.ts';
import { loseConnection, onConnected, startWatching } from './connection.ts';
import { onOperatorPause, onPolicy, startDelivery } from './delivery.ts';
import { hurryDeployment, onRetry, startDeployment } from './deployment.ts';
import { effectKey } from './effects.ts';
import type { Effect } from './effects.ts';
import type { LifecycleEvent } from './events.ts';
import { startLease } from './lease.ts';
import { onCheckAsked, startFixes, startMonitoring } from './monitoring.ts';
import { finish, giveUp } from './outcomes.ts';
import { onPlanEdited, onQuestionAnswered, startPlanning } from './planning.ts';
import { showProgress } from './progress.ts';
import { onRemovalAsked } from './removal.ts';
import type { LifecycleState } from './state.ts';
import { hurry, isBusy, start } from './turn.ts';
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
  startChanges(turn);
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
