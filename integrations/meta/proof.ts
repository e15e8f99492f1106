import { createHmac } from 'node:crypto';

/** Proves to Meta that the caller holds the app secret (hex HMAC-SHA256 of the token, keyed by the secret). */
export function appSecretProof(token: string, appSecret: string): string {
  return createHmac('sha256', appSecret).update(token).digest('hex');
}
