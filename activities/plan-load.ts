import { completeBrief } from '../domain/brief/brief.ts';
import type { Brief } from '../domain/brief/brief.ts';
import { draftFrom } from '../domain/brief/draft.ts';
import type { CampaignStatus } from '../domain/deployment/deployment.ts';
import type {
  KnownCampaign,
  PreparePlanInput,
  PreparePlanResult,
} from '../domain/lifecycle/work.ts';
import { historyFrom } from '../domain/plan/forecast.ts';
import type { OwnHistory } from '../domain/plan/forecast.ts';
import type { CampaignPlan } from '../domain/plan/plan.ts';
import type { Trx } from '../db/client.ts';
import { getApproval, listApprovals } from '../db/repositories/approvals.ts';
import type { ApprovalRow } from '../db/repositories/approvals.ts';
import { currentBrief } from '../db/repositories/briefs.ts';
import { getCampaign, listCampaigns } from '../db/repositories/campaigns.ts';
import { userTextsSince } from '../db/repositories/messages.ts';
import { waitingEditOf } from '../db/repositories/plan-edits.ts';
import type { PlanEditRow } from '../db/repositories/plan-edits.ts';
import { isPausedByPerson } from '../db/repositories/outbox.ts';
import { getProject } from '../db/repositories/projects.ts';
import { listSnapshots } from '../db/repositories/snapshots.ts';
import { asOwner } from '../db/tenant.ts';
import { derivedId } from '../integrations/crypto/hash.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { decidedBefore } from './approval.ts';
import { planFailure } from './plan-failure.ts';
import { newestPhoto } from './plan-photo.ts';
import type { OwnPhoto } from './plan-photo.ts';
import { readAnswers } from './plan-questions.ts';
import type { PlanAnswers } from './plan-questions.ts';
import { websiteColour } from './website-colour.ts';

/** Ids that a repeat of the same planning finds again. */
export type PlanIds = { readonly campaignRecordId: string; readonly approvalId: string };

export type LoadedPlanning =
  | {
      readonly kind: 'there';
      readonly result: PreparePlanResult;
      /** A change of this very card that is not worked in yet. */
      readonly waitingEdit: PlanEditRow | null;
    }
  | {
      readonly kind: 'to-do';
      readonly ids: PlanIds;
      readonly brief: Brief;
      readonly adAccountId: string;
      readonly pageId: string;
      /** What the person disliked about the plan before, in their own words. */
      readonly feedback: string | null;
      /** Why still earlier plans were turned down, oldest first. */
      readonly earlierRefusals: readonly string[];
      readonly answers: PlanAnswers;
      /** The plan that this one takes the place of. */
      readonly before: EarlierPlan | null;
      readonly history: OwnHistory | null;
      readonly photo: OwnPhoto | null;
      /** Of the person's own website; null leaves the choice to the plan. */
      readonly brandColour: string | null;
    };

/** A version of a plan with the card it was laid before the person on. */
export type EarlierPlan = { readonly approval: ApprovalRow; readonly plan: CampaignPlan };

/** Reads what a plan is made from, or the plan that an earlier run of this activity has made. */
export async function loadPlanning(
  deps: ActivityDependencies,
  input: PreparePlanInput,
): Promise<LoadedPlanning> {
  const { projectId, ownerId, previousApprovalId } = input;
  return await asOwner(deps.db, ownerId, async (trx): Promise<LoadedPlanning> => {
    const underWay = await campaignUnderWay(trx, projectId);
    if (underWay !== null) return { kind: 'there', result: underWay, waitingEdit: null };
    const view = await currentBrief(trx, projectId);
    const project = await getProject(trx, projectId);
    const brief = view === null ? null : completeBrief(draftFrom(view));
    if (view === null || brief === null) throw planFailure('plan.brief_incomplete');
    const ids = planIds(view.id, previousApprovalId);
    const existing = await newestVersion(trx, projectId, ids.approvalId);
    if (existing !== null) {
      const result = { ...resultOf(existing, ids), ...decidedBefore(existing) };
      const waitingEdit = existing.changing ? await waitingEditOf(trx, existing.id) : null;
      const campaign = await campaignOf(trx, existing);
      return { kind: 'there', result: { ...result, ...campaign }, waitingEdit };
    }
    const adAccountId = project?.adAccountId ?? null;
    const pageId = project?.pageId ?? null;
    if (adAccountId === null || pageId === null) throw planFailure('plan.not_connected');
    const feedback = await feedbackOn(trx, projectId, previousApprovalId);
    const earlierRefusals = await refusalsOf(trx, projectId, previousApprovalId);
    const answers = await readAnswers(trx, projectId);
    const before = await earlierPlan(trx, previousApprovalId);
    const history = await ownHistory(trx, projectId);
    const photo = await newestPhoto(trx, projectId);
    const { websiteUrl } = brief;
    const brandColour = await websiteColour(trx, { projectId, websiteUrl });
    const made = { feedback, earlierRefusals, answers, before, history, photo, brandColour };
    return { kind: 'to-do', ids, brief, adAccountId, pageId, ...made };
  });
}

