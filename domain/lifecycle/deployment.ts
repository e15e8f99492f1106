import type { DeploymentPart, EffectOf } from './effects.ts';
import { endAmendment } from './amendment.ts';
import { failDeployment, isUnderConstruction, underConstruction } from './construction.ts';
import { lookAt, lookFirst } from './deployment-look.ts';
import { leaseFrom } from './lease.ts';
import { checksFrom, lookSoon } from './monitoring.ts';
import { needsReconnect } from '../deployment/problems.ts';
import { carryStanding } from './progress.ts';
import { loseConnection } from './connection.ts';
import { hasCampaignUnderWay, isPaused } from './state.ts';
import type { CampaignState, KnownApproval } from './state.ts';
import { isBusy, report, retryDelay, start } from './turn.ts';
import type { Turn } from './turn.ts';
import type { KnownCampaign, ReconcileOperationResult, RunDeploymentResult } from './work.ts';

const SHORTEST_WAIT_MS = 1_000;
// Meta names at most an hour in its usage headers; six leave room for a longer block.
const LONGEST_WAIT_MS = 6 * 3_600_000;
// A campaign has some dozen operations; this many turns mean that it goes round in circles.
const MOST_TURNS = 100;
// Under the second rules a turn also ends at every pause that Facebook asks for, and an outage may last a day.
const MOST_PACED_TURNS = 1_000;
const LONGEST_BUSY_WAIT_MS = 300_000;
// With the growing pauses between them about half a day.
const MOST_FAILURES = 16;

/** Only a granted plan reaches this; `startDeployment` is the only place that asks for building. */
export function grantPlan(turn: Turn, approval: KnownApproval): void {
  const { campaignRecordId } = approval;
  if (campaignRecordId === null || hasCampaignUnderWay(turn.state)) {
    report(turn, { code: 'deployment.already_under_way', during: 'deployment', campaignRecordId });
    return;
  }
  turn.state.plan = { kind: 'granted' };
  const campaign = newCampaign(turn, campaignRecordId, approval.id);
  const { version, undoWindowMs } = turn.rules;
  if (version >= 2 && undoWindowMs > 0) {
    campaign.phase = { kind: 'undoable', dueAt: turn.now + undoWindowMs };
  }
  turn.state.campaign = campaign;
}

/** The approval was taken back in time: what it had begun is forgotten, since nothing was sent. */
export function withdrawCampaign(turn: Turn, approvalId: string): void {
  const { campaign } = turn.state;
  if (campaign?.approvalId !== approvalId || campaign.status !== 'deploying') return;
  turn.state.campaign = null;
}

/** A campaign that exists although this lifecycle has not heard of it goes on from where Postgres says it is. */
export function takeUpCampaign(turn: Turn, known: KnownCampaign): void {
  if (hasCampaignUnderWay(turn.state)) return;
  const campaign = newCampaign(turn, known.recordId, known.approvalId);
  turn.state.plan = { kind: 'granted' };
  turn.state.campaign = campaign;
  if (known.status === 'failed') {
    campaign.status = 'failed';
    campaign.failureCode = known.code;
  }
  if (known.status === 'live') {
    campaign.status = 'live';
    campaign.delivering = known.pausedBy === null;
    campaign.checksSince = known.liveSince;
    leaseFrom(turn, campaign, known);
    if (known.amending !== undefined) {
      campaign.amending = known.amending;
      campaign.part = 'amend';
    }
    // An operator's pause came by signal and is not sent again; ads must not begin to spend by themselves.
    if (known.pausedBy === null) checksFrom(campaign, turn.now);
    else turn.state.paused[known.pausedBy] = true;
  }
}

function newCampaign(turn: Turn, recordId: string, approvalId: string): CampaignState {
  return {
    recordId,
    approvalId,
    status: 'deploying',
    phase: { kind: 'running', waited: false },
    ...(turn.rules.version >= 2 ? { part: 'build' as const } : {}),
    turns: 0,
    failures: 0,
    failureCode: null,
    delivering: null,
    checksSince: null,
    nextCheckAt: null,
    lastCheckedAt: null,
    connectionLost: false,
    toldTrouble: null,
    untold: [],
  };
}

/** A person asks for another try; it goes on where the ledger stands, under the same approval. */
export function onRetry(turn: Turn, campaignRecordId: string): void {
  const { campaign } = turn.state;
  if (campaign?.recordId !== campaignRecordId || campaign.status !== 'failed') return;
  campaign.status = 'deploying';
  campaign.phase = { kind: 'running', waited: false };
  if (turn.rules.version >= 2) campaign.part = 'build';
  campaign.turns = 0;
  campaign.failures = 0;
  campaign.failureCode = null;
}

export function onDeploymentRan(
  turn: Turn,
  effect: EffectOf<'deploy'>,
  result: RunDeploymentResult,
): void {
  const campaign = underConstruction(turn, effect.campaignRecordId);
  if (!campaign) return;
  campaign.failures = 0;
  if (result.kind !== 'wait' || result.reason !== 'facebook-busy') delete campaign.busyTurns;
  switch (result.kind) {
    case 'failed':
      failDeployment(turn, campaign, result.code);
      return;
    case 'parked':
      park(turn, campaign, result.code);
      return;
    case 'reconcile':
      lookFirst(turn, campaign, result);
      return;
    case 'wait':
      campaign.phase = { kind: 'waiting', dueAt: turn.now + waitFor(campaign, result) };
      return;
    case 'built':
      campaign.part = 'activate';
      campaign.phase = { kind: 'running', waited: false };
      return;
    case 'done':
      goneLive(turn, campaign, result);
  }
}

