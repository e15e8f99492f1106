import type { ApprovalKind, ApprovalStatus, Verdict } from '../approval/approval.ts';
import type { DeploymentWait } from '../deployment/deployment.ts';
import type { Stage, WaitingFor } from '../project/stage.ts';

/**
 * What the lifecycle asks of the outside world, and what comes back: the inputs and results of its activities.
 * Everything here lands in Temporal's history, so it holds ids, instants (epoch ms) and codes only;
 * never a token, chat text, or personal data.
 */
export type ProjectRef = { readonly projectId: string; readonly ownerId: string };

export type PendingApproval = {
  readonly id: string;
  readonly kind: ApprovalKind;
  readonly contentHash: string;
  readonly expiresAt: number | null;
  readonly campaignRecordId: string | null;
};

export type AnswerMessageInput = ProjectRef & {
  readonly messageId: string;
  readonly conversationId: string;
  readonly now: number;
};
/**
 * How a card that a repeated activity found already decided stands in Postgres: a lifecycle that lost its past learns
 * from it what it knew before.
 */
export type KnownDecision = {
  readonly status: Exclude<ApprovalStatus, 'PENDING'>;
  readonly reasonGiven: boolean;
};

/** A campaign that Postgres knows and the lifecycle may not: found by planning, where there is nothing to plan. */
export type KnownCampaign = {
  readonly recordId: string;
  readonly approvalId: string;
} & (
  | { readonly status: 'building' }
  | { readonly status: 'failed'; readonly code: string }
  | {
      readonly status: 'live';
      readonly pausedBy: 'person' | 'operator' | null;
      readonly liveSince: number;
      readonly leaseUntil?: number;
      readonly endsAt?: number;
      /** The approval of a change that is being carried out. */
      readonly amending?: string;
    }
);

/**
 * `approval`: a card this answer put before the person; the ones it replaced are listed.
 * `decided`: the card has its decision already. `more`: further cards of the same answer, of other kinds.
 */
export type AnswerMessageResult = {
  readonly approval: PendingApproval | null;
  readonly decided?: KnownDecision;
  readonly supersededApprovalIds: readonly string[];
  readonly more?: readonly {
    readonly approval: PendingApproval;
    readonly decided?: KnownDecision;
  }[];
};

export type RecordDecisionInput = ProjectRef & {
  readonly approvalId: string;
  readonly verdict: Verdict;
  readonly contentHash: string;
  readonly by: 'person' | 'operator';
  /** Only for decisions that did not come through the API, which keeps the person's own words in Postgres. */
  readonly reason: string | null;
  readonly now: number;
};
/** `status` is what Postgres holds after the attempt: the row is the arbiter between two decisions at once. */
export type RecordDecisionResult = {
  readonly status: ApprovalStatus;
  readonly refusal: string | null;
  /** On a rejection: whether a reason stands in the row, so that a new plan can answer it. */
  readonly reasonGiven?: boolean;
  /** On a granted change of the brief: the open card of a plan that was made from the brief before; null for none. */
  readonly outdatedPlanId?: string | null;
};

export type ApprovalClockInput = ProjectRef & { readonly approvalId: string; readonly now: number };
export type ApprovalClockResult = { readonly status: ApprovalStatus };

export type ConnectedAccount = { readonly adAccountId: string; readonly pageId: string };
export type RequestConnectionInput = ProjectRef & { readonly now: number };
/** Not null when this project already has an ad account and a Page: nothing needs to be asked. */
export type RequestConnectionResult = { readonly connected: ConnectedAccount | null };

export type PreparePlanInput = ProjectRef & {
  /** The approval whose refusal, with its reason, this plan answers. */
  readonly previousApprovalId: string | null;
  readonly now: number;
};
export type PreparePlanResult = {
  readonly campaignRecordId: string;
  readonly approval: PendingApproval;
  /** The plan was there and decided before; `campaign` says what became of a granted one. */
  readonly decided?: KnownDecision;
  readonly campaign?: KnownCampaign;
};

/** Something only the person knows has to be asked first; the question stands in Postgres and in the chat. */
export type PlanQuestionResult = { readonly questionId: string };

/** Where a project stands, as people see it. */
export type Standing = { readonly stage: Stage; readonly waitingFor: WaitingFor };

export type RunDeploymentInput = ProjectRef & {
  readonly campaignRecordId: string;
  readonly approvalId: string;
  /**
   * Where the project stands, to be written in the same commit as the opening; `shown` where it is written already.
   * Absent while somebody else writes it: then this work leaves it alone.
   */
  readonly standing?: Standing | 'shown';
  readonly now: number;
};
/**
 * `reconcile`: one operation's outcome is not known and must be looked up before anything is sent again.
 * `wait`: Meta asked for a pause. `parked`: goes on by itself once Facebook is connected again.
 * `failed`: a person has to act; `code` says on what. `built`: everything exists, switched off and compared.
 * `done`: live; `leaseUntil` and `endsAt` (epoch ms) are absent for a plan without an end; `shown` is the standing that
 * was written with it.
 */
export type RunDeploymentResult =
  | {
      readonly kind: 'done';
      readonly leaseUntil?: number;
      readonly endsAt?: number;
      readonly shown?: Standing;
      /** The approval of this work has taken the place of the one that the campaign ran under. */
      readonly replaces?: true;
    }
  | { readonly kind: 'built' }
  | { readonly kind: 'parked'; readonly code: string }
  /** `sentAt` (epoch ms): when the call was made whose outcome nobody knows. */
  | { readonly kind: 'reconcile'; readonly opKey: string; readonly sentAt?: number }
  | { readonly kind: 'wait'; readonly ms: number; readonly reason?: DeploymentWait['reason'] }
  | { readonly kind: 'failed'; readonly code: string };

