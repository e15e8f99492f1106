import { instant, json } from '../client.ts';
import type { Trx } from '../client.ts';

export type SignificantEventRow = {
  id: string;
  kind: string;
  dedupeKey: string;
  facts: unknown;
  toldMessageId: string | null;
  createdAt: number;
};

/** Keeps what is worth telling, once per dedupe key. @returns the ids that are new. */
export async function insertSignificantEvents(
  trx: Trx,
  batch: {
    campaignRecordId: string;
    projectId: string;
    ownerId: string;
    now: number;
    events: readonly { id: string; kind: string; dedupeKey: string; facts: unknown }[];
  },
): Promise<string[]> {
  if (batch.events.length === 0) return [];
  const rows = await trx
    .insertInto('significantEvent')
    .values(
      batch.events.map((event) => ({
        id: event.id,
        kind: event.kind,
        dedupeKey: event.dedupeKey,
        facts: json(event.facts),
        campaignRecordId: batch.campaignRecordId,
        projectId: batch.projectId,
        ownerId: batch.ownerId,
        toldMessageId: null,
        createdAt: instant(batch.now),
      })),
    )
    .onConflict((conflict) => conflict.columns(['campaignRecordId', 'dedupeKey']).doNothing())
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

export async function getSignificantEvents(
  trx: Trx,
  ids: readonly string[],
): Promise<SignificantEventRow[]> {
  if (ids.length === 0) return [];
  return await trx
    .selectFrom('significantEvent')
    .select(['id', 'kind', 'dedupeKey', 'facts', 'toldMessageId', 'createdAt'])
    .where('id', 'in', ids)
    .orderBy('createdAt')
    .execute();
}

/** Events of a campaign that no message has told yet. */
export async function listUntoldEvents(
  trx: Trx,
  campaignRecordId: string,
): Promise<SignificantEventRow[]> {
  return await trx
    .selectFrom('significantEvent')
    .select(['id', 'kind', 'dedupeKey', 'facts', 'toldMessageId', 'createdAt'])
    .where('campaignRecordId', '=', campaignRecordId)
    .where('toldMessageId', 'is', null)
    .orderBy('createdAt')
    .execute();
}

export async function markEventsTold(
  trx: Trx,
  ids: readonly string[],
  messageId: string,
): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .updateTable('significantEvent')
    .set({ toldMessageId: messageId })
    .where('id', 'in', ids)
    .execute();
}
