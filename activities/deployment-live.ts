import type { AdReview } from '../domain/deployment/deployment.ts';
import { metaIdsOf } from '../domain/deployment/operations.ts';
import { reviewOf } from '../domain/deployment/review.ts';
import type { CampaignPlan } from '../domain/plan/plan.ts';
import type { Standing } from '../domain/lifecycle/work.ts';
import { FIRST_LOOK_MS } from '../domain/lifecycle/monitoring.ts';
import { formatMoney } from '../domain/money.ts';
import { updateCampaign } from '../db/repositories/campaigns.ts';
import type { Trx } from '../db/client.ts';
import { save } from './deployment-ledger.ts';
import { currencyOf } from './deployment-session.ts';
import type { DeploymentSession } from './deployment-session.ts';
import { showStanding } from './deployment-standing.ts';
import { note, ring, say } from './feed.ts';

/**
 * Everything is switched on: the record, the chat, the bell and the list of what was done say so.
 * @param standing what to show of the project with it; absent where that is somebody else's to write.
 */
export async function goLive(session: DeploymentSession, standing?: Standing): Promise<void> {
  const { ownerId, projectId, campaign, clock } = session;
  const now = clock();
  const ids = metaIdsOf(session.operations, session.ledger.rows);
  const ref = { projectId, ownerId, now };
  await save(session, async (trx) => {
    await updateCampaign(trx, {
      ...ref,
      id: campaign.id,
      set: {
        status: 'ACTIVE',
        problemCode: null,
        waiting: null,
        metaIds: ids,
        // Facebook checks every ad that was switched on; the first look comes later.
        adReviews: inReview(campaign.plan),
        liveSince: now,
        nextCheckAt: now + FIRST_LOOK_MS,
        ...(ids['campaign'] === undefined ? {} : { metaCampaignId: ids['campaign'] }),
      },
    });
    await showStanding(trx, ref, standing);
    await tellLive(trx, session, now);
  });
}

function inReview({ adSets }: CampaignPlan): readonly AdReview[] {
  return adSets.flatMap(({ ads }) =>
    ads.map(({ key, headline }) =>
      reviewOf({ adKey: key, name: headline, effectiveStatus: 'PENDING_REVIEW', policies: {} }),
    ),
  );
}

async function tellLive(trx: Trx, session: DeploymentSession, now: number): Promise<void> {
  const { projectId, ownerId, campaign } = session;
  const ref = { projectId, ownerId, now, key: `live:${campaign.id}` };
  const daily = formatMoney({ minor: campaign.dailyBudgetMinor, currency: currencyOf(campaign) });
  const count = campaign.plan.adSets.flatMap((adSet) => adSet.ads).length;
  const ads = count === 1 ? 'Your ad is' : `Your ${count} ads are`;
  const them = count === 1 ? 'it' : 'them';
  const messageId = await say(trx, {
    ...ref,
    type: 'AGENT_ACTION',
    content: `${ads} switched on. Facebook checks ${them} first, mostly within a day; then people see ${them}. I look at the numbers every four hours and tell you what matters.`,
    metadata: { kind: 'action', action: 'live', evidence: null },
  });
  await ring(trx, {
    ...ref,
    kind: 'AGENT_UPDATE',
    title: 'Your campaign is switched on',
    body: `“${campaign.name}” spends about ${daily} a day from now on.`,
    messageId,
  });
  await note(trx, {
    ...ref,
    actor: 'agent',
    what: `I switched on the campaign “${campaign.name}”`,
    why: 'You approved the plan.',
    outcome: `About ${daily} a day on average`,
  });
}
