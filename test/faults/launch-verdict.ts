import { getCampaign } from '../../db/repositories/campaigns.ts';
import { asOwner } from '../../db/tenant.ts';
import type { LifecycleState } from '../../domain/lifecycle/state.ts';
import type { AgentWorld, Tenant } from '../support/agent-world.ts';
import type { Launch } from '../support/launch-story.ts';
import { rowsIn, wordIn } from '../support/sandbox-answers.ts';

/** What the person does with the card: nothing at all is one of the ways. */
export type Way = 'approve' | 'undo' | 'reject' | 'ignore';

/** A launch that has come to rest. */
export type LaunchEnd = {
  readonly way: Way;
  readonly tenant: Tenant;
  readonly launch: Launch;
  readonly state: LifecycleState;
  /** From the click, by the owner's clock. */
  readonly tookMs: number;
};

export type LaunchVerdict = {
  readonly lost: readonly string[];
  readonly duplicate: readonly string[];
  readonly stuck: readonly string[];
  readonly unapproved: readonly string[];
};

/** Longer than this a person does not wait without a word. */
const SILENCE_MS = 10_000;

/** Compares the ad account with what was approved. Empty lists mean that nothing is wrong. */
export async function verdictOn(world: AgentWorld, end: LaunchEnd): Promise<LaunchVerdict> {
  const { tenant, launch, way } = end;
  const { objects } = await world.admin(`objects?account=${tenant.adAccountId}`);
  const existing = rowsIn(objects).filter((row) => row['status'] !== 'DELETED');
  const said = await saidIn(world, launch);
  const twice = said.filter((line, index) => said.indexOf(line) !== index);
  if (way !== 'approve') {
    const made = existing.map((row) => wordIn(row['type']));
    return {
      lost: [],
      duplicate: twice.map((line) => `Said twice: ${line.slice(0, 60)}`),
      stuck: [],
      unapproved: made.map((type) => `A ${type} was made though the answer was "${way}".`),
    };
  }
  const planned = plannedCounts(launch);
  const found = (type: string) => existing.filter((row) => row['type'] === type);
  const counts = Object.entries(planned).map(([type, count]) => ({
    type,
    surplus: found(type).length - count,
  }));
  const asleep = ['campaign', 'adset', 'ad'].flatMap((type) =>
    found(type).filter((row) => row['status'] !== 'ACTIVE'),
  );
  const { stuck, granted } = await standing(world, end);
  const active = existing.some((row) => row['type'] === 'campaign' && row['status'] === 'ACTIVE');
  const told = said.length >= 2 || end.tookMs <= SILENCE_MS;
  return {
    stuck,
    unapproved: active && !granted ? ['It runs, and no approval covers it.'] : [],
    duplicate: [
      ...counts
        .filter(({ surplus }) => surplus > 0)
        .map(({ type, surplus }) => `${surplus} of ${type} too many.`),
      ...twice.map((line) => `Said twice: ${line.slice(0, 60)}`),
    ],
    lost: [
      ...counts
        .filter(({ surplus }) => surplus < 0)
        .map(({ type, surplus }) => `${-surplus} of ${type} missing.`),
      ...asleep.map((row) => `A ${wordIn(row['type'])} is ${wordIn(row['status'])}.`),
      ...(told ? [] : ['The person was not told.']),
    ],
  };
}

function plannedCounts({ plan }: Launch): Readonly<Record<string, number>> {
  const ads = plan.adSets.flatMap((adSet) => adSet.ads).length;
  return { campaign: 1, adset: plan.adSets.length, creative: ads, ad: ads };
}

async function saidIn(world: AgentWorld, { input }: Launch): Promise<string[]> {
  const rows = await asOwner(world.database.app, input.ownerId, (trx) =>
    trx
      .selectFrom('message')
      .select('content')
      .where('projectId', '=', input.projectId)
      .where('role', '=', 'agent')
      .where('content', '<>', '')
      .execute(),
  );
  return rows.map(({ content }) => content);
}

/** Whether it went live in its own books too, and under which permission. */
async function standing(
  world: AgentWorld,
  { state, launch }: LaunchEnd,
): Promise<{ stuck: readonly string[]; granted: boolean }> {
  const { ownerId, campaignRecordId, approvalId } = launch.input;
  const { record, approval } = await asOwner(world.database.app, ownerId, async (trx) => ({
    record: await getCampaign(trx, campaignRecordId),
    approval: await trx
      .selectFrom('approval')
      .select(['status', 'usedAt'])
      .where('id', '=', approvalId)
      .executeTakeFirst(),
  }));
  const { campaign } = state;
  const isLive = campaign?.status === 'live' && record?.status === 'ACTIVE';
  const stands = `${campaign?.status ?? 'no campaign'} ${campaign?.failureCode ?? ''}`;
  const where = `${stands} ${JSON.stringify(campaign?.phase)}, record ${record?.status ?? 'gone'}`;
  return {
    stuck: isLive ? [] : [`Not live: ${where}`],
    granted: approval?.status === 'GRANTED' && approval.usedAt !== null,
  };
}
