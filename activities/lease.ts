import { momentWords } from '../domain/deployment/words.ts';
import { madeSoFar } from '../domain/deployment/made.ts';
import { metaInstant } from '../domain/deployment/verify.ts';
import type { RenewLeaseInput, RenewLeaseResult } from '../domain/lifecycle/work.ts';
import { ApplicationFailure } from '@temporalio/common';
import { getCampaign, takeDeployFence, updateCampaign } from '../db/repositories/campaigns.ts';
import type { CampaignRow } from '../db/repositories/campaigns.ts';
import { insertIntents, listOperations } from '../db/repositories/operations.ts';
import { setHeadline } from '../db/repositories/projects.ts';
import type { Trx } from '../db/client.ts';
import { asOwner } from '../db/tenant.ts';
import { MetaError } from '../integrations/meta/errors.ts';
import { inParallel } from '../integrations/meta/parallel.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { runningClock } from './dependencies.ts';
import { drive } from './deployment-drive.ts';
import type { Driven } from './deployment-drive.ts';
import { newLedger, save } from './deployment-ledger.ts';
import { leaseEnd, leaseOperations } from './deployment-lease.ts';
import { intentOf, operationsFor, termsOf } from './deployment-session.ts';
import type { DeploymentSession } from './deployment-session.ts';
import { note, ring, say } from './feed.ts';
import { metaFailure, noteConnectionFailure, openMeta, tokenReplaced } from './meta-access.ts';

/**
 * Prolongs the time Facebook lets the ads run, never beyond the approved end. The instant is taken from the input, so
 * every attempt sends the same. At the approved end the campaign is closed instead.
 */
export async function renewLease(
  deps: ActivityDependencies,
  input: RenewLeaseInput,
): Promise<RenewLeaseResult> {
  const { projectId, ownerId, campaignRecordId, now } = input;
  const campaign = await asOwner(deps.db, ownerId, (trx) => getCampaign(trx, campaignRecordId));
  if (campaign === null || campaign.projectId !== projectId) return gone();
  const { endsAt } = campaign.plan;
  if (campaign.status === 'COMPLETED') return { kind: 'ended' };
  if (endsAt === undefined || (campaign.status !== 'ACTIVE' && campaign.status !== 'PAUSED')) {
    return gone();
  }
  if (now >= endsAt) {
    await asOwner(deps.db, ownerId, (trx) => close(trx, campaign, now));
    return { kind: 'ended' };
  }
  const until = leaseEnd(endsAt, now);
  if ((campaign.leaseUntil ?? 0) >= until) {
    return { kind: 'done', leaseUntil: campaign.leaseUntil ?? until };
  }
  const opened = await openLease(deps, { campaign, until, now });
  if (opened.kind === 'refused') return { kind: 'failed', code: opened.code };
  return await extended(opened.session, until);
}

function gone(): RenewLeaseResult {
  return { kind: 'failed', code: 'deployment.gone' };
}

type LeaseWork = { readonly campaign: CampaignRow; readonly until: number; readonly now: number };

async function openLease(
  deps: ActivityDependencies,
  { campaign, until, now }: LeaseWork,
): Promise<
  | { readonly kind: 'open'; readonly session: DeploymentSession }
  | { readonly kind: 'refused'; readonly code: string }
> {
  const clock = runningClock(deps, now);
  const { projectId, ownerId, id: campaignRecordId, approvalId } = campaign;
  const access = await openMeta(deps, ownerId, clock, campaign.plan.adAccountId);
  if (!access.ok) return { kind: 'refused', code: access.code };
  const operations = leaseOperations(campaign, until);
  const { rows, fence } = await asOwner(deps.db, ownerId, async (trx) => {
    const ref = { campaignRecordId, projectId, ownerId, now: clock() };
    const intents = operations.map((one) => intentOf(campaign, approvalId, one));
    await insertIntents(trx, { ...ref, operations: intents });
    const taken = await takeDeployFence(trx, campaignRecordId);
    return { rows: await listOperations(trx, campaignRecordId), fence: taken };
  });
  const session: DeploymentSession = {
    deps,
    projectId,
    ownerId,
    campaign,
    approvalId: approvalId ?? '',
    operations: [...operationsFor(campaign), ...operations],
    terms: { ...termsOf(campaign), leaseUntil: until },
    api: access.api,
    sealedToken: access.sealedToken,
    fence,
    ledger: newLedger(rows),
    clock,
  };
  return { kind: 'open', session };
}

async function extended(session: DeploymentSession, until: number): Promise<RenewLeaseResult> {
  const outcome = await extendLease(session, until);
  if (outcome !== null) return { kind: 'failed', code: outcome };
  await save(session, (trx) => keepLease(trx, session, until));
  return { kind: 'done', leaseUntil: until };
}

/**
 * Sends the new end of every audience and reads it back. The caller saves what was noted.
 * @returns a problem code, or null when all of them end as asked. @throws ApplicationFailure for what passes.
 */
