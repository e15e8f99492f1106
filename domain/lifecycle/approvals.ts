import { APPROVAL_REMINDER_MS, APPROVAL_TTL_MS } from '../approval/approval.ts';
import type { ApprovalStatus } from '../approval/approval.ts';
import { decide } from './decide.ts';
import type { ApprovalRefusal } from '../approval/decide.ts';
import type { EffectKind, EffectOf } from './effects.ts';
import { grantAmendment } from './amendment.ts';
import { noteCompared } from './changes.ts';
import { grantPlan, takeUpCampaign } from './deployment.ts';
import {
  briefChanged,
  briefGranted,
  planAsks,
  planExpired,
  planProposed,
  planRejected,
} from './planning.ts';
import type { Decision, KnownApproval } from './state.ts';
import { report, start, tryLater } from './turn.ts';
import type { Turn } from './turn.ts';
import type {
  KnownCampaign,
  KnownDecision,
  EditPlanResult,
  PendingApproval,
  PlanQuestionResult,
  PreparePlanResult,
  ProposeChangeResult,
  ProposeFixResult,
  RecordDecisionResult,
} from './work.ts';

/** Decided cards are kept only to answer late repeats. */
const KEPT_APPROVALS = 50;
export const CLOCK_RETRY_MS = 60_000;

/**
 * A card is before the person from now on and replaces an undecided one of its kind.
 * @param from a revision in the inbox is newer than what is known; what an activity reports may be older.
 */
export function register(turn: Turn, card: PendingApproval, from: 'inbox' | 'activity'): void {
  const { approvals } = turn.state;
  const known = approvals.find(({ id }) => id === card.id);
  if (known && (from === 'activity' || known.status !== 'PENDING')) return;
  for (const other of approvals) {
    if (other.kind === card.kind && other.id !== card.id) supersede(turn, other.id);
  }
  const fresh: KnownApproval = {
    ...card,
    status: 'PENDING',
    decision: known?.decision ?? null,
    remindAt:
      card.expiresAt === null ? null : card.expiresAt - (APPROVAL_TTL_MS - APPROVAL_REMINDER_MS),
    expireAt: card.expiresAt,
  };
  const others = approvals.filter(({ id }) => id !== card.id);
  turn.state.approvals = [...withoutOldest(turn, others), fresh];
  if (card.kind === 'campaign-plan') planProposed(turn, card.id);
}

/** The permission that a campaign runs under is never forgotten, or its ads would be switched off. */
function withoutOldest(
  { state: { campaign } }: Turn,
  approvals: readonly KnownApproval[],
): readonly KnownApproval[] {
  const first = approvals.length - KEPT_APPROVALS + 1;
  const inUse = new Set([campaign?.approvalId, campaign?.amending]);
  return approvals.filter(({ id }, index) => index >= first || inUse.has(id));
}

/** A card that was decided before this lifecycle heard of it: what the decision meant is taken up again. */
export function registerDecided(
  turn: Turn,
  card: PendingApproval,
  decided: KnownDecision,
  campaign?: KnownCampaign,
): void {
  const known = turn.state.approvals.find(({ id }) => id === card.id);
  if (known && known.status !== 'PENDING') return;
  // The verdict is just being asked about; its own report does the rest.
  if (known?.decision) return;
  register(turn, card, 'activity');
  const approval = turn.state.approvals.find(({ id }) => id === card.id);
  if (!approval) return;
  close(approval, decided.status);
  if (campaign) takeUpCampaign(turn, campaign);
  else follow(turn, approval, decided.reasonGiven);
}

/** A card whose verdict Postgres is just being asked about keeps its chance: the row decides. */
export function supersede(turn: Turn, approvalId: string): void {
  const approval = turn.state.approvals.find(({ id }) => id === approvalId);
  if (approval?.status === 'PENDING' && !approval.decision) close(approval, 'SUPERSEDED');
}

function close(approval: KnownApproval, status: ApprovalStatus): void {
  approval.status = status;
  approval.decision = null;
  approval.remindAt = null;
  approval.expireAt = null;
}

export function onDecision(turn: Turn, decision: Decision): void {
  decideNow(turn, decision, true);
}

function decideNow(turn: Turn, decision: Decision, isFresh: boolean): void {
  // The API already compared the expiry with the owner's clock when it stored the decision.
  const at = decision.by === 'person' ? null : turn.now;
  const verdict = decide(turn.state.approvals, decision, at);
  if (verdict.kind === 'accepted') {
    if (isFresh && isWrittenDown(turn, decision, verdict.approval)) {
      close(verdict.approval, 'GRANTED');
      follow(turn, verdict.approval, false);
      return;
    }
    verdict.approval.decision = decision;
    start(turn, { ...decision, kind: 'record-decision' });
    return;
  }
  if (mayBecomeKnown(turn, decision, verdict.code)) {
    turn.state.heldDecisions.push(decision);
    return;
  }
  // A repeat of what was decided is no news for anybody.
  if (verdict.code === 'approval.already_decided') return;
  report(turn, { code: verdict.code, during: 'approval' });
}

/**
 * The API stores an approval and its item for the inbox in one commit, and taking it back is an item behind it. So the
 * row need not be asked here: a launch asks it, under lock, before the first call. Whatever else a decision brings with
 * it, and one that had to wait for its card and may be an old one, goes through the row as before.
 */
function isWrittenDown({ rules }: Turn, { by, verdict }: Decision, { kind }: KnownApproval) {
  if (rules.version < 3 || by !== 'person' || verdict !== 'approve') return false;
  return kind === 'campaign-plan' || kind === 'campaign-change';
}

