import { APPROVAL_TTL_MS } from '../domain/approval/approval.ts';
import type { Authority } from '../domain/approval/approval.ts';
import { changedAuthority } from '../domain/approval/authority.ts';
import { campaignChangeCard } from '../domain/approval/campaign-change-card.ts';
import { draftFrom } from '../domain/brief/draft.ts';
import { readAmendment } from '../domain/deployment/amendment.ts';
import { runningPlan } from '../domain/deployment/change.ts';
import type { CampaignChange } from '../domain/deployment/change.ts';
import { deploymentProblemWords } from '../domain/deployment/problems.ts';
import { spendCapFor } from '../domain/deployment/spend-cap.ts';
import type { ProjectRef } from '../domain/lifecycle/work.ts';
import { accountMoment } from '../domain/monitoring/calendar.ts';
import type { DaySnapshot } from '../domain/monitoring/snapshot.ts';
import { canonicalJson } from '../domain/plan/canonical.ts';
import { planDiff } from '../domain/plan/diff.ts';
import type { DiffRow } from '../domain/plan/diff.ts';
import type { CampaignPlan } from '../domain/plan/plan.ts';
import { changeRunning } from '../domain/plan/running-change.ts';
import type { RunningFacts, WantedChange } from '../domain/plan/running-change.ts';
import type { ApprovalCardView } from '../domain/project/views.ts';
import type { Trx } from '../db/client.ts';
import { getApproval, listApprovals } from '../db/repositories/approvals.ts';
import type { ApprovalRow } from '../db/repositories/approvals.ts';
import { currentBrief } from '../db/repositories/briefs.ts';
import { listCampaigns } from '../db/repositories/campaigns.ts';
import type { CampaignRow } from '../db/repositories/campaigns.ts';
import { listSnapshots } from '../db/repositories/snapshots.ts';
import { asOwner } from '../db/tenant.ts';
import { sha256 } from '../integrations/crypto/hash.ts';
import { MetaError } from '../integrations/meta/errors.ts';
import type { AdAccount } from '../integrations/meta/meta-api.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { runningClock } from './dependencies.ts';
import { isPassing, metaFailure, noteConnectionFailure, openMeta } from './meta-access.ts';
import { placesFor } from './plan-edit.ts';
import { ownHistory } from './plan-load.ts';

/** What is wished, with places still as names. The amount can depend on what the account asks for. */
export type ChangeWish = Omit<WantedChange, 'places' | 'dailyBudgetMinor'> & {
  readonly places?: readonly string[];
  readonly daily?: (
    plan: CampaignPlan,
    minimumDailyMinor: number,
  ) =>
    | { readonly ok: true; readonly minor: number }
    | { readonly ok: false; readonly problem: string };
};

/** A change of the running campaign, ready to be laid before the person. */
export type ChangeDraft = {
  readonly campaign: CampaignRow;
  readonly previous: ApprovalRow;
  readonly content: CampaignChange;
  readonly contentHash: string;
  readonly card: ApprovalCardView;
  readonly authority: Authority;
  readonly diff: readonly DiffRow[];
  readonly expiresAt: number;
};

export type DraftOutcome =
  | { readonly ok: true; readonly draft: ChangeDraft }
  /** Why not, as one sentence. */
  | { readonly ok: false; readonly problem: string };

/** A card this close to the end would come too late. */
const SHORTEST_LEFT_MS = 3 * 3_600_000;
/** How long a change that was just approved keeps others from being drafted upon the plan before. */
const JUST_APPROVED_MS = 3_600_000;

type Running = {
  readonly campaign: CampaignRow;
  readonly previous: ApprovalRow;
  readonly plan: CampaignPlan;
  readonly authority: Authority;
  readonly days: readonly DaySnapshot[];
  readonly facts: Pick<RunningFacts, 'usedKeys' | 'dsa' | 'history'>;
};

