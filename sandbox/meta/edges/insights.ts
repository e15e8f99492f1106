import { currencyByCode } from '../catalog/currencies.ts';
import { periodsOf, readRange } from '../delivery/date-range.ts';
import type { DayRange } from '../delivery/date-range.ts';
import type { Measured } from '../delivery/measure.ts';
import { accountDays } from '../delivery/performance.ts';
import { requireAccount } from '../http/call.ts';
import type { SignedCall } from '../http/call.ts';
import { fieldsParam } from '../http/fields.ts';
import { badParam } from '../http/graph-error.ts';
import { listAnswer, pageOf } from '../http/paging.ts';
import { hasParam, listParam, oneOf, textListParam, textParam } from '../http/params.ts';
import { isJsonObject, jsonText } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { AdAccount, ReportRun } from '../state/types.ts';
import { EMPTY_INSIGHT_FIELDS, INSIGHT_READERS } from './insight-fields.ts';
import type { InsightRow } from './insight-fields.ts';
import { notGone } from './visibility.ts';

const LEVELS = ['account', 'campaign', 'adset', 'ad'] as const;
type Level = (typeof LEVELS)[number];

export type InsightTarget = {
  readonly level: Level;
  readonly accountId: string;
  /** The node asked about: a campaign, ad set or ad id; null for the account. */
  readonly nodeId: string | null;
};

const DEFAULT_FIELDS = [
  'account_id',
  'campaign_id',
  'date_start',
  'date_stop',
  'impressions',
  'spend',
] as const;
const ALWAYS = ['date_start', 'date_stop'] as const;

/** `GET {object}/insights`: rows only where something was shown, all numbers as strings. */
export function readInsights(call: SignedCall, target: InsightTarget): JsonObject {
  const account = requireAccount(call, target.accountId);
  const names = readFieldNames(call);
  refuseUnserved(call);
  const level = oneOf(textParam(call.params, 'level') ?? target.level, LEVELS, 'level');
  const range = readRange(call.params, account.timezone, call.now);
  const days = accountDays(call.store, account, call.now)
    .filter((row) => row.day >= range.since && row.day <= range.until)
    .filter(
      (row) =>
        target.nodeId === null || [row.campaignId, row.adSetId, row.adId].includes(target.nodeId),
    )
    .filter((row) => keepByFilters(call, row))
    .filter((row) => target.level === level || isListed(call, row, level));
  const rows = periodsOf(range, call.params).flatMap((period) =>
    rowsOfPeriod(call, { account, level, period, days }),
  );
  const page = pageOf(call, sortRows(call, rows));
  return listAnswer(
    page.rows.map((row) => showRow(row, names)),
    page.paging,
  );
}

function readFieldNames(call: SignedCall): readonly string[] {
  const specs = fieldsParam(call.params);
  if (specs === null) return DEFAULT_FIELDS;
  const list = specs.map((spec) => spec.name);
  for (const name of list) {
    if (Object.hasOwn(INSIGHT_READERS, name) || EMPTY_INSIGHT_FIELDS.has(name)) continue;
    throw badParam(
      `${name} is not valid for fields param. please check https://developers.facebook.com/docs/marketing-api/reference/ads-insights/ for all valid values`,
      'fields',
    );
  }
  return [...new Set([...list, ...ALWAYS])];
}

function refuseUnserved(call: SignedCall): void {
  for (const name of ['breakdowns', 'action_breakdowns']) {
    const list = (textListParam(call.params, name) ?? []).filter((item) => item !== 'action_type');
    if (list.length > 0)
      throw badParam(
        `${name} "${list.join(', ')}" cannot be combined with the fields asked for.`,
        name,
      );
  }
  if (hasParam(call.params, 'time_ranges'))
    throw badParam('time_ranges cannot be used here; send time_range.', 'time_ranges');
}

/** A deleted or archived ad leaves the lists, while its figures stay in the totals above it. */
function isListed(call: SignedCall, row: Measured, level: Level): boolean {
  if (level === 'account') return true;
  const kind = level === 'campaign' ? 'campaign' : level === 'adset' ? 'adSet' : 'ad';
  const node = call.store.get(kind, idAt(row, level));
  return node !== undefined && notGone(call, node);
}

