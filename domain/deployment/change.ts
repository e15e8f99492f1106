import type { CampaignPlan, PlannedAdSet } from '../plan/plan.ts';
import type { ReplacedAd } from '../plan/running-change.ts';
import type { AdAmendment } from './amendment.ts';
import { hasOwnBudgets } from './meta-parts.ts';
import type { MadeSoFar } from './made.ts';
import type { BuildTerms } from './meta-requests.ts';
import { adStep, creativeSteps, numbered, step, title } from './operations.ts';
import type { MarkerFor, PlannedOperation, Step } from './operations.ts';
import { expectations } from './verify.ts';
import type { Expectation } from './verify.ts';

/**
 * What an approval of kind `campaign-change` covers: the whole plan as it will be. Its canonical JSON is what the
 * approval's hash is taken over.
 */
export type CampaignChange = {
  readonly v: 1;
  /** Of the plan that runs; a change of anything else is out of date. */
  readonly fromPlanHash: string;
  readonly plan: CampaignPlan;
  /** Keys of the ads that have to be made. */
  readonly added: readonly string[];
  readonly replaced: readonly ReplacedAd[];
  /** What Facebook itself stops the campaign at from then on, minor units; null leaves that as it is. */
  readonly spendCapMinor: number | null;
  /** The day (YYYY-MM-DD of the account) from which the total counts by the new amount. */
  readonly countsFrom: string;
};

/** A change as it was stored; null for anything else. */
export function readCampaignChange(content: unknown): CampaignChange | null {
  return isCampaignChange(content) ? content : null;
}

function isCampaignChange(content: unknown): content is CampaignChange {
  if (!isObject(content) || content['v'] !== 1 || !isObject(content['plan'])) return false;
  const { plan, added, replaced, spendCapMinor, fromPlanHash, countsFrom } = content;
  if (typeof fromPlanHash !== 'string' || typeof countsFrom !== 'string') return false;
  if (!Array.isArray(plan['adSets']) || !Number.isSafeInteger(plan['dailyBudgetMinor']))
    return false;
  if (spendCapMinor !== null && !Number.isSafeInteger(spendCapMinor)) return false;
  return Array.isArray(added) && Array.isArray(replaced);
}

/**
 * The plan as it runs: refused ads that were replaced under an approval of their own do not stand in the record's.
 * @param fixes those approvals' contents. @param metaIds what was made, by key.
 */