/**
 * People can press a card's button before the activity that wrote the card has reported back. A lifecycle that begins
 * anew hears of decisions before anything that leads to their cards is done.
 */
function mayBecomeKnown({ state }: Turn, decision: Decision, code: ApprovalRefusal): boolean {
  if (decision.by !== 'person') return false;
  if (code !== 'approval.not_found' && code !== 'approval.stale') return false;
  const ahead = [...Object.values(state.running), ...state.later.map(({ effect }) => effect)];
  return (
    Object.keys(state.chat).length > 0 ||
    state.plan.kind === 'wanted' ||
    ahead.some(({ kind }) => MAKES_CARDS_KNOWN.has(kind))
  );
}

const MAKES_CARDS_KNOWN: ReadonlySet<EffectKind> = new Set([
  'answer',
  'record-decision',
  'request-connection',
  'prepare-plan',
  'propose-change',
]);

export function settleHeldDecisions(turn: Turn): void {
  const held = turn.state.heldDecisions;
  turn.state.heldDecisions = [];
  for (const decision of held) decideNow(turn, decision, false);
}

export function onPlanPrepared(
  turn: Turn,
  effect: EffectOf<'prepare-plan'>,
  result: PreparePlanResult | PlanQuestionResult,
): void {
  if ('questionId' in result) planAsks(turn, effect, result.questionId);
  else planIsThere(turn, result);
}

export function onPlanRevised(turn: Turn, result: EditPlanResult): void {
  if (result.kind === 'revised') planIsThere(turn, result.plan);
}

export function onFixProposed(
  turn: Turn,
  effect: EffectOf<'propose-fix'>,
  { approval }: ProposeFixResult,
): void {
  const { campaign } = turn.state;
  if (campaign) {
    campaign.refusedAds = (campaign.refusedAds ?? []).filter((key) => key !== effect.adKey);
  }
  if (approval) register(turn, approval, 'activity');
}

export function onChangeProposed(
  turn: Turn,
  effect: EffectOf<'propose-change'>,
  { approval, supersededApprovalIds }: ProposeChangeResult,
): void {
  noteCompared(turn, effect.approvalId);
  for (const id of supersededApprovalIds) supersede(turn, id);
  if (approval) register(turn, approval, 'activity');
  settleHeldDecisions(turn);
}

function planIsThere(turn: Turn, { approval, decided, campaign }: PreparePlanResult): void {
  if (decided) registerDecided(turn, approval, decided, campaign);
  else register(turn, approval, 'activity');
  settleHeldDecisions(turn);
}

export function onDecisionRecorded(
  turn: Turn,
  effect: EffectOf<'record-decision'>,
  result: RecordDecisionResult,
): void {
  const approval = turn.state.approvals.find(({ id }) => id === effect.approvalId);
  if (approval?.status !== 'PENDING') return;
  approval.decision = null;
  if (approval.undoAsked === true) {
    // The row may have changed since it was read: it is asked once more.
    delete approval.undoAsked;
    approval.decision = effect;
    start(turn, effect);
    return;
  }
  if (result.refusal !== null && result.status !== 'GRANTED' && result.status !== 'REJECTED') {
    report(turn, { code: result.refusal, during: 'approval' });
  }
  if (result.status === 'PENDING') return;
  close(approval, result.status);
  follow(turn, approval, result.reasonGiven ?? effect.reason !== null, result.outdatedPlanId);
}

/** What a card's end means for the project. */
function follow(
  turn: Turn,
  approval: KnownApproval,
  reasonGiven: boolean,
  outdatedPlanId?: string | null,
): void {
  if (approval.status === 'GRANTED') granted(turn, approval, outdatedPlanId);
  if (approval.kind !== 'campaign-plan') return;
  if (approval.status === 'REJECTED') planRejected(turn, approval.id, reasonGiven);
  if (approval.status === 'EXPIRED') planExpired(turn, approval.id);
}

function granted(turn: Turn, approval: KnownApproval, outdatedPlanId?: string | null): void {
  switch (approval.kind) {
    case 'brief':
      briefGranted(turn);
      return;
    case 'brief-change':
      briefChanged(turn, approval.id, outdatedPlanId);
      return;
    case 'ad-fix':
    case 'campaign-change':
      grantAmendment(turn, approval);
      return;
    case 'campaign-plan':
      grantPlan(turn, approval);
      return;
    default:
      approval.kind satisfies never;
  }
}

/** The person was told yes: the verdict is asked for again until Postgres answers. */
export function onDecisionFailed(
  turn: Turn,
  effect: EffectOf<'record-decision'>,
  code: string,
): void {
  if (tryLater(turn, effect) === 1) report(turn, { code, during: 'approval' });
}

export function onExpiryChecked(
  turn: Turn,
  effect: EffectOf<'expire-approval'>,
  status: ApprovalStatus,
): void {
  const approval = turn.state.approvals.find(({ id }) => id === effect.approvalId);
  if (approval?.status !== 'PENDING') return;
  // Decided just in time: the decision itself is on its way through the inbox and does the rest.
  if (approval.decision || status === 'GRANTED' || status === 'REJECTED') return;
  if (status === 'PENDING') {
    approval.expireAt = turn.now + CLOCK_RETRY_MS;
    return;
  }
  close(approval, status);
  if (status === 'EXPIRED') planExpired(turn, approval.id);
}
