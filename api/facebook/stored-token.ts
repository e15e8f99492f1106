import { getConnection } from '../../db/repositories/connections.ts';
import type { ConnectionRow } from '../../db/repositories/connections.ts';
import { connectionAad, VaultError } from '../../integrations/crypto/vault.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import type { OwnerWork } from '../owner-work.ts';

export type StoredToken = { readonly row: ConnectionRow; readonly token: string };

/** The person's connection with its token opened; null when there is none, or none that can be opened. */
export async function openStoredToken(
  { vault, logger }: AppDependencies,
  { trx, ownerId }: OwnerWork,
): Promise<StoredToken | null> {
  const row = await getConnection(trx, ownerId);
  if (row === null || row.tokenCiphertext === null || row.tokenKeyId === null) return null;
  const sealed = { keyId: row.tokenKeyId, ciphertext: row.tokenCiphertext };
  try {
    return { row, token: vault.open(sealed, connectionAad(row.id, ownerId)) };
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    logger.error({ code: error.code }, 'a stored facebook connection could not be opened');
    return null;
  }
}
