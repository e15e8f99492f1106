import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createProjectActivities } from '../../activities/project.ts';
import { answerId } from '../../activities/stream-answer.ts';
import { getMessage } from '../../db/repositories/messages.ts';
import { sumModelUsage } from '../../db/repositories/model-usage.ts';
import { asOwner } from '../../db/tenant.ts';
import type { Trx } from '../../db/client.ts';
import { startOfDay } from '../../domain/monitoring/calendar.ts';
import { openWorld, START } from '../support/agent-world.ts';
import type { AgentWorld } from '../support/agent-world.ts';
import { liveTalker, talkWith } from '../support/agent-talk.ts';
import type { Talker } from '../support/agent-talk.ts';

const DAY = 86_400_000;
/** Late on a Monday evening in London, in summer time: already Tuesday by the account's clock. */
const NOW = Date.parse('2026-06-01T23:30:00Z');

let world: AgentWorld;

beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => {
  await world.close();
});

const talker = (): Promise<Talker> => liveTalker(world, { now: NOW, days: 3, each: {} });

function own<T>({ ownerId }: Talker, work: (trx: Trx) => Promise<T>): Promise<T> {
  return asOwner(world.database.app, ownerId, work);
}

test('every request is written down with its tokens, cost and cached share', async () => {
  const ada = await talker();
  const talk = talkWith(world, ada, {
    now: NOW,
    script: [
      {
        calls: [{ name: 'look_at_brief', input: {} }],
        usage: { input: 1_000, cacheRead: 3_000, output: 100 },
      },
      { text: 'You bake bread.', usage: { input: 200, cacheRead: 4_000, output: 20 } },
    ],
  });
  await talk.ask('What do I do?');
  const rows = await own(ada, (trx) => trx.selectFrom('modelUsage').selectAll().execute());
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatchObject({
    purpose: 'agent',
    model: 'claude-haiku-5-5',
    requests: 1,
    projectId: ada.projectId,
  });
  const sum = await own(ada, (trx) =>
    sumModelUsage(trx, { projectId: ada.projectId, since: NOW - DAY }),
  );
  // 1,200 at 0.10, 120 at 0.50 and 7,000 at 0.01 dollars per million.
  expect(sum).toMatchObject({ inputTokens: 1_200, cacheReadTokens: 7_000, costMicroUsd: 250 });
  const line = world.logs.find((entry) => entry.includes('"model used"'));
  expect(line).toContain('"cachedShare":0.75');
});

test('a project that has used up its day is refused before the call, told once, and answered the next day', async () => {
  const ada = await talker();
  const limit = { now: NOW, dailyLimitMicroUsd: 100 };
  const first = talkWith(world, ada, {
    ...limit,
    script: [{ text: 'Hello.', usage: { input: 2_000 } }],
  });
  await first.ask('Hello');
  const second = talkWith(world, ada, { ...limit, script: [{ text: 'Hello again.' }] });
  const messageId = await second.write('Are you there?');
  await expect(second.answer(messageId)).rejects.toMatchObject({
    type: 'claude.daily_limit',
    nonRetryable: true,
  });
  expect(second.model.requests).toHaveLength(0);

  const { projectId, ownerId } = ada;
  const project = createProjectActivities(world.deps);
  const problem = { code: 'claude.daily_limit', during: 'answer', messageId } as const;
  const report = { ...problem, projectId, ownerId, campaignRecordId: null, now: NOW };
  await project.reportProblem(report);
  await project.reportProblem(report);
  const reply = await own(ada, (trx) => getMessage(trx, answerId(messageId)));
  expect(reply?.status).toBe('failed');
  expect(reply?.content).toContain('From Wednesday 3 June, 00:00, press “Try again”');

  const tomorrow = startOfDay(NOW, 'Europe/London') + DAY;
  const third = talkWith(world, ada, {
    now: tomorrow,
    dailyLimitMicroUsd: 100,
    script: [{ text: 'Here I am.' }],
  });
  expect((await third.ask('And now?')).reply.content).toBe('Here I am.');
});

test('one project’s day does not count for another, nor one owner’s for another owner', async () => {
  const [ada, eve] = [await talker(), await talker()];
  const limit = { now: NOW, dailyLimitMicroUsd: 100 };
  const script = [{ text: 'Hello.', usage: { input: 2_000 } }];
  await talkWith(world, ada, { ...limit, script }).ask('Hello');
  expect((await talkWith(world, eve, { ...limit, script }).ask('Hello')).reply.content).toBe(
    'Hello.',
  );
  const seen = await own(eve, (trx) =>
    sumModelUsage(trx, { projectId: ada.projectId, since: START }),
  );
  expect(seen.requests).toBe(0);
});

test('planning and other work of a project are counted to it as well', async () => {
  const tenant = await world.addTenant();
  await world.activities.preparePlan({ ...tenant, previousApprovalId: null, now: START });
  const rows = await asOwner(world.database.app, tenant.ownerId, (trx) =>
    trx.selectFrom('modelUsage').select('purpose').execute(),
  );
  expect(rows).toContainEqual({ purpose: 'plan' });
});
