import { fieldsParam } from './fields.ts';
import { copyObject } from '../edges/copies.ts';
import { previewAnswer } from '../edges/account-reads.ts';
import { readInsights, startReport } from '../edges/insights.ts';
import type { InsightTarget } from '../edges/insights.ts';
import { createLeadForm, listLeadForms, listLeads, updateLeadForm } from '../edges/leads.ts';
import { listAdObjects, listNodes } from '../edges/lists.ts';
import { search } from '../edges/search.ts';
import { updateAdSet } from '../edges/update-ad-set.ts';
import { updateAd, updateCampaign, updateCreative } from '../edges/updates.ts';
import type { JsonObject } from '../json.ts';
import { projectNode } from '../nodes/project.ts';
import { listPermissions, removePermissions } from '../oauth/permissions.ts';
import { current } from '../state/store.ts';
import type { Found } from '../state/store.ts';
import type { Ad, AdSet, Campaign, FbUser, Page, ReportRun } from '../state/types.ts';
import { requireAccount, requireScope } from './call.ts';
import type { SignedCall } from './call.ts';
import { GraphError, notVisible, unknownEdge } from './graph-error.ts';
import { listPages, onAccountEdge } from '../edges/account-edges.ts';

/** Answers a call whose token has been accepted. @throws GraphError */
export function dispatch(call: SignedCall): JsonObject {
  if (call.params.values['ids'] !== undefined) throw multiReadGone();
  const [first = '', edge, ...rest] = call.path.split('/');
  if (edge === 'permissions' && rest.length === 1 && call.method === 'DELETE') {
    const found = resolve(call, first);
    return removePermissions(call, found.node.id, rest[0]);
  }
  if (first === '' || rest.length > 0) throw unknownPath(call.path);
  if (first === 'search' && edge === undefined) return search(call);
  const found = resolve(call, first);
  if (edge === undefined) return onNode(call, found);
  return onEdge(call, found, edge);
}

function resolve(call: SignedCall, id: string): Found {
  const { token } = call.session;
  const key = id === 'me' ? (token.pageId ?? token.userId) : id.replace(/^act_/, '');
  const found = call.store.find(key);
  if (!found || (found.kind === 'account') !== id.startsWith('act_'))
    throw notVisible(call.method, id);
  requireVisible(call, found, id);
  return found;
}

function requireVisible(call: SignedCall, found: Found, id: string): void {
  const { token } = call.session;
  switch (found.kind) {
    case 'account':
      requireAccount(call, found.node.id);
      return;
    case 'page':
      if (!token.pageIds.includes(found.node.id)) throw notVisible(call.method, id);
      return;
    case 'user':
      if (token.userId !== found.node.id) throw notVisible(call.method, id);
      return;
    case 'leadForm':
      if (!token.pageIds.includes(found.node.pageId)) throw notVisible(call.method, id);
      return;
    case 'campaign':
    case 'adSet':
    case 'ad':
    case 'creative':
    case 'pixel':
    case 'mobileApp':
    case 'reportRun':
      if (!token.accountIds.includes(found.node.accountId)) throw notVisible(call.method, id);
      requireAccount(call, found.node.accountId);
      return;
    default:
      throw notVisible(call.method, id);
  }
}

function onNode(call: SignedCall, found: Found): JsonObject {
  if (call.method === 'GET') return projectNode(call, found, fieldsParam(call.params));
  const change = call.method === 'DELETE' ? asDeletion(call) : call;
  switch (found.kind) {
    case 'campaign':
      return updateCampaign(change, found.node);
    case 'adSet':
      return updateAdSet(change, found.node);
    case 'ad':
      return updateAd(change, found.node);
    case 'creative':
      return updateCreative(change, found.node);
    case 'leadForm':
      if (call.method === 'POST') return updateLeadForm(call, found.node);
      throw notVisible(call.method, call.path);
    default:
      throw notVisible(call.method, call.path);
  }
}

function asDeletion(call: SignedCall): SignedCall {
  return { ...call, params: { values: { status: 'DELETED' }, files: [] } };
}

