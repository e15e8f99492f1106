import { currencyByCode, minorFromUsd } from '../catalog/currencies.ts';
import { interestById } from '../catalog/interests.ts';
import { audienceOf } from '../delivery/audience.ts';
import { graphTime, parseGraphTime } from '../delivery/zone.ts';
import { requireAccount } from '../http/call.ts';
import type { SignedCall } from '../http/call.ts';
import { badParam } from '../http/graph-error.ts';
import { listAnswer, pageOf } from '../http/paging.ts';
import {
  listParam,
  objectParam,
  oneOf,
  requiredObject,
  requiredText,
  textListParam,
  textParam,
} from '../http/params.ts';
import { isJsonObject, jsonText } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { MINIMUM_USD } from '../validation/budget.ts';
import { requireGeo } from '../validation/geo.ts';
import { OPTIMIZATION_GOALS } from '../validation/promoted-object.ts';
import { showInterest } from './search.ts';

export function minimumBudgets(call: SignedCall, accountId: string): JsonObject {
  const account = requireAccount(call, accountId);
  const currency = currencyByCode(account.currency);
  const least = (usd: number): number =>
    Math.max(minorFromUsd(currency, usd), account.minDailyBudget ?? 0);
  const row = {
    currency: currency.code,
    min_daily_budget_imp: least(MINIMUM_USD.imp),
    min_daily_budget_high_freq: least(MINIMUM_USD.highFrequency),
    min_daily_budget_low_freq: least(MINIMUM_USD.lowFrequency),
    min_daily_budget_video_views: least(MINIMUM_USD.videoViews),
  };
  return { data: [row] };
}

export function dsaRecommendations(call: SignedCall, accountId: string): JsonObject {
  const account = requireAccount(call, accountId);
  const pages = call.session.token.pageIds.flatMap((id) => call.store.get('page', id)?.name ?? []);
  return {
    data: [
      {
        recommendations: [...new Set([account.defaultDsaBeneficiary ?? '', ...pages])].filter(
          (name) => name !== '',
        ),
      },
    ],
  };
}

/** A range around the number of people, never a single figure. */
function bounds(size: number): { readonly lower: number; readonly upper: number } {
  const step = 10 ** Math.max(2, Math.floor(Math.log10(size)) - 1);
  return {
    lower: Math.floor((size * 0.92) / step) * step,
    upper: Math.ceil((size * 1.1) / step) * step,
  };
}

export function reachEstimate(call: SignedCall, accountId: string): JsonObject {
  requireAccount(call, accountId);
  const spec = requiredObject(call.params, 'targeting_spec');
  requireGeo(spec);
  const { lower, upper } = bounds(audienceOf(spec).size);
  return { data: { users_lower_bound: lower, users_upper_bound: upper, estimate_ready: true } };
}

export function deliveryEstimate(call: SignedCall, accountId: string): JsonObject {
  requireAccount(call, accountId);
  oneOf(requiredText(call.params, 'optimization_goal'), OPTIMIZATION_GOALS, 'optimization_goal');
  const spec = requiredObject(call.params, 'targeting_spec');
  requireGeo(spec);
  const { lower, upper } = bounds(audienceOf(spec).size);
  const row = {
    estimate_ready: true,
    estimate_mau_lower_bound: lower,
    estimate_mau_upper_bound: upper,
    targeting_optimization_types: [],
  };
  return { data: [row] };
}

/** Which of the ids, or which parts of a spec, can still be used. */
export function targetingValidation(call: SignedCall, accountId: string): JsonObject {
  requireAccount(call, accountId);
  const ids =
    textListParam(call.params, 'id_list') ?? idsIn(listParam(call.params, 'targeting_list') ?? []);
  return {
    data: ids.map((id) => {
      const interest = interestById(id);
      if (!interest) return { id, valid: false };
      const dead = interest.dead || call.settings.deadInterests.has(id);
      return { ...showInterest(interest), type: 'interests', valid: !dead };
    }),
  };
}

function idsIn(list: readonly Json[]): readonly string[] {
  return list.flatMap((item) =>
    isJsonObject(item) && item['id'] !== undefined ? [jsonText(item['id'])] : [],
  );
}