export async function extendLease(
  session: DeploymentSession,
  until: number,
): Promise<string | null> {
  const driven = await drive(session, leaseOperations(session.campaign, until));
  if (driven.kind === 'failed') return await failed(session, driven);
  if (driven.kind !== 'done') {
    await save(session, () => Promise.resolve());
    throw passing(driven);
  }
  const made = madeSoFar([...session.ledger.rows.values()]);
  const ids = session.campaign.plan.adSets.map(
    ({ key }) => made.get(`${session.campaign.id}:set-${key}`) ?? '',
  );
  try {
    const found = await inParallel(ids, 3, (id) => session.api.read(id, 'id,end_time'));
    return found.every((one) => metaInstant(one['end_time']) === until) ? null : 'meta.altered';
  } catch (error) {
    if (error instanceof MetaError) await noteLost(session, error.kind, error.code);
    throw metaFailure(error);
  }
}

async function failed(
  session: DeploymentSession,
  { code, cause }: Extract<Driven, { kind: 'failed' }>,
): Promise<string> {
  await save(session, () => Promise.resolve());
  if (cause !== null) await noteLost(session, cause, code);
  return code;
}

async function noteLost(
  { deps, ownerId, sealedToken, clock }: DeploymentSession,
  kind: MetaError['kind'],
  code: string,
): Promise<void> {
  const failure = { ownerId, kind, code, now: clock(), sealedToken };
  if ((await noteConnectionFailure(deps, failure)) === 'outdated') throw tokenReplaced();
}

/** What passes by itself is left to Temporal's retries. */
export function passing(driven: Exclude<Driven, { kind: 'done' | 'failed' }>): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'meta.busy',
    message: 'Facebook asks for a pause, or another attempt is at work.',
    ...(driven.kind === 'wait' ? { nextRetryDelay: driven.ms } : {}),
  });
}

/** Remembers the new end; where Facebook had stopped the ads meanwhile, the person is told. */
export async function keepLease(
  trx: Trx,
  { campaign, projectId, ownerId, clock }: DeploymentSession,
  until: number,
): Promise<void> {
  const now = clock();
  const ref = { projectId, ownerId, now };
  await updateCampaign(trx, { ...ref, id: campaign.id, set: { leaseUntil: until } });
  const { leaseUntil, liveSince, status, plan } = campaign;
  if (leaseUntil === null || leaseUntil > now || status !== 'ACTIVE') return;
  // A launch that rested for days before it went live has stopped nothing.
  if (liveSince === null || liveSince >= leaseUntil) return;
  const since = momentWords(leaseUntil, plan.timezone ?? 'UTC');
  const content = `Facebook stopped “${campaign.name}” by itself on ${since}, because I could not prolong it in time. Nothing was spent since. It runs again now, within what you approved.`;
  const key = `lease-gap:${campaign.id}:${leaseUntil}`;
  const messageId = await say(trx, {
    ...ref,
    key,
    type: 'AGENT_ACTION',
    content,
    metadata: { kind: 'action', action: 'resumed', evidence: null },
  });
  await ring(trx, {
    ...ref,
    key,
    kind: 'ALERT',
    title: 'Your ads had stopped for a while',
    body: content,
    messageId,
  });
  await note(trx, {
    ...ref,
    key,
    actor: 'facebook',
    what: `Stopped “${campaign.name}” when its time ran out`,
    why: 'I could not prolong it in time.',
    outcome: 'It runs again within what you approved.',
  });
}

/** The approved time is over: Facebook has stopped the ads by their own end, and the record says so. */
async function close(trx: Trx, campaign: CampaignRow, now: number): Promise<void> {
  const { projectId, ownerId, plan } = campaign;
  const ref = { projectId, ownerId, now };
  const set = {
    status: 'COMPLETED' as const,
    nextCheckAt: null,
    waiting: null,
    changing: null,
  };
  await updateCampaign(trx, { ...ref, id: campaign.id, set });
  const end = momentWords(plan.endsAt ?? now, plan.timezone ?? 'UTC');
  const content = `“${campaign.name}” has ended, as you approved: its ads stopped on ${end} and spend nothing any more. Tell me if you want to go on, and I will draft a new plan.`;
  const key = `ended:${campaign.id}`;
  const messageId = await say(trx, {
    ...ref,
    key,
    type: 'AGENT_ACTION',
    content,
    metadata: { kind: 'action', action: 'paused', evidence: null },
  });
  await ring(trx, {
    ...ref,
    key,
    kind: 'AGENT_UPDATE',
    title: 'Your campaign has ended',
    body: `“${campaign.name}” ran until the day you approved.`,
    messageId,
  });
  await note(trx, {
    ...ref,
    key,
    actor: 'agent',
    what: `Closed “${campaign.name}”`,
    why: 'The time you approved is over.',
    outcome: 'Its ads are off.',
  });
  const headline = `“${campaign.name}” has ended as approved.`;
  await setHeadline(trx, { projectId, ownerId, headline, now });
}
