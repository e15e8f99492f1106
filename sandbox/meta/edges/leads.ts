import { requireAdvertisablePage, requireScope } from '../http/call.ts';
import type { SignedCall } from '../http/call.ts';
import { badParam, missingParam, noPermission, ruleBroken } from '../http/graph-error.ts';
import { anyParam, listParam, objectParam, requiredText, textParam } from '../http/params.ts';
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { LeadForm, Page } from '../state/types.ts';
import { listNodes } from './lists.ts';
import { createdAnswer, ledgerNote } from './record.ts';

const QUESTION_TYPES = new Set(
  'CUSTOM CITY COMPANY_NAME COUNTRY DATE_TIME DOB EMAIL FIRST_NAME FULL_NAME GENDER JOB_TITLE LAST_NAME PHONE POST_CODE STATE STREET_ADDRESS WORK_EMAIL WORK_PHONE_NUMBER ZIP'.split(
    ' ',
  ),
);

/** `POST /{page}/leadgen_forms`: needs the Page's own token, questions and a privacy policy. */
export function createLeadForm(call: SignedCall, page: Page): JsonObject {
  requireAdvertisablePage(call, page.id, 'page');
  requireScope(call.session, 'pages_manage_ads', 'ads_management');
  if (call.session.token.kind !== 'page')
    throw noPermission('This call needs a Page access token.');
  const name = requiredText(call.params, 'name');
  requireQuestions(call);
  const privacy = objectParam(call.params, 'privacy_policy');
  const privacyUrl = privacy?.['url'];
  if (typeof privacyUrl !== 'string' || !/^https?:\/\//.test(privacyUrl)) {
    throw ruleBroken(
      1892075,
      'Privacy Policy Is Missing',
      'A form needs the web address of your privacy policy.',
      'privacy_policy',
    );
  }
  if (!page.leadgenTosAccepted) {
    throw ruleBroken(
      1815089,
      'Lead Ads Terms Not Accepted',
      'The Page has to accept the terms for lead ads before it can have forms.',
    );
  }
  const form: LeadForm = {
    id: call.store.nextId('leadForm'),
    pageId: page.id,
    name,
    createdAt: call.now,
    status: 'ACTIVE',
    content: {
      questions: anyParam(call.params, 'questions') ?? [],
      privacy_policy_url: privacyUrl,
      follow_up_action_url: textParam(call.params, 'follow_up_action_url') ?? undefined,
      locale: textParam(call.params, 'locale') ?? 'en_US',
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

function requireQuestions(call: SignedCall): void {
  const questions = listParam(call.params, 'questions');
  if (questions === null || questions.length === 0) throw missingParam('questions');
  for (const question of questions) {
    const type = isJsonObject(question) ? question['type'] : undefined;
    if (typeof type !== 'string' || !QUESTION_TYPES.has(type)) {
      throw badParam(
        `Param questions has an unknown type ${JSON.stringify(type ?? null)}.`,
        'questions',
      );
    }
  }
}

export function listLeadForms(call: SignedCall, page: Page): JsonObject {
  requireAdvertisablePage(call, page.id, 'page');
  const forms = call.store.list('leadForm', (row) => row.pageId === page.id);
  return listNodes(
    call,
    'leadForm',
    forms.map((node) => ({ kind: 'leadForm', node })),
  );
}
