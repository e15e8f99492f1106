import { instant, moment } from '../client.ts';
import type { Trx } from '../client.ts';
import type { ModelUsageTable } from '../schema.ts';

export type NewModelUsage = Omit<ModelUsageTable, 'usedAt'> & { readonly usedAt: number };

/** Writes down what one request to the model used; idempotent by id. */
export async function insertModelUsage(trx: Trx, usage: NewModelUsage): Promise<void> {
  await trx
    .insertInto('modelUsage')
    .values({ ...usage, usedAt: instant(usage.usedAt) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

export type UsageSum = {
  requests: number;
  inputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  costMicroUsd: number;
};

/** What a project's calls used from an instant on (epoch ms). */
export async function sumModelUsage(
  trx: Trx,
  { projectId, since }: { projectId: string; since: number },
): Promise<UsageSum> {
  const row = await trx
    .selectFrom('modelUsage')
    .select((eb) => {
      const sum = (column: keyof UsageSum) =>
        eb.fn.coalesce(eb.fn.sum<string>(eb.ref(column)), eb.val('0'));
      return [
        sum('requests').as('requests'),
        sum('inputTokens').as('inputTokens'),
        sum('cacheReadTokens').as('cacheReadTokens'),
        sum('cacheWriteTokens').as('cacheWriteTokens'),
        sum('costMicroUsd').as('costMicroUsd'),
      ];
    })
    .where('projectId', '=', projectId)
    .where('usedAt', '>=', moment(since))
    .executeTakeFirstOrThrow();
  return {
    requests: Number(row.requests),
    inputTokens: Number(row.inputTokens),
    cacheReadTokens: Number(row.cacheReadTokens),
    cacheWriteTokens: Number(row.cacheWriteTokens),
    costMicroUsd: Number(row.costMicroUsd),
  };
}
