import type { PlannedInterest } from '../../domain/plan/plan.ts';
import { MetaError, noAnswer } from './errors.ts';
import type { AdStatus, FoundObject, FoundPlace, InsightRow } from './meta-api.ts';
import { decimal, integer, isObject, list, nextCursor, text } from './parse.ts';
import type { JsonObject } from './parse.ts';
import type { GraphTransport, Params } from './transport.ts';

/** A list without end must not hold an activity; 50 pages of 100 are more than any campaign of ours has. */
const MAX_PAGES = 50;

type AsPage = string | null;

export type Reader = {
  one(path: readonly string[], params: Params, asPage?: AsPage): Promise<JsonObject>;
  /** All pages of an edge. @throws MetaError when an answer lacks its list: that is not the same as an empty one. */
  all(path: readonly string[], params: Params, asPage?: AsPage): Promise<readonly JsonObject[]>;
};

export function createReader(transport: GraphTransport): Reader {
  const one: Reader['one'] = async (path, params, asPage = null) => {
    const answer = await transport.read(path, params, asPage);
    if (answer.kind !== 'ok') throw new MetaError(answer.failure);
    return answer.body;
  };
  const all: Reader['all'] = async (path, params, asPage = null) => {
    const found: JsonObject[] = [];
    let after: string | null = null;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const cursor: Params = after === null ? {} : { after };
      const body: JsonObject = await one(path, { ...params, ...cursor }, asPage);
      if (!Array.isArray(body['data'])) throw new MetaError(noAnswer('A list came without rows.'));
      found.push(...list(body['data']));
      after = nextCursor(body);
      if (after === null) return found;
    }
    throw new MetaError(noAnswer('A list did not end.'));
  };
  return { one, all };
}

/** Facebook's smallest radius around a city is 17 km; a little more reaches the suburbs. */
const CITY_RADIUS_KM = 25;

export function parsePlace(raw: JsonObject): FoundPlace | null {
  const kind = text(raw['type']);
  const key = text(raw['key']);
  const name = text(raw['name']);
  if (key === null || name === null) return null;
  if (kind !== 'city' && kind !== 'region' && kind !== 'country') return null;
  const countryCode = text(raw['country_code']) ?? key;
  const country = text(raw['country_name']) ?? countryName(countryCode);
  return {
    kind,
    key,
    name: kind === 'country' ? name : `${name}, ${country}`,
    countryCode,
    radiusKm: kind === 'city' ? CITY_RADIUS_KM : null,
    regionKey: kind === 'city' ? text(raw['region_id']) : null,
  };
}

function countryName(code: string): string {
  return new Intl.DisplayNames('en', { type: 'region', fallback: 'code' }).of(code) ?? code;
}

export function parseInterest(raw: JsonObject): PlannedInterest | null {
  const id = text(raw['id']);
  const name = text(raw['name']);
  return id === null || name === null ? null : { id, name };
}

export function parseFound(raw: JsonObject): FoundObject {
  return {
    id: text(raw['id']) ?? '',
    name: text(raw['name']) ?? '',
    status: text(raw['status']),
    createdAt: instant(raw['created_time']),
  };
}

/** "2026-11-22T10:00:00+0000": the offset lacks the colon that standards ask for. */
function instant(value: unknown): number | null {
  const words = text(value);
  if (words === null) return null;
  const parsed = Date.parse(words.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(parsed) ? null : parsed;
}

export function parseAdStatus(raw: JsonObject): AdStatus {
  return {
    id: text(raw['id']) ?? '',
    name: text(raw['name']) ?? '',
    effectiveStatus: text(raw['effective_status']) ?? 'UNKNOWN',
    feedback: reviewWords(raw['ad_review_feedback']) ?? issueWords(raw['issues_info']),
    policies: policiesIn(raw['ad_review_feedback'], raw['issues_info']),
  };
}

function policiesIn(review: unknown, issues: unknown): Readonly<Record<string, string>> {
  const global = isObject(review) && isObject(review['global']) ? review['global'] : {};
  const named = Object.entries(global).flatMap(([policy, why]) => {
    const words = text(why);
    return words === null ? [] : [[policy, words] as const];
  });
  if (named.length > 0) return Object.fromEntries(named);
  return Object.fromEntries(
    list(issues).flatMap((one) => {
      const summary = text(one['error_summary']);
      return summary === null ? [] : [[summary, text(one['error_message']) ?? '']];
    }),
  );
}

function reviewWords(value: unknown): string | null {
  if (!isObject(value) || !isObject(value['global'])) return null;
  const words = Object.values(value['global']).flatMap((one) => text(one) ?? []);
  return words.length === 0 ? null : words.join(' ');
}

function issueWords(value: unknown): string | null {
  const words = list(value).flatMap((one) => text(one['error_summary']) ?? []);
  return words.length === 0 ? null : words.join(' ');
}

export const INSIGHT_FIELDS =
  'campaign_id,ad_id,date_start,date_stop,spend,impressions,reach,frequency,clicks,inline_link_clicks,' +
  'inline_link_click_ctr,actions,action_values,account_currency';

/** The same for one row per campaign, which has no ad. */
export const CAMPAIGN_INSIGHT_FIELDS = INSIGHT_FIELDS.replace('ad_id,', '');

export function parseInsight(raw: JsonObject): InsightRow | null {
  const day = text(raw['date_start']);
  if (day === null) return null;
  return {
    campaignId: text(raw['campaign_id']),
    adId: text(raw['ad_id']),
    day,
    spend: text(raw['spend']) ?? '0',
    impressions: integer(raw['impressions']) ?? 0,
    reach: integer(raw['reach']) ?? 0,
    frequency: decimal(raw['frequency']) ?? 0,
    clicks: integer(raw['clicks']) ?? 0,
    linkClicks: integer(raw['inline_link_clicks']) ?? 0,
    actions: byType(raw['actions'], decimal),
    actionValues: byType(raw['action_values'], text),
    raw,
  };
}

function byType<T>(
  value: unknown,
  parse: (value: unknown) => T | null,
): Readonly<Record<string, T>> {
  const entries = list(value).flatMap((row) => {
    const type = text(row['action_type']);
    const parsed = parse(row['value']);
    return type === null || parsed === null ? [] : [[type, parsed] as const];
  });
  return Object.fromEntries(entries);
}
