import { accountStatusWords, isUsableAccount } from '../../domain/connection/account-status.ts';
import { connectionProblem } from '../../domain/connection/problems.ts';
import { isCurrencyCode } from '../../domain/money.ts';
import type { ConnectionView, ProjectPageView } from '../../domain/project/views.ts';
import type { Trx } from '../client.ts';
import { listActivity } from '../repositories/activity.ts';
import { listApprovals, toApprovalView } from '../repositories/approvals.ts';
import { listArtifacts } from '../repositories/artifacts.ts';
import { currentBrief } from '../repositories/briefs.ts';
import { listCampaigns } from '../repositories/campaigns.ts';
import { getConnection } from '../repositories/connections.ts';
import { listConversations } from '../repositories/conversations.ts';
import { listMessages } from '../repositories/messages.ts';
import { getProject } from '../repositories/projects.ts';
import type { ProjectRow } from '../repositories/projects.ts';
import { resultsView, toCampaignView } from './campaign-view.ts';

/** Days are cut in this zone until an ad account is chosen. */
const NO_ACCOUNT_ZONE = 'UTC';

/** The connection as one project sees it. */
export async function connectionView(trx: Trx, project: ProjectRow): Promise<ConnectionView> {
  const connection = await getConnection(trx, project.ownerId);
  const { adAccountId, adAccountName, pageId, pageName, currency } = project;
  const selected =
    adAccountId === null ||
    adAccountName === null ||
    pageId === null ||
    pageName === null ||
    currency === null
      ? null
      : { adAccountId, adAccountName, pageId, pageName, currency };
  if (connection === null) {
    return {
      state: 'NOT_CONNECTED',
      facebookName: null,
      adAccounts: [],
      pages: [],
      selected,
      tokenExpiresAt: null,
      problem: null,
    };
  }
  // One sign-in serves all projects, but each has its own ad account and Page to choose.
  const state =
    connection.state === 'CONNECTED' && selected === null ? 'NEEDS_SELECTION' : connection.state;
  return {
    state,
    facebookName: connection.fbUserName,
    adAccounts: connection.adAccounts.map((account) => ({
      id: account.id,
      name: account.name,
      currency: account.currency,
      timezone: account.timezone,
      statusWords: accountStatusWords(account.status),
      usable: isUsableAccount(account, isCurrencyCode),
    })),
    pages: connection.pages.map((page) => ({
      id: page.id,
      name: page.name,
      usable: page.canAdvertise,
    })),
    selected,
    tokenExpiresAt: connection.tokenExpiresAt,
    problem: connectionProblem(state, connection),
  };
}

/** Everything one page load needs, in one consistent read; null when the owner has no such project. */
export async function projectPage(
  trx: Trx,
  query: { projectId: string; now: number },
): Promise<ProjectPageView | null> {
  const row = await getProject(trx, query.projectId);
  if (row === null) return null;
  const { id, name, stage, waitingFor, headline, createdAt, updatedAt } = row;
  const campaigns = await listCampaigns(trx, id);
  const newest = campaigns.findLast((campaign) => campaign.liveSince !== null);
  return {
    project: { id, name, stage, waitingFor, headline, createdAt, updatedAt },
    conversations: await listConversations(trx, id),
    messages: await listMessages(trx, id),
    brief: await currentBrief(trx, id),
    approvals: (await listApprovals(trx, id)).map(toApprovalView),
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
  };
}
