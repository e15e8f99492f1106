import { canonicalJson, isJsonObject, jsonText } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { createHash } from 'node:crypto';
import { requireAdvertisablePage } from '../http/call.ts';
import type { SignedCall } from '../http/call.ts';
import { badParam, GraphError, missingParam, ruleBroken } from '../http/graph-error.ts';
import { hasParam, objectParam, textParam } from '../http/params.ts';
import type { Params } from '../http/params.ts';
import { requireKnownStory } from './params.ts';
import type { AdAccount } from '../state/types.ts';

const LONGEST_NAME = 100;

const CALL_TO_ACTIONS = new Set(
  'APPLY_NOW ASK_ABOUT_SERVICES BOOK_A_CONSULTATION BOOK_NOW BOOK_TRAVEL BUY_NOW BUY_TICKETS CALL_NOW CONTACT_US DONATE_NOW DOWNLOAD EVENT_RSVP GET_DIRECTIONS GET_OFFER GET_QUOTE GET_SHOWTIMES GET_STARTED INSTALL_APP INSTALL_MOBILE_APP LEARN_MORE LISTEN_NOW MAKE_AN_APPOINTMENT MESSAGE_PAGE NO_BUTTON OPEN_LINK ORDER_NOW PLAY_GAME REQUEST_TIME SEE_MENU SEE_MORE SHOP_NOW SIGN_UP START_ORDER SUBSCRIBE USE_APP VIEW_PRODUCT WATCH_MORE WHATSAPP_MESSAGE'.split(
    ' ',
  ),
);

/** Buttons that can open a form on Facebook itself. */
const FORM_BUTTONS = new Set([
  'APPLY_NOW',
  'DOWNLOAD',
  'GET_QUOTE',
  'LEARN_MORE',
  'SIGN_UP',
  'SUBSCRIBE',
]);

const FEATURES = new Set(
  'text_optimizations text_generation description_automation image_touchups image_templates add_text_overlay inline_comment adapt_to_placement image_brightness_and_contrast image_uncrop image_background_gen image_animation enhance_cta product_extensions reveal_details_over_time show_summary site_extensions media_type_automation profile_card pac_relaxation translate_text video_auto_crop music_generation'.split(
    ' ',
  ),
);

export const CREATIVE_CONTENT_KEYS = [
  'object_story_spec',
  'degrees_of_freedom_spec',
  'contextual_multi_ads',
  'url_tags',
  'authorization_category',
  'object_type',
] as const;

export type NewCreative = {
  readonly name: string;
  readonly content: JsonObject;
  readonly contentHash: string;
};

/** Everything `POST act_X/adcreatives` checks. @throws GraphError as the real API words it. */
export function readNewCreative(call: SignedCall, account: AdAccount): NewCreative {
  const { params } = call;
  if (!call.session.app.live) {
    throw ruleBroken(
      1885183,
      'Ads Creative Post Was Created by an App That Is in Development Mode',
      'The ad creative was created by an app in development mode. It must be in public mode to create this ad.',
    );
  }
  const name = textParam(params, 'name') ?? '';
  if (name.length > LONGEST_NAME)
    throw badParam(`Param name must be at most ${LONGEST_NAME} characters.`, 'name');
  refuseDeadParams(params);
  const story = objectParam(params, 'object_story_spec');
  if (story === null) throw missingParam('object_story_spec');
  requireKnownStory(story);
  requireStory(call, account, story);
  requireFeatures(objectParam(params, 'degrees_of_freedom_spec'));
  const content = pickContent(params);
  const contentHash = createHash('sha256').update(canonicalJson(content)).digest('hex');
  return { name: name === '' ? `Creative ${contentHash.slice(0, 8)}` : name, content, contentHash };
}

function refuseDeadParams(params: Params): void {
  if (hasParam(params, 'instagram_actor_id')) {
    throw badParam(
      'instagram_actor_id is no longer supported. Use instagram_user_id.',
      'instagram_actor_id',
    );
  }
  if (hasParam(params, 'asset_feed_spec')) {
    throw badParam(
      'asset_feed_spec cannot be used together with object_story_spec here.',
      'asset_feed_spec',
    );
  }
}

function pickContent(params: Params): JsonObject {
  const content: Record<string, Json> = {};
  for (const key of CREATIVE_CONTENT_KEYS) {
    if (!hasParam(params, key)) continue;
    content[key] =
      key.endsWith('_spec') || key === 'contextual_multi_ads'
        ? objectParam(params, key)
        : textParam(params, key);
  }
  return content;
}

