import type { EffectOf } from './effects.ts';
import { hasCampaignUnderWay } from './state.ts';
import type { PlanState } from './state.ts';
import { hasLater, isBusy, report, start, tryLater } from './turn.ts';
import type { Turn } from './turn.ts';
import type { RequestConnectionResult } from './work.ts';

export function briefGranted(turn: Turn): void {
  turn.state.briefGranted = true;
  // A campaign that runs is not replaced by a new brief; its own plan still counts.
  if (hasCampaignUnderWay(turn.state) || turn.state.plan.kind === 'preparing') return;
  turn.state.plan = { kind: 'wanted', previousApprovalId: null, connectionAsked: false };
}

/**
 * The brief says something else from now on. A plan that waits is made anew from it; a campaign that is built or runs is
 * compared with it. Everything planned later reads the new brief anyway.
 * @param outdated the open card made from the brief before; undefined where that is not known.
 */
export function briefChanged(turn: Turn, approvalId: string, outdated?: string | null): void {
  const { campaign, plan } = turn.state;
  if (campaign && hasCampaignUnderWay(turn.state)) {
    campaign.briefChanges = [...(campaign.briefChanges ?? []), approvalId];
    return;
  }
  if (outdated === null) return;
  if (plan.kind === 'preparing') plan.outdated = outdated ?? '*';
  if (plan.kind !== 'proposed') return;
  wantAnotherPlan(turn, plan.approvalId);
  // A change made on the card is just being worked in, by work of the same key.
  if (turn.state.plan.kind === 'wanted' && isBusy(turn, 'plan')) turn.state.plan.renew = true;
}

export function onConnectionRequested(turn: Turn, result: RequestConnectionResult): void {
  turn.state.account ??= result.connected;
}

export function onConnectionRequestFailed(
  turn: Turn,
  effect: EffectOf<'request-connection'>,
  code: string,
): void {
  if (tryLater(turn, effect) === 1) report(turn, { code, during: 'connection' });
}

/** Something only the person knows stands before the plan; their answer lets it go on. */
export function planAsks(turn: Turn, effect: EffectOf<'prepare-plan'>, questionId: string): void {
  const { previousApprovalId } = effect;
  const { plan } = turn.state;
  const isAnswered = plan.kind === 'preparing' && plan.answered === questionId;
  turn.state.plan = { kind: 'asking', questionId, previousApprovalId };
  if (isAnswered) onQuestionAnswered(turn, questionId);
}

export function onQuestionAnswered(turn: Turn, questionId: string): void {
  const { plan } = turn.state;
  if (plan.kind === 'preparing') plan.answered = questionId;
  if (plan.kind !== 'asking' || plan.questionId !== questionId) return;
  const { previousApprovalId } = plan;
  turn.state.plan = { kind: 'wanted', previousApprovalId, connectionAsked: false };
}

/** The person changed the plan on its card: the change is made by the same kind of work that made the plan. */
export function onPlanEdited(turn: Turn, approvalId: string, editId: string): void {
  const { plan } = turn.state;
  // The card can be before the person a moment earlier than its maker has reported it here.
  if (plan.kind === 'preparing') plan.edit = { approvalId, editId };
  if (plan.kind !== 'proposed' || plan.approvalId !== approvalId || isBusy(turn, 'plan')) return;
  start(turn, { kind: 'edit-plan', approvalId, editId });
}

export function planProposed(turn: Turn, approvalId: string): void {
  const { plan } = turn.state;
  const edit = plan.kind === 'preparing' ? plan.edit : undefined;
  turn.state.plan = { kind: 'proposed', approvalId, spoken: false };
  if (isOutdated(plan, approvalId)) {
    wantAnotherPlan(turn, approvalId);
    return;
  }
  if (edit !== undefined) onPlanEdited(turn, edit.approvalId, edit.editId);
}

function isOutdated(plan: PlanState, approvalId: string): boolean {
  if (plan.kind === 'wanted') return plan.renew === true;
  if (plan.kind !== 'preparing') return false;
  return plan.outdated === '*' || plan.outdated === approvalId;
}

export function planExpired(turn: Turn, approvalId: string): void {
  const { plan } = turn.state;
  if (plan.kind !== 'proposed' || plan.approvalId !== approvalId) return;
  turn.state.plan = { kind: 'lapsed', approvalId, spoken: false };
}

export function planRejected(turn: Turn, approvalId: string, reasonGiven: boolean): void {
  const { plan } = turn.state;
  if (plan.kind !== 'proposed' || plan.approvalId !== approvalId) return;
  // A message sent right after the refusal may have its answer before the refusal is written down.
  const answered = plan.spoken && !isAnswering(turn);
  if (reasonGiven || answered) wantAnotherPlan(turn, approvalId);
  else turn.state.plan = { kind: 'lapsed', approvalId, spoken: plan.spoken };
}

/** What the person says after a refusal, or after a plan expired, is what the next plan has to answer. */
export function noteSpoken({ state }: Turn): void {
  const { plan } = state;
  if (plan.kind === 'lapsed') plan.spoken = true;
  if (plan.kind !== 'proposed') return;
  const card = state.approvals.find(({ id }) => id === plan.approvalId);
  if (card?.decision?.verdict === 'reject') plan.spoken = true;
}

/** Once the message has its answer, the plan takes its turn; the answer itself may have brought a card already. */
export function planAfterAnswer(turn: Turn): void {
  const { plan } = turn.state;
  if (plan.kind === 'lapsed' && plan.spoken) wantAnotherPlan(turn, plan.approvalId);
}

function wantAnotherPlan(turn: Turn, previousApprovalId: string): void {
  turn.state.plan = { kind: 'wanted', previousApprovalId, connectionAsked: false };
}

function isAnswering({ state }: Turn): boolean {
  return (
    Object.keys(state.chat).length > 0 ||
    Object.values(state.running).some(({ kind }) => kind === 'answer')
  );
}

export function onPlanFailed(turn: Turn, effect: EffectOf<'prepare-plan'>, code: string): void {
  if (tryLater(turn, effect) === 1) report(turn, { code, during: 'plan' });
}

/** First an account to plan for, then the plan. */
export function startPlanning(turn: Turn): void {
  const { plan } = turn.state;
  if (plan.kind !== 'wanted') return;
  if (!turn.state.account) {
    if (plan.connectionAsked || isBusy(turn, 'connection') || hasLater(turn, 'connection')) return;
    plan.connectionAsked = true;
    start(turn, { kind: 'request-connection' });
    return;
  }
  if (isBusy(turn, 'plan')) return;
  turn.state.plan = { kind: 'preparing' };
  start(turn, { kind: 'prepare-plan', previousApprovalId: plan.previousApprovalId });
}
