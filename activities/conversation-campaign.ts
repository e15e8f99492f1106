import { APPROVAL_SUBJECTS } from '../domain/approval/approval.ts';
import { accountMoment, addDays } from '../domain/monitoring/calendar.ts';
import { totalsOf } from '../domain/monitoring/measure.ts';
import type { DaySnapshot } from '../domain/monitoring/snapshot.ts';
import { formatMoney, parseCurrency } from '../domain/money.ts';
import type { CurrencyCode } from '../domain/money.ts';
import { resultNoun } from '../domain/plan/words.ts';
import { listActivity } from '../db/repositories/activity.ts';
import { listApprovals } from '../db/repositories/approvals.ts';
import { currentBrief } from '../db/repositories/briefs.ts';
import { listCampaigns } from '../db/repositories/campaigns.ts';
import type { CampaignRow } from '../db/repositories/campaigns.ts';
import { getProject } from '../db/repositories/projects.ts';
import type { ProjectRow } from '../db/repositories/projects.ts';
import { listSnapshots } from '../db/repositories/snapshots.ts';
import { asOwner } from '../db/tenant.ts';
import { answerAboutCampaign } from '../integrations/claude/agent.ts';
import type { CampaignContext, FigureContext } from '../integrations/claude/agent.ts';
import type { Question } from './conversation.ts';
import type { ActivityDependencies } from './dependencies.ts';
import type { Answer } from './stream-answer.ts';

/** Enough to compare two weeks; more would only cost. */
const MOST_DAYS = 14;
const RECENT_ACTIVITY = 8;

/** Answers from the project's own numbers; the model can explain here, not act. */
export async function answerWithNumbers(
  deps: ActivityDependencies,
  question: Question,
  answer: Answer,
): Promise<void> {
  const context = await readContext(deps, question);
  await answerAboutCampaign(deps.claude, {
    history: question.history,
    context,
    onText: answer.onText,
    signal: answer.signal,
  });
  await answer.finish(answer.wasStopped() ? 'stopped' : 'complete', []);
}

async function readContext(
  deps: ActivityDependencies,
  { input, clock }: Question,
): Promise<CampaignContext> {
  const { ownerId, projectId } = input;
  return await asOwner(deps.db, ownerId, async (trx) => {
    const project = await getProject(trx, projectId);
    const brief = await currentBrief(trx, projectId);
    const campaigns = await listCampaigns(trx, projectId);
    const campaign =
      campaigns.findLast((one) => one.liveSince !== null) ?? campaigns.at(-1) ?? null;
    const snapshots = campaign === null ? [] : await listSnapshots(trx, campaign.id);
    const approvals = await listApprovals(trx, projectId);
    const activity = await listActivity(trx, projectId, RECENT_ACTIVITY);
    const open = approvals.find((approval) => approval.status === 'PENDING');
    const today = accountMoment(clock(), project?.timezone ?? 'UTC').day;
    return {
      today,
      businessName: brief?.businessName ?? null,
      status: project?.headline ?? '',
      waitingFor: open === undefined ? null : APPROVAL_SUBJECTS[open.kind],
      nextCheck: nextCheckWords(campaign, project),
      more: activity.map(({ what, why, outcome }) => ({ what, why, outcome })),
      ...campaignContext(campaign, snapshots, today),
    };
  });
}

type CampaignPart = Pick<
  CampaignContext,
  'campaignName' | 'resultName' | 'dailyBudget' | 'totals' | 'yesterday' | 'days' | 'ads'
>;

function campaignContext(
  campaign: CampaignRow | null,
  snapshots: readonly DaySnapshot[],
  today: string,
): CampaignPart {
  if (campaign === null) {
    return {
      campaignName: null,
      resultName: null,
      dailyBudget: null,
      totals: null,
      yesterday: null,
      days: [],
      ads: [],
    };
  }
  const currency = parseCurrency(campaign.currency);
  const whole = snapshots.filter((snapshot) => snapshot.adId === null);
  const yesterday = whole.filter((snapshot) => snapshot.day === addDays(today, -1));
  return {
    campaignName: campaign.name,
    resultName: resultNoun(campaign.plan.recipe),
    dailyBudget: formatMoney({ minor: campaign.dailyBudgetMinor, currency }),
    totals: whole.length === 0 ? null : figures(whole, currency),
    yesterday: yesterday.length === 0 ? null : figures(yesterday, currency),
    days: whole.slice(-MOST_DAYS).map((day) => ({ day: day.day, ...figures([day], currency) })),
    ads: campaign.plan.adSets
      .flatMap((adSet) => adSet.ads)
      .map((ad) => {
        const id = campaign.metaIds[ad.key];
        const days = snapshots.filter((one) => id !== undefined && one.adId === id);
        const status = campaign.status === 'ACTIVE' ? 'switched on' : 'switched off';
        return { headline: ad.headline, status, ...figures(days, currency) };
      }),
  };
}

function figures(days: readonly DaySnapshot[], currency: CurrencyCode): FigureContext {
  const totals = totalsOf(days);
  const { conversions } = totals;
  return {
    spent: formatMoney({ minor: totals.spendMinor, currency }),
    timesShown: totals.impressions,
    // Over several days the same person would be counted again, so the best day stands for "at least".
    people: Math.max(0, ...days.map((day) => day.reach)),
    clicks: totals.clicks,
    results: conversions,
    costPerResult:
      conversions === 0
        ? null
        : formatMoney({ minor: Math.round(totals.spendMinor / conversions), currency }),
  };
}

function nextCheckWords(campaign: CampaignRow | null, project: ProjectRow | null): string | null {
  const at = campaign?.nextCheckAt ?? null;
  if (at === null) return null;
  const timeZone = project?.timezone ?? 'UTC';
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(at);
}
