import type {
  AnswerMessageInput,
  AnswerMessageResult,
  ApprovalClockInput,
  ApprovalClockResult,
  CheckCampaignInput,
  CheckCampaignResult,
  EditPlanInput,
  EditPlanResult,
  PlanQuestionResult,
  PreparePlanInput,
  PreparePlanResult,
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
  RequestConnectionInput,
  RequestConnectionResult,
  RunDeploymentInput,
  RunDeploymentResult,
  SetDeliveryInput,
  SetDeliveryResult,
  ShowProgressInput,
  TellEventsInput,
  WatchConnectionInput,
  WatchConnectionResult,
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
  /** Building and switching on in one go, for runs that began under the first rules. */
  readonly runDeployment: (input: RunDeploymentInput) => Promise<RunDeploymentResult>;
  readonly buildCampaign: (input: RunDeploymentInput) => Promise<RunDeploymentResult>;
  readonly activateCampaign: (input: RunDeploymentInput) => Promise<RunDeploymentResult>;
  readonly reconcileOperation: (
    input: ReconcileOperationInput,
  ) => Promise<ReconcileOperationResult>;
  readonly setDelivery: (input: SetDeliveryInput) => Promise<SetDeliveryResult>;
  /** Carries out an approval that changes a campaign which runs, such as another ad in place of a refused one. */
  readonly amendCampaign: (input: RunDeploymentInput) => Promise<RunDeploymentResult>;
  readonly renewLease: (input: RenewLeaseInput) => Promise<RenewLeaseResult>;
  readonly removeCampaign: (input: RemoveCampaignInput) => Promise<RemoveCampaignResult>;
  readonly watchConnection: (input: WatchConnectionInput) => Promise<WatchConnectionResult>;
  readonly editPlan: (input: EditPlanInput) => Promise<EditPlanResult>;
  readonly checkCampaign: (input: CheckCampaignInput) => Promise<CheckCampaignResult>;
};

/** Activities of the `model` queue: everything that asks Claude. */
export type ModelActivities = {
  readonly answerMessage: (input: AnswerMessageInput) => Promise<AnswerMessageResult>;
  readonly preparePlan: (
    input: PreparePlanInput,
  ) => Promise<PreparePlanResult | PlanQuestionResult>;
  readonly proposeFix: (input: ProposeFixInput) => Promise<ProposeFixResult>;
  /** Compares a running campaign with the brief that was just changed. */
  readonly proposeChange: (input: ProposeChangeInput) => Promise<ProposeChangeResult>;
  readonly tellEvents: (input: TellEventsInput) => Promise<void>;
};

/**
 * What the lifecycle needs done, by name. The worker's composed activities must fit it, and so must the scripted
 * ones of the tests. A failure whose type is `feature.reason` reaches people as that code.
 */
export type ActivityPort = LifecycleActivities & MetaActivities & ModelActivities;