export type ReconcileOperationInput = ProjectRef & {
  readonly campaignRecordId: string;
  readonly opKey: string;
  /** 1, 2, 3 ...: later looks allow for the lag of Meta's lists. */
  readonly look: number;
  readonly now: number;
};
/** `absent` after the last look frees the operation to be sent again; earlier ones ask for another look. */
export type ReconcileOperationResult = { readonly kind: 'adopted' | 'absent' | 'look-again' };

/** Prolongs the time Facebook lets the ads run, never beyond the approved end. */
export type RenewLeaseInput = ProjectRef & {
  readonly campaignRecordId: string;
  readonly now: number;
};
/** `ended`: the approved time is over and the campaign is closed. */
export type RenewLeaseResult =
  | { readonly kind: 'done'; readonly leaseUntil: number }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly code: string };

/** Removes at Meta what a launch that will not go on has made. Never for a campaign that was live. */
export type RemoveCampaignInput = ProjectRef & {
  readonly campaignRecordId: string;
  readonly now: number;
};
export type RemoveCampaignResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly code: string };

/** Daily look at the token: renews it in time, reminds before it ends, notices when it died. */
export type WatchConnectionInput = ProjectRef & { readonly now: number };
/** `nextAt` (epoch ms): when to look again, no later than the token's own end. */
export type WatchConnectionResult =
  | { readonly kind: 'fine'; readonly nextAt: number }
  | { readonly kind: 'lost'; readonly code: string };

/** Applies what the person changed on the plan's card; the edit itself stands in Postgres. */
export type EditPlanInput = ProjectRef & {
  readonly approvalId: string;
  readonly editId: string;
  readonly now: number;
};
/** `refused`: the card stays as it was, and the chat says why. */
export type EditPlanResult =
  | { readonly kind: 'revised'; readonly plan: PreparePlanResult }
  | { readonly kind: 'refused' };

/** Drafts another ad in the place of one that Facebook refused, as a card of its own. */
export type ProposeFixInput = ProjectRef & {
  readonly campaignRecordId: string;
  readonly adKey: string;
  readonly now: number;
};
/** Null when there is nothing to propose any more. */
export type ProposeFixResult = { readonly approval: PendingApproval | null };

/** Compares a running campaign with the brief that was just changed, and drafts what has to follow. */
export type ProposeChangeInput = ProjectRef & {
  readonly campaignRecordId: string;
  /** The granted change of the brief. */
  readonly approvalId: string;
  readonly now: number;
};
/** Null when nothing has to change, which the chat says. */
export type ProposeChangeResult = {
  readonly approval: PendingApproval | null;
  readonly supersededApprovalIds: readonly string[];
};

export type CheckCampaignInput = ProjectRef & {
  readonly campaignRecordId: string;
  readonly trigger: 'timer' | 'asked';
  readonly now: number;
};
/** `events` are ids of what is worth telling, already stored; empty on a quiet check. */
export type CheckCampaignResult =
  | {
      readonly kind: 'checked';
      readonly events: readonly string[];
      /** Ads that Facebook refused since the last look, by their keys in the plan. */
      readonly refusedAds?: readonly string[];
    }
  | { readonly kind: 'connection-lost'; readonly code: string };

export type TellEventsInput = ProjectRef & {
  readonly campaignRecordId: string;
  readonly events: readonly string[];
  readonly now: number;
};

export type SetDeliveryInput = ProjectRef & {
  readonly campaignRecordId: string;
  readonly running: boolean;
  readonly by: 'person' | 'operator';
  readonly now: number;
};
export type SetDeliveryResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly code: string };

/** Writes the project's state for people to see. */
export type ShowProgressInput = ProjectRef & {
  readonly stage: Stage;
  readonly waitingFor: WaitingFor;
  readonly now: number;
};

/** A sentence in the chat about work that could not be finished, chosen by code. */
export type ReportProblemInput = ProjectRef & {
  readonly code: string;
  readonly during:
    | 'answer'
    | 'plan'
    | 'connection'
    | 'deployment'
    | 'change'
    | 'monitoring'
    | 'delivery'
    | 'lease'
    | 'removal'
    | 'approval';
  readonly messageId: string | null;
  readonly campaignRecordId: string | null;
  readonly now: number;
};

/** What the API's outbox delivers, in the order of `seq` (1, 2, 3 ... per project, without gaps). */
export type InboxItem = { readonly seq: number } & (
  | { readonly kind: 'message'; readonly messageId: string; readonly conversationId: string }
  | {
      readonly kind: 'decision';
      readonly approvalId: string;
      readonly verdict: Verdict;
      readonly contentHash: string;
    }
  | { readonly kind: 'approval-revised'; readonly approval: PendingApproval }
  | ({ readonly kind: 'connected' } & ConnectedAccount)
  | { readonly kind: 'policy'; readonly change: 'pause' | 'resume' }
  | { readonly kind: 'retry-deployment'; readonly campaignRecordId: string }
  | { readonly kind: 'undo-approval'; readonly approvalId: string }
  | { readonly kind: 'plan-edited'; readonly approvalId: string; readonly editId: string }
  | { readonly kind: 'question-answered'; readonly questionId: string }
  | { readonly kind: 'remove-campaign'; readonly campaignRecordId: string }
  /** Facebook was disconnected or taken away; the code is one of `deploymentProblemWords`. */
  | { readonly kind: 'connection-lost'; readonly code: string }
);
export type InboxKind = InboxItem['kind'];
