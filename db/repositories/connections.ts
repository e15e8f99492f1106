import type {
  AdAccountOption,
  ConnectionState,
  PageOption,
} from '../../domain/connection/connection.ts';
import { instant, json } from '../client.ts';
import type { Trx } from '../client.ts';
import { appendEvent } from './events.ts';

const COLUMNS = [
  'id',
  'userId',
  'fbUserId',
  'fbUserName',
  'fbAccountId',
  'pageId',
  'tokenCiphertext',
  'tokenKeyId',
  'tokenExpiresAt',
  'dataAccessExpiresAt',
  'scopes',
  'state',
  'adAccounts',
  'pages',
] as const;

/** One per person, serving all their projects. The token is sealed; only activities and the sign-in route open it. */
export type ConnectionRow = {
  id: string;
  userId: string;
  fbUserId: string | null;
  fbUserName: string | null;
  fbAccountId: string | null;
  pageId: string | null;
  tokenCiphertext: string | null;
  tokenKeyId: string | null;
  tokenExpiresAt: number | null;
  dataAccessExpiresAt: number | null;
  scopes: readonly string[];
  state: ConnectionState;
  adAccounts: readonly AdAccountOption[];
  pages: readonly PageOption[];
};

export async function getConnection(trx: Trx, userId: string): Promise<ConnectionRow | null> {
  const row = await trx
    .selectFrom('facebookConnection')
    .select(COLUMNS)
    .where('userId', '=', userId)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Saves the person's connection, replacing an earlier one. Its id is bound into the token's encryption: a caller
 * that seals a token reads the existing row's id first and passes it here.
 */
export async function saveConnection(
  trx: Trx,
  connection: ConnectionRow & { projectId: string; now: number },
): Promise<void> {
  const { projectId, now, ...row } = connection;
  const { id, userId, fbUserId, fbUserName, fbAccountId, pageId } = row;
  const { tokenCiphertext, tokenKeyId, state } = row;
  const values = {
    id,
    userId,
    fbUserId,
    fbUserName,
    fbAccountId,
    pageId,
    tokenCiphertext,
    tokenKeyId,
    state,
    scopes: json(row.scopes),
    adAccounts: json(row.adAccounts),
    pages: json(row.pages),
    tokenExpiresAt: row.tokenExpiresAt === null ? null : instant(row.tokenExpiresAt),
    dataAccessExpiresAt: row.dataAccessExpiresAt === null ? null : instant(row.dataAccessExpiresAt),
    updatedAt: instant(now),
  };
  await trx
    .insertInto('facebookConnection')
    .values({ ...values, createdAt: instant(now) })
    .onConflict((conflict) => conflict.column('userId').doUpdateSet(values))
    .execute();
  await appendEvent(trx, {
    ownerId: row.userId,
    projectId,
    type: 'connection',
    refId: projectId,
    now,
  });
}

/** How the connection stands now; every project of the person shows it. */
export async function setConnectionState(
  trx: Trx,
  change: { userId: string; state: ConnectionState; now: number },
): Promise<void> {
  await trx
    .updateTable('facebookConnection')
    .set({ state: change.state, updatedAt: instant(change.now) })
    .where('userId', '=', change.userId)
    .execute();
  const projects = await trx.selectFrom('project').select('id').execute();
  for (const { id } of projects) {
    await appendEvent(trx, {
      ownerId: change.userId,
      projectId: id,
      type: 'connection',
      refId: id,
      now: change.now,
    });
  }
}
