import type { CampaignPlan, PlannedAd } from '../plan/plan.ts';
import { adStep, creativeSteps, numbered, step, title } from './operations.ts';
import type { MarkerFor, PlannedOperation } from './operations.ts';

/**
 * What an approval of kind `ad-fix` covers: another ad in the place of one that Facebook refused. Its canonical JSON is
 * what the approval's hash is taken over. `ad.key` is new within the plan.
 */
export type AdAmendment = {
  readonly adSetKey: string;
  readonly replacesAdKey: string;
  readonly ad: PlannedAd;
};

/** An amendment as it was stored; null for anything else. */
export function readAmendment(content: unknown): AdAmendment | null {
  return isAmendment(content) ? content : null;
}

function isAmendment(content: unknown): content is AdAmendment {
  if (!isObject(content) || !isObject(content['ad'])) return false;
  const { ad } = content;
  const words = [content['adSetKey'], content['replacesAdKey']];
  const ofAd = ['key', 'primaryText', 'headline', 'description', 'callToAction'].map(
    (name) => ad[name],
  );
  if (![...words, ...ofAd].every((value) => typeof value === 'string')) return false;
  const { image, linkUrl } = ad;
  if (linkUrl !== null && typeof linkUrl !== 'string') return false;
  return (
    isObject(image) && typeof image['assetId'] === 'string' && typeof image['sha256'] === 'string'
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The plan with the new ad beside the refused one; null where the amendment does not fit the plan. */
export function amendedPlan(plan: CampaignPlan, amendment: AdAmendment): CampaignPlan | null {
  const { adSetKey, replacesAdKey, ad } = amendment;
  const known = plan.adSets.flatMap((adSet) => [...adSet.ads, ...(adSet.spares ?? [])]);
  if (known.some(({ key }) => key === ad.key)) return null;
  const target = plan.adSets.find(({ key }) => key === adSetKey);
  if (target?.ads.some(({ key }) => key === replacesAdKey) !== true) return null;
  const adSets = plan.adSets.map((adSet) =>
    adSet.key === adSetKey ? { ...adSet, ads: [...adSet.ads, ad] } : adSet,
  );
  return { ...plan, adSets };
}

/**
 * The steps of an amendment: the new ad is made and compared like every other, switched on, and only then the refused
 * one, which delivers nothing anyway, is switched off.
 * @param amended the plan that holds the new ad. @param first ordinal after those of the launch.
 */
export function amendmentOperations(
  amended: CampaignPlan,
  { adSetKey, replacesAdKey, ad }: AdAmendment,
  {
    campaignRecordId,
    markerBase,
    first,
  }: {
    readonly campaignRecordId: string;
    readonly markerBase: string;
    readonly first: number;
  },
): readonly PlannedOperation[] {
  const marker: MarkerFor = (suffix) => `aig-${markerBase}-${suffix}`;
  const adSet = amended.adSets.find(({ key }) => key === adSetKey);
  const old = adSet?.ads.find(({ key }) => key === replacesAdKey);
  if (adSet === undefined || old === undefined) throw new Error('The amendment does not fit.');
  const one = { adSet, ad };
  return numbered(
    [
      ...creativeSteps(one, marker),
      adStep(one, marker),
      step('verify', `verify-${ad.key}`, `Compare ${title(ad)} with what you approved`, one),
      step('activate-ad', `on-${ad.key}`, `Switch on ${title(ad)}`, one),
      step('pause-ad', `off-${replacesAdKey}`, `Switch off ${title(old)}`, { adSet, ad: old }),
    ],
    campaignRecordId,
    first,
  );
}
