import type { ProjectPageView } from '../../domain/project/views.ts';
import type { Trx } from '../client.ts';
import { listActivity } from '../repositories/activity.ts';
import { listApprovals, toApprovalView } from '../repositories/approvals.ts';
import { listArtifacts } from '../repositories/artifacts.ts';
import { currentBrief } from '../repositories/briefs.ts';
import { listCampaigns } from '../repositories/campaigns.ts';
import { listConversations } from '../repositories/conversations.ts';
import { listMessages } from '../repositories/messages.ts';
import { getProject } from '../repositories/projects.ts';
import { listQuestions } from '../repositories/questions.ts';
import { markQueued } from '../repositories/queued.ts';
import { resultsView, toCampaignView } from './campaign-view.ts';
import { connectionView } from './connection-view.ts';
import { moneyView } from './money-view.ts';

/** Days are cut in this zone until an ad account is chosen. */
const NO_ACCOUNT_ZONE = 'UTC';

/** Everything one page load needs, in one consistent read; null when the owner has no such project. */
export async function projectPage(
  trx: Trx,
  query: { projectId: string; now: number; undoWindowMs: number },
): Promise<ProjectPageView | null> {
  const row = await getProject(trx, query.projectId);
  if (row === null) return null;
  const { id, name, stage, waitingFor, headline, createdAt, updatedAt } = row;
  const campaigns = await listCampaigns(trx, id);
  const newest = campaigns.findLast((campaign) => campaign.liveSince !== null);
  return {
    project: { id, name, stage, waitingFor, headline, createdAt, updatedAt },
    conversations: await listConversations(trx, id),
    messages: await markQueued(trx, id, await listMessages(trx, id)),
    brief: await currentBrief(trx, id),
    approvals: (await listApprovals(trx, id)).map((approval) =>
      toApprovalView(approval, query.undoWindowMs),
    ),
    connection: await connectionView(trx, row),
    campaigns: await Promise.all(campaigns.map((campaign) => toCampaignView(trx, campaign))),
    results:
      newest === undefined
        ? null
        : await resultsView(trx, {
            campaignRecordId: newest.id,
            timezone: row.timezone ?? NO_ACCOUNT_ZONE,
            now: query.now,
          }),
    artifacts: await listArtifacts(trx, id),
    activity: await listActivity(trx, id),
    questions: await listQuestions(trx, id),
    money: await moneyView(trx, row, query.now),
  };
}
