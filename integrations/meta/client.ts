import { AD_ACCOUNT_FIELDS, parseAdAccount } from './nodes.ts';
import type { AdAccount, FoundPlace, MetaApi } from './meta-api.ts';
import { integer, isObject, list, text } from './parse.ts';
import type { JsonObject } from './parse.ts';
import {
  CAMPAIGN_INSIGHT_FIELDS,
  createReader,
  INSIGHT_FIELDS,
  parseAdStatus,
  parseFound,
  parseInsight,
  parseInterest,
  parsePlace,
} from './reads.ts';
import type { Reader } from './reads.ts';
import { createTransport } from './transport.ts';
import type { Params, TransportOptions } from './transport.ts';
import { performWrite } from './writes.ts';

const PAGE_SIZE = '100';

/** Makes the client of one person; `now` is the owner's clock in epoch ms. */
export type MetaFactory = (connection: { accessToken: string; now: () => number }) => MetaApi;

/** @param settings.sandbox sends the owner's clock along, for the sandbox Graph API only. */
export function createMetaFactory(settings: {
  readonly baseUrl: string;
  readonly appSecret: string;
  readonly sandbox: boolean;
  readonly timeoutMs?: number;
}): MetaFactory {
  const { baseUrl, appSecret, sandbox, timeoutMs } = settings;
  return ({ accessToken, now }) =>
    createMetaApi({
      accessToken,
      appSecret,
      baseUrl,
      sandboxTime: sandbox ? now : null,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
}

/** A Meta client for one connection; nothing is shared with other clients. */
export function createMetaApi(options: TransportOptions): MetaApi {
  const transport = createTransport(options);
  const reader = createReader(transport);
  return {
    ...accountReads(reader),
    ...searches(reader),
    ...campaignReads(reader),
    write: (write, guard) => performWrite(transport, write, guard),
    usage: () => reader.usage(),
  };
}

function accountReads(reader: Reader): Pick<MetaApi, 'adAccount' | 'page' | 'pixels' | 'apps'> {
  return {
    adAccount: async (accountId) => {
      const raw = await reader.one([accountId], { fields: AD_ACCOUNT_FIELDS });
      const budgets = await reader.all([accountId, 'minimum_budgets'], { limit: PAGE_SIZE });
      return fullAccount(raw, budgets);
    },
    page: async (pageId) => {
      const raw = await reader.one([pageId], { fields: 'id,name' });
      return { id: text(raw['id']) ?? pageId, name: text(raw['name']) ?? 'Page' };
    },
    pixels: async (accountId) => {
      const rows = await reader.all([accountId, 'adspixels'], {
        fields: 'id,name,last_fired_time',
      });
      // A pixel that never fired measures nothing, so optimising for it would never deliver.
      return rows
        .filter((row) => text(row['last_fired_time']) !== null)
        .flatMap((row) => parseInterest(row) ?? []);
    },
    apps: async (accountId) => {
      const fields = 'id,name,object_store_urls';
      const rows = await reader.all([accountId, 'advertisable_applications'], { fields });
      return rows.flatMap((row) => {
        const id = text(row['id']);
        if (id === null) return [];
        const urls = isObject(row['object_store_urls']) ? row['object_store_urls'] : {};
        return [{ id, storeUrls: Object.values(urls).flatMap((url) => text(url) ?? []) }];
      });
    },
  };
}

function fullAccount(raw: JsonObject, budgets: readonly JsonObject[]): AdAccount {
  const account = parseAdAccount(raw);
  const row = budgets.find((one) => text(one['currency']) === account.currency) ?? {};
  const minimums = [
    raw['min_daily_budget'],
    row['min_daily_budget_imp'],
    row['min_daily_budget_high_freq'],
    row['min_daily_budget_low_freq'],
  ];
  return {
    ...account,
    minimumDailyMinor: Math.max(0, ...minimums.map((value) => integer(value) ?? 0)),
    dsaBeneficiary: text(raw['default_dsa_beneficiary']),
    dsaPayor: text(raw['default_dsa_payor']),
  };
}

function searches(
  reader: Reader,
): Pick<MetaApi, 'searchPlaces' | 'searchInterests' | 'validInterests'> {
  return {
    searchPlaces: async (query, countryCode) => {
      const rows = await firstPage(reader, {
        type: 'adgeolocation',
        q: query,
        location_types: ['city', 'region', 'country'],
        limit: '10',
        ...(countryCode === null ? {} : { country_code: countryCode }),
      });
      return rows.flatMap((row): readonly FoundPlace[] => {
        const place = parsePlace(row);
        return place === null ? [] : [place];
      });
    },
    searchInterests: async (query) => {
      const rows = await firstPage(reader, { type: 'adinterest', q: query, limit: '5' });
      return rows.flatMap((row) => parseInterest(row) ?? []);
    },
    validInterests: async (interests) => {
      if (interests.length === 0) return [];
      const rows = await firstPage(reader, {
        type: 'adinterestvalid',
        interest_fbid_list: interests.map((interest) => interest.id),
      });
      const alive = new Set(
        rows.filter((row) => row['valid'] === true).flatMap((row) => text(row['id']) ?? []),
      );
      return interests.filter((interest) => alive.has(interest.id));
    },
  };
}

/** The best matches; a search has pages without end. */
async function firstPage(reader: Reader, params: Params): Promise<readonly JsonObject[]> {
  return list((await reader.one(['search'], params))['data']);
}

function campaignReads(
  reader: Reader,
): Pick<MetaApi, 'findByMarker' | 'read' | 'adStatuses' | 'insights'> {
  return {
    findByMarker: async (edge, marker) => {
      const rows = await reader.all(edge, {
        fields: 'id,name,status,created_time',
        // Not in Meta's parameter list for every edge, so each name is compared here as well.
        filtering: [{ field: 'name', operator: 'CONTAIN', value: marker }],
        limit: PAGE_SIZE,
      });
      return rows
        .map(parseFound)
        .filter((found) => found.id !== '' && found.name.endsWith(marker))
        .sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0) || compareIds(a.id, b.id));
    },
    read: (id, fields) => reader.one([id], { fields }),
    adStatuses: async (campaignId) => {
      const fields = 'id,name,effective_status,ad_review_feedback,issues_info';
      const rows = await reader.all([campaignId, 'ads'], { fields, limit: PAGE_SIZE });
      return rows.map(parseAdStatus);
    },
    insights: async ({ accountId, campaignId, level, since, until }) => {
      const rows = await reader.all([accountId, 'insights'], {
        level,
        time_increment: '1',
        time_range: { since, until },
        filtering: [{ field: 'campaign.id', operator: 'IN', value: [campaignId] }],
        fields: level === 'ad' ? INSIGHT_FIELDS : CAMPAIGN_INSIGHT_FIELDS,
        limit: '200',
      });
      return rows.flatMap((row) => parseInsight(row) ?? []);
    },
  };
}

/** Ids grow with time; as numbers they would lose digits. */
function compareIds(a: string, b: string): number {
  return a.length - b.length || a.localeCompare(b);
}
