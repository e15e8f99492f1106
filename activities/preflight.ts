import { NO_LINK } from '../domain/deployment/meta-parts.ts';
import { findingsFor, verdictOf } from '../domain/deployment/preflight.ts';
import type { LandingAnswer, PreflightFacts } from '../domain/deployment/preflight.ts';
import type { PlannedOperation } from '../domain/deployment/operations.ts';
import { spendCapFor } from '../domain/deployment/spend-cap.ts';
import type { CampaignPlan } from '../domain/plan/plan.ts';
import { MetaError } from '../integrations/meta/errors.ts';
import type { MetaApi } from '../integrations/meta/meta-api.ts';
import { faultPoint } from './fault-points.ts';
import { noteEnd } from './deployment-ledger.ts';
import { fail, NEXT } from './deployment-outcome.ts';
import type { StepOutcome } from './deployment-outcome.ts';
import type { DeploymentSession } from './deployment-session.ts';
import { claimReading, unreadable } from './deployment-verify.ts';
import { isPassing } from './meta-access.ts';

/** Looks, before anything is made, whether everything can be made; says all that is wrong at once. */
export async function preflight(
  session: DeploymentSession,
  operation: PlannedOperation,
): Promise<StepOutcome> {
  const { fence, ledger } = session;
  const row = ledger.rows.get(operation.opKey);
  // Claimed with the opening already, unless an earlier attempt did so.
  const isMine = row?.state === 'SENT' && row.attempt === fence;
  const claimed = isMine ? NEXT : await claimReading(session, operation);
  if (claimed.kind !== 'next') return claimed;
  let seen: Seen;
  try {
    seen = await gather(session);
  } catch (error) {
    return unreadable(session, operation, error);
  }
  const findings = findingsFor(seen.facts);
  faultPoint('preflight.checked');
  const verdict = verdictOf(findings);
  const outcome =
    verdict === null ? NEXT : fail(session, operation, { code: verdict, cause: null });
  if (verdict === null) noteEnd(session, operation, { state: 'CONFIRMED' });
  const { spendCapMinor } = seen;
  const isCapNew = verdict === null && spendCapMinor !== (session.terms.spendCapMinor ?? null);
  const areFindingsNew = findings.length > 0 || ledger.findings.length > 0;
  if (isCapNew) session.terms = { ...session.terms, spendCapMinor };
  if (areFindingsNew) ledger.findings = findings;
  if (isCapNew || areFindingsNew) {
    // The claim of the campaign itself is on disk only together with this.
    ledger.unwrittenRecord = {
      ...(isCapNew ? { spendCapMinor } : {}),
      ...(areFindingsNew ? { findings } : {}),
    };
  }
  return outcome;
}

type Seen = {
  readonly facts: PreflightFacts;
  /** What Facebook itself shall stop the campaign at. */
  readonly spendCapMinor: number | null;
};

async function gather(session: DeploymentSession): Promise<Seen> {
  const { api, campaign, clock } = session;
  const { plan } = campaign;
  const ad = { accountId: plan.adAccountId, pageId: plan.pageId, link: linkOf(plan) };
  const [scopes, account, page, appLive, interestsGone, placesGone, landing] = await Promise.all([
    told(api.grantedScopes()),
    told(api.adAccount(plan.adAccountId)),
    told(api.managedPage(plan.pageId).then((found) => found ?? ('none' as const))),
    told(api.appLive(ad)),
    interestsGoneFrom(api, plan),
    placesGoneFrom(api, plan),
    landingAnswers(session),
  ]);
  const facts: PreflightFacts = {
    plan,
    now: clock(),
    scopes,
    account,
    page,
    appLive,
    interestsGone,
    placesGone,
    landing,
    allowance: api.usage(),
  };
  const least = account?.minimumSpendCapMinor ?? null;
  // What was sent once is sent again the same, or a lost campaign could not be told from another.
  const spendCapMinor = isCampaignSent(session)
    ? (session.terms.spendCapMinor ?? null)
    : spendCapFor(session.authority ?? null, least);
  return { facts, spendCapMinor };
}

function isCampaignSent({ operations, ledger }: DeploymentSession): boolean {
  const making = operations.find(({ kind }) => kind === 'create-campaign');
  const state = making === undefined ? null : ledger.rows.get(making.opKey)?.state;
  return state !== 'INTENT' && state !== 'FAILED';
}

function linkOf({ adSets }: CampaignPlan): string {
  return adSets.flatMap(({ ads }) => ads)[0]?.linkUrl ?? NO_LINK;
}

/**
 * What Facebook refuses to tell is left to the launch itself. A dead connection and a passing trouble end the look.
 * @throws MetaError
 */
async function told<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    const ends = error instanceof MetaError && (isPassing(error.kind) || isDead(error));
    if (ends || !(error instanceof MetaError)) throw error;
    return null;
  }
}

function isDead({ kind }: MetaError): boolean {
  return kind === 'AUTH_EXPIRED' || kind === 'AUTH_REVOKED' || kind === 'NEEDS_HUMAN';
}

async function interestsGoneFrom(api: MetaApi, plan: CampaignPlan): Promise<number> {
  const interests = plan.adSets.flatMap(({ audience }) => audience.interests);
  const wanted = [...new Map(interests.map((one) => [one.id, one])).values()];
  const alive = await told(api.validInterests(wanted));
  return alive === null ? 0 : wanted.length - alive.length;
}

async function placesGoneFrom(api: MetaApi, plan: CampaignPlan): Promise<number> {
  const places = plan.adSets.flatMap(({ audience }) => audience.places);
  const wanted = [...new Map(places.map((one) => [`${one.kind}:${one.key}`, one])).values()];
  const alive = await told(api.validPlaces(wanted));
  return alive === null ? 0 : wanted.length - alive.length;
}

async function landingAnswers({ deps, campaign }: DeploymentSession): Promise<LandingAnswer[]> {
  const { probePage } = deps;
  if (probePage === undefined) return [];
  const links = campaign.plan.adSets.flatMap(({ ads, spares = [] }) =>
    [...ads, ...spares].flatMap(({ linkUrl }) => linkUrl ?? []),
  );
  // Ads differ in their tags only.
  const pages = new Map(links.map((link) => [link.replace(/\?.*$/, ''), link]));
  return await Promise.all([...pages.values()].map((link) => probePage(link)));
}