const ID_AT: Readonly<Record<Level, (row: Measured) => string>> = {
  account: () => '',
  campaign: (row) => row.campaignId,
  adset: (row) => row.adSetId,
  ad: (row) => row.adId,
};

function idAt(row: Measured, level: Level): string {
  return ID_AT[level](row);
}

function keepByFilters(call: SignedCall, row: Measured): boolean {
  return (listParam(call.params, 'filtering') ?? []).every((filter) => {
    if (!isJsonObject(filter))
      throw badParam('filtering must hold objects with field, operator and value.', 'filtering');
    const { field, operator } = filter;
    const level = LEVELS.find((name) => `${name}.id` === field);
    const wanted = Array.isArray(filter['value'])
      ? filter['value'].map(String)
      : [jsonText(filter['value'])];
    if (
      level === undefined ||
      (operator !== 'IN' && operator !== 'EQUAL' && operator !== 'NOT_IN')
    ) {
      throw badParam(
        `Filtering field '${jsonText(field)}' with operation '${jsonText(operator)}' is not supported.`,
        'filtering',
      );
    }
    return wanted.includes(idAt(row, level)) !== (operator === 'NOT_IN');
  });
}

function rowsOfPeriod(
  call: SignedCall,
  input: {
    readonly account: AdAccount;
    readonly level: Level;
    readonly period: DayRange;
    readonly days: readonly Measured[];
  },
): readonly InsightRow[] {
  const { account, level, period, days } = input;
  const groups = new Map<string, Measured[]>();
  for (const row of days) {
    if (row.day < period.since || row.day > period.until) continue;
    const key = idAt(row, level);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((parts) => {
    const first = parts[0];
    const adSetIds = [...new Set(parts.map((part) => part.adSetId))];
    const below = (wanted: Level): boolean => LEVELS.indexOf(level) >= LEVELS.indexOf(wanted);
    return {
      account,
      currency: currencyByCode(account.currency),
      campaign:
        (first && below('campaign') && call.store.get('campaign', first.campaignId)) || null,
      adSet: (first && below('adset') && call.store.get('adSet', first.adSetId)) || null,
      ad: (first && below('ad') && call.store.get('ad', first.adId)) || null,
      since: period.since,
      until: period.until,
      parts,
      adSets: adSetIds.flatMap((id) => call.store.get('adSet', id) ?? []),
    };
  });
}

function sortRows(call: SignedCall, rows: readonly InsightRow[]): readonly InsightRow[] {
  const sort = (textListParam(call.params, 'sort') ?? [])[0];
  if (sort === undefined) return rows;
  const match = /^([a-z_]+?)_(ascending|descending)$/.exec(sort);
  const reader = match?.[1] === undefined ? undefined : INSIGHT_READERS[match[1]];
  if (!reader) throw badParam(`Param sort has an unknown value "${sort}".`, 'sort');
  const sign = match?.[2] === 'ascending' ? 1 : -1;
  return rows.toSorted((a, b) => sign * (Number(reader(a) ?? 0) - Number(reader(b) ?? 0)));
}

function showRow(row: InsightRow, names: readonly string[]): JsonObject {
  const shown: Record<string, Json> = {};
  for (const name of names) {
    const value = INSIGHT_READERS[name]?.(row);
    if (value !== undefined) shown[name] = value;
  }
  return shown;
}

/** `POST {object}/insights`: the report is ready at once, but is fetched like one that was not. */
export function startReport(call: SignedCall, target: InsightTarget): JsonObject {
  requireAccount(call, target.accountId);
  readFieldNames(call);
  const { access_token: _token, appsecret_proof: _proof, ...params } = call.params.values;
  const run: ReportRun = {
    id: call.store.nextId('reportRun'),
    accountId: target.accountId,
    nodeId: target.nodeId ?? `act_${target.accountId}`,
    createdAt: call.now,
    params,
  };
  call.store.commit([{ kind: 'reportRun', value: run }]);
  return { report_run_id: run.id };
}
