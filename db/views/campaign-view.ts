import { accountMoment, addDays } from '../../domain/monitoring/calendar.ts';
import { resultNoun } from '../../domain/plan/words.ts';
import { deploymentProblemWords } from '../../domain/deployment/problems.ts';
import type {
  DeploymentStep,
  OperationKind,
  OperationState,
} from '../../domain/deployment/deployment.ts';
import type { DaySnapshot } from '../../domain/monitoring/snapshot.ts';
import type { CampaignView, ResultsView } from '../../domain/project/views.ts';
import type { Trx } from '../client.ts';
import { getCampaign } from '../repositories/campaigns.ts';
import type { CampaignRow } from '../repositories/campaigns.ts';
import { listOperations } from '../repositories/operations.ts';
import type { OperationRow } from '../repositories/operations.ts';
import { listSnapshots } from '../repositories/snapshots.ts';

/** Facebook restates recent days; the last three, today included, are marked as not final. */
const PROVISIONAL_DAYS = 3;

const STEP_STATES: Readonly<Record<OperationState, DeploymentStep['state']>> = {
  INTENT: 'waiting',
  SENT: 'running',
  UNKNOWN: 'checking',
  CONFIRMED: 'done',
  FAILED: 'failed',
};

function toStep(operation: OperationRow): DeploymentStep {
  return {
    key: operation.opKey,
    kind: operation.kind,
    label: operation.label,
    state: STEP_STATES[operation.state],
    startedAt: operation.startedAt,
    finishedAt: operation.finishedAt,
  };
}

/** Steps of building only: later switches of delivery are told elsewhere. */
function isBuildStep({ kind }: OperationRow): boolean {
  return !LATER_STEPS.has(kind);
}

const LATER_STEPS: ReadonlySet<OperationKind> = new Set([
  'pause-ad',
  'pause-campaign',
  'resume-campaign',
  'extend-lease',
  'update-campaign-budget',
  'update-ad-set-budget',
  'update-targeting',
  'update-end',
  'remove-campaign',
]);

/** A campaign with its steps as people watch them. */
export async function toCampaignView(trx: Trx, campaign: CampaignRow): Promise<CampaignView> {
  const operations = await listOperations(trx, campaign.id);
  return {
    id: campaign.id,
    projectId: campaign.projectId,
    name: campaign.name,
    status: campaign.status,
    currency: campaign.currency,
    dailyBudgetMinor: campaign.dailyBudgetMinor,
    approvalId: campaign.approvalId,
    steps: operations.filter(isBuildStep).map(toStep),
    problem:
      campaign.problemCode === null
        ? null
        : { code: campaign.problemCode, message: deploymentProblemWords(campaign.problemCode) },
    createdAt: campaign.createdAt,
    liveSince: campaign.liveSince,
    nextCheckAt: campaign.nextCheckAt,
    findings: campaign.findings,
    waiting: campaign.waiting,
    adReviews: campaign.adReviews,
    endsAt: campaign.endsAt,
    leaseUntil: campaign.leaseUntil,
    receiptArtifactId: campaign.receiptArtifactId,
    canRemove:
      campaign.liveSince === null &&
      (campaign.status === 'FAILED' || campaign.waiting?.reason === 'connection'),
  };
}

type Numbers = Pick<DaySnapshot, 'spendMinor' | 'impressions' | 'clicks' | 'conversions'>;

function addUp(rows: readonly Numbers[]): ResultsView['totals'] {
  const counted = rows.map((row) => row.conversions).filter((count) => count !== null);
  return {
    spendMinor: rows.reduce((sum, row) => sum + row.spendMinor, 0),
    impressions: rows.reduce((sum, row) => sum + row.impressions, 0),
    clicks: rows.reduce((sum, row) => sum + row.clicks, 0),
    // Nothing counted on any day is "not known", which is not the same as none.
    conversions: counted.length === 0 ? null : counted.reduce((sum, count) => sum + count, 0),
  };
}

function adName(
  campaign: CampaignRow,
  operations: readonly OperationRow[],
  metaAdId: string,
): string {
  const key = Object.entries(campaign.metaIds).find(([, id]) => id === metaAdId)?.[0];
  const ads = campaign.plan.adSets.flatMap((adSet) => adSet.ads);
  const planned = ads.find((ad) => ad.key === key)?.headline;
  if (planned !== undefined || key === undefined) return planned ?? 'An ad made outside Aigency';
  // One that another took the place of is no longer in the plan.
  const made = operations.find(({ opKey }) => opKey === `${campaign.id}:ad-${key}`);
  return made?.label.replace(/^Ad “(.*)”$/, '$1') ?? 'An earlier ad';
}

/** A campaign's numbers by day and by ad. `timezone` is the ad account's. */
export async function resultsView(
  trx: Trx,
  query: { campaignRecordId: string; timezone: string; now: number },
): Promise<ResultsView | null> {
  const campaign = await getCampaign(trx, query.campaignRecordId);
  if (campaign === null) return null;
  const snapshots = await listSnapshots(trx, campaign.id);
  const operations = await listOperations(trx, campaign.id);
  const today = accountMoment(query.now, query.timezone).day;
  const lastSettled = addDays(today, -PROVISIONAL_DAYS);
  const whole = snapshots.filter((snapshot) => snapshot.adId === null);
  const adIds = [...new Set(snapshots.map((snapshot) => snapshot.adId))].filter(
    (id) => id !== null,
  );
  return {
    campaignRecordId: campaign.id,
    currency: campaign.currency,
    resultNoun: resultNoun(campaign.plan.recipe),
    days: whole.map((day) => ({
      day: day.day,
      spendMinor: day.spendMinor,
      impressions: day.impressions,
      reach: day.reach,
      clicks: day.clicks,
      conversions: day.conversions,
      provisional: day.day > lastSettled,
    })),
    ads: adIds.map((adId) => {
      const { spendMinor, impressions, clicks, conversions } = addUp(
        snapshots.filter((snapshot) => snapshot.adId === adId),
      );
      return {
        adId,
        name: adName(campaign, operations, adId),
        spendMinor,
        impressions,
        clicks,
        conversions,
      };
    }),
    totals: addUp(whole),
    updatedAt: campaign.lastCheckedAt,
  };
}
