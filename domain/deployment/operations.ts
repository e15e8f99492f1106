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
  /** Within a wave: sent after all of a lower order have succeeded; absent: what its kind says. */
  readonly order?: number;
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
  const spares = sets.flatMap((adSet) => (adSet.spares ?? []).map((ad) => ({ adSet, ad })));
  const form = plan.leadForm ?? null;
  const steps: readonly Step[] = [
    step('preflight', 'preflight', 'Check account, Page and plan once more', {}),
    step('create-campaign', 'campaign', `Campaign “${plan.name}”`, { marker: marker('c') }),
    ...sets.map((adSet) =>
      step('create-ad-set', `set-${adSet.key}`, `Audience: ${adSet.name}`, {
        adSet,
        marker: marker(adSet.key),
      }),
    ),
    ...(form === null
      ? []
      : [step('create-lead-form', 'form', `Form “${form.name}”`, { marker: marker('f') })]),
    ...[...ads, ...spares].flatMap((one) => creativeSteps(one, marker)),
    ...ads.map((one) => adStep(one, marker)),
    step('verify', 'verify', 'Compare everything with what you approved', {}),
    ...ads.map((one) => step('activate-ad', `on-${one.ad.key}`, `Switch on ${title(one.ad)}`, one)),
    ...sets.map((adSet) =>
      step('activate-ad-set', `on-${adSet.key}`, `Switch on the audience: ${adSet.name}`, {
        adSet,
      }),
    ),
    step('activate-campaign', 'on-campaign', 'Switch on the campaign', {}),
  ];
  return numbered(steps, campaignRecordId);
}

type OfAd = { readonly adSet: PlannedAdSet; readonly ad: PlannedAd };
export type MarkerFor = (suffix: string) => string;

/** Picture, then text and button. A spare is made up to here and gets no ad. */
export function creativeSteps(one: OfAd, marker: MarkerFor): readonly Step[] {
  return [
    step('upload-image', `image-${one.ad.key}`, `Picture for ${title(one.ad)}`, one),
    step('create-creative', `creative-${one.ad.key}`, `Text and button for ${title(one.ad)}`, {
      ...one,
      marker: marker(`k${one.ad.key}`),
    }),
  ];
}

export function adStep(one: OfAd, marker: MarkerFor): Step {
  return step('create-ad', `ad-${one.ad.key}`, `Ad ${title(one.ad)}`, {
    ...one,
    marker: marker(one.ad.key),
  });
}

/** Sorts steps into the order they are done and numbers them for the person who watches. */
export function numbered(
  steps: readonly Step[],
  campaignRecordId: string,
  first = 1,
): readonly PlannedOperation[] {
  return steps
    .toSorted((a, b) => rankOf(a.kind) - rankOf(b.kind))
    .map(({ key, ...one }, index) => ({
      ...one,
      opKey: `${campaignRecordId}:${key}`,
      ordinal: first + index,
    }));
}

export type Step = Omit<PlannedOperation, 'opKey' | 'ordinal'> & { readonly key: string };

export function step(
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

/** Steps that let ads spend; they come after everything was made and compared. */
export function isSwitchingOn({ kind }: Pick<PlannedOperation, 'kind'>): boolean {
  return kind === 'activate-ad' || kind === 'activate-ad-set' || kind === 'activate-campaign';
}

export function title(ad: PlannedAd): string {
  return `“${ad.headline}”`;
}

/**
 * In which wave of work a step belongs: steps of one rank do not need each other, and each rank needs all before it.
 * Pictures and the form need no campaign, texts need pictures, ads need texts and audiences.
 */
export function rankOf(kind: OperationKind): number {
  switch (kind) {
    case 'preflight':
      return 0;
    case 'create-campaign':
    case 'upload-image':
    case 'create-lead-form':
      return 1;
    case 'create-ad-set':
    case 'create-creative':
      return 2;
    case 'create-ad':
      return 3;
    case 'extend-lease':
    case 'update-targeting':
      return 4;
    case 'update-end':
    case 'update-campaign-budget':
    case 'update-ad-set-budget':
      return 5;
    case 'verify':
      return 6;
    // Under a campaign that is off, neither ads nor audiences spend; within the wave the campaign comes last.
    case 'activate-ad':
    case 'activate-ad-set':
    case 'activate-campaign':
      return 7;
    case 'pause-ad':
    case 'pause-campaign':
    case 'resume-campaign':
    case 'remove-campaign':
      return 8;
    default:
      return kind;
  }
}

/** Within a wave: what has a higher order is sent after all others have succeeded. */
export function orderOf({ kind, order }: Pick<PlannedOperation, 'kind' | 'order'>): number {
  return order ?? (kind === 'activate-campaign' ? 1 : 0);
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
    case 'create-lead-form':
      return false;
    case 'preflight':
    case 'upload-image':
    case 'create-creative':
    case 'verify':
    case 'activate-ad':
    case 'activate-ad-set':
    case 'activate-campaign':
    case 'pause-ad':
    case 'pause-campaign':
    case 'resume-campaign':
    case 'extend-lease':
    case 'update-campaign-budget':
    case 'update-ad-set-budget':
    case 'update-targeting':
    case 'update-end':
    case 'remove-campaign':
      return true;
    default:
      return kind;
  }
}

/** Steps that spend nothing under a campaign that is switched off: they neither switch it on nor let it run longer. */
export function spendsNothing(kind: OperationKind): boolean {
  return RESTING.has(kind);
}

const RESTING: ReadonlySet<OperationKind> = new Set([
  'upload-image',
  'create-creative',
  'create-ad',
  'update-targeting',
  'update-end',
  'update-campaign-budget',
  'update-ad-set-budget',
  'verify',
  'activate-ad',
  'pause-ad',
]);

/** Meta's ids by what people and views know: "campaign", and the plan's keys of audiences and ads ("s1", "a1"). */
export function metaIdsOf(
  operations: readonly PlannedOperation[],
  rows: ReadonlyMap<string, OperationRow>,
): Record<string, string> {
  const entries = operations.flatMap((operation) => {
    const id = rows.get(operation.opKey)?.metaId ?? null;
    const name = nameOf(operation);
    return name === null || id === null ? [] : [[name, id] as const];
  });
  return Object.fromEntries(entries);
}

function nameOf({ kind, adSetKey, adKey }: PlannedOperation): string | null {
  switch (kind) {
    case 'create-campaign':
      return 'campaign';
    case 'create-ad-set':
      return adSetKey;
    case 'create-ad':
      return adKey;
    default:
      return null;
  }
}
