import { APPROVAL_TTL_MS } from '../domain/approval/approval.ts';
import type { Authority } from '../domain/approval/approval.ts';
import { authorityFor } from '../domain/approval/authority.ts';
import { planCard } from '../domain/approval/card.ts';
import type { PreparePlanResult, ProjectRef } from '../domain/lifecycle/work.ts';
import { accountMoment } from '../domain/monitoring/calendar.ts';
import { planDiff } from '../domain/plan/diff.ts';
import type { CampaignPlan } from '../domain/plan/plan.ts';
import type { ApprovalCardView } from '../domain/project/views.ts';
import type { Trx } from '../db/client.ts';
import {
  closeApproval,
  getApproval,
  insertApproval,
  listApprovals,
} from '../db/repositories/approvals.ts';
import { getCampaign, insertCampaign, updateCampaign } from '../db/repositories/campaigns.ts';
import { insertForecast } from '../db/repositories/forecasts.ts';
import { planHash } from '../integrations/crypto/plan-hash.ts';
import { derivedId } from '../integrations/crypto/hash.ts';
import { note, ring, say } from './feed.ts';
import { storePictures, storeTexts } from './plan-artifacts.ts';
import { resultOf } from './plan-load.ts';
import type { EarlierPlan, PlanIds } from './plan-load.ts';
import type { PlanPicture } from './plan-pictures.ts';

export type PlanToPresent = {
  readonly input: ProjectRef;
  readonly ids: PlanIds;
  readonly plan: CampaignPlan;
  /** Newly drawn ones; those the project holds already are not repeated. */
  readonly pictures: readonly PlanPicture[];
  readonly minimumDailyMinor: number;
  /** The least the ad account takes as a spending limit; null where Facebook does not say. */
  readonly minimumSpendCapMinor: number | null;
  /** Lines of the person's own that Facebook may object to. */
  readonly warnings: readonly string[];
  /** Places that were named and that Facebook does not know. */
  readonly unknownPlaces?: readonly string[];
  /** The pictures show a photo that an image model made. */
  readonly hasMadePhoto?: boolean;
  /** The version that this one takes the place of, and why, in one sentence. */
  readonly before: EarlierPlan | null;
  readonly changeReason: string | null;
  /** What the chat says with the card. */
  readonly words: string;
  readonly now: number;
};

/**
 * Stores plan, pictures, card and messages in the caller's transaction: a person sees all of it or nothing. A repeat
 * finds what is there.
 */
export async function presentPlan(trx: Trx, work: PlanToPresent): Promise<PreparePlanResult> {
  const { input, ids, plan, before, now } = work;
  const { projectId, ownerId } = input;
  const ref = { projectId, ownerId, now };
  if ((await getApproval(trx, ids.approvalId)) === null) {
    const contentHash = planHash(plan);
    const authority = planAuthority(plan, now);
    const card = planCard(plan, authority, work);
    await replaceOpenPlans(trx, ref);
    await storePictures(trx, work);
    await insertCampaign(trx, {
      ...ref,
      id: ids.campaignRecordId,
      status: 'PENDING_APPROVAL',
      plan,
      planHash: contentHash,
      approvalId: ids.approvalId,
    });
    await insertApproval(trx, {
      ...ref,
      id: ids.approvalId,
      kind: 'campaign-plan',
      contentHash,
      card,
      authority,
      briefId: null,
      campaignRecordId: ids.campaignRecordId,
      expiresAt: now + APPROVAL_TTL_MS,
      version: (before?.approval.version ?? 0) + 1,
      previousApprovalId: before?.approval.id ?? null,
      diff: before === null ? [] : planDiff(before.plan, plan),
      changeReason: before === null ? null : work.changeReason,
    });
    await keepForecast(trx, work);
    await storeTexts(trx, { ...work, card });
    await announce(trx, work, card);
  }
  // Of two runs at once the first to commit counts: what stands in the table is what the person sees.
  const stored = await getApproval(trx, ids.approvalId);
  if (stored === null) throw new Error('An approval is gone right after it was stored.');
  return resultOf(stored, ids);
}

/** What approving the plan allows, counted from the day on which it is laid before the person. */
export function planAuthority(plan: CampaignPlan, now: number): Authority {
  const { dailyBudgetMinor, currency, lastDay, endsAt, timezone } = plan;
  if (lastDay === undefined || endsAt === undefined)
    return authorityFor(dailyBudgetMinor, currency);
  const firstDay = accountMoment(now, timezone ?? 'UTC').day;
  return authorityFor(dailyBudgetMinor, currency, { firstDay, lastDay, endsAt });
}

type Ref = ProjectRef & { readonly now: number };

/** Only one plan waits at a time; what was replaced stays as a draft to look at. */
async function replaceOpenPlans(trx: Trx, ref: Ref): Promise<void> {
  for (const approval of await listApprovals(trx, ref.projectId)) {
    if (approval.kind !== 'campaign-plan' || approval.status !== 'PENDING') continue;
    await closeApproval(trx, { ...ref, id: approval.id, status: 'SUPERSEDED' });
    const recordId = approval.campaignRecordId;
    const campaign = recordId === null ? null : await getCampaign(trx, recordId);
    if (campaign?.status !== 'PENDING_APPROVAL') continue;
    await updateCampaign(trx, { ...ref, id: campaign.id, set: { status: 'DRAFT' } });
  }
}

async function keepForecast(trx: Trx, { input, ids, plan, now }: PlanToPresent): Promise<void> {
  if (plan.forecast === null) return;
  await insertForecast(trx, {
    id: derivedId('forecast', ids.campaignRecordId),
    projectId: input.projectId,
    ownerId: input.ownerId,
    campaignRecordId: ids.campaignRecordId,
    range: plan.forecast,
    now,
  });
}

async function announce(
  trx: Trx,
  { input, ids, plan, words, before, now }: PlanToPresent,
  card: ApprovalCardView,
): Promise<void> {
  const ref = { projectId: input.projectId, ownerId: input.ownerId, now };
  const key = `plan:${ids.approvalId}`;
  const messageId = await say(trx, {
    ...ref,
    key,
    type: 'APPROVAL_REQUEST',
    content: words,
    metadata: { kind: 'approval', approvalId: ids.approvalId },
  });
  await ring(trx, {
    ...ref,
    key,
    kind: 'APPROVAL_NEEDED',
    title: before === null ? 'A campaign plan waits for you' : 'A new version of your plan waits',
    body: `${card.question} It waits 48 hours; without your approval nothing happens.`,
    messageId,
  });
  await note(trx, {
    ...ref,
    key,
    actor: 'agent',
    what:
      before === null
        ? `I drafted the campaign “${plan.name}”`
        : `I made a new version of the campaign “${plan.name}”`,
    why: plan.recipe.fallbackNote,
    outcome: 'Waiting for your approval',
  });
}