export function listImages(call: SignedCall, accountId: string): JsonObject {
  requireAccount(call, accountId);
  const hashes = textListParam(call.params, 'hashes');
  const rows = call.store.list(
    'image',
    (row) =>
      row.accountId === accountId && !row.deleted && (hashes === null || hashes.includes(row.hash)),
  );
  const page = pageOf(call, rows);
  const data = page.rows.map((image) => ({
    id: `${accountId}:${image.hash}`,
    account_id: accountId,
    hash: image.hash,
    name: image.name,
    width: image.width,
    height: image.height,
    original_width: image.width,
    original_height: image.height,
    status: 'ACTIVE',
    url: `${call.publicUrl}/sandbox/images/${image.hash}`,
    created_time: graphTime(image.createdAt),
  }));
  return listAnswer(data, page.paging);
}

export function deleteImage(call: SignedCall, accountId: string): JsonObject {
  requireAccount(call, accountId);
  const hash = requiredText(call.params, 'hash');
  const image = call.store.get('image', `${accountId}:${hash}`);
  if (!image || image.deleted) throw badParam('The image does not exist.', 'hash');
  const isUsed = call.store
    .list('creative', (row) => row.accountId === accountId && row.status === 'ACTIVE')
    .some((row) => JSON.stringify(row.content).includes(hash));
  if (isUsed) throw badParam('The image is used by an ad creative and cannot be deleted.', 'hash');
  call.store.commit([{ kind: 'image', value: { ...image, deleted: true } }]);
  return { success: true };
}

/** Who changed what in the account, newest first; read from the ledger. */
export function activities(call: SignedCall, accountId: string): JsonObject {
  requireAccount(call, accountId);
  const since = instantParam(call, 'since') ?? 0;
  const until = instantParam(call, 'until') ?? call.now;
  const names = { campaign: 'campaign_group', adSet: 'campaign', ad: 'adgroup' } as const;
  const rows = call.store
    .ledger()
    .filter((entry) => entry.accountId === accountId && entry.at >= since && entry.at <= until)
    .flatMap((entry) => {
      const object =
        entry.object === 'campaign' || entry.object === 'adSet' || entry.object === 'ad'
          ? entry.object
          : null;
      if (object === null) return [];
      return [
        {
          event_type: `${entry.action}_${names[object]}`,
          event_time: graphTime(entry.at),
          object_id: entry.objectId,
          actor_id: entry.userId,
          actor_name: call.store.get('user', entry.userId)?.name ?? '',
          application_id: entry.appId,
          extra_data: JSON.stringify(entry.params),
        },
      ];
    })
    .toReversed();
  const page = pageOf(call, rows);
  return listAnswer(page.rows, page.paging);
}

function instantParam(call: SignedCall, name: string): number | null {
  const text = textParam(call.params, name);
  if (text === null) return null;
  const instant = parseGraphTime(text);
  if (instant === null)
    throw badParam(`Param ${name} is not a valid date and time - got "${text}".`, name);
  return instant;
}

const AD_FORMATS = [
  'MOBILE_FEED_STANDARD',
  'DESKTOP_FEED_STANDARD',
  'INSTAGRAM_STANDARD',
  'INSTAGRAM_STORY',
  'FACEBOOK_STORY_MOBILE',
  'FACEBOOK_REELS_MOBILE',
  'INSTAGRAM_REELS',
] as const;

/** A frame that shows a creative, given by its spec. */
export function generatePreviews(call: SignedCall, accountId: string): JsonObject {
  requireAccount(call, accountId);
  const creative = objectParam(call.params, 'creative');
  if (
    creative === null ||
    (!isJsonObject(creative['object_story_spec']) && creative['creative_id'] === undefined)
  ) {
    throw badParam('Param creative must be a creative spec.', 'creative');
  }
  return previewAnswer(
    call,
    Buffer.from(JSON.stringify(creative['object_story_spec'] ?? {})).toString('base64url'),
  );
}

export function previewAnswer(call: SignedCall, subject: string): JsonObject {
  oneOf(requiredText(call.params, 'ad_format'), AD_FORMATS, 'ad_format');
  const address = `${call.publicUrl}/sandbox/preview/${subject}`;
  return {
    data: [
      {
        body: `<iframe src="${address}" width="340" height="480" scrolling="yes" style="border: none;"></iframe>`,
      },
    ],
  };
}
