import { randomBytes } from 'node:crypto';
import { DAY_MS, HOUR_MS } from '../delivery/zone.ts';
import type { Store } from '../state/store.ts';
import type { App, Token } from '../state/types.ts';
import { GraphError } from '../http/graph-error.ts';

export const SHORT_TOKEN_MS = 90 * 60_000;
export const LONG_TOKEN_MS = 60 * DAY_MS;
export const CODE_LIFE_MS = HOUR_MS / 6;

export function randomText(prefix: string): string {
  return `${prefix}${randomBytes(30).toString('base64url')}`;
}

/** Any pair of id and secret is an app; from its first use on the secret is fixed. @throws GraphError 1, 101 */
export function openApp(store: Store, id: string, secret: string | null): App {
  if (!/^\d{5,20}$/.test(id) && !/^[\w-]{3,64}$/.test(id)) {
    throw new GraphError({
      code: 101,
      message: 'Error validating application. Cannot get application info due to a system error.',
    });
  }
  const known = store.get('app', id);
  if (secret === null)
    return known ?? { id, secret: '', live: true, tier: 'standard_access', maxScore: null };
  if (known && known.secret !== '') {
    if (known.secret === secret) return known;
    throw new GraphError({ code: 1, message: 'Error validating client secret.' });
  }
  const app: App = {
    ...(known ?? { id, live: true, tier: 'standard_access', maxScore: null }),
    secret,
  };
  store.commit([{ kind: 'app', value: app }]);
  return app;
}

export type Grant = Pick<
  Token,
  'appId' | 'userId' | 'scopes' | 'accountIds' | 'pageIds' | 'declined'
> & { readonly kind?: Token['kind'] };

/** A new token; `expiresAt` is an instant, or NEVER. */
export function issueToken(store: Store, grant: Grant, now: number, expiresAt: number): Token {
  const token: Token = {
    id: randomText('SBX'),
    kind: grant.kind ?? 'user',
    appId: grant.appId,
    userId: grant.userId,
    pageId: null,
    scopes: grant.scopes,
    accountIds: grant.accountIds,
    pageIds: grant.pageIds,
    ...(grant.declined === undefined ? {} : { declined: grant.declined }),
    issuedAt: now,
    expiresAt,
    state: 'valid',
  };
  store.commit([{ kind: 'token', value: token }]);
  return token;
}
