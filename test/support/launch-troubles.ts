import { getCampaign } from '../../db/repositories/campaigns.ts';
import { listMessages } from '../../db/repositories/messages.ts';
import { listOperations } from '../../db/repositories/operations.ts';
import { asOwner } from '../../db/tenant.ts';
import { toCampaignView } from '../../db/views/campaign-view.ts';
import type { AgentWorld, Tenant } from './agent-world.ts';
import type { Planned } from './launch-process.ts';
import { rowsIn, wordIn } from './sandbox-answers.ts';

const LATER = new Set(['pause-ad', 'pause-campaign', 'resume-campaign', 'extend-lease']);

/**
 * Sentences about whatever is wrong after a launch: something lost, made twice, switched on without being approved, or
 * said twice. An empty list means one live campaign and nothing else.
 */
export async function troublesOfLaunch(
  world: AgentWorld,
  tenant: Tenant,
  { campaignRecordId }: Pick<Planned, 'campaignRecordId'>,
): Promise<string[]> {
  const troubles: string[] = [];
  const { adAccountId, ownerId, projectId } = tenant;
  const { campaign, operations, said } = await asOwner(
    world.database.app,
    ownerId,
    async (trx) => ({
      campaign: await getCampaign(trx, campaignRecordId),
      operations: await listOperations(trx, campaignRecordId),
      said: await trx
        .selectFrom('message')
        .select('content')
        .where('projectId', '=', projectId)
        .where('role', '=', 'agent')
        .where('content', '<>', '')
        .execute(),
    }),
  );
  const plan = campaign?.plan;
  const ads = plan?.adSets.flatMap((adSet) => adSet.ads) ?? [];
  const spares = plan?.adSets.flatMap((adSet) => adSet.spares ?? []) ?? [];
  const { objects } = await world.admin(`objects?account=${adAccountId}`);
  const rows = rowsIn(objects);
  const expected: Readonly<Record<string, number>> = {
    campaign: 1,
    adset: plan?.adSets.length ?? 0,
    ad: ads.length,
    creative: ads.length + spares.length,
  };
  for (const [type, count] of Object.entries(expected)) {
    const found = rows.filter((row) => row['type'] === type && row['status'] !== 'DELETED');
    if (found.length !== count) troubles.push(`${found.length} of ${type} instead of ${count}.`);
    for (const row of found) {
      const status = wordIn(row['status'] ?? 'ACTIVE');
      if (type !== 'creative' && status !== 'ACTIVE') troubles.push(`The ${type} is ${status}.`);
    }
  }
  for (const { kind, state } of operations) {
    if (state !== 'CONFIRMED' && !LATER.has(kind)) troubles.push(`The step ${kind} is ${state}.`);
  }
  const lines = said.map(({ content }) => content);
  for (const line of new Set(lines.filter((one, index) => lines.indexOf(one) !== index))) {
    troubles.push(`Said twice: ${line.slice(0, 80)}`);
  }
  return troubles;
}

/** Whether the page shows a step that is being done: after ten seconds it then says by itself that it takes long. */
export async function standsStill(
  world: AgentWorld,
  { ownerId }: Tenant,
  { campaignRecordId }: Pick<Planned, 'campaignRecordId'>,
): Promise<boolean> {
  return await asOwner(world.database.app, ownerId, async (trx) => {
    const campaign = await getCampaign(trx, campaignRecordId);
    if (campaign?.status !== 'DEPLOYING') return false;
    const { steps, waiting } = await toCampaignView(trx, campaign);
    return waiting === null && steps.some(({ state }) => state === 'running');
  });
}

/** What the chat said about interruptions of this person's launch. */
export async function interruptionsTold(
  world: AgentWorld,
  { ownerId, projectId }: Tenant,
): Promise<string[]> {
  return await asOwner(world.database.app, ownerId, async (trx) =>
    (await listMessages(trx, projectId))
      .map(({ content }) => content)
      .filter((content) => content.includes('was interrupted')),
  );
}
