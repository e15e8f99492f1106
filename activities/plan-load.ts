import { completeBrief } from '../domain/brief/brief.ts';
import type { Brief } from '../domain/brief/brief.ts';
import { draftFrom } from '../domain/brief/draft.ts';
import type { CampaignStatus } from '../domain/deployment/deployment.ts';
import type {
  KnownCampaign,
  PreparePlanInput,
  PreparePlanResult,
} from '../domain/lifecycle/work.ts';
import type { Trx } from '../db/client.ts';
import { getApproval } from '../db/repositories/approvals.ts';
import type { ApprovalRow } from '../db/repositories/approvals.ts';
import { currentBrief } from '../db/repositories/briefs.ts';
import { getCampaign, listCampaigns } from '../db/repositories/campaigns.ts';
import { userTextsSince } from '../db/repositories/messages.ts';
import { isPausedByPerson } from '../db/repositories/outbox.ts';
import { getProject } from '../db/repositories/projects.ts';
import { asOwner } from '../db/tenant.ts';
import { derivedId } from '../integrations/crypto/hash.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { decidedBefore } from './approval.ts';
import { planFailure } from './plan-failure.ts';

/** Ids that a repeat of the same planning finds again. */
export type PlanIds = { readonly campaignRecordId: string; readonly approvalId: string };

export type LoadedPlanning =
  | { readonly kind: 'there'; readonly result: PreparePlanResult }
  | {
      readonly kind: 'to-do';
      readonly ids: PlanIds;
      readonly brief: Brief;
      readonly adAccountId: string;
      readonly pageId: string;
      /** What the person disliked about the plan before, in their own words. */
      readonly feedback: string | null;
    };

/** Reads what a plan is made from, or the plan that an earlier run of this activity has made. */
export async function loadPlanning(
  deps: ActivityDependencies,
  input: PreparePlanInput,
): Promise<LoadedPlanning> {
  const { projectId, ownerId, previousApprovalId } = input;
  return await asOwner(deps.db, ownerId, async (trx): Promise<LoadedPlanning> => {
    const underWay = await campaignUnderWay(trx, projectId);
    if (underWay !== null) return { kind: 'there', result: underWay };
    const view = await currentBrief(trx, projectId);
    const project = await getProject(trx, projectId);
    const brief = view === null ? null : completeBrief(draftFrom(view));
    if (view === null || brief === null) throw planFailure('plan.brief_incomplete');
    const ids = planIds(view.id, previousApprovalId);
    const existing = await getApproval(trx, ids.approvalId);
    if (existing !== null) {
      const result = { ...resultOf(existing, ids), ...decidedBefore(existing) };
      return { kind: 'there', result: { ...result, ...(await campaignOf(trx, existing)) } };
    }
    const adAccountId = project?.adAccountId ?? null;
    const pageId = project?.pageId ?? null;
    if (adAccountId === null || pageId === null) throw planFailure('plan.not_connected');
    const feedback = await feedbackOn(trx, projectId, previousApprovalId);
    return { kind: 'to-do', ids, brief, adAccountId, pageId, feedback };
  });
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
  return { campaign: { ...ref, status: 'live', pausedBy, liveSince: row.liveSince } };
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
    campaignRecordId: ids.campaignRecordId,
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