function onEdge(call: SignedCall, found: Found, edge: string): JsonObject {
  switch (found.kind) {
    case 'account':
      return onAccountEdge(call, found.node.id, edge);
    case 'user':
      return onUserEdge(call, found.node, edge);
    case 'page':
      return onPageEdge(call, found.node, edge);
    case 'campaign':
    case 'adSet':
    case 'ad':
      return onAdObjectEdge(call, found.node, edge);
    case 'creative':
      if (edge === 'previews' && call.method === 'GET') return previewAnswer(call, found.node.id);
      throw unknownEdge(call.method, edge);
    case 'leadForm':
      if (edge === 'leads' && call.method === 'GET') return listLeads(call, found.node);
      throw unknownEdge(call.method, edge);
    case 'reportRun':
      return onReportEdge(call, found.node, edge);
    default:
      throw unknownEdge(call.method, edge);
  }
}

function onUserEdge(call: SignedCall, user: FbUser, edge: string): JsonObject {
  switch (`${call.method} ${edge}`) {
    case 'GET permissions':
      return listPermissions(call);
    case 'DELETE permissions':
      return removePermissions(call, user.id);
    case 'GET adaccounts': {
      requireScope(call.session, 'ads_read', 'ads_management');
      const rows = call.session.token.accountIds.flatMap(
        (id) => call.store.get('account', id) ?? [],
      );
      return listNodes(
        call,
        'account',
        rows.map((node) => ({ kind: 'account', node })),
      );
    }
    case 'GET accounts':
      requireScope(call.session, 'pages_show_list');
      return listPages(call, () => true);
    default:
      throw unknownEdge(call.method, edge);
  }
}

function onPageEdge(call: SignedCall, page: Page, edge: string): JsonObject {
  if (edge === 'leadgen_forms' && call.method === 'POST') return createLeadForm(call, page);
  if (edge === 'leadgen_forms' && call.method === 'GET') return listLeadForms(call, page);
  throw unknownEdge(call.method, edge);
}

function onAdObjectEdge(call: SignedCall, node: Campaign | AdSet | Ad, edge: string): JsonObject {
  const { accountId } = node;
  switch (`${call.method} ${edge}`) {
    case 'GET insights':
      return readInsights(call, targetOf(node));
    case 'POST insights':
      return startReport(call, targetOf(node));
    case 'GET adsets':
      if ('campaignId' in node) break;
      return listAdObjects(call, 'adSet', { accountId, campaignId: node.id });
    case 'GET ads':
      if ('adSetId' in node) break;
      return listAdObjects(
        call,
        'ad',
        'campaignId' in node ? { accountId, adSetId: node.id } : { accountId, campaignId: node.id },
      );
    case 'POST copies':
      return copyObject(call, node);
    case 'GET leads':
      if ('adSetId' in node) return listLeads(call, node);
      break;
    case 'GET previews':
      if ('adSetId' in node) return previewAnswer(call, current(node).creativeId);
      break;
    case 'GET adcreatives':
      if ('adSetId' in node) {
        const creative = call.store.get('creative', current(node).creativeId);
        return listNodes(call, 'creative', creative ? [{ kind: 'creative', node: creative }] : []);
      }
  }
  throw unknownEdge(call.method, edge);
}

function targetOf(node: Campaign | AdSet | Ad): InsightTarget {
  const level = 'adSetId' in node ? 'ad' : 'campaignId' in node ? 'adset' : 'campaign';
  return { level, accountId: node.accountId, nodeId: node.id };
}

function onReportEdge(call: SignedCall, run: ReportRun, edge: string): JsonObject {
  if (call.method !== 'GET' || edge !== 'insights') throw unknownEdge(call.method, edge);
  const values = { ...run.params, ...call.params.values };
  const replay: SignedCall = { ...call, params: { values, files: [] } };
  const found = call.store.find(run.nodeId.replace(/^act_/, ''));
  if (found?.kind === 'campaign' || found?.kind === 'adSet' || found?.kind === 'ad') {
    return readInsights(replay, targetOf(found.node));
  }
  return readInsights(replay, { level: 'account', accountId: run.accountId, nodeId: null });
}

/** Since v26: a permanent refusal that looks like a server error. */
function multiReadGone(): GraphError {
  return new GraphError({
    code: 100,
    status: 500,
    message: '(#100) The parameter ids is no longer supported.',
  });
}

function unknownPath(path: string): GraphError {
  return new GraphError({ code: 2500, message: `Unknown path components: /${path}` });
}
