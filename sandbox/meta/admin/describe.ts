import { adSetStatus, adStatus, campaignStatus } from '../delivery/status.ts';
import type { JsonObject } from '../json.ts';
import { current } from '../state/store.ts';
import type { Store } from '../state/store.ts';

type Wanted = {
  readonly account: string | null;
  readonly type: string | null;
  readonly now: number;
};

/** Everything that exists, deleted things included, in a form a test can compare. */
export function describeObjects(
  store: Store,
  { account, type, now }: Wanted,
): readonly JsonObject[] {
  const mine = (row: { readonly accountId: string }): boolean =>
    account === null || row.accountId === account;
  const rows: readonly JsonObject[] = [
    ...store.list('campaign', mine).map((row) => ({
      type: 'campaign',
      id: row.id,
      account: row.accountId,
      created_at: row.createdAt,
      objective: row.objective,
      ...current(row),
      effectiveStatus: campaignStatus(row),
      changes: row.versions.length - 1,
    })),
    ...store.list('adSet', mine).map((row) => ({
      type: 'adset',
      id: row.id,
      account: row.accountId,
      campaign: row.campaignId,
      created_at: row.createdAt,
      ...current(row),
      effectiveStatus: adSetStatus(store, row),
      changes: row.versions.length - 1,
    })),
    ...store
      .list('image', mine)
      .map((row) => ({ type: 'image', account: row.accountId, ...row, id: row.hash })),
    ...store
      .list('creative', mine)
      .map((row) => ({ type: 'creative', account: row.accountId, ...row })),
    ...store.list('ad', mine).map((row) => ({
      type: 'ad',
      id: row.id,
      account: row.accountId,
      campaign: row.campaignId,
      adset: row.adSetId,
      created_at: row.createdAt,
      ...current(row),
      effectiveStatus: adStatus(store, row, now),
      changes: row.versions.length - 1,
    })),
  ];
  return rows.filter((row) => type === null || row['type'] === type);
}
