import type { Db } from '../../db/client.ts';
import { replaceToken, storedToken } from '../../db/repositories/connection-keys.ts';
import type { StoredToken } from '../../db/repositories/connection-keys.ts';
import { asOwner } from '../../db/tenant.ts';
import { connectionAad, VaultError } from '../../integrations/crypto/vault.ts';
import type { Vault } from '../../integrations/crypto/vault.ts';

/** `already`: uses the newest key, or holds no secret. `unreadable`: no configured key opens it; left as it is. */
export type Resealed = 'resealed' | 'already' | 'unreadable';

/** A person signing in again and again would have to be very quick. */
const MAX_TRIES = 20;

/** Seals one person's token with the newest key. A token that is replaced meanwhile is looked at anew. */
export async function resealConnection(
  db: Db,
  userId: string,
  { vault, current }: { vault: Vault; current: string },
): Promise<Resealed> {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const from = await asOwner(db, userId, (trx) => storedToken(trx, userId));
    if (from === null || from.tokenKeyId === current) return 'already';
    const to = sealAnew(vault, from);
    if (to === null) return 'unreadable';
    if (await asOwner(db, userId, (trx) => replaceToken(trx, { from, to }))) return 'resealed';
  }
  throw new Error('A connection changed again and again. Please run this once more.');
}

function sealAnew(vault: Vault, { id, userId, tokenCiphertext, tokenKeyId }: StoredToken) {
  const aad = connectionAad(id, userId);
  try {
    return vault.seal(vault.open({ keyId: tokenKeyId, ciphertext: tokenCiphertext }, aad), aad);
  } catch (error) {
    if (error instanceof VaultError) return null;
    throw error;
  }
}
