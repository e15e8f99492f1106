import type { CampaignPlan, PlannedAd, PlannedAdSet } from '../plan/plan.ts';
import type { OperationKind, OperationState } from './deployment.ts';

/** One step towards a live campaign, as planned before anything is sent. */
export type PlannedOperation = {
  /** Unique for ever: `<campaign record>:<step>`. */
  readonly opKey: string;
  readonly kind: OperationKind;
  readonly ordinal: number;
  /** For people: "Picture for “Fresh bread”". */
  readonly label: string;
  /** Stands in the object's name at Meta, so that it can be found again; null where nothing is created. */
  readonly marker: string | null;
  readonly adSetKey: string | null;
  readonly adKey: string | null;
};

/** What the ledger knows about a step. */
export type OperationRow = {
  readonly opKey: string;
  readonly state: OperationState;
  readonly metaId: string | null;
  readonly errorCode: string | null;
};

/**
 * All steps of a plan in the order they are done: everything is made switched off, read back and compared, and switched
 * on from the bottom up, so that an interruption anywhere spends nothing.
 * @param markerBase short text that no other campaign has.
 */
export function planOperations(
  plan: CampaignPlan,
  campaignRecordId: string,
  markerBase: string,
): readonly PlannedOperation[] {
  const marker = (suffix: string) => `aig-${markerBase}-${suffix}`;
  const sets = plan.adSets;
  const ads = sets.flatMap((adSet) => adSet.ads.map((ad) => ({ adSet, ad })));
  const steps: readonly Step[] = [
    step('create-campaign', 'campaign', `Campaign “${plan.name}”`, { marker: marker('c') }),
    ...sets.map((adSet) =>
      step('create-ad-set', `set-${adSet.key}`, `Audience: ${adSet.name}`, {
        adSet,
        marker: marker(adSet.key),
      }),
    ),
    ...ads.map((one) =>
      step('upload-image', `image-${one.ad.key}`, `Picture for ${title(one.ad)}`, one),
    ),
    ...ads.map((one) =>
      step('create-creative', `creative-${one.ad.key}`, `Text and button for ${title(one.ad)}`, {
        ...one,
        marker: marker(`k${one.ad.key}`),
      }),
    ),
    ...ads.map((one) =>
      step('create-ad', `ad-${one.ad.key}`, `Ad ${title(one.ad)}`, {
        ...one,
        marker: marker(one.ad.key),
      }),
    ),
    step('verify', 'verify', 'Compare everything with what you approved', {}),
    ...ads.map((one) => step('activate-ad', `on-${one.ad.key}`, `Switch on ${title(one.ad)}`, one)),
    ...sets.map((adSet) =>
      step('activate-ad-set', `on-${adSet.key}`, 'Switch on the audience', { adSet }),
    ),
    step('activate-campaign', 'on-campaign', 'Switch on the campaign', {}),
  ];
  return steps.map((one, index) => ({
    opKey: `${campaignRecordId}:${one.key}`,
    kind: one.kind,
    ordinal: index + 1,
    label: one.label,
    marker: one.marker,
    adSetKey: one.adSetKey,
    adKey: one.adKey,
  }));
}

type Step = Omit<PlannedOperation, 'opKey' | 'ordinal'> & { readonly key: string };

function step(
  kind: OperationKind,
  key: string,
  label: string,
  of: { adSet?: PlannedAdSet; ad?: PlannedAd; marker?: string },
): Step {
  return {
    kind,
    key,
    label,
    marker: of.marker ?? null,
    adSetKey: of.adSet?.key ?? null,
    adKey: of.ad?.key ?? null,
  };
}

function title(ad: PlannedAd): string {
  return `“${ad.headline}”`;
}

/**
 * Whether sending a step twice leaves one object: pictures and creatives are the same by content, states are absolute,
 * and reading changes nothing. Only these may be repeated without looking first.
 */
export function isRepeatable(kind: OperationKind): boolean {
  switch (kind) {
    case 'create-campaign':
    case 'create-ad-set':
    case 'create-ad':
      return false;
    case 'upload-image':
    case 'create-creative':
    case 'verify':
    case 'activate-ad':
    case 'activate-ad-set':
    case 'activate-campaign':
    case 'pause-campaign':
    case 'resume-campaign':
      return true;
    default:
      return kind;
  }
}
