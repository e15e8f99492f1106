import { randomUUID } from 'node:crypto';
import type { Proposed } from '../../activities/brief-change.ts';
import { proposeCampaignChange } from '../../activities/campaign-change.ts';
import type { CampaignChanges } from '../../activities/campaign-change.ts';
import type { PendingApproval, RunDeploymentResult } from '../../domain/lifecycle/work.ts';
import { getApproval } from '../../db/repositories/approvals.ts';
import type { ApprovalRow } from '../../db/repositories/approvals.ts';
import { getCampaign } from '../../db/repositories/campaigns.ts';
import type { CampaignRow } from '../../db/repositories/campaigns.ts';
import { asOwner } from '../../db/tenant.ts';
import type { Trx } from '../../db/client.ts';
import { lookUntilKnown, retried } from './agent-story.ts';
import type { AgentWorld, Tenant } from './agent-world.ts';
import { grantedLaunch, launch } from './launch-story.ts';
import type { Launch, LaunchWish } from './launch-story.ts';
import { objectIn } from './sandbox-answers.ts';
import type { JsonObject } from './sandbox-answers.ts';

const HOUR = 3_600_000;

/** A campaign that runs, with everything a change of it needs. */
export type RunningStory = {
  readonly tenant: Tenant;
  readonly story: Launch;
  readonly campaignRecordId: string;
};

export async function runningStory(
  world: AgentWorld,
  wish: LaunchWish = {},
): Promise<RunningStory> {
  const tenant = await world.addTenant();
  const story = await grantedLaunch(world, tenant, wish);
  const { result } = await launch(world, story);
  if (result.kind !== 'done') throw new Error(`The launch ended as ${JSON.stringify(result)}.`);
  story.clock.now += HOUR;
  return { tenant, story, campaignRecordId: story.input.campaignRecordId };
}

export function owned<T>(
  world: AgentWorld,
  { tenant }: Pick<RunningStory, 'tenant'>,
  work: (trx: Trx) => Promise<T>,
): Promise<T> {
  return asOwner(world.database.app, tenant.ownerId, work);
}

export async function propose(
  world: AgentWorld,
  { tenant, story }: RunningStory,
  changes: CampaignChanges,
): Promise<Proposed> {
  const { projectId, ownerId, conversationId } = tenant;
  const origin = { projectId, ownerId, conversationId, questionId: randomUUID() };
  return await proposeCampaignChange(world.deps, { ...origin, now: story.clock.now, changes });
}

/** The card of a change, as it lies before the person. */
export async function card(
  world: AgentWorld,
  running: RunningStory,
  changes: CampaignChanges,
): Promise<ApprovalRow> {
  const proposed = await propose(world, running, changes);
  if (proposed.kind === 'refused') throw new Error(proposed.reason);
  const row = await owned(world, running, async (trx) => {
    const stored = await proposed.store(trx);
    return stored === null ? null : await getApproval(trx, stored.approval.id);
  });
  if (row === null) throw new Error('No card was stored.');
  return row;
}

export async function approve(
  world: AgentWorld,
  { tenant, story }: RunningStory,
  { id, contentHash }: Pick<PendingApproval, 'id' | 'contentHash'>,
): Promise<void> {
  const { projectId, ownerId } = tenant;
  await world.activities.recordDecision({
    projectId,
    ownerId,
    approvalId: id,
    contentHash,
    verdict: 'approve',
    by: 'person',
    reason: null,
    now: story.clock.now,
  });
}

/** What the lifecycle does around a change, with its pauses skipped. */
export async function carryOut(
  world: AgentWorld,
  { tenant, story, campaignRecordId }: RunningStory,
  approvalId: string,
): Promise<RunDeploymentResult> {
  const { projectId, ownerId } = tenant;
  const { clock } = story;
  const ref = { projectId, ownerId, campaignRecordId };
  for (let turn = 0; turn < 60; turn += 1) {
    const result = await retried(clock, () =>
      world.activities.amendCampaign({ ...ref, approvalId, now: clock.now }),
    );
    if (result.kind === 'wait') clock.now += Math.max(result.ms, 1_000);
    else if (result.kind === 'reconcile')
      await lookUntilKnown(world, { ...ref, clock, opKey: result.opKey });
    else return result;
  }
  throw new Error('The change went round in circles.');
}

/** A change from the wish to the last comparison. */
export async function changed(
  world: AgentWorld,
  running: RunningStory,
  changes: CampaignChanges,
): Promise<{ approval: ApprovalRow; result: RunDeploymentResult }> {
  const approval = await card(world, running, changes);
  await approve(world, running, approval);
  return { approval, result: await carryOut(world, running, approval.id) };
}

export async function recordOf(world: AgentWorld, running: RunningStory): Promise<CampaignRow> {
  const row = await owned(world, running, (trx) => getCampaign(trx, running.campaignRecordId));
  if (row === null) throw new Error('There is no campaign.');
  return row;
}

/** An object of the campaign as Facebook holds it, by its key in the plan or "campaign". */
export async function atFacebook(
  world: AgentWorld,
  running: RunningStory,
  key: string,
  fields: string,
): Promise<JsonObject> {
  const { metaIds } = await recordOf(world, running);
  return objectIn(await world.graph(running.tenant, `${metaIds[key] ?? ''}?fields=${fields}`));
}

/** One more ad for the campaign, in the words of its owner. */
export const NEW_AD = {
  primaryText: 'Rye and spelt, baked this morning. Come by before they are gone.',
  headline: 'Dark bread today',
  description: 'In town since 1950',
};
