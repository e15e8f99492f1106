import type { ApprovalStatus, Verdict } from '../approval/approval.ts';
import type { Stage, WaitingFor } from '../project/stage.ts';
import type { DeploymentPart, Effect } from './effects.ts';
import type { ConnectedAccount, InboxItem, PendingApproval, ReportProblemInput } from './work.ts';

/** A verdict on one card, wherever it came from: the API's update or the operator's signal. */
export type Decision = {
  approvalId: string;
  verdict: Verdict;
  contentHash: string;
  by: 'person' | 'operator';
  /** Only an operator's: a person's own words stay in Postgres. */
  reason: string | null;
};

/** A card as the lifecycle knows it. Postgres stays the arbiter; this copy says what to do next and when. */
export type KnownApproval = PendingApproval & {
  status: ApprovalStatus;
  /** Set while Postgres is being asked about this verdict. */
  decision: Decision | null;
  /** The verdict was taken back while Postgres was being asked about it. */
  undoAsked?: boolean;
  /** Moments still to come; null once their work was begun or when there is none. */
  remindAt: number | null;
  expireAt: number | null;
};

/**
 * `undoable`: the approval can be taken back until `dueAt`. `parked`: goes on once Facebook is connected again.
 * `looking`: an operation's outcome is unknown and look number `look` is due at `dueAt`.
 * `waiting`: Meta asked for a pause until `dueAt`. `waited`: it has just passed, and may be asked for again.
 * `held`: a person or an operator paused the building.
 */
export type DeploymentPhase =
  | { kind: 'running'; waited: boolean }
  | { kind: 'looking'; opKey: string; look: number; dueAt: number | null }
  | { kind: 'waiting'; dueAt: number }
  | { kind: 'undoable'; dueAt: number }
  | { kind: 'parked'; code: string }
  | { kind: 'held' };

export type CampaignState = {
  recordId: string;
  approvalId: string;
  /** `ended`: the approved time is over. */
  status: 'deploying' | 'live' | 'failed' | 'ended';
  phase: DeploymentPhase;
  /** What the building works on; absent in runs of the first rules, which do all at once. */
  part?: DeploymentPart;
  /** The approval of a change to a running campaign that is being carried out. */
  amending?: string;
  /** Approvals of further changes, which wait for their turn. */
  nextChanges?: string[];
  /** Granted changes of the brief that this campaign was not compared with yet. */
  briefChanges?: string[];
  /** Times in a row that Facebook was too busy: the pauses grow with them. */
  busyTurns?: number;
  /** Until when Facebook lets the ads run, and the moment to prolong that; absent without an approved end. */
  leaseUntil?: number;
  renewAt?: number;
  /** End of the approved time, epoch ms. */
  endsAt?: number;
  /** Refused ads, by key in the plan, for which a fix is still to be drafted. */
  refusedAds?: string[];
  /** Turns of the deployment so far: a loop that never ends must end. */
  turns: number;
  /** Attempts in a row that came to no result at all. */
  failures: number;
  failureCode: string | null;
  /** What Facebook was last told; null until the campaign is live. */
  delivering: boolean | null;
  /** All checks fall on `checksSince` plus a multiple of the interval, so they never drift. */
  checksSince: number | null;
  nextCheckAt: number | null;
  lastCheckedAt: number | null;
  connectionLost: boolean;
  /** A trouble already told, so that it is not told again at every check. */
  toldTrouble: string | null;
  untold: string[];
};

/**
 * `lapsed`: the last plan expired or was refused without a reason; the next message brings a new one.
 * `spoken`: such a message is there already. `after`: the campaign of that plan is gone or over.
 */
export type PlanState =
  | { kind: 'none' }
  /** `renew`: the brief was changed while the card before was being edited; what comes of that is outdated too. */
  | {
      kind: 'wanted';
      previousApprovalId: string | null;
      connectionAsked: boolean;
      renew?: true;
    }
  /**
   * `edit`, `answered`: a card or question was dealt with before its maker has reported it here. `outdated`: so was the
   * brief changed, and this card is made from the one before; `*` where it is not known which card.
   */
  | {
      kind: 'preparing';
      edit?: { approvalId: string; editId: string };
      answered?: string;
      outdated?: string;
    }
  | { kind: 'asking'; questionId: string; previousApprovalId: string | null }
  | { kind: 'proposed'; approvalId: string; spoken: boolean }
  | { kind: 'lapsed'; approvalId: string; spoken: boolean; after?: 'removal' | 'end' }
  | { kind: 'granted' };

export type Problem = Pick<
  ReportProblemInput,
  'code' | 'during' | 'messageId' | 'campaignRecordId'
>;

/** Everything one project's lifecycle remembers. JSON in, JSON out: it travels through continue-as-new. */
export type LifecycleState = {
  v: 1;
  projectId: string;
  ownerId: string;
  /** Every item up to `lastSeq` was applied; later ones that came early wait here, sorted. */
  lastSeq: number;
  early: InboxItem[];
  /** Messages waiting for their answer, per conversation, in the order they were written. */
  chat: Record<string, string[]>;
  approvals: KnownApproval[];
  /** Decisions of the API about cards whose activity has not reported back yet. */
  heldDecisions: Decision[];
  briefGranted: boolean;
  account: ConnectedAccount | null;
  /** When to look at the Facebook connection next, and why it is gone; absent before the first connection. */
  connection?: { watchAt: number | null; lost: string | null };
  plan: PlanState;
  campaign: CampaignState | null;
  paused: { person: boolean; operator: boolean };
  /** Who asked last for ads to run or to rest. */
  deliveryBy: 'person' | 'operator';
  /** Work begun and not finished, one per key. A new run starts all of it again. */
  running: Record<string, Effect>;
  /** Work that failed and has to happen all the same. */
  later: { effect: Effect; dueAt: number }[];
  attempts: Record<string, number>;
  problems: Problem[];
  lastProblem: (Problem & { at: number }) | null;
  /** Where the project stands and since when. */
  standing: { stage: Stage; waitingFor: WaitingFor; since: number } | null;
  /** The standing that people were last told, or are being told. */
  shown: { stage: Stage; waitingFor: WaitingFor } | null;
};

export function initialState(project: { projectId: string; ownerId: string }): LifecycleState {
  return {
    v: 1,
    projectId: project.projectId,
    ownerId: project.ownerId,
    lastSeq: 0,
    early: [],
    chat: {},
    approvals: [],
    heldDecisions: [],
    briefGranted: false,
    account: null,
    plan: { kind: 'none' },
    campaign: null,
    paused: { person: false, operator: false },
    deliveryBy: 'person',
    running: {},
    later: [],
    attempts: {},
    problems: [],
    lastProblem: null,
    standing: null,
    shown: null,
  };
}

export function isPaused(state: LifecycleState): boolean {
  return state.paused.person || state.paused.operator;
}

/** A campaign that is being built or runs: a second one is not started beside it. */
export function hasCampaignUnderWay(state: LifecycleState): boolean {
  const status = state.campaign?.status;
  return status === 'deploying' || status === 'live';
}