export function runningPlan(
  plan: CampaignPlan,
  fixes: readonly AdAmendment[],
  metaIds: Readonly<Record<string, string>>,
): CampaignPlan {
  let adSets = plan.adSets;
  for (const { adSetKey, replacesAdKey, ad } of fixes) {
    if (metaIds[ad.key] === undefined) continue;
    adSets = adSets.map((adSet) =>
      adSet.key === adSetKey
        ? { ...adSet, ads: adSet.ads.map((one) => (one.key === replacesAdKey ? ad : one)) }
        : adSet,
    );
  }
  return { ...plan, adSets };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is known of the campaign that a change is carried out on. */
export type ChangeWork = {
  readonly campaignRecordId: string;
  readonly markerBase: string;
  /** Names the change in the ledger: the approval's own id. */
  readonly tag: string;
  /** The end to set at Facebook; null where that stays. */
  readonly leaseUntil: number | null;
  /** Whether another limit has to be set at Facebook. */
  readonly setsCap: boolean;
  /** Ordinal after those of earlier work. */
  readonly first: number;
};

/**
 * The steps from one plan to another. What Facebook may refuse comes first, then time and money, each an absolute
 * value; everything is read back before new ads are switched on and replaced ones off. Amounts that fall are sent
 * before those that rise, so that their sum never exceeds the larger of the two.
 * @param before the plan as it runs.
 */
export function changeOperations(
  before: CampaignPlan,
  { plan, added, replaced }: Pick<CampaignChange, 'plan' | 'added' | 'replaced'>,
  work: ChangeWork,
): readonly PlannedOperation[] {
  const marker: MarkerFor = (suffix) => `aig-${work.markerBase}-${suffix}`;
  const fresh = plan.adSets.flatMap((adSet) =>
    adSet.ads.filter(({ key }) => added.includes(key)).map((ad) => ({ adSet, ad })),
  );
  const old = replaced.flatMap(({ adSetKey, oldKey }) => {
    const adSet = before.adSets.find(({ key }) => key === adSetKey);
    const ad = adSet?.ads.find(({ key }) => key === oldKey);
    return adSet === undefined || ad === undefined ? [] : [{ adSet, ad }];
  });
  return numbered(
    [
      ...fresh.flatMap((one) => creativeSteps(one, marker)),
      ...fresh.map((one) => adStep(one, marker)),
      ...settings(before, plan, work),
      step('verify', `verify-${work.tag}`, 'Compare the change with what you approved', {}),
      ...fresh.map((one) =>
        step('activate-ad', `on-${one.ad.key}`, `Switch on ${title(one.ad)}`, one),
      ),
      ...old.map((one) =>
        step('pause-ad', `off-${one.ad.key}`, `Switch off ${title(one.ad)}`, one),
      ),
    ],
    work.campaignRecordId,
    work.first,
  );
}

/** Absolute values of what exists already. */
function settings(before: CampaignPlan, plan: CampaignPlan, work: ChangeWork): readonly Step[] {
  const { tag, leaseUntil, setsCap } = work;
  const amounts = plan.adSets
    .filter(
      (adSet) => amountOf(adSet) !== null && amountOf(adSet) !== amountOf(sameSet(before, adSet)),
    )
    .toSorted((a, b) => risenBy(before, a) - risenBy(before, b));
  const isWhole = !hasOwnBudgets(plan) && plan.dailyBudgetMinor !== before.dailyBudgetMinor;
  return [
    ...plan.adSets
      .filter((adSet) => isRetargeted(before, plan, adSet))
      .map((adSet) =>
        step('update-targeting', `who-${adSet.key}-${tag}`, `Change who sees it: ${adSet.name}`, {
          adSet,
        }),
      ),
    ...(leaseUntil === null
      ? []
      : plan.adSets.map((adSet) =>
          step(
            'update-end',
            `end-${adSet.key}-${tag}-${leaseUntil}`,
            `Change the end for ${adSet.name}`,
            {
              adSet,
            },
          ),
        )),
    ...(isWhole || setsCap
      ? [step('update-campaign-budget', `money-${tag}`, 'Change the amount a day', {})]
      : []),
    ...amounts.map((adSet) => ({
      ...step(
        'update-ad-set-budget',
        `money-${adSet.key}-${tag}`,
        `Change the amount a day for ${adSet.name}`,
        {
          adSet,
        },
      ),
      order: risenBy(before, adSet) > 0 ? 1 : 0,
    })),
  ];
}

function sameSet({ adSets }: CampaignPlan, { key }: PlannedAdSet): PlannedAdSet | undefined {
  return adSets.find((adSet) => adSet.key === key);
}

function amountOf(adSet: PlannedAdSet | undefined): number | null {
  return adSet?.dailyBudgetMinor ?? null;
}

function risenBy(before: CampaignPlan, adSet: PlannedAdSet): number {
  return (amountOf(adSet) ?? 0) - (amountOf(sameSet(before, adSet)) ?? 0);
}

function isRetargeted(before: CampaignPlan, plan: CampaignPlan, adSet: PlannedAdSet): boolean {
  const old = sameSet(before, adSet);
  const isSame = JSON.stringify(old?.audience) === JSON.stringify(adSet.audience);
  return !isSame || JSON.stringify(before.dsa) !== JSON.stringify(plan.dsa);
}

/**
 * The way back after a change that could not be finished: what was or may have been sent gets its value of before, new
 * ads are switched off, replaced ones on.
 * @param forth the steps of the change. @param isBegun whether a step was or may have been sent.
 */
export function wayBack(
  forth: readonly PlannedOperation[],
  isBegun: (operation: PlannedOperation) => boolean,
): readonly PlannedOperation[] {
  return forth.filter(isBegun).flatMap((operation): PlannedOperation[] => {
    const back = { ...operation, opKey: `${operation.opKey}-back`, label: BACK, marker: null };
    const { order: _order, ...plain } = back;
    switch (operation.kind) {
      case 'update-targeting':
      case 'update-end':
      case 'update-campaign-budget':
        return [plain];
      case 'update-ad-set-budget':
        // What had fallen rises again, and the other way round.
        return [{ ...plain, order: operation.order === 1 ? 0 : 1 }];
      case 'activate-ad':
        return [{ ...plain, kind: 'pause-ad' }];
      case 'pause-ad':
        return [{ ...plain, kind: 'activate-ad' }];
      default:
        return [];
    }
  });
}

const BACK = 'Set it back to what it was';

/** What has to stand at Facebook after a change: of each object only what was sent. */
export function changeExpectations(
  operations: readonly PlannedOperation[],
  plan: CampaignPlan,
  { record, made, terms }: { record: string; made: MadeSoFar; terms: BuildTerms },
): readonly Expectation[] {
  const added = new Set(
    operations.flatMap(({ kind, adKey }) =>
      kind === 'create-ad' && adKey !== null ? [adKey] : [],
    ),
  );
  const touched = new Map<string | null, Set<string>>();
  for (const { kind, adSetKey } of operations) {
    const fields = FIELDS[kind];
    if (fields === undefined) continue;
    const known = touched.get(adSetKey) ?? new Set();
    for (const field of fields) known.add(field);
    touched.set(adSetKey, known);
  }
  return expectations(plan, record, made, terms).flatMap((one) => {
    if (one.kind === 'ad' || one.kind === 'creative') {
      return one.key !== null && added.has(one.key) ? [one] : [];
    }
    const fields = touched.get(one.key);
    if (fields === undefined) return [];
    const only = (values: Expectation['expected']) =>
      Object.fromEntries(Object.entries(values).filter(([field]) => fields.has(field)));
    return [{ ...one, expected: only(one.expected), wished: only(one.wished) }];
  });
}

const FIELDS: Partial<Record<PlannedOperation['kind'], readonly string[]>> = {
  'update-targeting': ['targeting', 'dsa_beneficiary', 'dsa_payor'],
  'update-end': ['end_time'],
  'update-campaign-budget': ['daily_budget', 'spend_cap'],
  'update-ad-set-budget': ['daily_budget'],
};
