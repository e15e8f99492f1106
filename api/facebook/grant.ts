import type { AdAccountOption, PageOption } from '../../domain/connection/connection.ts';
import type { LoginProblemCode } from '../../domain/connection/login-errors.ts';
import { missingScopes } from '../../domain/connection/scopes.ts';
import type { DeploymentProblemCode } from '../../domain/deployment/problems.ts';
import type { MetaOAuth, TokenInspection } from '../../integrations/meta/oauth.ts';

/** What a connection opens, as far as it was read. */
export type FacebookGrant = {
  readonly token: string;
  readonly fbUserId: string;
  readonly fbUserName: string;
  readonly scopes: readonly string[];
  /** Everything needed for any project at all was given. */
  readonly isComplete: boolean;
  readonly tokenExpiresAt: number | null;
  readonly dataAccessExpiresAt: number | null;
  readonly adAccounts: readonly AdAccountOption[];
  readonly pages: readonly PageOption[];
};

/** Facebook sent back something that must not be taken. */
export class LoginRefused extends Error {
  readonly code: LoginProblemCode;
  constructor(code: LoginProblemCode) {
    super(`The Facebook sign-in was not taken: ${code}`);
    this.name = 'LoginRefused';
    this.code = code;
  }
}

/** The stored connection works no more. */
export class GrantLost extends Error {
  readonly code: DeploymentProblemCode;
  constructor(code: DeploymentProblemCode) {
    super(`The Facebook connection is lost: ${code}`);
    this.name = 'GrantLost';
    this.code = code;
  }
}

/**
 * Trades the code for a token that lasts and reads what it opens.
 * @throws MetaError, LoginRefused
 */
export async function readGrant(oauth: MetaOAuth, code: string): Promise<FacebookGrant> {
  const first = await oauth.exchangeCode(code);
  const inspection = await oauth.inspect(first.token);
  if (!inspection.valid) throw new LoginRefused('connection.unfinished');
  // A system user's token lasts as it is; a person's is good for an hour or two.
  const lasting = inspection.kind === 'user' ? await oauth.longLived(first.token) : first;
  const last = inspection.kind === 'user' ? await oauth.inspect(lasting.token) : inspection;
  if (!last.valid) throw new LoginRefused('connection.unfinished');
  const grant = await readWith(oauth, lasting.token, last);
  return { ...grant, tokenExpiresAt: last.expiresAt ?? lasting.expiresAt };
}

/**
 * Reads anew what a stored token opens.
 * @param now on the owner's clock; a consent that has run out is no connection, though its token may still answer.
 * @throws MetaError, GrantLost, LoginRefused
 */
export async function rereadGrant(
  oauth: MetaOAuth,
  token: string,
  now: number,
): Promise<FacebookGrant> {
  const inspection = await oauth.inspect(token);
  if (inspection.problem !== null) throw new GrantLost(inspection.problem);
  const { dataAccessExpiresAt } = inspection;
  if (dataAccessExpiresAt !== null && dataAccessExpiresAt <= now) {
    throw new GrantLost('meta.data_access_ended');
  }
  return await readWith(oauth, token, inspection);
}

/** Lists are left empty while permissions are missing, since reading them would fail. */
async function readWith(
  oauth: MetaOAuth,
  token: string,
  inspection: TokenInspection,
): Promise<FacebookGrant> {
  // A token that was made for another app or person may have been slipped in.
  if (inspection.appId !== oauth.appId) throw new LoginRefused('connection.another_person');
  const { scopes, expiresAt, dataAccessExpiresAt } = inspection;
  const isComplete = missingScopes(scopes).length === 0;
  const [person, adAccounts, pages] = await Promise.all([
    oauth.me(token),
    isComplete ? oauth.listAdAccounts(token) : [],
    isComplete ? oauth.listPages(token) : [],
  ]);
  if (inspection.userId !== person.id) throw new LoginRefused('connection.another_person');
  return {
    token,
    fbUserId: person.id,
    fbUserName: person.name,
    scopes,
    isComplete,
    tokenExpiresAt: expiresAt,
    dataAccessExpiresAt,
    adAccounts,
    pages,
  };
}
