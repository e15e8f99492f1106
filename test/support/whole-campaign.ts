import type { AgentWorld } from './agent-world.ts';
import { recordOf } from './running-campaign.ts';
import type { RunningStory } from './running-campaign.ts';
import { rowsIn, wordIn } from './sandbox-answers.ts';

/** Everything Facebook holds of a campaign that costs money or that people see. */
export async function wholeCampaign(world: AgentWorld, running: RunningStory) {
  const { tenant } = running;
  const id = (await recordOf(world, running)).metaIds['campaign'] ?? '';
  const of = async (edge: string, fields: string) => {
    const { data } = await world.graph(tenant, `${id}/${edge}?fields=${fields}&limit=100`);
    return rowsIn(data).toSorted((a, b) => wordIn(a['id']).localeCompare(wordIn(b['id'])));
  };
  return {
    campaign: await world.graph(
      tenant,
      `${id}?fields=name,objective,status,daily_budget,spend_cap`,
    ),
    adSets: await of('adsets', 'id,name,status,daily_budget,end_time,targeting,optimization_goal'),
    ads: await of('ads', 'id,name,status,creative{id}'),
  };
}

/** How many writes Facebook has taken for this account. */
export async function writesTaken(world: AgentWorld, { tenant }: RunningStory): Promise<number> {
  return Number((await world.admin(`ledger?account=${tenant.adAccountId}`))['count']);
}
