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
  'connectedAt',
  'checkedAt',
  'renewedAt',
  'remindedDays',
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
} & ConnectionTimes;

type ConnectionTimes = {
  /** When the person last signed in to Facebook for us. */
  connectedAt: number | null;
  /** When the token was last looked at. */
  checkedAt: number | null;
  /** When the token was last exchanged for one that lasts longer. */
  renewedAt: number | null;
  /** The last reminder before the end, in days before it. */
  remindedDays: number | null;
};

export async function getConnection(trx: Trx, userId: string): Promise<ConnectionRow | null> {
  const row = await trx
    .selectFrom('facebookConnection')
    .select(COLUMNS)
    .where('userId', '=', userId)
    .executeTakeFirst();
  return row ?? null;
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockConnection(trx: Trx, userId: string): Promise<ConnectionRow | null> {
  const row = await trx
    .selectFrom('facebookConnection')
    .select(COLUMNS)
    .where('userId', '=', userId)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Saves the person's connection, replacing an earlier one; its times begin anew where none are given. Its id is bound
 * into the token's encryption: a caller that seals a token reads the existing row's id first and passes it here.
 */
export async function saveConnection(
  trx: Trx,
  connection: Omit<ConnectionRow, keyof ConnectionTimes> &
    Partial<ConnectionTimes> & { projectId: string; now: number },
): Promise<void> {
  const { projectId: _project, now, ...row } = connection;
  const start = row.tokenCiphertext === null ? null : now;
  const values = {
    ...row,
    tokenExpiresAt: row.tokenExpiresAt === null ? null : instant(row.tokenExpiresAt),
    dataAccessExpiresAt: row.dataAccessExpiresAt === null ? null : instant(row.dataAccessExpiresAt),
    scopes: json(row.scopes),
    adAccounts: json(row.adAccounts),
    pages: json(row.pages),
    connectedAt: maybeInstant(row.connectedAt === undefined ? start : row.connectedAt),
    checkedAt: maybeInstant(row.checkedAt === undefined ? start : row.checkedAt),
    renewedAt: maybeInstant(row.renewedAt ?? null),
    remindedDays: row.remindedDays ?? null,
    updatedAt: instant(now),
  };
  await trx
    .insertInto('facebookConnection')
    .values({ ...values, createdAt: instant(now) })
    .onConflict((conflict) => conflict.column('userId').doUpdateSet(values))
    .execute();
  await showEverywhere(trx, { userId: row.userId, now });
}

export type ConnectionChanges = Partial<Omit<ConnectionRow, 'id' | 'userId'>>;

/** Changes parts of the person's connection; every project of theirs shows it. */
export async function updateConnection(
  trx: Trx,
  change: { userId: string; set: ConnectionChanges; now: number },
): Promise<void> {
  const { userId, set, now } = change;
  await trx
    .updateTable('facebookConnection')
    .set({ ...toColumns(set), updatedAt: instant(now) })
    .where('userId', '=', userId)
    .execute();
  await showEverywhere(trx, { userId, now });
}

/** How the connection stands now; every project of the person shows it. */
export async function setConnectionState(
  trx: Trx,
  change: { userId: string; state: ConnectionState; now: number },
): Promise<void> {
  const { userId, state, now } = change;
  await updateConnection(trx, { userId, set: { state }, now });
}

/** Values as columns take them; what is undefined stays as it is. */
function toColumns(set: ConnectionChanges) {
  const { scopes, adAccounts, pages } = set;
  return {
    ...set,
    tokenExpiresAt: maybeInstant(set.tokenExpiresAt),
    dataAccessExpiresAt: maybeInstant(set.dataAccessExpiresAt),
    connectedAt: maybeInstant(set.connectedAt),
    checkedAt: maybeInstant(set.checkedAt),
    renewedAt: maybeInstant(set.renewedAt),
    scopes: scopes === undefined ? undefined : json(scopes),
    adAccounts: adAccounts === undefined ? undefined : json(adAccounts),
    pages: pages === undefined ? undefined : json(pages),
  };
}

function maybeInstant(at: number | null | undefined): string | null | undefined {
  return at === undefined || at === null ? at : instant(at);
}

async function showEverywhere(trx: Trx, { userId, now }: { userId: string; now: number }) {
  const projects = await trx.selectFrom('project').select('id').execute();
  for (const { id } of projects) {
    await appendEvent(trx, {
      ownerId: userId,
      projectId: id,
      type: 'connection',
      refId: id,
      now,
    });
  }
}
