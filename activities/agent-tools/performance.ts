import { accountMoment } from '../../domain/monitoring/calendar.ts';
import { performanceOf } from '../../domain/monitoring/figures.ts';
import type { Performance } from '../../domain/monitoring/figures.ts';
import { parseCurrency } from '../../domain/money.ts';
import { resultNoun } from '../../domain/plan/words.ts';
import type { Trx } from '../../db/client.ts';
import { listCampaigns } from '../../db/repositories/campaigns.ts';
import type { CampaignRow } from '../../db/repositories/campaigns.ts';
import { getProject } from '../../db/repositories/projects.ts';
import { listSnapshots } from '../../db/repositories/snapshots.ts';

const STATUS_WORDS: Readonly<Record<CampaignRow['status'], string>> = {
  DRAFT: 'a draft that was not approved',
  PENDING_APPROVAL: 'waiting for approval',
  DEPLOYING: 'being built',
  ACTIVE: 'live',
  PAUSED: 'paused',
  COMPLETED: 'over',
  FAILED: 'stopped before it went live',
  REMOVED: 'removed',
};

export function campaignStatus({ status }: Pick<CampaignRow, 'status'>): string {
  return STATUS_WORDS[status];
}

/** The campaign that questions are about: the newest that ran, else the newest. */
export async function campaignInQuestion(trx: Trx, projectId: string): Promise<CampaignRow | null> {
  const campaigns = await listCampaigns(trx, projectId);
  return campaigns.findLast(({ liveSince }) => liveSince !== null) ?? campaigns.at(-1) ?? null;
}

/** Figures of the last days; null while no ads have run. */
export async function readPerformance(
  trx: Trx,
  { projectId, days, now }: { projectId: string; days: number; now: number },
): Promise<Performance | null> {
  const campaign = await campaignInQuestion(trx, projectId);
  if (campaign === null || campaign.liveSince === null) return null;
  const project = await getProject(trx, projectId);
  const timezone = campaign.plan.timezone ?? project?.timezone ?? 'UTC';
  const isOn = campaign.status === 'ACTIVE';
  return performanceOf({
    campaign: campaign.name,
    status: campaignStatus(campaign),
    currency: parseCurrency(campaign.currency),
    dailyBudgetMinor: campaign.dailyBudgetMinor,
    resultNoun: resultNoun(campaign.plan.recipe),
    today: accountMoment(now, timezone).day,
    liveSinceDay: accountMoment(campaign.liveSince, timezone).day,
    days,
    snapshots: await listSnapshots(trx, campaign.id),
    ads: campaign.plan.adSets
      .flatMap(({ ads }) => ads)
      .map(({ key, headline }) => ({
        id: campaign.metaIds[key] ?? null,
        headline,
        status: isOn ? reviewStatus(campaign, key) : 'switched off',
      })),
  });
}

function reviewStatus({ adReviews }: CampaignRow, adKey: string): string {
  const review = adReviews.find((one) => one.adKey === adKey);
  if (review?.state === 'refused') return 'refused by Facebook';
  return review?.state === 'in-review' ? 'being checked by Facebook' : 'switched on';
}
