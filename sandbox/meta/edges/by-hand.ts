import { dispatch } from '../http/dispatch.ts';
import type { GraphCall, SignedCall } from '../http/call.ts';
import { jsonText } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Token } from '../state/types.ts';

/** Stands in the ledger where an app's id would stand. */
const ADS_MANAGER = 'ads-manager';

const SCOPES = [
  'ads_management',
  'ads_read',
  'pages_show_list',
  'pages_manage_ads',
  'leads_retrieval',
] as const;

const KINDS: Readonly<Record<string, 'campaign' | 'adSet' | 'ad'>> = {
  ad: 'ad',
  adset: 'adSet',
  'ad-set': 'adSet',
  campaign: 'campaign',
};

/**
 * Does what the account's owner could do in Ads Manager: `path` and `params` as in a Graph call, the same rules, the
 * same ledger with a mark. @throws GraphError when the rules forbid it, Error when nobody owns the object.
 */
export function byHand(
  call: GraphCall,
  edit: { readonly method: 'POST' | 'DELETE'; readonly path: string; readonly params: JsonObject },
): JsonObject {
  const [first = ''] = edit.path.split('/');
  const ownerId = ownerOf(call, first.replace(/^act_/, ''));
  if (ownerId === null) throw new Error(`There is nothing with the id ${first}.`);
  const values: Record<string, Json> = {};
  for (const [name, value] of Object.entries(edit.params)) values[name] = value ?? null;
  const signed: SignedCall = {
    ...call,
    method: edit.method,
    path: edit.path,
    params: { values, files: [] },
    byHand: true,
    session: {
      token: ownersToken(call, ownerId),
      app: { id: ADS_MANAGER, secret: '', live: true, tier: 'standard_access', maxScore: null },
    },
  };
  return dispatch(signed);
}

/** Edits the newest object of a kind in an account: `{ object: 'campaign', ...changes }`, `{ delete: true }`. */
export function editNewest(call: GraphCall, accountId: string | null, edit: JsonObject): void {
  const { object, delete: remove, ...params } = edit;
  const kind = KINDS[jsonText(object)];
  const id = kind === undefined ? jsonText(object) : newest(call, kind, accountId);
  if (id === '') return;
  byHand(call, { method: remove === true ? 'DELETE' : 'POST', path: id, params });
}

function newest(
  call: GraphCall,
  kind: 'campaign' | 'adSet' | 'ad',
  accountId: string | null,
): string {
  const mine = (row: { readonly accountId: string }): boolean => row.accountId === accountId;
  return call.store.list(kind, mine).at(-1)?.id ?? '';
}

function ownersToken({ store, now }: GraphCall, ownerId: string): Token {
  return {
    id: ADS_MANAGER,
    kind: 'user',
    appId: ADS_MANAGER,
    userId: ownerId,
    pageId: null,
    scopes: SCOPES,
    accountIds: store.list('account', (row) => row.ownerId === ownerId).map((row) => row.id),
    pageIds: store.list('page', (row) => row.ownerId === ownerId).map((row) => row.id),
    issuedAt: now,
    expiresAt: 0,
    state: 'valid',
  };
}

function ownerOf({ store }: GraphCall, id: string): string | null {
  const found = store.find(id);
  switch (found?.kind) {
    case 'account':
    case 'page':
      return found.node.ownerId;
    case 'campaign':
    case 'adSet':
    case 'ad':
    case 'creative':
      return store.get('account', found.node.accountId)?.ownerId ?? null;
    default:
      return null;
  }
}
