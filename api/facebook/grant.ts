import type { AdAccountOption, PageOption } from '../../domain/connection/connection.ts';
import type { MetaOAuth } from '../../integrations/meta/oauth.ts';

/** What a person allowed on Facebook, as far as it was read. */
export type FacebookGrant = {
  readonly token: string;
  readonly fbUserId: string;
  readonly fbUserName: string;
  readonly scopes: readonly string[];
  readonly missingScopes: readonly string[];
  readonly tokenExpiresAt: number | null;
  readonly dataAccessExpiresAt: number | null;
  readonly adAccounts: readonly AdAccountOption[];
  readonly pages: readonly PageOption[];
};

/**
 * Trades the code for a long-lived token and reads what it opens. Lists are left empty while permissions are missing,
 * since reading them would fail.
 * @throws MetaError
 */
export async function readGrant(oauth: MetaOAuth, code: string): Promise<FacebookGrant> {
  const short = await oauth.exchangeCode(code);
  const { token, expiresAt } = await oauth.longLived(short.token);
  const inspection = await oauth.inspect(token);
  const complete = inspection.missingScopes.length === 0;
  const [person, adAccounts, pages] = await Promise.all([
    oauth.me(token),
    complete ? oauth.listAdAccounts(token) : [],
    complete ? oauth.listPages(token) : [],
  ]);
  return {
    token,
    fbUserId: person.id,
    fbUserName: person.name,
    scopes: inspection.scopes,
    missingScopes: inspection.missingScopes,
    tokenExpiresAt: inspection.expiresAt ?? expiresAt,
    dataAccessExpiresAt: inspection.dataAccessExpiresAt,
    adAccounts,
    pages,
  };
}
