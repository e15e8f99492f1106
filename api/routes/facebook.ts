import {
  connectFacebookSchema,
  disconnectedSchema,
  refreshConnectionSchema,
  selectAccountSchema,
} from '../../contract/http.ts';
import type { SelectAccount } from '../../contract/http.ts';
import { connectionSchema } from '../../contract/model.ts';
import type { ConnectionDto } from '../../contract/model.ts';
import { isUsableAccount } from '../../domain/connection/account-status.ts';
import { isCurrencyCode } from '../../domain/money.ts';
import { listCampaigns } from '../../db/repositories/campaigns.ts';
import { lockConnection, updateConnection } from '../../db/repositories/connections.ts';
import type { ConnectionRow } from '../../db/repositories/connections.ts';
import type { ProjectRow } from '../../db/repositories/projects.ts';
import { connectionView } from '../../db/views/connection-view.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { choose, lacksFormScopes } from '../facebook/choice.ts';
import { disconnect } from '../facebook/disconnect.ts';
import { refreshConnection } from '../facebook/refresh.ts';
import { ApiError, conflict } from '../http/api-error.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { asCaller, projectOf } from '../owner-work.ts';
import type { OwnerWork } from '../owner-work.ts';

const connection = {
  200: { description: 'The connection as this project sees it', schema: connectionSchema },
};

export function facebookRoutes(deps: AppDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/facebook/accounts',
      tag: 'Facebook',
      summary: 'Ad accounts and Pages to choose from',
      query: connectFacebookSchema,
      answers: connection,
      refusals: [404],
      handle: async ({ c, caller, query }) =>
        c.json(
          await asCaller(
            deps,
            caller.userId,
            async ({ trx }) => await connectionView(trx, await projectOf(trx, query.projectId)),
          ),
        ),
    }),
    endpoint({
      method: 'post',
      path: '/api/facebook/select',
      tag: 'Facebook',
      summary: 'Choose ad account and Page for a project',
      body: selectAccountSchema,
      answers: connection,
      refusals: [404, 409, 422],
      handle: async ({ c, caller, body }) =>
        c.json(await asCaller(deps, caller.userId, async (work) => await select(deps, work, body))),
    }),
    endpoint({
      method: 'post',
      path: '/api/facebook/refresh',
      tag: 'Facebook',
      summary: 'Ask Facebook again what the connection opens',
      body: refreshConnectionSchema,
      answers: connection,
      refusals: [404, 409, 503],
      handle: async ({ c, caller, body }) =>
        c.json(await refreshConnection(deps, caller.userId, body.projectId)),
    }),
    endpoint({
      method: 'delete',
      path: '/api/facebook/connection',
      tag: 'Facebook',
      summary: 'Disconnect Facebook',
      answers: { 200: { description: 'Disconnected', schema: disconnectedSchema } },
      refusals: [409],
      handle: async ({ c, caller }) => c.json(await disconnect(deps, caller.userId)),
    }),
  ];
}

async function select(
  deps: AppDependencies,
  work: OwnerWork,
  { projectId, adAccountId, pageId }: SelectAccount,
): Promise<ConnectionDto> {
  const { trx, ownerId, now } = work;
  const project = await projectOf(trx, projectId);
  const row = await lockConnection(trx, ownerId);
  if (row === null || (row.state !== 'CONNECTED' && row.state !== 'NEEDS_SELECTION')) {
    throw conflict(
      'connection.not_connected',
      'Please connect Facebook first. There is no link to it yet, so nothing was chosen.',
    );
  }
  // Pressing the button twice is one choice.
  if (project.adAccountId === adAccountId && project.pageId === pageId) {
    return await connectionView(trx, project);
  }
  if (await lacksFormScopes(work, projectId, row.scopes)) {
    throw conflict(
      'connection.missing_permission',
      'I may not yet do all that I need for this project. Please connect Facebook once more and leave all boxes ticked. Nothing was chosen.',
    );
  }
  await refuseMoveOfCampaigns(work, project);
  const choice = { account: findAccount(row, adAccountId), page: findPage(row, pageId) };
  await choose(deps, work, { project, choice });
  const set = { state: 'CONNECTED', fbAccountId: adAccountId, pageId } as const;
  await updateConnection(trx, { userId: ownerId, set, now });
  return await connectionView(trx, await projectOf(trx, projectId));
}

/** Campaigns cannot follow to another account; their approvals and numbers belong to the one they were made in. */
async function refuseMoveOfCampaigns({ trx }: OwnerWork, project: ProjectRow): Promise<void> {
  const campaigns = await listCampaigns(trx, project.id);
  if (
    campaigns.every(
      ({ status }) => status === 'DRAFT' || status === 'COMPLETED' || status === 'REMOVED',
    )
  )
    return;
  throw conflict(
    'connection.in_use',
    'This project has a campaign in its present ad account. Make a new project for another account. Nothing was changed.',
  );
}

function findAccount(row: ConnectionRow, id: string) {
  const account = row.adAccounts.find((option) => option.id === id);
  if (account !== undefined && isUsableAccount(account, isCurrencyCode)) return account;
  throw new ApiError({
    status: 422,
    code: 'connection.account_unusable',
    message:
      'This ad account cannot be used for ads at present. Please choose another one. Nothing was changed.',
    field: 'adAccountId',
  });
}

function findPage(row: ConnectionRow, id: string) {
  const page = row.pages.find((option) => option.id === id);
  if (page?.canAdvertise === true) return page;
  throw new ApiError({
    status: 422,
    code: 'connection.page_unusable',
    message: 'You may not advertise for this Page. Please choose another one. Nothing was changed.',
    field: 'pageId',
  });
}
