import { leadsOf } from '../delivery/leads.ts';
import { graphTime } from '../delivery/zone.ts';
import { requireAdvertisablePage, requireScope } from '../http/call.ts';
import type { SignedCall } from '../http/call.ts';
import { badParam, missingParam, noPermission, ruleBroken } from '../http/graph-error.ts';
import { listAnswer, pageOf } from '../http/paging.ts';
import { listParam, objectParam, oneOf, requiredText, textParam } from '../http/params.ts';
import { isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { current } from '../state/store.ts';
import type { Ad, LeadForm, Page } from '../state/types.ts';
import { leadFormOf } from '../validation/creative.ts';
import { requireKnownParams } from '../validation/params.ts';
import { listNodes } from './lists.ts';
import { isRehearsal } from '../http/operations.ts';
import { createdAnswer, ledgerNote } from './record.ts';
import { isIndexed } from './visibility.ts';

const QUESTION_TYPES = new Set(
  'CUSTOM CITY COMPANY_NAME COUNTRY DATE_TIME DOB EMAIL FIRST_NAME FULL_NAME GENDER JOB_TITLE LAST_NAME PHONE POST_CODE STATE STREET_ADDRESS WORK_EMAIL WORK_PHONE_NUMBER ZIP'.split(
    ' ',
  ),
);
const MOST_QUESTIONS = 21;
const QUESTION_KEYS = new Set(['type', 'key', 'label', 'options', 'inline_context']);
const CLOSING_BUTTONS = ['NONE', 'VIEW_WEBSITE', 'CALL_BUSINESS', 'DOWNLOAD'] as const;

/** `POST /{page}/leadgen_forms`: needs the Page's own token, questions and a privacy policy. */
export function createLeadForm(call: SignedCall, page: Page): JsonObject {
  requireAdvertisablePage(call, page.id, 'page');
  requireScope(call.session, 'pages_manage_ads', 'ads_management');
  if (call.session.token.kind !== 'page')
    throw noPermission('This call needs a Page access token.');
  const { params } = call;
  requireKnownParams(params, 'create-lead-form');
  const name = requiredText(params, 'name');
  const questions = readQuestions(call);
  const privacy = readPrivacy(objectParam(params, 'privacy_policy'));
  const closing = readClosing(objectParam(params, 'thank_you_page'));
  if (!page.leadgenTosAccepted) {
    throw ruleBroken(
      1815089,
      'Lead Ads Terms Not Accepted',
      'The Page has to accept the terms for lead ads before it can have forms.',
    );
  }
  if (isRehearsal(call)) return { success: true };
  const form: LeadForm = {
    id: call.store.nextId('leadForm'),
    pageId: page.id,
    name,
    createdAt: call.now,
    status: 'ACTIVE',
    content: {
      questions,
      privacy_policy_url: privacy,
      follow_up_action_url: textParam(params, 'follow_up_action_url') ?? undefined,
      locale: textParam(params, 'locale') ?? 'en_US',
      thank_you_page: closing ?? undefined,
      context_card: objectParam(params, 'context_card') ?? undefined,
      tracking_parameters: objectParam(params, 'tracking_parameters') ?? undefined,
    },
  };
  const note = ledgerNote(call, {
    action: 'create',
    object: 'leadForm',
    objectId: form.id,
    accountId: null,
  });
  call.store.commit([{ kind: 'leadForm', value: form }], note);
  return createdAnswer(call, form.id);
}

function readPrivacy(policy: JsonObject | null): string {
  const url = policy?.['url'];
  if (typeof url === 'string' && /^https?:\/\/[^\s/]+/.test(url) && URL.canParse(url)) return url;
  throw ruleBroken(
    1892075,
    'Privacy Policy Is Missing',
    'A form needs the web address of your privacy policy.',
    'privacy_policy',
  );
}

function readQuestions(call: SignedCall): readonly Json[] {
  const questions = listParam(call.params, 'questions');
  if (questions === null || questions.length === 0) throw missingParam('questions');
  if (questions.length > MOST_QUESTIONS)
    throw badParam(`A form can ask at most ${MOST_QUESTIONS} questions.`, 'questions');
  const asked = new Set<string>();
  for (const question of questions) {
    const type = isJsonObject(question) ? question['type'] : undefined;
    if (!isJsonObject(question) || typeof type !== 'string' || !QUESTION_TYPES.has(type)) {
      const shown = JSON.stringify(type ?? null);
      throw badParam(`Param questions has an unknown type ${shown}.`, 'questions');
    }
    const stranger = Object.keys(question).find((key) => !QUESTION_KEYS.has(key));
    if (stranger !== undefined)
      throw badParam(`Invalid key "${stranger}" in questions.`, 'questions', stranger);
    if (type === 'CUSTOM' && typeof question['label'] !== 'string')
      throw badParam('A question of your own needs a label.', 'questions', 'label');
    if (type !== 'CUSTOM' && asked.has(type))
      throw badParam(`Param questions asks for ${type} twice.`, 'questions');
    asked.add(type);
  }
  return questions;
}

/** The page shown when a form has been sent. */
function readClosing(page: JsonObject | null): JsonObject | null {
  if (page === null) return null;
  for (const key of ['title', 'body']) {
    if (typeof page[key] !== 'string' || page[key] === '')
      throw badParam(`thank_you_page needs a ${key}.`, 'thank_you_page', key);
  }
  const button = page['button_type'];
  const type = oneOf(typeof button === 'string' ? button : '', CLOSING_BUTTONS, 'button_type');
  if (type === 'VIEW_WEBSITE' && typeof page['website_url'] !== 'string')
    throw badParam('This button needs a website_url.', 'thank_you_page', 'website_url');
  return page;
}

/** `POST /{form}`: only its status can change, and an archived form is not taken by new ads. */
export function updateLeadForm(call: SignedCall, form: LeadForm): JsonObject {
  requireAdvertisablePage(call, form.pageId, 'page');
  if (call.session.token.kind !== 'page')
    throw noPermission('This call needs a Page access token.');
  requireKnownParams(call.params, 'update-lead-form');
  const status = oneOf(requiredText(call.params, 'status'), ['ACTIVE', 'ARCHIVED'], 'status');
  const note = ledgerNote(call, {
    action: 'update',
    object: 'leadForm',
    objectId: form.id,
    accountId: null,
  });
  call.store.commit([{ kind: 'leadForm', value: { ...form, status } }], note);
  return { success: true };
}

export function listLeadForms(call: SignedCall, page: Page): JsonObject {
  requireAdvertisablePage(call, page.id, 'page');
  const forms = call.store
    .list('leadForm', (row) => row.pageId === page.id && isIndexed(call, row))
    .toReversed();
  return listNodes(
    call,
    'leadForm',
    forms.map((node) => ({ kind: 'leadForm', node })),
  );
}

/** `GET /{form}/leads` or `GET /{ad}/leads`: what people have written into the form. */
export function listLeads(call: SignedCall, node: LeadForm | Ad): JsonObject {
  requireScope(call.session, 'leads_retrieval');
  const leads =
    'pageId' in node
      ? leadsOf(call, node.id)
      : leadsOf(call, formOfAd(call, node)).filter((lead) => lead.ad.id === node.id);
  const page = pageOf(call, leads);
  const data = page.rows.map((lead) => ({
    id: lead.id,
    created_time: graphTime(lead.at),
    ad_id: lead.ad.id,
    adset_id: lead.ad.adSetId,
    campaign_id: lead.ad.campaignId,
    field_data: lead.answers,
  }));
  return listAnswer(data, page.paging);
}

function formOfAd(call: SignedCall, ad: Ad): string {
  const creative = call.store.get('creative', current(ad).creativeId);
  return creative ? (leadFormOf(creative.content) ?? '') : '';
}