/** Works out what a wish makes of the running campaign. Nothing is written. @throws ApplicationFailure for what passes */
export async function draftChange(
  deps: ActivityDependencies,
  input: ProjectRef & { readonly now: number },
  wish: ChangeWish,
): Promise<DraftOutcome> {
  const clock = runningClock(deps, input.now);
  const running = await asOwner(deps.db, input.ownerId, (trx) => load(trx, input));
  if (typeof running === 'string') return { ok: false, problem: running };
  const { plan } = running;
  const account = await readAccount(deps, input.ownerId, { plan, clock });
  if (typeof account === 'string') return { ok: false, problem: account };
  const names = wish.places;
  const places = await placesFor(deps, input, { plan, names, clock });
  if (!places.ok) return places;
  const daily = wish.daily?.(plan, account.minimumDailyMinor);
  if (daily?.ok === false) return daily;
  const { lastDay, newAd, websiteUrl } = wish;
  const wanted: WantedChange = {
    ...(lastDay === undefined ? {} : { lastDay }),
    ...(newAd === undefined ? {} : { newAd }),
    ...(websiteUrl === undefined ? {} : { websiteUrl }),
    ...(daily === undefined ? {} : { dailyBudgetMinor: daily.minor }),
    ...(places.places === null ? {} : { places: places.places }),
  };
  return compose(running, wanted, { account, now: clock() });
}

async function load(
  trx: Trx,
  { projectId, now }: ProjectRef & { readonly now: number },
): Promise<Running | string> {
  const all = await listCampaigns(trx, projectId);
  const campaign = all.findLast(({ status }) => status === 'ACTIVE' || status === 'PAUSED');
  if (campaign === undefined) {
    return all.some(({ status }) => status === 'DEPLOYING')
      ? 'The campaign is just being built. It can be changed once it runs.'
      : 'No campaign runs at the moment, so there is nothing to change.';
  }
  const approvals = await listApprovals(trx, projectId);
  const previous = approvals.find(({ id }) => id === campaign.approvalId);
  const { endsAt } = campaign.plan;
  if (previous?.status !== 'GRANTED' || previous.authority === null) {
    return 'There is no valid approval behind this campaign, so it cannot be changed.';
  }
  if (endsAt !== undefined && endsAt - now < SHORTEST_LEFT_MS) {
    return 'The campaign ends in a moment, so it cannot be changed any more. A new plan can follow it.';
  }
  if (campaign.changing !== null || approvals.some((one) => isJustApproved(one, campaign, now))) {
    return 'A change was approved a moment ago and is just being made. Another one can follow it.';
  }
  const fixes = approvals.flatMap(({ kind, campaignRecordId, usedAt, content }) => {
    const mine = kind === 'ad-fix' && campaignRecordId === campaign.id && usedAt !== null;
    return mine ? (readAmendment(content) ?? []) : [];
  });
  const plan = runningPlan(campaign.plan, fixes, campaign.metaIds);
  const days = (await listSnapshots(trx, campaign.id)).filter(({ adId }) => adId === null);
  const facts = await factsOf(trx, projectId, campaign);
  return { campaign, previous, plan, authority: previous.authority, days, facts };
}

function isJustApproved(
  { kind, status, usedAt, decidedAt, previousApprovalId }: ApprovalRow,
  campaign: CampaignRow,
  now: number,
): boolean {
  if (kind !== 'campaign-change' || status !== 'GRANTED' || usedAt !== null) return false;
  return previousApprovalId === campaign.approvalId && now - (decidedAt ?? 0) < JUST_APPROVED_MS;
}

async function factsOf(
  trx: Trx,
  projectId: string,
  { plan, metaIds }: CampaignRow,
): Promise<Running['facts']> {
  const view = await currentBrief(trx, projectId);
  const brief = view === null ? {} : draftFrom(view);
  const business = brief.businessName ?? plan.pageName;
  const keys = plan.adSets.flatMap(({ ads, spares = [] }) => [...ads, ...spares]);
  return {
    usedKeys: new Set([...Object.keys(metaIds), ...keys.map(({ key }) => key)]),
    dsa: plan.dsa ?? { beneficiary: business, payor: business },
    history: await ownHistory(trx, projectId),
  };
}

