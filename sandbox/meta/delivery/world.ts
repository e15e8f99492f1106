import { versionAt } from '../state/store.ts';
import type { Store } from '../state/store.ts';
import type { Ad, AdAccount, AdSet, Campaign, Creative } from '../state/types.ts';
import { reviewAt, reviewInstants } from './review.ts';

/** One campaign with everything below it: all that its delivery depends on. */
export type World = {
  readonly account: AdAccount;
  readonly campaign: Campaign;
  /** Which campaign of its account this is: seeds the simulator independently of ids. */
  readonly ordinal: number;
  readonly adSets: readonly AdSetWorld[];
};

export type AdSetWorld = {
  readonly adSet: AdSet;
  readonly ordinal: number;
  readonly ads: readonly AdWorld[];
};
export type AdWorld = { readonly ad: Ad; readonly creatives: ReadonlyMap<string, Creative> };

export function worldOf(store: Store, campaign: Campaign): World {
  const account = store.get('account', campaign.accountId);
  if (!account) throw new Error('A campaign without an ad account.');
  const siblings = store.list('campaign', (row) => row.accountId === account.id);
  const adSets = store.list('adSet', (row) => row.campaignId === campaign.id);
  return {
    account,
    campaign,
    ordinal: siblings.findIndex((row) => row.id === campaign.id),
    adSets: adSets.map((adSet, ordinal) => ({
      adSet,
      ordinal,
      ads: store
        .list('ad', (row) => row.adSetId === adSet.id)
        .map((ad) => ({ ad, creatives: creativesOf(store, ad) })),
    })),
  };
}

function creativesOf(store: Store, ad: Ad): ReadonlyMap<string, Creative> {
  const pairs = ad.versions.flatMap((version) => {
    const creative = store.get('creative', version.creativeId);
    return creative ? [[creative.id, creative] as const] : [];
  });
  return new Map(pairs);
}

const PAYING_STATUSES = new Set([1, 8, 9]);

function accountDelivers(account: AdAccount, instant: number): boolean {
  const version = versionAt(account, instant);
  return (
    version !== undefined && PAYING_STATUSES.has(version.accountStatus) && version.hasPaymentMethod
  );
}

export function creativeAt({ ad, creatives }: AdWorld, instant: number): Creative | undefined {
  const version = versionAt(ad, instant);
  return version ? creatives.get(version.creativeId) : undefined;
}

/** The ads of an ad set that are being shown at an instant: on at all three levels, approved, in their dates. */
export function adsShown(world: World, set: AdSetWorld, instant: number): readonly AdWorld[] {
  const campaign = versionAt(world.campaign, instant);
  const adSet = versionAt(set.adSet, instant);
  if (campaign?.status !== 'ACTIVE' || adSet?.status !== 'ACTIVE') return [];
  if (instant < adSet.startAt || (adSet.endAt !== null && instant >= adSet.endAt)) return [];
  if (!accountDelivers(world.account, instant)) return [];
  return set.ads.filter((entry) => {
    if (versionAt(entry.ad, instant)?.status !== 'ACTIVE') return false;
    const creative = creativeAt(entry, instant);
    return creative !== undefined && reviewAt(entry.ad, creative, instant) === 'APPROVED';
  });
}

/** Every instant at which what is shown, or how much may be spent, can change. */
export function changeInstants(world: World): readonly number[] {
  const instants = new Set<number>();
  const add = (versions: readonly { readonly at: number }[]): void => {
    for (const version of versions) instants.add(version.at);
  };
  add(world.account.versions);
  add(world.campaign.versions);
  for (const { adSet, ads } of world.adSets) {
    add(adSet.versions);
    for (const at of adSet.significantEditsAt) instants.add(at);
    for (const version of adSet.versions) {
      instants.add(version.startAt);
      if (version.endAt !== null) instants.add(version.endAt);
    }
    for (const { ad, creatives } of ads) {
      add(ad.versions);
      for (const at of reviewInstants(ad, [...creatives.values()])) instants.add(at);
    }
  }
  return [...instants].toSorted((a, b) => a - b);
}

/** When the first ad could have been shown; null when none was ever switched on. */
export function firstActivation(world: World): number | null {
  const starts = world.adSets.flatMap(({ ads }) =>
    ads.flatMap(({ ad }) =>
      ad.versions.filter((version) => version.status === 'ACTIVE').map((version) => version.at),
    ),
  );
  const campaign = world.campaign.versions
    .filter((version) => version.status === 'ACTIVE')
    .map((version) => version.at);
  if (starts.length === 0 || campaign.length === 0) return null;
  return Math.max(Math.min(...starts), Math.min(...campaign));
}
