import { sql } from 'kysely';
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
  // A day that is named twice counts once, with its later numbers: one statement cannot change a row twice.
  const rows = new Map(batch.rows.map((row) => [`${row.snapshot.adId} ${row.snapshot.day}`, row]));
  if (rows.size > 0) {
    await trx
      .insertInto('performanceSnapshot')
      .values(
        [...rows.values()].map(({ snapshot, raw }) => ({
          adId: snapshot.adId ?? '',
          day: snapshot.day,
          currency: snapshot.currency,
          spendMinor: snapshot.spendMinor,
          impressions: snapshot.impressions,
          reach: snapshot.reach,
          frequency: snapshot.frequency,
          clicks: snapshot.clicks,
          ctr: snapshot.ctr,
          conversions: snapshot.conversions,
          costPerConversionMinor: snapshot.costPerConversionMinor,
          valueMinor: snapshot.valueMinor,
          roas: snapshot.roas,
          campaignRecordId: batch.campaignRecordId,
          projectId: batch.projectId,
          ownerId: batch.ownerId,
          raw: json(raw),
          takenAt: instant(batch.now),
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['campaignRecordId', 'adId', 'day']).doUpdateSet((eb) => ({
          currency: eb.ref('excluded.currency'),
          spendMinor: eb.ref('excluded.spendMinor'),
          impressions: eb.ref('excluded.impressions'),
          reach: eb.ref('excluded.reach'),
          frequency: eb.ref('excluded.frequency'),
          clicks: eb.ref('excluded.clicks'),
          ctr: eb.ref('excluded.ctr'),
          conversions: eb.ref('excluded.conversions'),
          costPerConversionMinor: eb.ref('excluded.costPerConversionMinor'),
          valueMinor: eb.ref('excluded.valueMinor'),
          roas: eb.ref('excluded.roas'),
          raw: sql`excluded.raw`,
          takenAt: sql`excluded.taken_at`,
        })),
      )
      .execute();
  }
  await appendEvent(trx, { ...batch, type: 'results', refId: batch.campaignRecordId });
  await appendEvent(trx, { ...batch, type: 'money', refId: batch.projectId });
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
