import { current } from '../state/store.ts';
import type { Store } from '../state/store.ts';
import type { Ad, AdSet, Campaign, ConfiguredStatus } from '../state/types.ts';
import { reviewAt } from './review.ts';

/** Effective status: what an object's own setting comes to under its parents, the review and the clock. */

export function campaignStatus(campaign: Campaign): ConfiguredStatus {
  return current(campaign).status;
}

export function adSetStatus(store: Store, adSet: AdSet): string {
  const own = current(adSet).status;
  const campaign = store.get('campaign', adSet.campaignId);
  const above = campaign ? current(campaign).status : 'DELETED';
  if (own === 'DELETED' || above === 'DELETED') return 'DELETED';
  if (own === 'ARCHIVED' || above === 'ARCHIVED') return 'ARCHIVED';
  if (own === 'PAUSED') return 'PAUSED';
  return above === 'PAUSED' ? 'CAMPAIGN_PAUSED' : 'ACTIVE';
}

export function adStatus(store: Store, ad: Ad, now: number): string {
  const { status, creativeId } = current(ad);
  const adSet = store.get('adSet', ad.adSetId);
  const above = adSet ? adSetStatus(store, adSet) : 'DELETED';
  if (status === 'DELETED' || above === 'DELETED') return 'DELETED';
  if (status === 'ARCHIVED' || above === 'ARCHIVED') return 'ARCHIVED';
  const creative = store.get('creative', creativeId);
  const review = creative ? reviewAt(ad, creative, now) : 'NOT_ASKED';
  if (review === 'IN_PROCESS') return 'IN_PROCESS';
  if (review === 'DISAPPROVED') return 'DISAPPROVED';
  if (status === 'PAUSED') return 'PAUSED';
  if (above === 'CAMPAIGN_PAUSED') return 'CAMPAIGN_PAUSED';
  if (above === 'PAUSED') return 'ADSET_PAUSED';
  if (review !== 'APPROVED') return 'PENDING_REVIEW';
  const account = store.get('account', ad.accountId);
  return account && !current(account).hasPaymentMethod ? 'PENDING_BILLING_INFO' : 'ACTIVE';
}
