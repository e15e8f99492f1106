import type { Stage, WaitingFor } from '../project/stage.ts';
import type {
  AnswerMessageInput,
  AnswerMessageResult,
  ApprovalClockResult,
  CheckCampaignInput,
  CheckCampaignResult,
  EditPlanInput,
  EditPlanResult,
  PlanQuestionResult,
  PreparePlanResult,
  ProjectRef,
  ProposeChangeInput,
  ProposeChangeResult,
  ProposeFixInput,
  ProposeFixResult,
  RecordDecisionInput,
  RecordDecisionResult,
  ReconcileOperationInput,
  ReconcileOperationResult,
  RemoveCampaignInput,
  RemoveCampaignResult,
  RenewLeaseInput,
  RenewLeaseResult,
  ReportProblemInput,
  RequestConnectionResult,
  RunDeploymentInput,
  RunDeploymentResult,
  SetDeliveryInput,
  SetDeliveryResult,
  TellEventsInput,
  WatchConnectionResult,
} from './work.ts';

/** What the caller adds when it does the work: whose project it is, and the instant. */
type Own<Input> = Omit<Input, keyof ProjectRef | 'now'>;

/** Everything is made switched off first; switching on is work of its own; `amend` changes a campaign that runs. */
export type DeploymentPart = 'build' | 'activate' | 'amend';

/** One piece of work the lifecycle asks for; each is one activity. */
export type Effect =
  | ({ kind: 'answer' } & Own<AnswerMessageInput>)
  | ({ kind: 'record-decision' } & Own<RecordDecisionInput>)
  | { kind: 'expire-approval'; approvalId: string }
  | { kind: 'remind-approval'; approvalId: string }
  | { kind: 'request-connection' }
  | { kind: 'prepare-plan'; previousApprovalId: string | null }
  | ({ kind: 'edit-plan' } & Own<EditPlanInput>)
  /** Without `part` the whole deployment is one activity, as runs of rules 1 do it. */
  | ({ kind: 'deploy'; part?: DeploymentPart } & Own<RunDeploymentInput>)
  | ({ kind: 'renew-lease' } & Own<RenewLeaseInput>)
  | ({ kind: 'remove-campaign' } & Own<RemoveCampaignInput>)
  | ({ kind: 'propose-fix' } & Own<ProposeFixInput>)
  | ({ kind: 'propose-change' } & Own<ProposeChangeInput>)
  | { kind: 'watch-connection' }
  | ({ kind: 'reconcile' } & Own<ReconcileOperationInput>)
  | ({ kind: 'set-delivery' } & Own<SetDeliveryInput>)
  | ({ kind: 'check' } & Own<CheckCampaignInput>)
  | ({ kind: 'tell' } & Own<TellEventsInput>)
  | { kind: 'show-progress'; stage: Stage; waitingFor: WaitingFor }
  | ({ kind: 'report-problem' } & Own<ReportProblemInput>);

export type EffectKind = Effect['kind'];
export type EffectOf<Kind extends EffectKind> = Extract<Effect, { kind: Kind }>;

export type EffectResults = {
  answer: AnswerMessageResult;
  'record-decision': RecordDecisionResult;
  'expire-approval': ApprovalClockResult;
  'remind-approval': ApprovalClockResult;
  'request-connection': RequestConnectionResult;
  'prepare-plan': PreparePlanResult | PlanQuestionResult;
  'edit-plan': EditPlanResult;
  deploy: RunDeploymentResult;
  'renew-lease': RenewLeaseResult;
  'remove-campaign': RemoveCampaignResult;
  'propose-fix': ProposeFixResult;
  'propose-change': ProposeChangeResult;
  'watch-connection': WatchConnectionResult;
  reconcile: ReconcileOperationResult;
  'set-delivery': SetDeliveryResult;
  check: CheckCampaignResult;
  tell: null;
  'show-progress': null;
  'report-problem': null;
};

/** An effect with what came of it. */
export type Outcome = {
  [Kind in EffectKind]: { kind: Kind; effect: EffectOf<Kind>; result: EffectResults[Kind] };
}[EffectKind];

const KEYS = {
  answer: 'answer',
  'record-decision': 'decision',
  'expire-approval': 'expiry',
  'remind-approval': 'reminder',
  'request-connection': 'connection',
  'prepare-plan': 'plan',
  'edit-plan': 'plan',
  deploy: 'deployment',
  // What removes a launch must never run beside what builds it.
  'remove-campaign': 'deployment',
  'renew-lease': 'lease',
  'propose-fix': 'fix',
  'propose-change': 'change',
  'watch-connection': 'watch',
  reconcile: 'deployment',
  'set-delivery': 'delivery',
  check: 'check',
  tell: 'tell',
  'show-progress': 'progress',
  'report-problem': 'problem',
} as const satisfies Record<EffectKind, string>;

/**
 * Effects of one key never run side by side. Building and looking share a key, because both move the same
 * operations; answers are in order within a conversation and free of each other between conversations.
 */
export function effectKey(effect: Effect): string {
  const key = KEYS[effect.kind];
  switch (effect.kind) {
    case 'answer':
      return `${key}:${effect.conversationId}`;
    case 'record-decision':
    case 'expire-approval':
    case 'remind-approval':
      return `${key}:${effect.approvalId}`;
    default:
      return key;
  }
}