function requireStory(call: SignedCall, account: AdAccount, story: JsonObject): void {
  const pageId = story['page_id'];
  if (typeof pageId !== 'string' && typeof pageId !== 'number') {
    throw ruleBroken(
      1443048,
      'Story Is Ill Formed',
      'object_story_spec needs a page_id.',
      'object_story_spec',
      'page_id',
    );
  }
  requireAdvertisablePage(call, String(pageId), 'object_story_spec');
  if (story['instagram_actor_id'] !== undefined) {
    throw badParam(
      'instagram_actor_id is no longer supported. Use instagram_user_id.',
      'object_story_spec',
      'instagram_actor_id',
    );
  }
  const link = story['link_data'];
  if (!isJsonObject(link)) {
    throw ruleBroken(
      1443048,
      'Story Is Ill Formed',
      'object_story_spec needs link_data.',
      'object_story_spec',
      'link_data',
    );
  }
  requireLink(link['link'], ['object_story_spec', 'link_data', 'link']);
  requireTexts(link);
  requireImage(call, account, link);
  requireCallToAction(call, link['call_to_action'], String(pageId));
}

function requireLink(link: Json | undefined, path: readonly string[]): void {
  const isAddress =
    typeof link === 'string' && /^https?:\/\/[^\s/]+/.test(link) && URL.canParse(link);
  if (isAddress) return;
  throw ruleBroken(
    2061015,
    'Link Is Not Valid',
    'The link of the ad must be a full web address.',
    ...path,
  );
}

function requireTexts(link: JsonObject): void {
  for (const key of ['message', 'name', 'description', 'caption']) {
    const value = link[key];
    if (value === undefined || value === null || typeof value === 'string') continue;
    throw badParam(`${key} must be a string.`, 'object_story_spec', 'link_data', key);
  }
}

function requireImage(call: SignedCall, account: AdAccount, link: JsonObject): void {
  const hash = link['image_hash'];
  if (hash === undefined || hash === null) return;
  const image = call.store.get('image', `${account.id}:${jsonText(hash)}`);
  if (image && !image.deleted) return;
  throw new GraphError({
    code: 100,
    subcode: 2446461,
    message: 'Invalid parameter',
    title: 'Image Not Found',
    userMessage:
      'The image you chose is not available in this ad account. Upload it and try again.',
    blame: [['object_story_spec', 'link_data', 'image_hash']],
  });
}

function requireCallToAction(call: SignedCall, action: Json | undefined, pageId: string): void {
  if (action === undefined || action === null) return;
  const path = ['object_story_spec', 'link_data', 'call_to_action'];
  const type = isJsonObject(action) ? action['type'] : undefined;
  if (!isJsonObject(action) || typeof type !== 'string' || !CALL_TO_ACTIONS.has(type)) {
    throw badParam(
      `call_to_action[type] must be a known button - got ${JSON.stringify(type ?? null)}.`,
      ...path,
    );
  }
  const value = action['value'];
  if (value === undefined) return;
  if (!isJsonObject(value)) throw badParam('call_to_action[value] must be an object.', ...path);
  const formId = value['lead_gen_form_id'];
  if (formId !== undefined) {
    if (!FORM_BUTTONS.has(type)) {
      throw badParam(`The button ${type} cannot open a form.`, ...path, 'type');
    }
    const form = call.store.get('leadForm', jsonText(formId));
    if (form?.pageId === pageId && form.status === 'ACTIVE') return;
    throw ruleBroken(
      1885029,
      'Lead Form Not Found',
      'The form does not exist or does not belong to the Page of this ad.',
      ...path,
    );
  }
  if (value['link'] !== undefined) requireLink(value['link'], path);
}

function requireFeatures(spec: JsonObject | null): void {
  const features = spec?.['creative_features_spec'];
  if (features === undefined || features === null) return;
  const path = ['degrees_of_freedom_spec', 'creative_features_spec'];
  if (!isJsonObject(features)) throw badParam('creative_features_spec must be an object.', ...path);
  for (const [feature, choice] of Object.entries(features)) {
    if (feature === 'standard_enhancements') {
      throw ruleBroken(
        3858504,
        'Standard Enhancements Can No Longer Be Set',
        'Opt in to or out of each enhancement by its own name.',
        ...path,
      );
    }
    if (!FEATURES.has(feature)) throw badParam(`Unknown creative feature "${feature}".`, ...path);
    const status = isJsonObject(choice) ? choice['enroll_status'] : undefined;
    if (status !== 'OPT_IN' && status !== 'OPT_OUT') {
      throw badParam(`${feature} needs an enroll_status of OPT_IN or OPT_OUT.`, ...path, feature);
    }
  }
}

/** The text, button and link of a creative as ads are judged by them. */
export function linkDataOf(content: JsonObject): JsonObject {
  const story = content['object_story_spec'];
  const link = isJsonObject(story) ? story['link_data'] : undefined;
  return isJsonObject(link) ? link : {};
}

export function leadFormOf(content: JsonObject): string | null {
  const action = linkDataOf(content)['call_to_action'];
  const value = isJsonObject(action) ? action['value'] : undefined;
  const id = isJsonObject(value) ? value['lead_gen_form_id'] : undefined;
  return id === undefined || id === null ? null : jsonText(id);
}

export function pageOfContent(content: JsonObject): string {
  const story = content['object_story_spec'];
  return isJsonObject(story) ? jsonText(story['page_id']) : '';
}
