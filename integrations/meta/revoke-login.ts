import type { MetaOAuthOptions } from './oauth.ts';
import { appSecretProof } from './proof.ts';
import { META_API_VERSION } from './version.ts';

const TIMEOUT_MS = 10_000;

/**
 * Gives a person's permissions back at Facebook (`DELETE /me/permissions`), so that every token of theirs ends. The
 * only change at Meta that does not pass the door of `writes.ts`: it takes from us and touches no ad.
 * @returns false when Facebook did not confirm it; the token may have been dead already.
 */
export async function revokeLogin(
  options: Pick<MetaOAuthOptions, 'graphUrl' | 'appSecret' | 'now' | 'sandbox'>,
  token: string,
): Promise<boolean> {
  const { graphUrl, appSecret, now = Date.now, sandbox } = options;
  const url = new URL(`${graphUrl.replace(/\/+$/, '')}/${META_API_VERSION}/me/permissions`);
  url.searchParams.set('appsecret_proof', appSecretProof(token, appSecret));
  const headers = new Headers({ accept: 'application/json', authorization: `Bearer ${token}` });
  if (sandbox === true) headers.set('x-sandbox-time', String(now()));
  try {
    const response = await fetch(url, {
      method: 'DELETE',
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answer: unknown = await response.json();
    return typeof answer === 'object' && answer !== null && Reflect.get(answer, 'success') === true;
  } catch {
    // The cause is dropped: it may hold the whole address.
    return false;
  }
}
