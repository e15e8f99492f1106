import type { Db, Trx } from '../client.ts';

/** A connection's secret as it is stored. */
export type StoredToken = {
  readonly id: string;
  readonly userId: string;
  readonly tokenCiphertext: string;
  readonly tokenKeyId: string;
};

/** Everybody who has a connection; only the relay's role may know that. */
export async function listConnectionOwners(relayDb: Db): Promise<readonly string[]> {
  const rows = await relayDb
    .selectFrom('facebookConnection')
    .select('userId')
    .orderBy('userId')
    .execute();
  return rows.map(({ userId }) => userId);
}

/** Null when the person has no connection, or one that lost its secret. */
export async function storedToken(trx: Trx, userId: string): Promise<StoredToken | null> {
  const row = await trx
    .selectFrom('facebookConnection')
    .select(['id', 'userId', 'tokenCiphertext', 'tokenKeyId'])
    .where('userId', '=', userId)
    .executeTakeFirst();
  if (row === undefined || row.tokenCiphertext === null || row.tokenKeyId === null) return null;
  const { id, tokenCiphertext, tokenKeyId } = row;
  return { id, userId: row.userId, tokenCiphertext, tokenKeyId };
}

/**
 * Stores the same secret sealed anew, unless another one took its place meanwhile. Nobody sees a difference, so
 * nothing is told and the row keeps its times.
 * @returns whether it was stored.
 */
export async function replaceToken(
  trx: Trx,
  { from, to }: { from: StoredToken; to: { keyId: string; ciphertext: string } },
): Promise<boolean> {
  const changed = await trx
    .updateTable('facebookConnection')
    .set({ tokenCiphertext: to.ciphertext, tokenKeyId: to.keyId })
    .where('userId', '=', from.userId)
    .where('id', '=', from.id)
    .where('tokenCiphertext', '=', from.tokenCiphertext)
    .returning('id')
    .executeTakeFirst();
  return changed !== undefined;
}
