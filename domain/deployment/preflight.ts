import { accountProblem } from '../connection/account-status.ts';
import { missingScopes } from '../connection/scopes.ts';
import type { CampaignPlan } from '../plan/plan.ts';
import type { PreflightFinding } from './deployment.ts';
import { planOperations } from './operations.ts';
import { willPause } from './pacing.ts';
import type { Allowance } from './pacing.ts';
import { deploymentProblemWords, needsReconnect } from './problems.ts';
import type { DeploymentProblemCode } from './problems.ts';

/** How the page behind the ads answered: with a page, with an error, or not at all. */
export type LandingAnswer = 'fine' | 'error' | 'silent';

/** What was found out just before a launch. Null: Facebook did not say, so it is left to the launch itself. */
export type PreflightFacts = {
  readonly plan: CampaignPlan;
  readonly now: number;
  readonly scopes: readonly string[] | null;
  readonly account: {
    readonly status: number;
    readonly hasPaymentMethod: boolean;
    /** Least daily amount in minor units. */
    readonly minimumDailyMinor: number;
    readonly currency: string;
  } | null;
  /** `none`: the person has no right to the Page. */
  readonly page:
    | { readonly canAdvertise: boolean; readonly leadTermsAccepted: boolean | null }
    | 'none'
    | null;
  /** Whether Facebook lets this installation make ads at all; its app has to be live for that. */
  readonly appLive: boolean | null;
  /** How many of the plan's interests and places Facebook no longer offers. */
  readonly interestsGone: number;
  readonly placesGone: number;
  readonly landing: readonly LandingAnswer[];
  readonly allowance: Allowance;
};

type Blocker = DeploymentProblemCode;

const DAY_MS = 24 * 3_600_000;

/** Everything that stands in the way of a launch, and what is good to know, all at once and in plain words. */
export function findingsFor(facts: PreflightFacts): readonly PreflightFinding[] {
  const blockers: readonly (Blocker | null)[] = [
    scopeProblem(facts),
    facts.appLive === false ? 'meta.app_not_live' : null,
    facts.account === null ? null : accountProblem(facts.account),
    moneyProblem(facts),
    budgetProblem(facts),
    ...pageProblems(facts),
    facts.interestsGone > 0 ? 'preflight.interests_gone' : null,
    facts.placesGone > 0 ? 'preflight.places_gone' : null,
    facts.landing.includes('error') ? 'preflight.page_broken' : null,
    endsTooSoon(facts) ? 'preflight.approval_ends' : null,
  ];
  const warnings: readonly (DeploymentProblemCode | null)[] = [
    facts.landing.includes('silent') ? 'preflight.page_no_answer' : null,
    willPause(facts.allowance, writesOf(facts.plan)) ? 'preflight.allowance_low' : null,
  ];
  return [
    ...blockers.flatMap((code) => finding('blocker', code)),
    ...warnings.flatMap((code) => finding('warning', code)),
  ];
}

function finding(
  severity: PreflightFinding['severity'],
  code: DeploymentProblemCode | null,
): readonly PreflightFinding[] {
  return code === null ? [] : [{ severity, code, message: deploymentProblemWords(code) }];
}

/**
 * The code a launch stops with; null when nothing stands in its way. Where only the connection is missing, that is
 * what the person is asked for.
 */
export function verdictOf(findings: readonly PreflightFinding[]): DeploymentProblemCode | null {
  const blockers = findings.filter(({ severity }) => severity === 'blocker');
  if (blockers.length === 0) return null;
  const onlyConnection = blockers.every(({ code }) => needsReconnect(code));
  return onlyConnection ? 'meta.permission_missing' : 'deployment.preflight';
}

function scopeProblem({ scopes, plan }: PreflightFacts): Blocker | null {
  if (scopes === null) return null;
  const missing = missingScopes(scopes, (plan.leadForm ?? null) !== null);
  return missing.length === 0 ? null : 'meta.permission_missing';
}

/** An amount means something only in the currency it was approved in; the approved end is an instant in any zone. */
function moneyProblem({ account, plan }: PreflightFacts): Blocker | null {
  if (account === null) return null;
  return account.currency === plan.currency ? null : 'preflight.account_changed';
}

/** With several audiences each amount has to reach the minimum by itself. */
function budgetProblem({ account, plan }: PreflightFacts): Blocker | null {
  if (account === null) return null;
  const own = plan.adSets.flatMap(({ dailyBudgetMinor }) => dailyBudgetMinor ?? []);
  const amounts = own.length === 0 ? [plan.dailyBudgetMinor] : own;
  return amounts.every((amount) => amount >= account.minimumDailyMinor)
    ? null
    : 'meta.budget_too_low';
}

function pageProblems({ page, plan }: PreflightFacts): readonly (Blocker | null)[] {
  if (page === null) return [];
  if (page === 'none' || !page.canAdvertise) return ['meta.page_not_usable'];
  const form = plan.leadForm ?? null;
  if (form === null) return [];
  return [
    page.leadTermsAccepted === false ? 'meta.lead_terms_missing' : null,
    /^https?:\/\/./.test(form.privacyPolicyUrl) ? null : 'meta.privacy_policy_missing',
  ];
}

/** Facebook asks that an ad set with a daily amount runs for more than a day. */
function endsTooSoon({ plan, now }: PreflightFacts): boolean {
  return plan.endsAt !== undefined && plan.endsAt - now <= DAY_MS;
}

function writesOf(plan: CampaignPlan): number {
  return planOperations(plan, 'r', 'm').filter(
    ({ kind }) => kind !== 'preflight' && kind !== 'verify',
  ).length;
}