/** The card itself, or what the person's own changes have made of it since. */
async function newestVersion(
  trx: Trx,
  projectId: string,
  approvalId: string,
): Promise<ApprovalRow | null> {
  const all = await listApprovals(trx, projectId);
  let newest = all.find(({ id }) => id === approvalId) ?? null;
  for (let turn = 0; turn < all.length && newest?.status === 'SUPERSEDED'; turn += 1) {
    const { id } = newest;
    const next = all.find(({ previousApprovalId }) => previousApprovalId === id);
    if (next === undefined) break;
    newest = next;
  }
  return newest;
}

async function earlierPlan(trx: Trx, approvalId: string | null): Promise<EarlierPlan | null> {
  const approval = approvalId === null ? null : await getApproval(trx, approvalId);
  const recordId = approval?.campaignRecordId ?? null;
  const campaign = recordId === null ? null : await getCampaign(trx, recordId);
  return approval === null || campaign === null ? null : { approval, plan: campaign.plan };
}

const MOST_REFUSALS = 5;
const LONGEST_REFUSAL = 300;

async function refusalsOf(
  trx: Trx,
  projectId: string,
  previousApprovalId: string | null,
): Promise<readonly string[]> {
  const all = await listApprovals(trx, projectId);
  return all
    .filter(({ kind, status, id }) => {
      return kind !== 'brief' && status === 'REJECTED' && id !== previousApprovalId;
    })
    .flatMap(({ reason }) => {
      const words = (reason ?? '').trim().slice(0, LONGEST_REFUSAL);
      return words === '' ? [] : [words];
    })
    .slice(-MOST_REFUSALS);
}

/** What the project's newest campaign with three weeks of numbers cost and brought. */
export async function ownHistory(trx: Trx, projectId: string): Promise<OwnHistory | null> {
  const campaigns = await listCampaigns(trx, projectId);
  for (const campaign of campaigns.toReversed()) {
    if (campaign.liveSince === null) continue;
    const history = historyFrom(await listSnapshots(trx, campaign.id), campaign.plan.recipe);
    if (history !== null) return history;
  }
  return null;
}

/**
 * Nothing is planned beside a campaign that is being built or runs. Planning is asked for then only by a lifecycle that
 * lost its past, and this is how it finds its campaign again.
 */
async function campaignUnderWay(trx: Trx, projectId: string): Promise<PreparePlanResult | null> {
  const campaigns = await listCampaigns(trx, projectId);
  const underWay = campaigns.findLast(({ status }) => UNDER_WAY.has(status));
  if (underWay === undefined || underWay.approvalId === null) return null;
  const approval = await getApproval(trx, underWay.approvalId);
  if (approval?.status !== 'GRANTED') return null;
  const ids = { campaignRecordId: underWay.id, approvalId: approval.id };
  const known = await campaignOf(trx, approval);
  return { ...resultOf(approval, ids), ...decidedBefore(approval), ...known };
}

const UNDER_WAY: ReadonlySet<CampaignStatus> = new Set(['DEPLOYING', 'ACTIVE', 'PAUSED']);

/** What became of a plan that was granted; nothing for one that was not, or whose building has yet to begin. */
async function campaignOf(trx: Trx, approval: ApprovalRow): Promise<{ campaign?: KnownCampaign }> {
  if (approval.status !== 'GRANTED' || approval.campaignRecordId === null) return {};
  const row = await getCampaign(trx, approval.campaignRecordId);
  if (row === null) return {};
  const ref = { recordId: row.id, approvalId: approval.id };
  if (row.status === 'FAILED') {
    return {
      campaign: { ...ref, status: 'failed', code: row.problemCode ?? 'deployment.gave_up' },
    };
  }
  if (row.liveSince === null) return { campaign: { ...ref, status: 'building' } };
  const stopped = (await isPausedByPerson(trx, row.projectId)) ? 'person' : 'operator';
  const pausedBy = row.status === 'ACTIVE' ? null : stopped;
  const { liveSince, changing } = row;
  const amending = changing === null ? {} : { amending: changing.approvalId };
  return { campaign: { ...ref, status: 'live', pausedBy, liveSince, ...amending } };
}

function planIds(briefId: string, previousApprovalId: string | null): PlanIds {
  const answers = previousApprovalId ?? 'first';
  return {
    campaignRecordId: derivedId('campaign', briefId, answers),
    approvalId: derivedId('plan-approval', briefId, answers),
  };
}

export function resultOf(approval: ApprovalRow, ids: PlanIds): PreparePlanResult {
  const { id, kind, contentHash, expiresAt, campaignRecordId } = approval;
  return {
    campaignRecordId: campaignRecordId ?? ids.campaignRecordId,
    approval: { id, kind, contentHash, expiresAt, campaignRecordId },
  };
}

const MOST_FEEDBACK = 2_000;

/** The reason given with a refusal, and what was said in the chat since. */
async function feedbackOn(
  trx: Trx,
  projectId: string,
  previousApprovalId: string | null,
): Promise<string | null> {
  if (previousApprovalId === null) return null;
  const previous = await getApproval(trx, previousApprovalId);
  if (previous === null) return null;
  const since = previous.decidedAt ?? previous.requestedAt;
  const said = await userTextsSince(trx, { projectId, since });
  const words = [previous.reason ?? '', ...said]
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return words.length === 0 ? null : words.join('\n').slice(0, MOST_FEEDBACK);
}
