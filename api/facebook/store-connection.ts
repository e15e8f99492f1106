import { isUsableAccount } from '../../domain/connection/account-status.ts';
import type {
  AdAccountOption,
  ConnectionState,
  PageOption,
} from '../../domain/connection/connection.ts';
import { isCurrencyCode } from '../../domain/money.ts';
import { insertActivity } from '../../db/repositories/activity.ts';
import {
  getConnection,
  saveConnection,
  setConnectionState,
} from '../../db/repositories/connections.ts';
import { enqueueInbox } from '../../db/repositories/outbox.ts';
import { getProject, listProjects, selectAccount } from '../../db/repositories/projects.ts';
import type { ProjectRow } from '../../db/repositories/projects.ts';
import { connectionAad } from '../../integrations/crypto/vault.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import type { OwnerWork } from '../owner-work.ts';
import type { FacebookGrant } from './grant.ts';

export type Choice = { readonly account: AdAccountOption; readonly page: PageOption };

/** Saves what was granted and, where nothing is left to choose, tells the lifecycles. */
export async function storeGrant(
  deps: AppDependencies,
  work: OwnerWork,
  { project, grant }: { project: ProjectRow; grant: FacebookGrant },
): Promise<void> {
  const { trx, ownerId, now } = work;
  const id = (await getConnection(trx, ownerId))?.id ?? deps.newId();
  const sealed = deps.vault.seal(grant.token, connectionAad(id, ownerId));
  const choice = grant.missingScopes.length > 0 ? null : choiceFor(project, grant);
  const state = stateOf(grant, choice);
  await saveConnection(trx, {
    id,
    userId: ownerId,
    fbUserId: grant.fbUserId,
    fbUserName: grant.fbUserName,
    fbAccountId: choice?.account.id ?? null,
    pageId: choice?.page.id ?? null,
    tokenCiphertext: sealed.ciphertext,
    tokenKeyId: sealed.keyId,
    tokenExpiresAt: grant.tokenExpiresAt,
    dataAccessExpiresAt: grant.dataAccessExpiresAt,
    scopes: grant.scopes,
    state,
    adAccounts: grant.adAccounts,
    pages: grant.pages,
    projectId: project.id,
    now,
  });
  if (state !== 'MISSING_PERMISSION') {
    await insertActivity(trx, {
      id: deps.newId(),
      projectId: project.id,
      ownerId,
      actor: 'person',
      what: 'You connected Facebook',
      why: null,
      outcome: null,
      now,
    });
  }
  if (choice !== null) await choose(deps, work, { project, choice });
  await reviveOthers(deps, work, { projectId: project.id, grant });
}

function stateOf(grant: FacebookGrant, choice: Choice | null): ConnectionState {
  if (grant.missingScopes.length > 0) return 'MISSING_PERMISSION';
  return choice === null ? 'NEEDS_SELECTION' : 'CONNECTED';
}

type Options = Pick<FacebookGrant, 'adAccounts' | 'pages'>;

/** What the project had before, if it can still be used; else the only pair there is; else the person chooses. */
function choiceFor(project: ProjectRow, options: Options): Choice | null {
  const accounts = options.adAccounts.filter((account) => isUsableAccount(account, isCurrencyCode));
  const pages = options.pages.filter((page) => page.canAdvertise);
  if (project.adAccountId !== null) return earlierChoice(project, options);
  const [account] = accounts;
  const [page] = pages;
  if (account === undefined || page === undefined) return null;
  return accounts.length === 1 && pages.length === 1 ? { account, page } : null;
}

function earlierChoice(project: ProjectRow, { adAccounts, pages }: Options): Choice | null {
  const account = adAccounts.find((option) => option.id === project.adAccountId);
  const page = pages.find((option) => option.id === project.pageId);
  if (account === undefined || page === undefined || !page.canAdvertise) return null;
  return isUsableAccount(account, isCurrencyCode) ? { account, page } : null;
}

/** Fixes ad account and Page for a project and lets its lifecycle go on. */
export async function choose(
  { newId }: AppDependencies,
  { trx, ownerId, now }: OwnerWork,
  { project, choice: { account, page } }: { project: ProjectRow; choice: Choice },
): Promise<void> {
  const common = { projectId: project.id, ownerId, now };
  const isNew = project.adAccountId !== account.id || project.pageId !== page.id;
  await selectAccount(trx, {
    ...common,
    adAccountId: account.id,
    adAccountName: account.name,
    pageId: page.id,
    pageName: page.name,
    currency: account.currency,
    timezone: account.timezone,
  });
  if (isNew) {
    await insertActivity(trx, {
      ...common,
      id: newId(),
      actor: 'person',
      what: `You chose the ad account “${account.name}” and the Page “${page.name}”`,
      why: null,
      outcome: null,
    });
  }
  const item = { kind: 'connected', adAccountId: account.id, pageId: page.id } as const;
  await enqueueInbox(trx, { ...common, id: newId(), item });
}

/** One sign-in serves all projects: those that lost Facebook with the old token go on with the new one. */
async function reviveOthers(
  deps: AppDependencies,
  work: OwnerWork,
  { projectId, grant }: { projectId: string; grant: FacebookGrant },
): Promise<void> {
  if (grant.missingScopes.length > 0) return;
  for (const { id } of await listProjects(work.trx)) {
    const project = id === projectId ? null : await getProject(work.trx, id);
    const choice = project === null ? null : earlierChoice(project, grant);
    if (project !== null && choice !== null) await choose(deps, work, { project, choice });
  }
}

/** The person said no. A connection that works already stays as it is. */
export async function storeDenial(
  deps: AppDependencies,
  { trx, ownerId, now }: OwnerWork,
  projectId: string,
): Promise<void> {
  const existing = await getConnection(trx, ownerId);
  if (existing?.state === 'CONNECTED' || existing?.state === 'NEEDS_SELECTION') return;
  if (existing !== null) {
    await setConnectionState(trx, { userId: ownerId, state: 'DENIED', now });
    return;
  }
  await saveConnection(trx, {
    id: deps.newId(),
    userId: ownerId,
    fbUserId: null,
    fbUserName: null,
    fbAccountId: null,
    pageId: null,
    tokenCiphertext: null,
    tokenKeyId: null,
    tokenExpiresAt: null,
    dataAccessExpiresAt: null,
    scopes: [],
    state: 'DENIED',
    adAccounts: [],
    pages: [],
    projectId,
    now,
  });
}
