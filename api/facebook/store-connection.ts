import type { ConnectionState } from '../../domain/connection/connection.ts';
import { insertActivity } from '../../db/repositories/activity.ts';
import {
  lockConnection,
  saveConnection,
  setConnectionState,
  updateConnection,
} from '../../db/repositories/connections.ts';
import type { ConnectionRow } from '../../db/repositories/connections.ts';
import { getProject, listProjects } from '../../db/repositories/projects.ts';
import type { ProjectRow } from '../../db/repositories/projects.ts';
import { connectionAad } from '../../integrations/crypto/vault.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import type { OwnerWork } from '../owner-work.ts';
import { choiceFor, choose, earlierChoice } from './choice.ts';
import type { Choice } from './choice.ts';
import type { FacebookGrant } from './grant.ts';

type Granted = { readonly project: ProjectRow; readonly grant: FacebookGrant };

/** Saves what was granted and, where nothing is left to choose, tells the lifecycles. */
export async function storeGrant(
  deps: AppDependencies,
  work: OwnerWork,
  { project, grant }: Granted,
): Promise<void> {
  const { trx, ownerId, now } = work;
  const id = (await lockConnection(trx, ownerId))?.id ?? deps.newId();
  const sealed = deps.vault.seal(grant.token, connectionAad(id, ownerId));
  const choice = grant.isComplete ? await choiceFor(work, project, grant) : null;
  const { fbUserId, fbUserName, tokenExpiresAt, dataAccessExpiresAt } = grant;
  await saveConnection(trx, {
    id,
    userId: ownerId,
    fbUserId,
    fbUserName,
    fbAccountId: choice?.account.id ?? null,
    pageId: choice?.page.id ?? null,
    tokenCiphertext: sealed.ciphertext,
    tokenKeyId: sealed.keyId,
    tokenExpiresAt,
    dataAccessExpiresAt,
    scopes: grant.scopes,
    state: stateOf(grant, choice),
    adAccounts: grant.adAccounts,
    pages: grant.pages,
    projectId: project.id,
    now,
  });
  if (grant.isComplete) {
    const what = 'You connected Facebook';
    const entry = {
      id: deps.newId(),
      projectId: project.id,
      ownerId,
      actor: 'person',
      now,
    } as const;
    await insertActivity(trx, { ...entry, what, why: null, outcome: null });
  }
  await goOn(deps, work, { project, grant, choice });
}

/**
 * The same for a token that was stored before and has been read anew.
 * @returns false when another sign-in has replaced it meanwhile; then nothing is stored.
 */
export async function storeReread(
  deps: AppDependencies,
  work: OwnerWork,
  { project, grant, before }: Granted & { readonly before: ConnectionRow },
): Promise<boolean> {
  const { trx, ownerId, now } = work;
  const row = await lockConnection(trx, ownerId);
  if (row === null || row.tokenCiphertext !== before.tokenCiphertext) return false;
  const choice = grant.isComplete ? await choiceFor(work, project, grant) : null;
  const { fbUserId, fbUserName, tokenExpiresAt, dataAccessExpiresAt, scopes } = grant;
  await updateConnection(trx, {
    userId: ownerId,
    set: {
      fbUserId,
      fbUserName,
      fbAccountId: choice?.account.id ?? row.fbAccountId,
      pageId: choice?.page.id ?? row.pageId,
      tokenExpiresAt,
      dataAccessExpiresAt,
      scopes,
      state: stateOf(grant, choice),
      adAccounts: grant.adAccounts,
      pages: grant.pages,
      checkedAt: now,
    },
    now,
  });
  await goOn(deps, work, { project, grant, choice });
  return true;
}

function stateOf(grant: FacebookGrant, choice: Choice | null): ConnectionState {
  if (!grant.isComplete) return 'MISSING_PERMISSION';
  return choice === null ? 'NEEDS_SELECTION' : 'CONNECTED';
}

/** One sign-in serves all projects: those that lost Facebook before go on as well. */
async function goOn(
  deps: AppDependencies,
  work: OwnerWork,
  { project, grant, choice }: Granted & { readonly choice: Choice | null },
): Promise<void> {
  if (choice !== null) await choose(deps, work, { project, choice });
  if (!grant.isComplete) return;
  for (const { id } of await listProjects(work.trx)) {
    const other = id === project.id ? null : await getProject(work.trx, id);
    const earlier = other === null ? null : earlierChoice(other, grant);
    if (other !== null && earlier !== null) {
      await choose(deps, work, { project: other, choice: earlier });
    }
  }
}

/** The person said no. A connection that works already stays as it is. */
export async function storeDenial(
  deps: AppDependencies,
  { trx, ownerId, now }: OwnerWork,
  projectId: string,
): Promise<void> {
  const existing = await lockConnection(trx, ownerId);
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
