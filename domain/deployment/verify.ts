import type { CampaignPlan } from '../plan/plan.ts';
import { needed, targetingOf } from './meta-requests.ts';
import type { MadeSoFar } from './meta-requests.ts';

/** A Meta object as read back; numbers may come as strings, lists in any order. */
export type ReadBack = { readonly [key: string]: unknown };

/** One object to read back, and what has to stand in it. */
export type Expectation = {
  readonly id: string;
  readonly kind: 'campaign' | 'ad-set' | 'ad';
  readonly fields: string;
  /** Field paths to compare, each with what was sent. */
  readonly expected: Readonly<Record<string, unknown>>;
};

/** Everything that was made, with what was approved for it. */
export function expectations(
  plan: CampaignPlan,
  record: string,
  made: MadeSoFar,
): readonly Expectation[] {
  const campaignId = needed(made, record, 'campaign');
  const storeUrl = plan.recipe.promotedObject?.['object_store_url'] ?? null;
  const campaign: Expectation = {
    id: campaignId,
    kind: 'campaign',
    fields: 'id,name,objective,daily_budget,special_ad_categories,status',
    expected: {
      objective: plan.recipe.objective,
      daily_budget: plan.dailyBudgetMinor,
    },
  };
  const sets = plan.adSets.map((adSet): Expectation => {
    return {
      id: needed(made, record, `set-${adSet.key}`),
      kind: 'ad-set',
      fields:
        'id,name,campaign_id,optimization_goal,billing_event,targeting,promoted_object,status',
      expected: {
        campaign_id: campaignId,
        optimization_goal: plan.recipe.optimizationGoal,
        billing_event: 'IMPRESSIONS',
        targeting: targetingOf(adSet.audience, storeUrl),
        ...(plan.recipe.promotedObject === null
          ? {}
          : { promoted_object: plan.recipe.promotedObject }),
      },
    };
  });
  const ads = plan.adSets.flatMap((adSet) =>
    adSet.ads.map((ad): Expectation => {
      return {
        id: needed(made, record, `ad-${ad.key}`),
        kind: 'ad',
        fields:
          'id,name,adset_id,creative{id},status,effective_status,issues_info,ad_review_feedback',
        expected: {
          adset_id: needed(made, record, `set-${adSet.key}`),
          creative: { id: needed(made, record, `creative-${ad.key}`) },
        },
      };
    }),
  );
  return [campaign, ...sets, ...ads];
}

/** Names of the fields in which Meta's copy differs from what was sent; Meta drops some values silently. */
export function differences(expectation: Expectation, readBack: ReadBack): readonly string[] {
  return Object.entries(expectation.expected).flatMap(([field, sent]) =>
    holds(readBack[field], sent) ? [] : [`${expectation.kind}.${field}`],
  );
}

/** Meta adds names and defaults to what it was given, so everything sent must be there, but more may be. */
function holds(stored: unknown, sent: unknown): boolean {
  if (Array.isArray(sent)) {
    if (!Array.isArray(stored) || stored.length !== sent.length) return false;
    return sent.every((item) => stored.some((other) => holds(other, item)));
  }
  if (isRecord(sent)) {
    if (!isRecord(stored)) return false;
    return Object.entries(sent).every(([key, value]) =>
      key === 'name' ? true : holds(stored[key], value),
    );
  }
  return String(stored) === String(sent);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A new ad is being processed for up to a minute and cannot be judged before. */
export function isStillProcessing(readBack: ReadBack): boolean {
  return readBack['effective_status'] === 'IN_PROCESS';
}

export function isRefused(readBack: ReadBack): boolean {
  const status = readBack['effective_status'];
  return status === 'DISAPPROVED' || status === 'WITH_ISSUES';
}
