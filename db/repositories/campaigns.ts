import type { CampaignStatus } from '../../domain/deployment/deployment.ts';
import type { CampaignPlan } from '../../domain/plan/plan.ts';
import { instant, json } from '../client.ts';
import type { Trx } from '../client.ts';
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
    };
  },
): Promise<void> {
  const { status, problemCode, metaCampaignId, metaIds, liveSince } = change.set;
  const { nextCheckAt, lastCheckedAt } = change.set;
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
    })
    .where('id', '=', change.id)
    .execute();
  await appendEvent(trx, { ...change, type: 'campaign', refId: change.id });
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
