import { Client } from 'pg';
import { z } from 'zod';
import type { AppStack } from './app-stack.ts';
import type { Person } from './person.ts';

const ledgerSchema = z.object({ count: z.number() });
const objectsSchema = z.object({
  objects: z.array(z.object({ id: z.string(), type: z.string(), status: z.string().optional() })),
});

/** What an ad account of the sandbox holds: how often each kind was made, and what of it is switched on. */
export type AccountContent = {
  readonly made: Record<'campaign' | 'adSet' | 'ad', number>;
  readonly active: Record<'campaign' | 'adset' | 'ad', number>;
};

export async function contentOfAccount(stack: AppStack, person: Person): Promise<AccountContent> {
  const { connection } = await person.page();
  const account = connection.selected?.adAccountId ?? '';
  const read = async (path: string): Promise<unknown> =>
    await (await fetch(`${stack.metaUrl}/sandbox/admin/${path}`)).json();
  const made = async (object: string) =>
    ledgerSchema.parse(await read(`ledger?account=${account}&object=${object}&action=create`))
      .count;
  const { objects } = objectsSchema.parse(await read(`objects?account=${account}`));
  const active = (type: string) =>
    objects.filter((one) => one.type === type && one.status === 'ACTIVE').length;
  return {
    made: {
      campaign: await made('campaign'),
      adSet: await made('adSet'),
      ad: await made('ad'),
    },
    active: { campaign: active('campaign'), adset: active('adset'), ad: active('ad') },
  };
}

/** What the bakery's plan asks for, all of it switched on. */
export const ONE_LIVE_CAMPAIGN: AccountContent = {
  made: { campaign: 1, adSet: 1, ad: 2 },
  active: { campaign: 1, adset: 1, ad: 2 },
};

/** Runs a query around row-level security. */
export async function queryAsOwner(
  stack: AppStack,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: stack.databaseUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** Sentences about whatever was lost, done twice or left hanging in a project that has come to rest. */
export async function troublesOf(stack: AppStack, person: Person): Promise<string[]> {
  const troubles: string[] = [];
  const { projectId } = person;
  const ask = (text: string) => queryAsOwner(stack, text, [projectId]);
  const answers = await ask(`select q.id, count(a.id)::int as answers,
      count(a.id) filter (where a.status = 'streaming')::int as running
    from message q left join message a on a.reply_to = q.id
    where q.project_id = $1 and q.role = 'user' and q.type = 'TEXT' group by q.id`);
  for (const { answers: count, running } of answers) {
    if (count !== 1) troubles.push(`A message has ${String(count)} answers.`);
    if (running !== 0) troubles.push('An answer is still being written.');
  }
  const streams = await ask('select 1 from message_stream where project_id = $1');
  if (streams.length > 0) troubles.push(`${streams.length} streams were left open.`);
  const unsent = await ask('select 1 from outbox where project_id = $1 and sent_at is null');
  if (unsent.length > 0) troubles.push(`${unsent.length} outbox items were not delivered.`);
  const twice = await ask(`select content, count(*)::int as times from message
    where project_id = $1 and role = 'agent' and content <> '' and type <> 'TEXT'
    group by content having count(*) > 1`);
  for (const { content, times } of twice) {
    troubles.push(`Said ${String(times)} times: ${String(content).slice(0, 80)}`);
  }
  const campaigns = await ask('select status from campaign_record where project_id = $1');
  const live = campaigns.filter(({ status }) => status === 'ACTIVE').length;
  if (live > 1) troubles.push(`${live} campaigns are live.`);
  const uncovered = await ask(`select c.id from campaign_record c
    left join approval a on a.id = c.approval_id and a.status = 'GRANTED' and a.content_hash = c.plan_hash
    where c.project_id = $1 and c.status in ('ACTIVE', 'DEPLOYING') and a.id is null`);
  if (uncovered.length > 0) troubles.push('A campaign is built without a granted approval.');
  const seqs = await queryAsOwner(
    stack,
    `select s.last_seq::int as last, count(e.seq)::int as held, max(e.seq)::int as highest
     from user_stream s join project p on p.owner_id = s.user_id
     left join event e on e.owner_id = s.user_id where p.id = $1 group by s.last_seq`,
    [projectId],
  );
  for (const { last, held, highest } of seqs) {
    if (last !== held || last !== highest) troubles.push('The event numbers have gaps.');
  }
  return troubles;
}
