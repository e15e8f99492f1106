import { fieldsParam } from '../http/fields.ts';
import { isIndexed, notGone, statusOf } from './visibility.ts';
import { requireAccount } from '../http/call.ts';
import type { SignedCall } from '../http/call.ts';
import { badParam, ruleBroken } from '../http/graph-error.ts';
import { listAnswer, pageOf } from '../http/paging.ts';
import { listParam, textListParam } from '../http/params.ts';
import { isJsonObject, jsonText } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { assertFields, projectNode } from '../nodes/project.ts';
import { current } from '../state/store.ts';
import type { Found } from '../state/store.ts';
import type { Ad, AdSet, Campaign } from '../state/types.ts';

type Listed =
  | { readonly kind: 'campaign'; readonly node: Campaign }
  | { readonly kind: 'adSet'; readonly node: AdSet }
  | { readonly kind: 'ad'; readonly node: Ad };

/** Answers a list of nodes with `fields`, paging and nothing else. */
export function listNodes(
  call: SignedCall,
  kind: Parameters<typeof assertFields>[0],
  rows: readonly Found[],
): JsonObject {
  const fields = fieldsParam(call.params);
  assertFields(kind, fields);
  const page = pageOf(call, rows);
  return listAnswer(
    page.rows.map((found) => projectNode(call, found, fields)),
    page.paging,
  );
}

/** `campaigns`, `adsets` and `ads` of an account, a campaign or an ad set, newest first as at Meta. */
export function listAdObjects(
  call: SignedCall,
  kind: 'campaign' | 'adSet' | 'ad',
  parent: { readonly accountId: string; readonly campaignId?: string; readonly adSetId?: string },
): JsonObject {
  requireAccount(call, parent.accountId);
  const rows = rowsOf(call, kind)
    .filter(({ node }) => node.accountId === parent.accountId)
    .filter(
      ({ node }) =>
        parent.campaignId === undefined ||
        ('campaignId' in node && node.campaignId === parent.campaignId),
    )
    .filter(
      ({ node }) =>
        parent.adSetId === undefined || ('adSetId' in node && node.adSetId === parent.adSetId),
    )
    .filter(({ node }) => isIndexed(call, node))
    .filter((row) => keepByStatus(call, row) && keepByFilters(call, row))
    .toReversed();
  return listNodes(call, kind, rows);
}

function rowsOf(call: SignedCall, kind: 'campaign' | 'adSet' | 'ad'): readonly Listed[] {
  const { store } = call;
  const rows = {
    campaign: () =>
      store.list('campaign', () => true).map((node) => ({ kind: 'campaign', node }) as const),
    adSet: () => store.list('adSet', () => true).map((node) => ({ kind: 'adSet', node }) as const),
    ad: () => store.list('ad', () => true).map((node) => ({ kind: 'ad', node }) as const),
  };
  return rows[kind]();
}

function keepByStatus(call: SignedCall, { node }: Listed): boolean {
  const wanted = textListParam(call.params, 'effective_status');
  if (wanted === null) return notGone(call, node);
  if (wanted.includes('DELETED')) {
    throw ruleBroken(
      1815001,
      'Deleted Objects Cannot Be Listed',
      'Deleted objects cannot be requested from a list. Ask for them by their id.',
      'effective_status',
    );
  }
  return wanted.includes(statusOf(call, node));
}

/** The `filtering` that list edges understand; the value must be compared again by a careful caller. */
function keepByFilters(call: SignedCall, row: Listed): boolean {
  return (listParam(call.params, 'filtering') ?? []).every((filter) => {
    if (!isJsonObject(filter))
      throw badParam('filtering must hold objects with field, operator and value.', 'filtering');
    return matches(
      jsonText(filter['operator']),
      fieldOf(call, row, jsonText(filter['field'])),
      filter['value'] ?? null,
    );
  });
}

function fieldOf(call: SignedCall, { node }: Listed, field: string): string {
  const name = field.replace(/^(campaign|adset|ad)\./, '');
  switch (name) {
    case 'name':
      return current<{ readonly name: string }>(node).name;
    case 'id':
      return node.id;
    case 'effective_status':
      return statusOf(call, node);
    case 'created_time':
      return String(Math.floor(node.createdAt / 1000));
    default:
      throw badParam(`Filtering field '${field}' with operation is not supported.`, 'filtering');
  }
}

function matches(operator: string, actual: string, value: Json): boolean {
  const list = Array.isArray(value) ? value.map(String) : [jsonText(value)];
  switch (operator) {
    case 'EQUAL':
      return actual === list[0];
    case 'NOT_EQUAL':
      return actual !== list[0];
    case 'CONTAIN':
      return actual.toLowerCase().includes((list[0] ?? '').toLowerCase());
    case 'NOT_CONTAIN':
      return !actual.toLowerCase().includes((list[0] ?? '').toLowerCase());
    case 'STARTS_WITH':
      return actual.startsWith(list[0] ?? '');
    case 'IN':
      return list.includes(actual);
    case 'NOT_IN':
      return !list.includes(actual);
    case 'GREATER_THAN':
      return Number(actual) > Number(list[0]);
    case 'LESS_THAN':
      return Number(actual) < Number(list[0]);
    default:
      throw badParam(`Filtering operator '${operator}' is not supported.`, 'filtering');
  }
}
