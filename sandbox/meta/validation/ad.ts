import { isJsonObject, jsonText } from '../json.ts';
import type { Json } from '../json.ts';
import type { SignedCall } from '../http/call.ts';
import { badParam, missingParam, ruleBroken } from '../http/graph-error.ts';
import { anyParam, listParam, oneOf, requiredText, textParam } from '../http/params.ts';
import type { Params } from '../http/params.ts';
import { current } from '../state/store.ts';
import type { AdAccount, AdSet, Creative } from '../state/types.ts';
import { readName } from './campaign.ts';
import { leadFormOf, linkDataOf, pageOfContent } from './creative.ts';
import { requireDsa } from './dsa.ts';
import { storeOf } from './promoted-object.ts';

const MOST_ADS_PER_AD_SET = 50;

export type NewAd = {
  readonly name: string;
  readonly status: 'ACTIVE' | 'PAUSED';
  readonly adSet: AdSet;
  readonly creative: Creative;
  readonly conversionDomain: string | null;
  readonly trackingSpecs: Json;
};

/** Everything `POST act_X/ads` checks. @throws GraphError as the real API words it. */
export function readNewAd(call: SignedCall, account: AdAccount): NewAd {
  const { params } = call;
  const name = readName(params);
  const adSet = readAdSet(call, account);
  const creative = readCreative(call, account);
  const status = oneOf(textParam(params, 'status') ?? 'PAUSED', ['ACTIVE', 'PAUSED'], 'status');
  if (!current(account).hasPaymentMethod) {
    throw ruleBroken(
      1359188,
      'No Payment Method',
      'Your ad account has no valid payment method. Update your payment method before you create ads.',
    );
  }
  const { targeting, dsaBeneficiary, dsaPayor } = current(adSet);
  requireDsa({ level: 'ad', targeting, names: { dsaBeneficiary, dsaPayor }, account });
  requireCreativeFits(adSet, creative);
  return {
    name,
    status,
    adSet,
    creative,
    conversionDomain: textParam(params, 'conversion_domain'),
    trackingSpecs: listParam(params, 'tracking_specs') ?? [
      { 'action.type': ['offsite_conversion'] },
    ],
  };
}

function readAdSet(call: SignedCall, account: AdAccount): AdSet {
  const id = requiredText(call.params, 'adset_id');
  const adSet = call.store.get('adSet', id);
  if (adSet?.accountId !== account.id) {
    throw badParam(
      `Param adset_id must be an ad set of this ad account - got "${id}".`,
      'adset_id',
    );
  }
  const campaign = call.store.get('campaign', adSet.campaignId);
  const gone = [current(adSet).status, campaign ? current(campaign).status : 'DELETED'];
  if (gone.includes('DELETED') || gone.includes('ARCHIVED')) {
    throw ruleBroken(
      1487566,
      'Ad Set Was Deleted',
      'Ads cannot be added to a deleted or archived ad set.',
      'adset_id',
    );
  }
  if (call.store.list('ad', (row) => row.adSetId === id).length >= MOST_ADS_PER_AD_SET) {
    throw badParam(`An ad set can hold at most ${MOST_ADS_PER_AD_SET} ads.`, 'adset_id');
  }
  return adSet;
}

export function readCreative(call: SignedCall, account: AdAccount): Creative {
  const given = anyParam(call.params, 'creative');
  if (given === null) throw missingParam('creative');
  const id = isJsonObject(given) ? (given['creative_id'] ?? given['id']) : null;
  const creative = call.store.get('creative', jsonText(id));
  if (creative?.accountId === account.id && creative.status === 'ACTIVE') return creative;
  throw ruleBroken(
    1487390,
    'Ad Creative Does Not Exist',
    'The creative of the ad does not exist in this ad account.',
    'creative',
  );
}

export function requireCreativeFits(adSet: AdSet, creative: Creative): void {
  const { optimizationGoal } = current(adSet);
  const form = leadFormOf(creative.content);
  const needsForm = optimizationGoal === 'LEAD_GENERATION' || optimizationGoal === 'QUALITY_LEAD';
  if (needsForm && form === null) {
    throw ruleBroken(
      2446509,
      'Lead Form Is Missing',
      'An ad of this ad set needs a form: set lead_gen_form_id in the call to action.',
      'creative',
    );
  }
  if (!needsForm && form !== null) {
    throw ruleBroken(
      1885998,
      'Lead Form Cannot Be Used',
      'A form can only be used in an ad set that collects leads on the ad.',
      'creative',
    );
  }
  if (
    needsForm &&
    pageOfContent(creative.content) !== jsonText(adSet.promotedObject?.['page_id'])
  ) {
    throw ruleBroken(
      1885998,
      'Page Does Not Match',
      'The Page of the ad must be the Page its ad set promotes.',
      'creative',
    );
  }
  const storeUrl = adSet.promotedObject?.['object_store_url'];
  if (
    typeof storeUrl === 'string' &&
    storeOf(jsonText(linkDataOf(creative.content)['link'])) !== storeOf(storeUrl)
  ) {
    throw ruleBroken(
      1373054,
      'Link Does Not Match the App',
      'The link of an app ad must lead to the store of the app it promotes.',
      'creative',
    );
  }
}

export function readNewStatus(params: Params): 'ACTIVE' | 'PAUSED' | 'ARCHIVED' | 'DELETED' | null {
  const text = textParam(params, 'status');
  return text === null ? null : oneOf(text, ['ACTIVE', 'PAUSED', 'ARCHIVED', 'DELETED'], 'status');
}
