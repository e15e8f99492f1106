import type {
  AdReview,
  CampaignStatus,
  ChangeUnderWay,
  DeploymentWait,
  PreflightFinding,
} from '../../domain/deployment/deployment.ts';
import { sql } from 'kysely';
import type { Authority } from '../../domain/approval/approval.ts';
import type { CampaignPlan } from '../../domain/plan/plan.ts';
import { instant, json } from '../client.ts';
import type { Trx } from '../client.ts';
import type { ApprovalRow } from './approvals.ts';
import { pausedByPerson } from './outbox.ts';
import { appendEvent } from './events.ts';

const COLUMNS = [
  'id',
  'projectId',
  'ownerId',
  'status',
  'name',
  'currency',
  'dailyBudgetMinor',
  'plan',
  'planHash',
  'approvalId',
  'metaCampaignId',
  'metaIds',
  'problemCode',
  'createdAt',
  'liveSince',
  'nextCheckAt',
  'lastCheckedAt',
  'findings',
  'adReviews',
  'waiting',
  'endsAt',
  'leaseUntil',
  'spendCapMinor',
  'receiptArtifactId',
  'overspendToldAt',
  'changing',
] as const;

export type CampaignRow = {
  id: string;
  projectId: string;
  ownerId: string;
  status: CampaignStatus;
  name: string;
  currency: string;
  dailyBudgetMinor: number;
  plan: CampaignPlan;
  planHash: string;
  approvalId: string | null;
  metaCampaignId: string | null;
  /** Plan key ("s1", "a1") to Meta's id. */
  metaIds: Record<string, string>;
  problemCode: string | null;
  createdAt: number;
  liveSince: number | null;
  nextCheckAt: number | null;
  lastCheckedAt: number | null;
  findings: readonly PreflightFinding[];
  adReviews: readonly AdReview[];
  waiting: DeploymentWait | null;
  endsAt: number | null;
  leaseUntil: number | null;
  /** What Facebook itself stops the campaign at; null before that is decided, and where it takes no limit. */
  spendCapMinor: number | null;
  receiptArtifactId: string | null;
  overspendToldAt: number | null;
  changing: ChangeUnderWay | null;
};

type Change = { id: string; projectId: string; ownerId: string; now: number };

