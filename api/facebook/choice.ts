import { isUsableAccount } from '../../domain/connection/account-status.ts';
import type { AdAccountOption, PageOption } from '../../domain/connection/connection.ts';
import { missingFormScopes } from '../../domain/connection/scopes.ts';
import { isCurrencyCode } from '../../domain/money.ts';
import { insertActivity } from '../../db/repositories/activity.ts';
import { formNeeds } from '../../db/repositories/form-needs.ts';
import { enqueueInbox } from '../../db/repositories/outbox.ts';
import { selectAccount } from '../../db/repositories/projects.ts';
import type { ProjectRow } from '../../db/repositories/projects.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import type { OwnerWork } from '../owner-work.ts';

export type Choice = { readonly account: AdAccountOption; readonly page: PageOption };

type Options = {
  readonly adAccounts: readonly AdAccountOption[];
  readonly pages: readonly PageOption[];
  readonly scopes: readonly string[];
};

/** What the project had before, if it can still be used; else the only pair there is; else the person chooses. */
export async function choiceFor(
  work: OwnerWork,
  project: ProjectRow,
  options: Options,
): Promise<Choice | null> {
  if (project.adAccountId !== null) return earlierChoice(project, options);
  if (await lacksFormScopes(work, project.id, options.scopes)) return null;
  const accounts = options.adAccounts.filter((account) => isUsableAccount(account, isCurrencyCode));
  const pages = options.pages.filter((page) => page.canAdvertise);
  const [account] = accounts;
  const [page] = pages;
  if (account === undefined || page === undefined) return null;
  return accounts.length === 1 && pages.length === 1 ? { account, page } : null;
}

/** Whether this project is to collect enquiries by a form and lacks a permission for it. */
export async function lacksFormScopes(
  { trx }: OwnerWork,
  projectId: string,
  scopes: readonly string[],
): Promise<boolean> {
  const { required: needsForms } = await formNeeds(trx, projectId);
  return missingFormScopes(scopes, needsForms).length > 0;
}

export function earlierChoice(
  project: ProjectRow,
  { adAccounts, pages }: Pick<Options, 'adAccounts' | 'pages'>,
): Choice | null {
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