/** What the account asks for at least, or in words why that is not to be had. */
async function readAccount(
  deps: ActivityDependencies,
  ownerId: string,
  { plan, clock }: { plan: CampaignPlan; clock: () => number },
): Promise<AdAccount | string> {
  const access = await openMeta(deps, ownerId, clock, plan.adAccountId);
  if (!access.ok) return deploymentProblemWords(access.code);
  try {
    return await access.api.adAccount(plan.adAccountId);
  } catch (error) {
    if (!(error instanceof MetaError)) throw error;
    const { kind, code } = error;
    if (isPassing(kind)) throw metaFailure(error);
    const failure = { ownerId, kind, code, now: clock(), sealedToken: access.sealedToken };
    await noteConnectionFailure(deps, failure);
    return deploymentProblemWords(code);
  }
}

function compose(
  running: Running,
  wanted: WantedChange,
  { account, now }: { account: AdAccount; now: number },
): DraftOutcome {
  const { campaign, previous, plan, authority: authorityBefore } = running;
  const today = accountMoment(now, plan.timezone ?? 'UTC').day;
  const { minimumDailyMinor, minimumSpendCapMinor } = account;
  const outcome = changeRunning(plan, wanted, { ...running.facts, today, minimumDailyMinor });
  if (!outcome.ok) return outcome;
  const { plan: after, added, replaced } = outcome;
  const { countsFrom, spentBeforeMinor } = spentSoFar(running, today);
  const { lastDay, endsAt } = after;
  const time =
    lastDay === undefined || endsAt === undefined
      ? undefined
      : { firstDay: countsFrom, lastDay, endsAt };
  const before = { before: authorityBefore, spentBeforeMinor };
  const authority = changedAuthority(after.dailyBudgetMinor, time, before);
  const cap = spendCapFor(authority, minimumSpendCapMinor);
  const spendCapMinor = cap === campaign.spendCapMinor ? null : cap;
  const content: CampaignChange = {
    v: 1,
    fromPlanHash: campaign.planHash,
    plan: after,
    added,
    replaced,
    spendCapMinor,
    countsFrom,
  };
  const shown = { before: plan, after, added, replaced, authorityBefore, authority };
  const isPaused = campaign.status === 'PAUSED';
  const card = campaignChangeCard({ ...shown, spentBeforeMinor, spendCapMinor, isPaused });
  const soonestEnd = Math.min(plan.endsAt ?? Infinity, endsAt ?? Infinity);
  const draft: ChangeDraft = {
    campaign,
    previous,
    content,
    contentHash: sha256(canonicalJson(content)),
    card,
    authority,
    diff: planDiff(plan, after),
    expiresAt: Math.min(now + APPROVAL_TTL_MS, soonestEnd - SHORTEST_LEFT_MS / 3),
  };
  return { ok: true, draft };
}

/** The last day whose numbers are known only in part counts by the new amount, what lies before it as it was. */
function spentSoFar(
  { campaign, days, plan }: Running,
  today: string,
): { countsFrom: string; spentBeforeMinor: number } {
  const wentLive = accountMoment(
    campaign.liveSince ?? campaign.createdAt,
    plan.timezone ?? 'UTC',
  ).day;
  const latest = days.at(-1)?.day ?? wentLive;
  // While ads rest nothing is added.
  const countsFrom = campaign.status === 'PAUSED' || latest > today ? today : latest;
  const before = days.filter(({ day }) => day < countsFrom);
  return {
    countsFrom,
    spentBeforeMinor: before.reduce((sum, { spendMinor }) => sum + spendMinor, 0),
  };
}

/** Whether the campaign is still the one that a change was drafted for. */
export async function stillFits(trx: Trx, { campaign, previous }: ChangeDraft): Promise<boolean> {
  const now = (await listCampaigns(trx, campaign.projectId)).find(({ id }) => id === campaign.id);
  const isSame = now?.planHash === campaign.planHash && now.approvalId === previous.id;
  if (!isSame || now.changing !== null) return false;
  if (now.status !== 'ACTIVE' && now.status !== 'PAUSED') return false;
  return (await getApproval(trx, previous.id))?.status === 'GRANTED';
}