/** Idempotent by id. */
export async function insertCampaign(
  trx: Trx,
  campaign: Change & {
    status: CampaignStatus;
    plan: CampaignPlan;
    planHash: string;
    approvalId: string;
  },
): Promise<void> {
  const inserted = await trx
    .insertInto('campaignRecord')
    .values({
      id: campaign.id,
      projectId: campaign.projectId,
      ownerId: campaign.ownerId,
      status: campaign.status,
      name: campaign.plan.name,
      currency: campaign.plan.currency,
      dailyBudgetMinor: campaign.plan.dailyBudgetMinor,
      plan: json(campaign.plan),
      planHash: campaign.planHash,
      approvalId: campaign.approvalId,
      metaCampaignId: null,
      metaIds: json({}),
      problemCode: null,
      createdAt: instant(campaign.now),
      endsAt: campaign.plan.endsAt === undefined ? null : instant(campaign.plan.endsAt),
      receiptArtifactId: null,
      spendCapMinor: null,
      changing: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) return;
  await appendEvent(trx, { ...campaign, type: 'campaign', refId: campaign.id });
}

export async function getCampaign(trx: Trx, id: string): Promise<CampaignRow | null> {
  const row = await trx
    .selectFrom('campaignRecord')
    .select(COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** Oldest first. */
export async function listCampaigns(trx: Trx, projectId: string): Promise<CampaignRow[]> {
  return await trx
    .selectFrom('campaignRecord')
    .select(COLUMNS)
    .where('projectId', '=', projectId)
    .orderBy('createdAt')
    .execute();
}

/** Changes any of a campaign's own facts; people are told. */
export async function updateCampaign(
  trx: Trx,
  change: Change & {
    set: {
      status?: CampaignStatus;
      problemCode?: string | null;
      metaCampaignId?: string;
      metaIds?: Record<string, string>;
      liveSince?: number;
      nextCheckAt?: number | null;
      lastCheckedAt?: number;
      findings?: readonly PreflightFinding[];
      adReviews?: readonly AdReview[];
      waiting?: DeploymentWait | null;
      leaseUntil?: number | null;
      spendCapMinor?: number | null;
      receiptArtifactId?: string;
      overspendToldAt?: number;
      changing?: ChangeUnderWay | null;
    };
  },
): Promise<void> {
  const { status, problemCode, metaCampaignId, metaIds, liveSince } = change.set;
  const { nextCheckAt, lastCheckedAt, findings, adReviews, waiting } = change.set;
  const { leaseUntil, spendCapMinor, receiptArtifactId, overspendToldAt, changing } = change.set;
  await trx
    .updateTable('campaignRecord')
    .set({
      ...(status === undefined ? {} : { status }),
      ...(problemCode === undefined ? {} : { problemCode }),
      ...(metaCampaignId === undefined ? {} : { metaCampaignId }),
      ...(metaIds === undefined ? {} : { metaIds: json(metaIds) }),
      ...(liveSince === undefined ? {} : { liveSince: instant(liveSince) }),
      ...(nextCheckAt === undefined
        ? {}
        : { nextCheckAt: nextCheckAt === null ? null : instant(nextCheckAt) }),
      ...(lastCheckedAt === undefined ? {} : { lastCheckedAt: instant(lastCheckedAt) }),
      ...(findings === undefined ? {} : { findings: json(findings) }),
      ...(adReviews === undefined ? {} : { adReviews: json(adReviews) }),
      ...(waiting === undefined ? {} : { waiting: waiting === null ? null : json(waiting) }),
      ...(leaseUntil === undefined
        ? {}
        : { leaseUntil: leaseUntil === null ? null : instant(leaseUntil) }),
      ...(spendCapMinor === undefined ? {} : { spendCapMinor }),
      ...(receiptArtifactId === undefined ? {} : { receiptArtifactId }),
      ...(overspendToldAt === undefined ? {} : { overspendToldAt: instant(overspendToldAt) }),
      ...(changing === undefined ? {} : { changing: changing === null ? null : json(changing) }),
    })
    .where('id', '=', change.id)
    .execute();
  await appendEvent(trx, { ...change, type: 'campaign', refId: change.id });
  // What can still be spent depends on whether the ads run, and until when.
  if (status !== undefined || leaseUntil !== undefined) {
    await appendEvent(trx, { ...change, type: 'money', refId: change.projectId });
  }
}

/** Makes the caller the only one whose deployment may write. @returns its fence; older ones are stale from now on. */
export async function takeDeployFence(trx: Trx, id: string): Promise<number> {
  const { deployFence } = await trx
    .updateTable('campaignRecord')
    .set((eb) => ({ deployFence: eb('deployFence', '+', 1) }))
    .where('id', '=', id)
    .returning('deployFence')
    .executeTakeFirstOrThrow();
  return deployFence;
}

/** The fence of the newest attempt. */
export async function readDeployFence(trx: Trx, id: string): Promise<number | null> {
  const row = await trx
    .selectFrom('campaignRecord')
    .select('deployFence')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.deployFence ?? null;
}

/** What a permission to write is judged by, as it stands at this moment. */
export type WriteFactsRow = {
  plan: CampaignPlan;
  status: CampaignStatus;
  stopped: boolean;
  /** What a change that is just being carried out allows: nothing beside it may go beyond. */
  changing: { approvalId: string; authority: Authority } | null;
  /** The approval asked about; null when there is none. */
  approval:
    | (Pick<ApprovalRow, 'id' | 'kind' | 'status' | 'contentHash' | 'expiresAt' | 'authority'> & {
        campaignRecordId: string | null;
        content: unknown;
        usedAt: number | null;
      })
    | null;
};

/** The stored plan, the approval of a piece of work, and whether the person has stopped everything. */
export async function readWriteFacts(
  trx: Trx,
  { campaignRecordId, approvalId }: { campaignRecordId: string; approvalId: string },
): Promise<WriteFactsRow | null> {
  const row = await trx
    .selectFrom('campaignRecord as c')
    .leftJoin('approval as a', (join) => join.on('a.id', '=', approvalId))
    .leftJoin('approval as b', (join) =>
      join.on(sql`b.id`, '=', sql`(c.changing ->> 'approvalId')::uuid`),
    )
    .select([
      'c.plan',
      'c.status as campaignStatus',
      'c.changing',
      'b.authority as changedAuthority',
      'a.id',
      'a.kind',
      'a.status',
      'a.contentHash',
      'a.expiresAt',
      'a.authority',
      'a.campaignRecordId',
      'a.content',
      'a.usedAt',
      pausedByPerson('c.project_id').as('stopped'),
    ])
    .where('c.id', '=', campaignRecordId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { plan, stopped, campaignStatus, changing: under, changedAuthority, ...approval } = row;
  const { id, kind, status, contentHash, ...rest } = approval;
  const isForth = under !== null && under.back === null && changedAuthority !== null;
  const changing = isForth ? { approvalId: under.approvalId, authority: changedAuthority } : null;
  const facts = { plan, status: campaignStatus, stopped, changing };
  if (id === null || kind === null || status === null || contentHash === null) {
    return { ...facts, approval: null };
  }
  return { ...facts, approval: { ...rest, id, kind, status, contentHash } };
}
