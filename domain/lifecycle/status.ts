import type { Stage, WaitingFor } from '../project/stage.ts';
import { nextWake } from './next-wake.ts';
import { standingOf } from './progress.ts';
import { isPaused } from './state.ts';
import type { KnownApproval, LifecycleState } from './state.ts';
import type { PendingApproval } from './work.ts';

/** What `getStatus` answers to operators and tests; ids, codes and instants only. */
export type LifecycleStatus = {
  stage: Stage;
  waitingFor: WaitingFor;
  waitingSince: number | null;
  pendingApprovals: PendingApproval[];
  campaign: {
    recordId: string;
    approvalId: string;
    status: 'deploying' | 'live' | 'failed' | 'ended';
    delivering: boolean | null;
    nextCheckAt: number | null;
    lastCheckedAt: number | null;
    failureCode: string | null;
  } | null;
  paused: { person: boolean; operator: boolean };
  nextWakeAt: number | null;
  lastSeq: number;
  earlyItems: number;
  running: string[];
  lastProblem: { code: string; during: string; at: number } | null;
};

function undecided(state: LifecycleState): KnownApproval[] {
  return state.approvals.filter(({ status, decision }) => status === 'PENDING' && !decision);
}

export function statusOf(state: LifecycleState): LifecycleStatus {
  const { campaign, lastProblem } = state;
  return {
    ...standingOf(state),
    waitingSince: state.standing?.since ?? null,
    pendingApprovals: undecided(state).map(
      ({ id, kind, contentHash, expiresAt, campaignRecordId }) => ({
        id,
        kind,
        contentHash,
        expiresAt,
        campaignRecordId,
      }),
    ),
    campaign: campaign && {
      recordId: campaign.recordId,
      approvalId: campaign.approvalId,
      status: campaign.status,
      delivering: campaign.delivering,
      nextCheckAt: campaign.nextCheckAt,
      lastCheckedAt: campaign.lastCheckedAt,
      failureCode: campaign.failureCode,
    },
    paused: { ...state.paused },
    nextWakeAt: nextWake(state),
    lastSeq: state.lastSeq,
    earlyItems: state.early.length,
    running: Object.keys(state.running).sort(),
    lastProblem: lastProblem && {
      code: lastProblem.code,
      during: lastProblem.during,
      at: lastProblem.at,
    },
  };
}

/** Search attributes as plain values; an absent instant is null. */
export type LifecycleAttributes = {
  stage: Stage;
  waitingFor: WaitingFor;
  needsApproval: boolean;
  adsLive: boolean;
  waitingSince: number | null;
  nextCheckAt: number | null;
};

export function attributesOf(state: LifecycleState): LifecycleAttributes {
  const { campaign } = state;
  return {
    ...standingOf(state),
    needsApproval: undecided(state).length > 0,
    adsLive: campaign?.status === 'live' && campaign.delivering !== false,
    waitingSince: state.standing?.since ?? null,
    nextCheckAt: campaign?.nextCheckAt ?? null,
  };
}

/**
 * Whether an upsert is worth its price (one action each). The next check alone moves six times a day, so it rides
 * along with other changes; its exact moment stands in the current details, which cost nothing.
 */
export function attributesChanged(
  before: LifecycleAttributes | null,
  after: LifecycleAttributes,
): boolean {
  return (
    before === null ||
    before.stage !== after.stage ||
    before.waitingFor !== after.waitingFor ||
    before.needsApproval !== after.needsApproval ||
    before.adsLive !== after.adsLive ||
    (before.nextCheckAt === null) !== (after.nextCheckAt === null)
  );
}

const STAGE_WORDS: Record<Stage, string> = {
  onboarding: 'Getting to know the business',
  connecting: 'Waiting for the Facebook connection',
  planning: 'Preparing a campaign plan',
  'awaiting-approval': 'A campaign plan is before the person',
  deploying: 'Building the campaign on Facebook',
  live: 'Live and watched every four hours',
  paused: 'Paused',
  failed: 'Building the campaign failed; a person can try again',
};

function instant(at: number | null): string {
  return at === null ? 'none' : `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The page an operator sees in the Temporal Web UI: where the project stands and why. Markdown. */
export function currentDetails(state: LifecycleState): string {
  const { stage, waitingFor } = standingOf(state);
  const { campaign, lastProblem } = state;
  const lines = [`**${STAGE_WORDS[stage]}**`, ''];
  const since = instant(state.standing?.since ?? null);
  lines.push(
    waitingFor === 'nobody'
      ? `- Waiting for nobody since ${since}`
      : `- Waiting for ${waitingFor === 'person' ? 'the person' : 'Facebook'} since ${since}`,
  );
  for (const { id, kind, contentHash, expiresAt } of undecided(state)) {
    const until = expiresAt === null ? 'no expiry' : `expires ${instant(expiresAt)}`;
    lines.push(`- Approval needed (${kind}): \`${id}\`, hash \`${contentHash}\`, ${until}`);
  }
  if (campaign)
    lines.push(`- Campaign \`${campaign.recordId}\` under approval \`${campaign.approvalId}\``);
  if (campaign?.status === 'live') {
    lines.push(
      `- Last check ${instant(campaign.lastCheckedAt)}, next ${instant(campaign.nextCheckAt)}`,
    );
  }
  if (isPaused(state)) {
    const { person, operator } = state.paused;
    const who = [person ? 'the person' : '', operator ? 'an operator' : ''].filter(Boolean);
    lines.push(`- Paused by ${who.join(' and ')}`);
  }
  lines.push(`- Next wake ${instant(nextWake(state))}`);
  const running = Object.keys(state.running).sort();
  if (running.length > 0) lines.push(`- At work: ${running.join(', ')}`);
  if (state.early.length > 0) {
    lines.push(`- Came early: ${state.early.length}; waiting for item number ${state.lastSeq + 1}`);
  }
  if (lastProblem) {
    lines.push(
      `- Last trouble: \`${lastProblem.code}\` during ${lastProblem.during}, ${instant(lastProblem.at)}`,
    );
  }
  return lines.join('\n');
}
