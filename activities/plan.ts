import type { PreparePlanInput, PreparePlanResult } from '../domain/lifecycle/work.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { runningClock } from './dependencies.ts';
import { drawPictures } from './plan-pictures.ts';
import { gatherFacts } from './plan-facts.ts';
import { loadPlanning } from './plan-load.ts';
import { planFailure, withPlanErrors } from './plan-failure.ts';
import { presentPlan } from './plan-present.ts';
import { compilePlan } from '../domain/plan/compile.ts';
import { dailyBudgetFrom } from '../domain/plan/budget.ts';
import { proposePlan } from '../integrations/claude/plan.ts';
import { resolveAudience } from './plan-audience.ts';
import { openMeta } from './meta-access.ts';

export type PlanActivities = {
  preparePlan(input: PreparePlanInput): Promise<PreparePlanResult>;
};

export function createPlanActivities(deps: ActivityDependencies): PlanActivities {
  return { preparePlan: (input) => withPlanErrors(deps, input, () => preparePlan(deps, input)) };
}

/**
 * Drafts a campaign from the confirmed brief and lays it before the person. The model gives words and wishes; amounts,
 * accounts, places and links come from the brief and from Meta. A repeat returns the plan that is there already.
 * @throws ApplicationFailure of type `plan.*`, `meta.*` or `claude.*`.
 */
async function preparePlan(
  deps: ActivityDependencies,
  input: PreparePlanInput,
): Promise<PreparePlanResult> {
  const clock = runningClock(deps, input.now);
  const loaded = await loadPlanning(deps, input);
  if (loaded.kind === 'there') return loaded.result;
  const access = await openMeta(deps, input.ownerId, clock);
  if (!access.ok) throw planFailure(access.code);
  const { brief, ids, adAccountId, pageId, feedback } = loaded;
  const facts = await gatherFacts(access.api, { brief, adAccountId, pageId });
  const { account } = facts;
  const budget = dailyBudgetFrom(brief.monthlyBudget, {
    currency: account.currency,
    minimumDailyMinor: facts.minimumDailyMinor,
  });
  if (!budget.ok) throw planFailure(budget.problem);
  const { proposal } = await proposePlan(deps.claude, {
    brief,
    pageName: facts.page.name,
    currency: account.currency,
    dailyBudgetMinor: budget.dailyBudgetMinor,
    countryHint: null,
    feedback,
  });
  const audience = await resolveAudience(access.api, proposal, brief);
  const pictures = await drawPictures(proposal, {
    businessName: brief.businessName ?? facts.page.name,
    campaignRecordId: ids.campaignRecordId,
  });
  const outcome = compilePlan({
    proposal,
    brief,
    account,
    page: facts.page,
    measuring: facts.measuring,
    dailyBudgetMinor: budget.dailyBudgetMinor,
    places: audience.places,
    interests: audience.interests,
    images: pictures.map(({ assetId, sha256 }) => ({ assetId, sha256 })),
  });
  if (!outcome.ok) throw planFailure(outcome.problem);
  return await presentPlan(deps, { input, ids, plan: outcome.plan, pictures, now: clock() });
}
