import type { ForecastRange } from '../../domain/plan/plan.ts';
import { instant } from '../client.ts';
import type { Trx } from '../client.ts';

/** Keeps what was said to expect, so that it can be compared with what came. Idempotent by id. */
export async function insertForecast(
  trx: Trx,
  forecast: {
    id: string;
    projectId: string;
    ownerId: string;
    campaignRecordId: string;
    range: ForecastRange;
    now: number;
  },
): Promise<void> {
  const { range, now, ...ref } = forecast;
  await trx
    .insertInto('forecast')
    .values({
      ...ref,
      what: range.what,
      low: range.low,
      high: range.high,
      periodDays: range.periodDays,
      basis: range.basis,
      madeAt: instant(now),
      actual: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** Forecasts of a campaign, oldest first. */
export async function listForecasts(
  trx: Trx,
  campaignRecordId: string,
): Promise<readonly (ForecastRange & { madeAt: number; actual: number | null })[]> {
  return await trx
    .selectFrom('forecast')
    .select(['what', 'low', 'high', 'periodDays', 'basis', 'madeAt', 'actual'])
    .where('campaignRecordId', '=', campaignRecordId)
    .orderBy('madeAt')
    .execute();
}
