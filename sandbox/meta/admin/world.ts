import { interestById, INTERESTS } from '../catalog/interests.ts';
import { byHand } from '../edges/by-hand.ts';
import { AUTOMATIC_REVIEW, ruleMatches } from '../edges/review-rules.ts';
import type { GraphCall } from '../http/call.ts';
import { GraphError } from '../http/graph-error.ts';
import type { GraphDeps } from '../http/graph-routes.ts';
import type { JsonObject } from '../json.ts';
import { current } from '../state/store.ts';
import type { ReviewOrder, ReviewRule } from '../state/review-types.ts';
import type { Ad } from '../state/types.ts';
import {
  AdminError,
  oneOfText,
  optionalFlag,
  optionalNumber,
  optionalText,
  requiredText,
} from './input.ts';

/** Changes or deletes an object as its owner could in Ads Manager; `call` brings clock and store. */
export function editObject(call: GraphCall, body: JsonObject): JsonObject {
  const { id, delete: remove, ...params } = body;
  if (typeof id !== 'string' || id === '') throw new AdminError('id is missing.');
  if (!call.store.find(id.replace(/^act_/, ''))) throw new AdminError(`There is no object ${id}.`);
  try {
    return byHand(call, { method: remove === true ? 'DELETE' : 'POST', path: id, params });
  } catch (error) {
    if (error instanceof GraphError) throw new AdminError(JSON.stringify(error.body['error']));
    throw error;
  }
}

const OUTCOMES = ['approved', 'refused', 'in-review', 'automatic'] as const;

/** The outcome of a review: for one ad, or for every ad, present and future, whose words match `text`. */
export function orderReview({ store }: GraphDeps, body: JsonObject, now: number): JsonObject {
  if (body['outcome'] === undefined) return forceVerdict({ store }, body, now);
  const order: ReviewOrder = {
    ...AUTOMATIC_REVIEW,
    at: now,
    outcome: oneOfText(body, 'outcome', OUTCOMES),
    hours: optionalNumber(body, 'hours'),
    policy: optionalText(body, 'policy') ?? 'Unacceptable Business Practices',
    message:
      optionalText(body, 'message') ?? 'This ad does not comply with our advertising standards.',
  };
  const adId = optionalText(body, 'ad');
  if (adId !== null) {
    const ad = store.get('ad', adId);
    if (!ad) throw new AdminError('There is no such ad.');
    store.commit([{ kind: 'ad', value: withOrder(ad, order) }]);
    return { success: true, ads: 1 };
  }
  const rule: ReviewRule = {
    id: store.nextId('reviewRule'),
    accountId: optionalText(body, 'account')?.replace(/^act_/, '') ?? null,
    pattern: patternOf(requiredText(body, 'text')),
    order,
  };
  const hit = store.list('ad', (ad) => {
    const creative = store.get('creative', current(ad).creativeId);
    return creative !== undefined && ruleMatches(rule, creative);
  });
  store.commit([
    { kind: 'reviewRule', value: rule },
    ...hit.map((ad) => ({ kind: 'ad', value: withOrder(ad, order) }) as const),
  ]);
  return { success: true, ads: hit.length };
}

function withOrder(ad: Ad, order: ReviewOrder): Ad {
  return { ...ad, reviewOrders: [...(ad.reviewOrders ?? []), order] };
}

function patternOf(text: string): string {
  try {
    return new RegExp(text, 'i').source;
  } catch {
    throw new AdminError('text is not a regular expression.');
  }
}

/** The short form: `{ ad, approved }`, at once and for the review that is going on. */
function forceVerdict(
  { store }: Pick<GraphDeps, 'store'>,
  body: JsonObject,
  now: number,
): JsonObject {
  const ad = store.get('ad', requiredText(body, 'ad'));
  if (!ad) throw new AdminError('There is no such ad.');
  const verdict = {
    at: now,
    approved: body['approved'] === true,
    policy: optionalText(body, 'policy') ?? 'Unacceptable Business Practices',
  };
  store.commit([{ kind: 'ad', value: { ...ad, forcedVerdicts: [...ad.forcedVerdicts, verdict] } }]);
  return { success: true };
}

/** Retires an interest, or brings it back, by id or name. */
export function changeInterest({ settings }: GraphDeps, body: JsonObject): JsonObject {
  const name = optionalText(body, 'name')?.toLowerCase();
  const interest =
    name === undefined
      ? interestById(requiredText(body, 'id'))
      : INTERESTS.find((row) => row.name.toLowerCase() === name);
  if (!interest) throw new AdminError('There is no such interest.');
  if (optionalFlag(body, 'dead') === false) settings.deadInterests.delete(interest.id);
  else settings.deadInterests.add(interest.id);
  return { success: true, id: interest.id, name: interest.name };
}

/** What a host answers to the look at a landing page. */
export function changeLandingPage({ settings }: GraphDeps, body: JsonObject): JsonObject {
  const host = requiredText(body, 'host').toLowerCase();
  const status = optionalNumber(body, 'status') ?? 200;
  settings.landingPages.set(host, { status, finalUrl: optionalText(body, 'final_url') });
  return { success: true };
}

/** What stands on the page of a website that only the stand-in has. */
export function changeWebsite({ settings }: GraphDeps, body: JsonObject): JsonObject {
  const host = requiredText(body, 'host')
    .toLowerCase()
    .replace(/^www\./, '');
  settings.websites.set(host, requiredText(body, 'html'));
  return { success: true };
}

/** Switches that hold for everybody. */
export function changeSettings({ settings }: GraphDeps, body: JsonObject): JsonObject {
  const lag = optionalNumber(body, 'index_lag_seconds');
  const moves = optionalFlag(body, 'exchange_moves_expiry');
  const processing = optionalNumber(body, 'processing_seconds');
  if (lag === null && moves === null && processing === null) {
    throw new AdminError('Name index_lag_seconds, processing_seconds or exchange_moves_expiry.');
  }
  if (lag !== null) settings.indexLagSeconds = lag;
  if (processing !== null) settings.processingSeconds = processing;
  if (moves !== null) settings.exchangeMovesExpiry = moves;
  return { success: true };
}
