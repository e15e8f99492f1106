import { createHash } from 'node:crypto';
import type { SignedCall } from '../http/call.ts';
import type { FbUser, LeadForm, MobileApp, Page, Pixel, ReportRun, Token } from '../state/types.ts';
import { graphTime } from '../delivery/zone.ts';
import { leadsOf } from '../delivery/leads.ts';
import { words } from './shape.ts';
import type { NodeShape } from './shape.ts';

/** A Page's own token: same person, same life, limited to the Page. Made when first asked for. */
export function pageToken(page: Page, call: SignedCall): string {
  const parent = call.session.token;
  const id = `SBXP${createHash('sha256').update(`${parent.id}/${page.id}`).digest('hex')}`;
  if (!call.store.get('token', id)) {
    const token: Token = { ...parent, id, kind: 'page', pageId: page.id, pageIds: [page.id] };
    call.store.commit([{ kind: 'token', value: token }]);
  }
  return id;
}

/** Only people who may advertise for a Page get its token. */
function mayManage(page: Page): boolean {
  return page.tasks.includes('ADVERTISE');
}

export const pageShape: NodeShape<Page> = {
  typeName: 'Page',
  defaults: ['id', 'name'],
  readers: {
    id: (node) => node.id,
    name: (node) => node.name,
    category: (node) => node.category,
    tasks: (node) => node.tasks,
    access_token: (node, call) => (mayManage(node) ? pageToken(node, call) : undefined),
    leadgen_tos_accepted: (node) => node.leadgenTosAccepted,
    link: (node, call) => `${call.publicUrl}/${node.id}`,
    picture: (node, call) => ({
      data: { url: `${call.publicUrl}/sandbox/pictures/${node.id}`, is_silhouette: false },
    }),
    is_published: () => true,
    fan_count: (node) => (Number(node.id.slice(-4)) % 900) + 60,
  },
  links: {},
  empty: words(
    'about category_list connected_instagram_account description emails instagram_business_account location phone username verification_status website',
  ),
};

export const userShape: NodeShape<FbUser> = {
  typeName: 'User',
  defaults: ['id', 'name'],
  readers: {
    id: (node) => node.id,
    name: (node) => node.name,
    first_name: (node) => node.name.split(' ')[0] ?? node.name,
    last_name: (node) => node.name.split(' ')[1] ?? '',
  },
  links: {
    adaccounts: { to: 'account', many: true, find: (_node, call) => call.session.token.accountIds },
    accounts: { to: 'page', many: true, find: (_node, call) => call.session.token.pageIds },
  },
  empty: words('email picture middle_name short_name'),
};

export const pixelShape: NodeShape<Pixel> = {
  typeName: 'AdsPixel',
  defaults: ['id'],
  readers: {
    id: (node) => node.id,
    name: (node) => node.name,
    last_fired_time: (_node, call) => graphTime(call.now - 600_000),
    is_unavailable: () => false,
  },
  links: {},
  empty: words('code creation_time owner_business owner_ad_account'),
};

export const mobileAppShape: NodeShape<MobileApp> = {
  typeName: 'Application',
  defaults: ['id', 'name'],
  readers: {
    id: (node) => node.id,
    name: (node) => node.name,
    object_store_urls: (node) => ({ google_play: node.storeUrls[0], itunes: node.storeUrls[1] }),
    supported_platforms: () => ['ANDROID', 'IPHONE'],
  },
  links: {},
  empty: words('category icon_url link namespace'),
};

export const leadFormShape: NodeShape<LeadForm> = {
  typeName: 'LeadgenForm',
  defaults: ['id'],
  readers: {
    id: (node) => node.id,
    name: (node) => node.name,
    status: (node) => node.status,
    page_id: (node) => node.pageId,
    questions: (node) => node.content['questions'],
    privacy_policy_url: (node) => node.content['privacy_policy_url'],
    follow_up_action_url: (node) => node.content['follow_up_action_url'],
    locale: (node) => node.content['locale'] ?? 'en_US',
    created_time: (node) => graphTime(node.createdAt),
    page: (node, call) => ({
      id: node.pageId,
      name: call.store.get('page', node.pageId)?.name ?? '',
    }),
    leads_count: (node, call) => leadsOf(call, node.id).length,
    thank_you_page: (node) => node.content['thank_you_page'],
    context_card: (node) => node.content['context_card'],
    tracking_parameters: (node) => node.content['tracking_parameters'],
  },
  links: {},
  empty: words(
    'block_display_for_non_targeted_viewer allow_organic_lead expired_leads_count follow_up_action_text is_optimized_for_quality legal_content organic_leads_count question_page_custom_headline',
  ),
};

export const reportRunShape: NodeShape<ReportRun> = {
  typeName: 'AdReportRun',
  defaults: ['id', 'account_id', 'async_status', 'async_percent_completion', 'time_completed'],
  readers: {
    id: (node) => node.id,
    account_id: (node) => node.accountId,
    async_status: () => 'Job Completed',
    async_percent_completion: () => 100,
    time_ref: (node) => Math.floor(node.createdAt / 1000),
    time_completed: (node) => Math.floor(node.createdAt / 1000) + 1,
  },
  links: {},
  empty: words(
    'date_start date_stop emails error_code friendly_name is_async_export is_bookmarked',
  ),
};
