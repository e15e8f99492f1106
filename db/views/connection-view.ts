import { accountStatusWords, isUsableAccount } from '../../domain/connection/account-status.ts';
import type { ConnectionState } from '../../domain/connection/connection.ts';
import { accountIssue, connectionProblem, pageIssue } from '../../domain/connection/problems.ts';
import { missingFormScopes, missingScopes, SCOPE_PURPOSE } from '../../domain/connection/scopes.ts';
import { endOfAccess } from '../../domain/connection/token-life.ts';
import { isCurrencyCode } from '../../domain/money.ts';
import type { ConnectionView } from '../../domain/project/views.ts';
import type { Trx } from '../client.ts';
import { lossCode, runningAds } from '../repositories/connection-loss.ts';
import { getConnection } from '../repositories/connections.ts';
import type { ConnectionRow } from '../repositories/connections.ts';
import { formNeeds } from '../repositories/form-needs.ts';
import { isLinkOpen } from '../repositories/oauth-state.ts';
import type { ProjectRow } from '../repositories/projects.ts';

/** The connection as one project sees it. */
export async function connectionView(trx: Trx, project: ProjectRow): Promise<ConnectionView> {
  const connection = await getConnection(trx, project.ownerId);
  const inProgress = await isLinkOpen(trx, project.id);
  const selected = selectionOf(project);
  // After a disconnect or a deletion nothing of the person's is left in the row.
  if (connection === null || isErased(connection)) return { ...NOTHING, selected, inProgress };
  const loss = await lossCode(trx, project.id, connection.checkedAt);
  const ads = await runningAds(trx, project.id);
  const needsForms = (await formNeeds(trx, project.id)).required && ads === null;
  const missing = missingFor(connection, needsForms);
  const state = stateFor({ connection, loss, missing: missing.length, selected });
  const isLost = state === 'EXPIRED' || state === 'REVOKED' || state === 'MISSING_PERMISSION';
  const { adAccounts, pages, tokenExpiresAt, dataAccessExpiresAt } = connection;
  const facts = { state, lossCode: loss, missing, adAccounts, pages, selected };
  const accessEndsAt = endOfAccess({ expiresAt: tokenExpiresAt, dataAccessExpiresAt });
  const endsSoon =
    connection.remindedDays === null || accessEndsAt === null
      ? null
      : { at: accessEndsAt, timezone: project.timezone ?? 'UTC' };
  return {
    state,
    facebookName: connection.fbUserName,
    adAccounts: adAccounts.map((account) => ({
      id: account.id,
      name: account.name,
      currency: account.currency,
      timezone: account.timezone,
      statusWords: accountStatusWords(account.status),
      usable: isUsableAccount(account, isCurrencyCode),
      problem: accountIssue(account, isCurrencyCode),
    })),
    pages: pages.map((page) => ({
      id: page.id,
      name: page.name,
      usable: page.canAdvertise,
      problem: pageIssue(page),
    })),
    selected,
    tokenExpiresAt,
    accessEndsAt,
    connectedAt: connection.connectedAt,
    inProgress,
    missing: missing.map((scope) => ({ scope, purpose: SCOPE_PURPOSE[scope] })),
    canCheckAgain: canCheckAgain(connection),
    unattendedAds: isLost ? ads : null,
    problem: connectionProblem({ ...facts, endsSoon, isKnownCurrency: isCurrencyCode }),
  };
}

const NOTHING: Omit<ConnectionView, 'selected' | 'inProgress'> = {
  state: 'NOT_CONNECTED',
  facebookName: null,
  adAccounts: [],
  pages: [],
  tokenExpiresAt: null,
  accessEndsAt: null,
  connectedAt: null,
  missing: [],
  canCheckAgain: false,
  unattendedAds: null,
  problem: null,
};

function isErased({ state, fbUserId }: ConnectionRow): boolean {
  return state === 'REVOKED' && fbUserId === null;
}

function selectionOf(project: ProjectRow): ConnectionView['selected'] {
  const { adAccountId, adAccountName, pageId, pageName, currency } = project;
  if (adAccountId === null || pageId === null || currency === null) return null;
  if (adAccountName === null || pageName === null) return null;
  return { adAccountId, adAccountName, pageId, pageName, currency };
}

function missingFor({ state, scopes }: ConnectionRow, needsForms: boolean) {
  return state === 'MISSING_PERMISSION'
    ? missingScopes(scopes, needsForms)
    : missingFormScopes(scopes, needsForms);
}

/** One sign-in serves all projects, but each has its own account, Page and needs. */
function stateFor(seen: {
  connection: ConnectionRow;
  loss: string | null;
  missing: number;
  selected: ConnectionView['selected'];
}): ConnectionState {
  const { state } = seen.connection;
  if (state !== 'CONNECTED' && state !== 'NEEDS_SELECTION') return state;
  if (seen.missing > 0) return 'MISSING_PERMISSION';
  // The token is good, but Facebook wants the person to pass a check first.
  if (seen.loss !== null) return 'REVOKED';
  const { selected, connection } = seen;
  return selected === null || isGone(connection, selected) ? 'NEEDS_SELECTION' : 'CONNECTED';
}

/** What was chosen is no longer shared with us; that it is in trouble is another matter. */
function isGone(
  { state, adAccounts, pages }: ConnectionRow,
  { adAccountId, pageId }: NonNullable<ConnectionView['selected']>,
): boolean {
  if (state === 'CONNECTED' && adAccounts.length === 0) return false;
  const isShared = adAccounts.some(({ id }) => id === adAccountId);
  return !isShared || !pages.some(({ id }) => id === pageId);
}

/** With a token that may still work, things put right at Facebook need no new sign-in. */
function canCheckAgain({ state, tokenCiphertext }: ConnectionRow): boolean {
  return tokenCiphertext !== null && (state === 'CONNECTED' || state === 'NEEDS_SELECTION');
}
