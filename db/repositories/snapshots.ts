import type { DaySnapshot } from '../../domain/monitoring/snapshot.ts';
import { parseCurrency } from '../../domain/money.ts';
import { instant, json } from '../client.ts';
import type { Trx } from '../client.ts';
import { appendEvent } from './events.ts';

/** Saves days as Facebook gives them now; a day read again replaces its earlier numbers. */
export async function saveSnapshots(
  trx: Trx,
  batch: {
    campaignRecordId: string;
    projectId: string;
    ownerId: string;
    now: number;
    rows: readonly { snapshot: DaySnapshot; raw: unknown }[];
  },
): Promise<void> {
  for (const { snapshot, raw } of batch.rows) {
    const { adId, day, ...numbers } = snapshot;
    const values = { ...numbers, raw: json(raw), takenAt: instant(batch.now) };
    await trx
      .insertInto('performanceSnapshot')
      .values({
        ...values,
        campaignRecordId: batch.campaignRecordId,
        projectId: batch.projectId,
        ownerId: batch.ownerId,
        adId: adId ?? '',
        day,
      })
      .onConflict((conflict) =>
        conflict.columns(['campaignRecordId', 'adId', 'day']).doUpdateSet(values),
      )
      .execute();
  }
  await appendEvent(trx, { ...batch, type: 'results', refId: batch.campaignRecordId });
}

/** All days of a campaign, oldest first; `adId` null is the campaign as a whole. */
export async function listSnapshots(trx: Trx, campaignRecordId: string): Promise<DaySnapshot[]> {
  const rows = await trx
    .selectFrom('performanceSnapshot')
    .select([
      'adId',
      'day',
      'currency',
      'spendMinor',
      'impressions',
      'reach',
      'frequency',
      'clicks',
      'ctr',
      'conversions',
      'costPerConversionMinor',
      'valueMinor',
      'roas',
    ])
    .where('campaignRecordId', '=', campaignRecordId)
    .orderBy('day')
    .orderBy('adId')
    .execute();
  return rows.map((row) => ({
    ...row,
    adId: row.adId === '' ? null : row.adId,
    currency: parseCurrency(row.currency),
  }));
}
