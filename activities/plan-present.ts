import { APPROVAL_TTL_MS } from '../domain/approval/approval.ts';
import { authorityFor } from '../domain/approval/authority.ts';
import { planCard } from '../domain/approval/card.ts';
import type { PreparePlanInput, PreparePlanResult } from '../domain/lifecycle/work.ts';
import { formatMoney } from '../domain/money.ts';
import type { CampaignPlan } from '../domain/plan/plan.ts';
import { buttonWords } from '../domain/plan/words.ts';
import type { Trx } from '../db/client.ts';
import {
  closeApproval,
  getApproval,
  insertApproval,
  listApprovals,
} from '../db/repositories/approvals.ts';
import { insertArtifact, insertAsset, listArtifacts } from '../db/repositories/artifacts.ts';
import { insertCampaign } from '../db/repositories/campaigns.ts';
import { asOwner } from '../db/tenant.ts';
import { planHash } from '../integrations/crypto/plan-hash.ts';
import { derivedId } from '../integrations/crypto/hash.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { note, ring, say } from './feed.ts';
import { resultOf } from './plan-load.ts';
import type { PlanIds } from './plan-load.ts';
import type { PlanPicture } from './plan-pictures.ts';

export type PlanToPresent = {
  readonly input: PreparePlanInput;
  readonly ids: PlanIds;
  readonly plan: CampaignPlan;
  readonly pictures: readonly PlanPicture[];
  readonly now: number;
};

/** Stores plan, pictures, card and messages in one transaction: a person sees all of it or nothing. */
export async function presentPlan(
  deps: ActivityDependencies,
  work: PlanToPresent,
): Promise<PreparePlanResult> {
  const { input, ids, plan, now } = work;
  const { projectId, ownerId } = input;
  const ref = { projectId, ownerId, now };
  const contentHash = planHash(plan);
  return await asOwner(deps.db, ownerId, async (trx) => {
    if ((await getApproval(trx, ids.approvalId)) === null) {
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
      const authority = authorityFor(plan.dailyBudgetMinor, plan.currency);
      await insertApproval(trx, {
        ...ref,
        id: ids.approvalId,
        kind: 'campaign-plan',
        contentHash,
        card: planCard(plan, authority),
        authority,
        briefId: null,
        campaignRecordId: ids.campaignRecordId,
        expiresAt: now + APPROVAL_TTL_MS,
      });
      await storeTexts(trx, work);
      await announce(trx, work);
    }
    // Of two runs at once the first to commit counts: what stands in the table is what the person sees.
    const stored = await getApproval(trx, ids.approvalId);
    if (stored === null) throw new Error('An approval is gone right after it was stored.');
    return resultOf(stored, ids);
  });
}

type Ref = { projectId: string; ownerId: string; now: number };

async function replaceOpenPlans(trx: Trx, ref: Ref): Promise<void> {
  for (const approval of await listApprovals(trx, ref.projectId)) {
    if (approval.kind !== 'campaign-plan' || approval.status !== 'PENDING') continue;
    await closeApproval(trx, { ...ref, id: approval.id, status: 'SUPERSEDED' });
  }
}

async function storePictures(
  trx: Trx,
  { input, plan, pictures, now }: PlanToPresent,
): Promise<void> {
  const ref = { projectId: input.projectId, ownerId: input.ownerId, now };
  const ads = plan.adSets.flatMap((adSet) => adSet.ads);
  for (const picture of pictures) {
    const { assetId, sha256, mime, width, height, png } = picture;
    await insertAsset(trx, { ...ref, id: assetId, sha256, mime, width, height, bytes: png });
    const ad = ads.find((one) => one.image.assetId === assetId);
    await insertArtifact(trx, {
      ...ref,
      id: derivedId('artifact', assetId),
      kind: 'IMAGE',
      title: `Picture for “${ad?.headline ?? plan.name}”`,
      version: 1,
      text: null,
      assetId,
    });
  }
}

async function storeTexts(trx: Trx, { input, ids, plan, now }: PlanToPresent): Promise<void> {
  const ref = { projectId: input.projectId, ownerId: input.ownerId, now };
  const earlier = await listArtifacts(trx, input.projectId);
  const version = 1 + earlier.filter((artifact) => artifact.kind === 'CAMPAIGN').length;
  await insertArtifact(trx, {
    ...ref,
    id: derivedId('artifact', ids.campaignRecordId, 'texts'),
    kind: 'AD_COPY',
    title: `Ad texts for “${plan.name}”`,
    version,
    text: adTexts(plan),
    assetId: null,
  });
  await insertArtifact(trx, {
    ...ref,
    id: derivedId('artifact', ids.campaignRecordId, 'plan'),
    kind: 'CAMPAIGN',
    title: `Plan “${plan.name}”`,
    version,
    text: planText(plan),
    assetId: null,
  });
}

function adTexts(plan: CampaignPlan): string {
  return plan.adSets
    .flatMap((adSet) => adSet.ads)
    .map((ad) => {
      const lines = [ad.headline, ad.primaryText, ad.description, buttonWords(ad.callToAction)];
      return lines.filter((line) => line !== '').join('\n');
    })
    .join('\n\n');
}

function planText(plan: CampaignPlan): string {
  const authority = authorityFor(plan.dailyBudgetMinor, plan.currency);
  const rows = planCard(plan, authority).rows.map((row) => `${row.label}: ${row.value}`);
  return [...rows, '', plan.reasoning].join('\n');
}

async function announce(trx: Trx, { input, ids, plan, now }: PlanToPresent): Promise<void> {
  const ref = { projectId: input.projectId, ownerId: input.ownerId, now };
  const key = `plan:${ids.approvalId}`;
  const { maxPerWeekMinor } = authorityFor(plan.dailyBudgetMinor, plan.currency);
  const week = formatMoney({ minor: maxPerWeekMinor, currency: plan.currency });
  const messageId = await say(trx, {
    ...ref,
    key,
    type: 'APPROVAL_REQUEST',
    content:
      'Here is the campaign I suggest. Nothing runs and nothing is spent before you approve it with the button.',
    metadata: { kind: 'approval', approvalId: ids.approvalId },
  });
  await ring(trx, {
    ...ref,
    key,
    kind: 'APPROVAL_NEEDED',
    title: 'A campaign plan waits for you',
    body: `“${plan.name}” for up to ${week} a week. It waits 48 hours; without your approval nothing happens.`,
    messageId,
  });
  await note(trx, {
    ...ref,
    key,
    actor: 'agent',
    what: `I drafted the campaign “${plan.name}”`,
    why: plan.recipe.fallbackNote,
    outcome: 'Waiting for your approval',
  });
}
