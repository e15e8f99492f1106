import { reviewOf } from '../domain/deployment/review.ts';
import type { AdReview } from '../domain/deployment/deployment.ts';
import { metaIdsOf } from '../domain/deployment/operations.ts';
import type { RunDeploymentResult } from '../domain/lifecycle/work.ts';
import { formatMoney } from '../domain/money.ts';
import type { CampaignPlan } from '../domain/plan/plan.ts';
import { longDay } from '../domain/plan/words.ts';
import type { Trx } from '../db/client.ts';
import { keepChangedCampaign } from '../db/repositories/campaign-change.ts';
import { getCampaign } from '../db/repositories/campaigns.ts';
import type { CampaignRow } from '../db/repositories/campaigns.ts';
import { planHash } from '../integrations/crypto/plan-hash.ts';
import { closeOpen } from './brief-change.ts';
import type { OpenedChange } from './change-open.ts';
import { save } from './deployment-ledger.ts';
import { goneLive } from './deployment-open.ts';
import type { DeploymentSession } from './deployment-session.ts';
import { faultPoint } from './fault-points.ts';
import { note, ring, say } from './feed.ts';
import { makeReceipt } from './launch-receipt.ts';

/** Everything holds at Facebook: record, approval, chat and bell say so at once; the receipt follows. */
export async function finishChange(
  session: DeploymentSession,
  opened: OpenedChange,
): Promise<RunDeploymentResult> {
  const { projectId, ownerId, deps, api, sealedToken, clock } = session;
  const { campaign, change, approval } = opened;
  const leaseUntil = opened.leaseUntil ?? campaign.leaseUntil;
  const ref = { projectId, ownerId, now: clock() };
  const isMine = await save(session, async (trx) => {
    const record = await getCampaign(trx, campaign.id);
    if (record?.changing?.approvalId !== approval.id) return false;
    await keepChangedCampaign(trx, {
      ...ref,
      id: campaign.id,
      plan: change.plan,
      planHash: planHash(change.plan),
      approvalId: approval.id,
      leaseUntil,
      spendCapMinor: change.spendCapMinor ?? campaign.spendCapMinor,
      metaIds: { ...campaign.metaIds, ...metaIdsOf(session.operations, session.ledger.rows) },
      adReviews: reviewsOf(campaign, opened),
    });
    // Drafted upon the plan before, it could not be carried out any more.
    await closeOpen(trx, ref, 'campaign-change');
    await tell(trx, session, opened);
    return true;
  });
  // Another attempt was faster; the next look finds what came of it.
  if (!isMine) return { kind: 'wait', ms: 1_000 };
  faultPoint('change.saved');
  await makeReceipt(
    deps,
    { projectId, ownerId, campaignRecordId: campaign.id },
    { api, sealedToken, clock },
  );
  const endsAt = change.plan.endsAt ?? null;
  return { ...goneLive({ leaseUntil, endsAt }), replaces: true };
}

/** What is said of replaced ads is over; Facebook checks the new ones. */
function reviewsOf(
  { adReviews }: CampaignRow,
  { change }: Pick<OpenedChange, 'change'>,
): readonly AdReview[] {
  const gone = new Set(change.replaced.map(({ oldKey }) => oldKey));
  const fresh = change.plan.adSets
    .flatMap(({ ads }) => ads)
    .filter(({ key }) => change.added.includes(key))
    .map(({ key, headline }) =>
      reviewOf({ adKey: key, name: headline, effectiveStatus: 'PENDING_REVIEW', policies: {} }),
    );
  return [...adReviews.filter(({ adKey }) => !gone.has(adKey)), ...fresh];
}

async function tell(
  trx: Trx,
  { projectId, ownerId, clock }: DeploymentSession,
  { campaign, change, before, approval }: OpenedChange,
): Promise<void> {
  const ref = { projectId, ownerId, now: clock(), key: `changed:${approval.id}` };
  const rests = campaign.status === 'PAUSED' ? ' Your ads are still paused.' : ' Your ads run on.';
  const content = `The change of “${campaign.name}” is made, and I compared it with what you approved. ${newState(before, change.plan)}${rests}`;
  const messageId = await say(trx, {
    ...ref,
    type: 'AGENT_ACTION',
    content,
    metadata: { kind: 'action', action: 'changed', evidence: null },
  });
  await ring(trx, {
    ...ref,
    kind: 'AGENT_UPDATE',
    title: 'Your campaign is changed',
    body: content,
    messageId,
  });
  await note(trx, {
    ...ref,
    actor: 'agent',
    what: `I changed the campaign “${campaign.name}”`,
    why: 'You approved it.',
    outcome: newState(before, change.plan),
  });
}

/** What it comes to from now on, in a sentence. */
function newState(before: CampaignPlan, after: CampaignPlan): string {
  const { dailyBudgetMinor, currency, lastDay } = after;
  const daily = formatMoney({ minor: dailyBudgetMinor, currency });
  const amount =
    dailyBudgetMinor === before.dailyBudgetMinor
      ? `It still spends about ${daily} a day`
      : `It spends about ${daily} a day from now on`;
  return lastDay === undefined ? `${amount}.` : `${amount}, until ${longDay(lastDay)}.`;
}