/** The longer Facebook is out of order, the longer the pauses; other waits are what Facebook itself asked for. */
function waitFor(
  campaign: CampaignState,
  { ms, reason }: Extract<RunDeploymentResult, { kind: 'wait' }>,
): number {
  const asked = Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, ms));
  if (reason !== 'facebook-busy') return asked;
  campaign.busyTurns = (campaign.busyTurns ?? 0) + 1;
  const grown = Math.min(LONGEST_BUSY_WAIT_MS, ms * 2 ** Math.min(campaign.busyTurns - 1, 8));
  return Math.max(asked, grown);
}

function goneLive(
  turn: Turn,
  campaign: CampaignState,
  result: Extract<RunDeploymentResult, { kind: 'done' }>,
): void {
  if (campaign.amending !== undefined) {
    if (result.replaces === true) {
      campaign.approvalId = campaign.amending;
      leaseFrom(turn, campaign, result);
    }
    endAmendment(turn, campaign);
    lookSoon(turn, campaign);
    return;
  }
  campaign.status = 'live';
  campaign.delivering = true;
  if (result.shown !== undefined) turn.state.shown = result.shown;
  checksFrom(campaign, turn.now);
  lookSoon(turn, campaign);
  leaseFrom(turn, campaign, result);
}

/** Facebook is out of reach: what was made stays as it is, and the work goes on after the next connection. */
export function park(turn: Turn, campaign: CampaignState, code: string): void {
  campaign.phase = { kind: 'parked', code };
  loseConnection(turn, code);
}

export function onReconciled(
  turn: Turn,
  effect: EffectOf<'reconcile'>,
  result: ReconcileOperationResult,
): void {
  const campaign = underConstruction(turn, effect.campaignRecordId);
  if (!campaign) return;
  campaign.failures = 0;
  if (result.kind === 'look-again') lookAt(turn, campaign, effect.opKey, effect.look + 1);
  else campaign.phase = { kind: 'running', waited: false };
}

/** Nothing is known about why, so it is told once and tried again, until a person has to look. */
export function onDeploymentFailed(
  turn: Turn,
  effect: EffectOf<'deploy'> | EffectOf<'reconcile'>,
  code: string,
): void {
  const campaign = underConstruction(turn, effect.campaignRecordId);
  if (!campaign) return;
  if (turn.rules.version >= 2 && needsReconnect(code)) {
    park(turn, campaign, code);
    return;
  }
  campaign.failures += 1;
  if (campaign.failures > MOST_FAILURES) {
    failDeployment(turn, campaign, code);
    return;
  }
  if (campaign.failures === 1) {
    report(turn, { code, during: 'deployment', campaignRecordId: campaign.recordId });
  }
  const dueAt = turn.now + retryDelay(campaign.failures);
  const { kind } = effect;
  campaign.phase =
    kind === 'deploy'
      ? { kind: 'waiting', dueAt }
      : { kind: 'looking', opKey: effect.opKey, look: effect.look, dueAt };
}

/** A person who is there, or a new connection, may be what a failed attempt was waiting for. */
export function hurryDeployment(turn: Turn): void {
  const { campaign } = turn.state;
  if (campaign === null || !isUnderConstruction(campaign) || campaign.failures === 0) return;
  const { phase } = campaign;
  if (phase.kind === 'waiting') phase.dueAt = Math.min(phase.dueAt, turn.now);
  if (phase.kind === 'looking' && phase.dueAt !== null) {
    phase.dueAt = Math.min(phase.dueAt, turn.now);
  }
}

export function startDeployment(turn: Turn): void {
  const { campaign } = turn.state;
  if (campaign === null || !isUnderConstruction(campaign) || isBusy(turn, 'deployment')) return;
  const { phase, recordId: campaignRecordId } = campaign;
  if (phase.kind === 'looking') {
    if (phase.dueAt === null || phase.dueAt > turn.now) return;
    phase.dueAt = null;
    const { opKey, look } = phase;
    start(turn, { kind: 'reconcile', campaignRecordId, opKey, look });
    return;
  }
  if (phase.kind === 'parked') return;
  if ((phase.kind === 'waiting' || phase.kind === 'undoable') && phase.dueAt > turn.now) return;
  // What changes a campaign that rests spends nothing: it is done, and the campaign goes on resting.
  const mayRest = campaign.status === 'live' && turn.rules.version >= 3;
  if (isPaused(turn.state) && !mayRest) {
    campaign.phase = { kind: 'held' };
    return;
  }
  if (mayRest && (isBusy(turn, 'lease') || isBusy(turn, 'delivery'))) {
    campaign.phase = { kind: 'running', waited: false };
    return;
  }
  campaign.phase = { kind: 'running', waited: phase.kind === 'waiting' };
  campaign.turns += 1;
  const most = turn.rules.version >= 2 ? MOST_PACED_TURNS : MOST_TURNS;
  if (campaign.turns > most) failDeployment(turn, campaign, 'deployment.gave_up');
  else start(turn, deployEffect(turn, campaign));
}

function deployEffect(turn: Turn, campaign: CampaignState): EffectOf<'deploy'> {
  const part: DeploymentPart | undefined = campaign.part;
  return {
    kind: 'deploy',
    campaignRecordId: campaign.recordId,
    approvalId: campaign.amending ?? campaign.approvalId,
    ...(part === undefined ? {} : { part }),
    // A change to a running campaign has no standing of its own.
    ...(campaign.amending === undefined ? carryStanding(turn) : {}),
  };
}

export function nextDeploymentMoment(campaign: CampaignState): number | null {
  if (!isUnderConstruction(campaign)) return null;
  const { phase } = campaign;
  return phase.kind === 'looking' || phase.kind === 'waiting' || phase.kind === 'undoable'
    ? phase.dueAt
    : null;
}
