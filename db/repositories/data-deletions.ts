import { instant } from '../client.ts';
import type { Db } from '../client.ts';

/** A request of Facebook's to delete a person's data; names nobody. For the relay's role. */
export type DataDeletion = { requestedAt: number; doneAt: number | null };

/** Notes a request; the same one a second time is the first. */
export async function openDeletion(
  relay: Db,
  request: { code: string; now: number },
): Promise<void> {
  await relay
    .insertInto('dataDeletion')
    .values({ code: request.code, requestedAt: instant(request.now), doneAt: null })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .execute();
}

export async function closeDeletion(
  relay: Db,
  request: { code: string; now: number },
): Promise<void> {
  await relay
    .updateTable('dataDeletion')
    .set({ doneAt: instant(request.now) })
    .where('code', '=', request.code)
    .where('doneAt', 'is', null)
    .execute();
}

export async function findDeletion(relay: Db, code: string): Promise<DataDeletion | null> {
  const row = await relay
    .selectFrom('dataDeletion')
    .select(['requestedAt', 'doneAt'])
    .where('code', '=', code)
    .executeTakeFirst();
  return row ?? null;
}
