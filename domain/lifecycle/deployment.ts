import type { EffectOf } from './effects.ts';
import { hasCampaignUnderWay, isPaused } from './state.ts';
import type { CampaignState, KnownApproval } from './state.ts';
import { isBusy, report, retryDelay, start } from './turn.ts';
import type { Turn } from './turn.ts';
import { checksFrom } from './monitoring.ts';
import type { KnownCampaign, ReconcileOperationResult, RunDeploymentResult } from './work.ts';

/**
 * Pauses before each look for an object whose creation was not confirmed: about 5, 20 and 60 s after the call,
 * then each minute. Meta's lists lag behind its writes (meta.md 13), so one empty look proves nothing.
 */
const LOOK_GAPS_MS = [5_000, 15_000, 40_000, 60_000, 60_000, 60_000];
const SHORTEST_WAIT_MS = 1_000;
// Meta names at most an hour in its usage headers; six leave room for a longer block.
const LONGEST_WAIT_MS = 6 * 3_600_000;
// A campaign has a dozen operations; a hundred turns mean that it goes round in circles.
const MOST_TURNS = 100;
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
  turn.state.campaign = newCampaign(campaignRecordId, approval.id);
}

/** A campaign that exists although this lifecycle has not heard of it goes on from where Postgres says it is. */
export function takeUpCampaign(turn: Turn, known: KnownCampaign): void {
  if (hasCampaignUnderWay(turn.state)) return;
  const campaign = newCampaign(known.recordId, known.approvalId);
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
    // An operator's pause came by signal and is not sent again; ads must not begin to spend by themselves.
    if (known.pausedBy === null) checksFrom(campaign, turn.now);
    else turn.state.paused[known.pausedBy] = true;
  }
}

function newCampaign(recordId: string, approvalId: string): CampaignState {
  return {
    recordId,
    approvalId,
    status: 'deploying',
    phase: { kind: 'running', waited: false },
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
  campaign.turns = 0;
  campaign.failures = 0;
  campaign.failureCode = null;
}

function deploying(turn: Turn, campaignRecordId: string): CampaignState | null {
  const { campaign } = turn.state;
  return campaign?.recordId === campaignRecordId && campaign.status === 'deploying'
    ? campaign
    : null;
}

export function onDeploymentRan(
  turn: Turn,
  effect: EffectOf<'deploy'>,
  result: RunDeploymentResult,
): void {
  const campaign = deploying(turn, effect.campaignRecordId);
  if (!campaign) return;
  campaign.failures = 0;
  if (result.kind === 'failed') fail(turn, campaign, result.code);
  if (result.kind === 'reconcile') look(turn, campaign, result.opKey, 1);
  if (result.kind === 'wait') {
    const ms = Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, result.ms));
    campaign.phase = { kind: 'waiting', dueAt: turn.now + ms };
  }
  if (result.kind === 'done') {
    campaign.status = 'live';
    campaign.delivering = true;
    checksFrom(campaign, turn.now);
  }
}

export function onReconciled(
  turn: Turn,
  effect: EffectOf<'reconcile'>,
  result: ReconcileOperationResult,
): void {
  const campaign = deploying(turn, effect.campaignRecordId);
  if (!campaign) return;
  campaign.failures = 0;
  if (result.kind === 'look-again') look(turn, campaign, effect.opKey, effect.look + 1);
  else campaign.phase = { kind: 'running', waited: false };
}

function look(turn: Turn, campaign: CampaignState, opKey: string, number: number): void {
  const gap = LOOK_GAPS_MS[number - 1];
  // Nothing is sent a second time while its fate is open: a person looks at the ad account first.
  if (gap === undefined) fail(turn, campaign, 'deployment.outcome_unknown');
  else campaign.phase = { kind: 'looking', opKey, look: number, dueAt: turn.now + gap };
}

/** Nothing is known about why, so it is told once and tried again, until a person has to look. */
export function onDeploymentFailed(
  turn: Turn,
  effect: EffectOf<'deploy'> | EffectOf<'reconcile'>,
  code: string,
): void {
  const campaign = deploying(turn, effect.campaignRecordId);
  if (!campaign) return;
  campaign.failures += 1;
  if (campaign.failures > MOST_FAILURES) {
    fail(turn, campaign, code);
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
  if (campaign?.status !== 'deploying' || campaign.failures === 0) return;
  const { phase } = campaign;
  if (phase.kind === 'waiting') phase.dueAt = Math.min(phase.dueAt, turn.now);
  if (phase.kind === 'looking' && phase.dueAt !== null) {
    phase.dueAt = Math.min(phase.dueAt, turn.now);
  }
}

function fail(turn: Turn, campaign: CampaignState, code: string): void {
  campaign.status = 'failed';
  campaign.failureCode = code;
  report(turn, { code, during: 'deployment', campaignRecordId: campaign.recordId });
}

export function startDeployment(turn: Turn): void {
  const { campaign } = turn.state;
  if (campaign?.status !== 'deploying' || isBusy(turn, 'deployment')) return;
  const { phase, recordId: campaignRecordId, approvalId } = campaign;
  if (phase.kind === 'looking') {
    if (phase.dueAt === null || phase.dueAt > turn.now) return;
    phase.dueAt = null;
    const { opKey, look } = phase;
    start(turn, { kind: 'reconcile', campaignRecordId, opKey, look });
    return;
  }
  if (phase.kind === 'waiting' && phase.dueAt > turn.now) return;
  if (isPaused(turn.state)) {
    campaign.phase = { kind: 'held' };
    return;
  }
  campaign.phase = { kind: 'running', waited: phase.kind === 'waiting' };
  campaign.turns += 1;
  if (campaign.turns > MOST_TURNS) fail(turn, campaign, 'deployment.gave_up');
  else start(turn, { kind: 'deploy', campaignRecordId, approvalId });
}

export function nextDeploymentMoment(campaign: CampaignState): number | null {
  const { status, phase } = campaign;
  if (status !== 'deploying') return null;
  return phase.kind === 'looking' || phase.kind === 'waiting' ? phase.dueAt : null;
}
