import type { CampaignPlan } from '../../domain/plan/plan.ts';
import type { AdReview } from '../../domain/deployment/deployment.ts';
import { instant, json } from '../client.ts';
import type { Trx } from '../client.ts';
import { appendEvent } from './events.ts';

/** A change is carried out: plan, approval and everything that follows from them take the place of the old, at once. */
export async function keepChangedCampaign(
  trx: Trx,
  change: {
    id: string;
    projectId: string;
    ownerId: string;
    now: number;
    plan: CampaignPlan;
    planHash: string;
    approvalId: string;
    leaseUntil: number | null;
    spendCapMinor: number | null;
    metaIds: Record<string, string>;
    adReviews: readonly AdReview[];
  },
): Promise<void> {
  const { plan, planHash, approvalId, leaseUntil, spendCapMinor } = change;
  await trx
    .updateTable('campaignRecord')
    .set({
      plan: json(plan),
      planHash,
      approvalId,
      dailyBudgetMinor: plan.dailyBudgetMinor,
      endsAt: plan.endsAt === undefined ? null : instant(plan.endsAt),
      leaseUntil: leaseUntil === null ? null : instant(leaseUntil),
      spendCapMinor,
      metaIds: json(change.metaIds),
      adReviews: json(change.adReviews),
      changing: null,
    })
    .where('id', '=', change.id)
    .execute();
  await appendEvent(trx, { ...change, type: 'campaign', refId: change.id });
  await appendEvent(trx, { ...change, type: 'money', refId: change.projectId });
}
