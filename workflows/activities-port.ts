import type {
  AnswerMessageInput,
  AnswerMessageResult,
  ApprovalClockInput,
  ApprovalClockResult,
  CheckCampaignInput,
  CheckCampaignResult,
  PreparePlanInput,
  PreparePlanResult,
  RecordDecisionInput,
  RecordDecisionResult,
  ReconcileOperationInput,
  ReconcileOperationResult,
  ReportProblemInput,
  RequestConnectionInput,
  RequestConnectionResult,
  RunDeploymentInput,
  RunDeploymentResult,
  SetDeliveryInput,
  SetDeliveryResult,
  ShowProgressInput,
  TellEventsInput,
} from '../domain/lifecycle/work.ts';

/** Activities of the `lifecycle` queue: short database work. */
export type LifecycleActivities = {
  readonly recordDecision: (input: RecordDecisionInput) => Promise<RecordDecisionResult>;
  readonly expireApproval: (input: ApprovalClockInput) => Promise<ApprovalClockResult>;
  readonly remindApproval: (input: ApprovalClockInput) => Promise<ApprovalClockResult>;
  readonly requestConnection: (input: RequestConnectionInput) => Promise<RequestConnectionResult>;
  readonly showProgress: (input: ShowProgressInput) => Promise<void>;
  readonly reportProblem: (input: ReportProblemInput) => Promise<void>;
};

/** Activities of the `meta` queue: everything that talks to the ad account. */
export type MetaActivities = {
  readonly runDeployment: (input: RunDeploymentInput) => Promise<RunDeploymentResult>;
  readonly reconcileOperation: (
    input: ReconcileOperationInput,
  ) => Promise<ReconcileOperationResult>;
  readonly setDelivery: (input: SetDeliveryInput) => Promise<SetDeliveryResult>;
  readonly checkCampaign: (input: CheckCampaignInput) => Promise<CheckCampaignResult>;
};

/** Activities of the `model` queue: everything that asks Claude. */
export type ModelActivities = {
  readonly answerMessage: (input: AnswerMessageInput) => Promise<AnswerMessageResult>;
  readonly preparePlan: (input: PreparePlanInput) => Promise<PreparePlanResult>;
  readonly tellEvents: (input: TellEventsInput) => Promise<void>;
};

/**
 * What the lifecycle needs done, by name. The worker's composed activities must fit it, and so must the scripted
 * ones of the tests. A failure whose type is `feature.reason` reaches people as that code.
 */
export type ActivityPort = LifecycleActivities & MetaActivities & ModelActivities;
