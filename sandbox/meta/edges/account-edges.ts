import type { SignedCall } from '../http/call.ts';
import { requireAccount } from '../http/call.ts';
import { unknownEdge } from '../http/graph-error.ts';
import type { JsonObject } from '../json.ts';
import type { Page } from '../state/types.ts';
import {
  activities,
  deleteImage,
  deliveryEstimate,
  dsaRecommendations,
  generatePreviews,
  listImages,
  minimumBudgets,
  reachEstimate,
  targetingValidation,
} from './account-reads.ts';
import { createAd, createAdSet, createCampaign, createCreative, uploadImages } from './creates.ts';
import { readInsights, startReport } from './insights.ts';
import { listAdObjects, listNodes } from './lists.ts';
import { search } from './search.ts';

type AccountEdge = (call: SignedCall, accountId: string) => JsonObject;

const ACCOUNT_EDGES: Readonly<Record<string, AccountEdge>> = {
  'GET campaigns': (call, accountId) => listAdObjects(call, 'campaign', { accountId }),
  'POST campaigns': createCampaign,
  'GET adsets': (call, accountId) => listAdObjects(call, 'adSet', { accountId }),
  'POST adsets': createAdSet,
  'GET ads': (call, accountId) => listAdObjects(call, 'ad', { accountId }),
  'POST ads': createAd,
  'GET adimages': listImages,
  'POST adimages': uploadImages,
  'DELETE adimages': deleteImage,
  'GET adcreatives': (call, accountId) => {
    const rows = call.store.list(
      'creative',
      (row) => row.accountId === accountId && row.status === 'ACTIVE',
    );
    return listNodes(
      call,
      'creative',
      rows.map((node) => ({ kind: 'creative', node })),
    );
  },
  'POST adcreatives': createCreative,
  'GET insights': (call, accountId) =>
    readInsights(call, { level: 'account', accountId, nodeId: null }),
  'POST insights': (call, accountId) =>
    startReport(call, { level: 'account', accountId, nodeId: null }),
  'GET minimum_budgets': minimumBudgets,
  'GET dsa_recommendations': dsaRecommendations,
  'GET reachestimate': reachEstimate,
  'GET delivery_estimate': deliveryEstimate,
  'GET targetingvalidation': targetingValidation,
  'GET generatepreviews': generatePreviews,
  'GET activities': activities,
  'GET targetingsearch': (call) =>
    search({
      ...call,
      params: { ...call.params, values: { ...call.params.values, type: 'adinterest' } },
    }),
  'GET adspixels': (call, accountId) => {
    const rows = call.store.list('pixel', (row) => row.accountId === accountId);
    return listNodes(
      call,
      'pixel',
      rows.map((node) => ({ kind: 'pixel', node })),
    );
  },
  'GET advertisable_applications': (call, accountId) => {
    const rows = call.store.list('mobileApp', (row) => row.accountId === accountId);
    return listNodes(
      call,
      'mobileApp',
      rows.map((node) => ({ kind: 'mobileApp', node })),
    );
  },
  'GET instagram_accounts': () => ({ data: [] }),
  'GET promote_pages': (call) => listPages(call, (page) => page.tasks.includes('ADVERTISE')),
};

/** Answers `act_…/{edge}`. */
export function onAccountEdge(call: SignedCall, accountId: string, edge: string): JsonObject {
  const handler = ACCOUNT_EDGES[`${call.method} ${edge}`];
  if (!handler) throw unknownEdge(call.method, edge);
  requireAccount(call, accountId);
  return handler(call, accountId);
}

/** The Pages this token's person shared, as far as they are wanted. */
export function listPages(call: SignedCall, keep: (page: Page) => boolean): JsonObject {
  const pages = call.session.token.pageIds
    .flatMap((id) => call.store.get('page', id) ?? [])
    .filter((page) => keep(page));
  return listNodes(
    call,
    'page',
    pages.map((node) => ({ kind: 'page', node })),
  );
}
