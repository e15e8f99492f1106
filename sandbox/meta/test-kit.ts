import type { Hono } from 'hono';
import { crc32, deflateSync } from 'node:zlib';
import { createMetaApp } from './app.ts';
import { isJsonList, isJsonObject, parseJson } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { createStore } from './state/store.ts';
import type { Store } from './state/store.ts';

/** Monday, nine in the morning in London. */
export const MONDAY = Date.parse('2026-03-02T09:00:00Z');

export type Answer = {
  readonly status: number;
  readonly body: JsonObject;
  readonly headers: Headers;
};

export type Bench = {
  readonly app: Hono;
  readonly store: Store;
  readonly token: string;
  readonly userId: string;
  /** act_ ids by currency; `OFF` is the disabled one. */
  readonly accounts: Readonly<Record<string, string>>;
  readonly pages: readonly string[];
  now: number;
  readonly get: (path: string, params?: JsonObject, token?: string) => Promise<Answer>;
  readonly post: (path: string, body: JsonObject, token?: string) => Promise<Answer>;
  readonly remove: (path: string) => Promise<Answer>;
  readonly admin: (path: string, body?: JsonObject) => Promise<JsonObject>;
};

/** A sandbox in this process with one person who shared everything. */
export async function openBench({ store = createStore(), now = MONDAY } = {}): Promise<Bench> {
  const app = createMetaApp({ store, publicUrl: 'http://sandbox.test', now: () => MONDAY });
  const clock = { now };
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const headers = new Headers(init.headers);
    headers.set('x-sandbox-time', String(clock.now));
    const response = await app.request(path, { ...init, headers });
    const body = parseJson(await response.text());
    return {
      status: response.status,
      body: isJsonObject(body) ? body : {},
      headers: response.headers,
    };
  };
  const admin = async (path: string, body?: JsonObject): Promise<JsonObject> => {
    const init = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    return (await send(`/sandbox/admin/${path}`, init)).body;
  };
  const session = await admin('session', {});
  const shared = rowsOf(session['accounts']);
  const bearer = (token?: string) => ({
    authorization: `Bearer ${token ?? textOf(session['access_token'])}`,
  });
  return {
    app,
    store,
    token: textOf(session['access_token']),
    userId: textOf(session['user_id']),
    accounts: Object.fromEntries(
      shared.map((row) => [
        row['status'] === 1 ? textOf(row['currency']) : 'OFF',
        textOf(row['id']),
      ]),
    ),
    pages: rowsOf(session['pages']).map((row) => textOf(row['id'])),
    get now() {
      return clock.now;
    },
    set now(instant: number) {
      clock.now = instant;
    },
    get: (path, params = {}, token) =>
      send(`/v26.0/${path}?${query(params)}`, { headers: bearer(token) }),
    post: (path, body, token) =>
      send(`/v26.0/${path}`, {
        method: 'POST',
        headers: { ...bearer(token), 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    remove: (path) => send(`/v26.0/${path}`, { method: 'DELETE', headers: bearer() }),
    admin,
  };
}

function query(params: JsonObject): string {
  const entries = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return new URLSearchParams(Object.fromEntries(entries)).toString();
}

export function textOf(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Error(`Expected a string, got ${JSON.stringify(value)}`);
  return value;
}

export function rowsOf(value: Json | undefined): readonly JsonObject[] {
  if (!isJsonList(value)) throw new Error(`Expected a list, got ${JSON.stringify(value)}`);
  return value.filter((row) => isJsonObject(row));
}

export function idOf(answer: Answer): string {
  if (typeof answer.body['id'] !== 'string')
    throw new Error(`Not created: ${JSON.stringify(answer.body)}`);
  return answer.body['id'];
}

export function errorOf(answer: Answer): JsonObject {
  const error = answer.body['error'];
  return isJsonObject(error) ? error : {};
}

/** A grey picture of the given size. */
export function pngBase64(width: number, height: number, shade = 0): string {
  const chunk = (type: string, data: Buffer): Buffer => {
    const typed = Buffer.concat([Buffer.from(type), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const check = Buffer.alloc(4);
    check.writeUInt32BE(crc32(typed));
    return Buffer.concat([length, typed, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const rows = Buffer.alloc((width + 1) * height, shade);
  for (let row = 0; row < height; row += 1) rows[row * (width + 1)] = 0;
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]).toString('base64');
}

export const CAMPAIGN: JsonObject = {
  name: 'Spring | aig-7k3f9q-c',
  objective: 'OUTCOME_TRAFFIC',
  special_ad_categories: [],
  status: 'PAUSED',
  daily_budget: 2000,
  bid_strategy: 'LOWEST_COST_WITHOUT_CAP',
};

export const TARGETING: JsonObject = {
  geo_locations: { countries: ['GB'] },
  age_min: 25,
  age_max: 55,
  targeting_automation: { advantage_audience: 0 },
};

export function adSetBody(campaignId: string, change: JsonObject = {}): JsonObject {
  return {
    name: 'People near us | aig-7k3f9q-s1',
    campaign_id: campaignId,
    billing_event: 'IMPRESSIONS',
    optimization_goal: 'LANDING_PAGE_VIEWS',
    destination_type: 'WEBSITE',
    status: 'PAUSED',
    targeting: TARGETING,
    ...change,
  };
}

export function creativeBody(
  pageId: string,
  imageHash: string,
  linkChange: JsonObject = {},
): JsonObject {
  return {
    name: 'V1 | aig-7k3f9q-k1',
    object_story_spec: {
      page_id: pageId,
      link_data: {
        link: 'https://example.com/?utm_source=facebook',
        message: 'Fresh bread every morning.',
        name: 'Come by before nine',
        description: 'Open from seven',
        image_hash: imageHash,
        call_to_action: { type: 'LEARN_MORE', value: { link: 'https://example.com/' } },
        ...linkChange,
      },
    },
  };
}

export type Built = {
  readonly campaign: string;
  readonly adSet: string;
  readonly image: string;
  readonly creative: string;
  readonly ad: string;
};

/** A whole paused campaign in the account in pounds. */
export async function buildCampaign(
  bench: Bench,
  campaign: JsonObject = {},
  adSet: JsonObject = {},
): Promise<Built> {
  const account = bench.accounts['GBP'] ?? '';
  const campaignId = idOf(await bench.post(`${account}/campaigns`, { ...CAMPAIGN, ...campaign }));
  const adSetId = idOf(await bench.post(`${account}/adsets`, adSetBody(campaignId, adSet)));
  const image = await uploadImage(bench);
  const creative = idOf(
    await bench.post(`${account}/adcreatives`, creativeBody(bench.pages[0] ?? '', image)),
  );
  const ad = idOf(
    await bench.post(`${account}/ads`, {
      name: 'V1',
      adset_id: adSetId,
      creative: { creative_id: creative },
      status: 'PAUSED',
    }),
  );
  return { campaign: campaignId, adSet: adSetId, image, creative, ad };
}

export async function uploadImage(bench: Bench, shade = 0): Promise<string> {
  const { body } = await bench.post(`${bench.accounts['GBP']}/adimages`, {
    bytes: pngBase64(1080, 1350, shade),
  });
  const images = body['images'];
  const entry = isJsonObject(images) ? images['bytes'] : undefined;
  return textOf(isJsonObject(entry) ? entry['hash'] : undefined);
}

export async function switchOn(bench: Bench, built: Built): Promise<void> {
  for (const id of [built.ad, built.adSet, built.campaign])
    await bench.post(id, { status: 'ACTIVE' });
}

export async function bodyOf<T>(response: Response | Promise<Response>): Promise<T> {
  const body: T = JSON.parse(await (await response).text());
  return body;
}
