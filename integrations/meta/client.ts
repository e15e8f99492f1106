import { metaInstant } from '../../domain/deployment/verify.ts';
import type { PlannedPlace } from '../../domain/plan/plan.ts';
import { appLive, createAppMemory } from './app-live.ts';
import type { AppMemory } from './app-live.ts';
import { AD_ACCOUNT_FIELDS, parseAdAccount, parsePage } from './nodes.ts';
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
import { withPages } from './pages.ts';
import { createTransport } from './transport.ts';
import type { GraphAnswer, GraphTransport, Params, TransportOptions } from './transport.ts';
import { createUsageMemory } from './usage.ts';
import type { MetaUsage, UsageMemory } from './usage.ts';
import { performWrites } from './writes.ts';

const PAGE_SIZE = '100';

/**
 * Makes the client of one person; `now` is the owner's clock in epoch ms. What Meta says of the allowance is kept by
 * `adAccountId`, where one is given.
 */
export type MetaFactory = (connection: {
  accessToken: string;
  now: () => number;
  adAccountId?: string;
}) => MetaApi;

/** @param settings.sandbox sends the owner's clock along, for the sandbox Graph API only. */
export function createMetaFactory(settings: {
  readonly baseUrl: string;
  readonly appSecret: string;
  readonly sandbox: boolean;
  readonly timeoutMs?: number;
}): MetaFactory {
  const { baseUrl, appSecret, sandbox, timeoutMs } = settings;
  const memory = createUsageMemory();
  const app = createAppMemory();
  return ({ accessToken, now, adAccountId = null }) => {
    const options: TransportOptions = {
      accessToken,
      appSecret,
      baseUrl,
      sandboxTime: sandbox ? now : null,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    };
    return createMetaApi(options, usageOf(adAccountId, memory, now), app);
  };
}

type UsageNotes = { note(usage: MetaUsage): void; recall(): MetaUsage };

/** Without an account, what the last answer said. */
function usageOf(account: string | null, shared: UsageMemory, now: () => number): UsageNotes {
  const memory = account === null ? createUsageMemory() : shared;
  const key = account ?? '';
  return {
    note: (usage) => memory.note(key, usage, now()),
    recall: () => memory.recall(key, now()),
  };
}

/** A Meta client for one connection. */
export function createMetaApi(
  options: TransportOptions,
  usage: UsageNotes = usageOf(null, createUsageMemory(), Date.now),
  app: AppMemory = createAppMemory(),
): MetaApi {
  const transport = noting(withPages(createTransport(options), options), usage);
  const reader = createReader(transport);
  return {
    ...accountReads(reader),
    ...pageReads(reader),
    ...searches(reader),
    ...campaignReads(reader),
    appLive: (ad) => appLive(transport, app, ad),
    write: async (write, guard) => {
      const [result] = await performWrites(transport, [write], guard);
      return result ?? { kind: 'superseded' };
    },
    writeAll: (writes, guard) => performWrites(transport, writes, guard),
    usage: () => usage.recall(),
  };
}

function noting(transport: GraphTransport, usage: UsageNotes): GraphTransport {
  const noted = async (call: Promise<GraphAnswer>): Promise<GraphAnswer> => {
    const answer = await call;
    usage.note(answer.usage);
    return answer;
  };
  return {
    read: (path, params, asPage) => noted(transport.read(path, params, asPage)),
    write: (ticket, call) => noted(transport.write(ticket, call)),
  };
}

function pageReads(reader: Reader): Pick<MetaApi, 'page' | 'managedPage' | 'grantedScopes'> {
  return {
    page: async (pageId) => {
      const raw = await reader.one([pageId], { fields: 'id,name' });
      return { id: text(raw['id']) ?? pageId, name: text(raw['name']) ?? 'Page' };
    },
    managedPage: async (pageId) => {
      // The rights stand on the person's own list of Pages only.
      const fields = 'id,name,tasks,leadgen_tos_accepted';
      const rows = await reader.all(['me', 'accounts'], { fields, limit: PAGE_SIZE });
      const row = rows.find((one) => text(one['id']) === pageId);
      if (row === undefined) return null;
      const accepted = row['leadgen_tos_accepted'];
      return {
        ...parsePage(row),
        leadTermsAccepted: typeof accepted === 'boolean' ? accepted : null,
      };
    },
    grantedScopes: async () => {
      const rows = await reader.all(['me', 'permissions'], {});
      return rows
        .filter((row) => row['status'] === 'granted')
        .flatMap((row) => text(row['permission']) ?? []);
    },
  };
}

function accountReads(reader: Reader): Pick<MetaApi, 'adAccount' | 'pictures' | 'pixels' | 'apps'> {
  return {
    adAccount: async (accountId) => {
      const [raw, budgets] = await Promise.all([
        reader.one([accountId], { fields: AD_ACCOUNT_FIELDS }),
        reader.all([accountId, 'minimum_budgets'], { limit: PAGE_SIZE }),
      ]);
      return fullAccount(raw, budgets);
    },
    pictures: async (accountId, hashes) => {
      if (hashes.length === 0) return [];
      const fields = 'hash,created_time';
      const rows = await reader.all([accountId, 'adimages'], { hashes, fields });
      return rows.flatMap((row) => {
        const hash = text(row['hash']);
        return hash === null ? [] : [{ hash, createdAt: metaInstant(row['created_time']) }];
      });
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
    minimumSpendCapMinor: integer(raw['min_campaign_group_spend_cap']),
    dsaBeneficiary: text(raw['default_dsa_beneficiary']),
    dsaPayor: text(raw['default_dsa_payor']),
  };
}

function searches(
  reader: Reader,
): Pick<MetaApi, 'searchPlaces' | 'searchInterests' | 'validInterests' | 'validPlaces'> {
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
    validPlaces: async (places) => {
      if (places.length === 0) return [];
      const keys = (kind: PlannedPlace['kind']) =>
        places.filter((place) => place.kind === kind).map((place) => place.key);
      const body = await reader.one(['search'], {
        type: 'adgeolocationmeta',
        countries: keys('country'),
        regions: keys('region'),
        cities: keys('city'),
      });
      const found = isObject(body['data']) ? body['data'] : {};
      return places.filter(({ kind, key }) => {
        const rows = found[PLACE_LISTS[kind]];
        return isObject(rows) && isObject(rows[key]);
      });
    },
  };
}

const PLACE_LISTS = { country: 'countries', region: 'regions', city: 'cities' } as const;

/** The best matches; a search has pages without end. */
async function firstPage(reader: Reader, params: Params): Promise<readonly JsonObject[]> {
  return list((await reader.one(['search'], params))['data']);
}

function campaignReads(
  reader: Reader,
): Pick<MetaApi, 'findByMarker' | 'read' | 'adStatuses' | 'insights'> {
  return {
    findByMarker: async (edge, marker, asPage = null) => {
      const params = {
        fields: 'id,name,status,created_time',
        // Not in Meta's parameter list for every edge, so each name is compared here as well; a Page's has none.
        ...(asPage === null
          ? { filtering: [{ field: 'name', operator: 'CONTAIN', value: marker }] }
          : {}),
        limit: PAGE_SIZE,
      };
      const rows = await reader.all(edge, params, asPage);
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
