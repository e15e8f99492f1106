import { listParam, textParam } from './params.ts';
import type { GraphCall } from './call.ts';

/** Words for the kinds of object in the name of an operation. */
const WORDS: Readonly<Record<string, string>> = {
  account: 'account',
  ad: 'ad',
  adSet: 'ad-set',
  campaign: 'campaign',
  creative: 'creative',
  leadForm: 'lead-form',
  mobileApp: 'app',
  page: 'page',
  pixel: 'pixel',
  reportRun: 'report',
  user: 'user',
};

const CREATES: Readonly<Record<string, string>> = {
  adcreatives: 'create-creative',
  adimages: 'upload-image',
  ads: 'create-ad',
  adsets: 'create-ad-set',
  campaigns: 'create-campaign',
  copies: 'create-copy',
  insights: 'start-report',
  leadgen_forms: 'create-lead-form',
};

const LISTS: Readonly<Record<string, string>> = {
  adaccounts: 'list-accounts',
  accounts: 'list-pages',
  adcreatives: 'list-creatives',
  adimages: 'list-images',
  ads: 'list-ads',
  adsets: 'list-ad-sets',
  campaigns: 'list-campaigns',
  leadgen_forms: 'list-lead-forms',
};

const STATUS_VERBS: Readonly<Record<string, string>> = {
  ACTIVE: 'activate',
  ARCHIVED: 'archive',
  DELETED: 'delete',
  PAUSED: 'pause',
};

/**
 * The names a fault may use for a call, the most exact one first, such as
 * `activate-campaign`, `update-campaign`, `write`.
 */
export function operationsOf(call: GraphCall): readonly string[] {
  const general = call.method === 'GET' ? 'read' : 'write';
  if (call.path === 'oauth/access_token') return [loginOperation(call), 'login'];
  if (call.path === 'oauth/revoke') return ['revoke-token', 'login'];
  if (call.path === 'debug_token') return ['inspect-token', 'login'];
  if (call.path === 'search') return ['search', 'read'];
  const [first = '', edge] = call.path.split('/');
  if (edge !== undefined) return [edgeOperation(call, edge), general];
  const word = wordOf(call, first);
  if (call.method === 'GET') return [`read-${word}`, 'read'];
  if (call.method === 'DELETE') return [`delete-${word}`, `update-${word}`, 'write'];
  return [...changesOf(call, word), `update-${word}`, 'write'];
}

function loginOperation(call: GraphCall): string {
  return textParam(call.params, 'grant_type') === 'fb_exchange_token'
    ? 'exchange-token'
    : 'exchange-code';
}

function edgeOperation(call: GraphCall, edge: string): string {
  if (call.method === 'POST') {
    // Named apart, so that a mishap meant for the making does not strike where nothing is made.
    const making = CREATES[edge] ?? `create-${edge}`;
    return isRehearsal(call) ? making.replace(/^(create|upload)-/, 'validate-') : making;
  }
  if (call.method === 'GET') return LISTS[edge] ?? `read-${edge}`;
  return edge === 'adimages' ? 'delete-image' : `delete-${edge}`;
}

/** True when the caller only wants to know whether the write would be taken. */
export function isRehearsal({ params }: Pick<GraphCall, 'params'>): boolean {
  return (listParam(params, 'execution_options') ?? []).includes('validate_only');
}

function wordOf(call: GraphCall, id: string): string {
  if (id === 'me') return 'user';
  return WORDS[call.store.find(id.replace(/^act_/, ''))?.kind ?? ''] ?? 'object';
}

function changesOf(call: GraphCall, word: string): readonly string[] {
  const { values } = call.params;
  const verb = STATUS_VERBS[typeof values['status'] === 'string' ? values['status'] : ''];
  return [
    ...(verb === undefined ? [] : [`${verb}-${word}`]),
    ...(values['end_time'] === undefined ? [] : [`schedule-${word}`]),
    ...(values['daily_budget'] === undefined && values['lifetime_budget'] === undefined
      ? []
      : [`budget-${word}`]),
  ];
}

/** The ad account a call is counted against; null for calls that belong to none. */
export function chargedAccount(call: GraphCall): string | null {
  const [first = ''] = call.path.split('/');
  if (first.startsWith('act_')) return first.slice(4);
  const found = call.store.find(first);
  switch (found?.kind) {
    case 'campaign':
    case 'adSet':
    case 'ad':
    case 'creative':
    case 'reportRun':
      return found.node.accountId;
    default:
      return null;
  }
}
