import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { getStatus } from '../../workflows/messages.ts';
import { lifecycleWorkflowId } from '../../workflows/task-queues.ts';
import {
  contentOfAccount,
  ONE_LIVE_CAMPAIGN,
  queryAsOwner,
  troublesOf,
} from '../support/account-of-truth.ts';
import { shortenProcessing, startAppStack } from '../support/app-stack.ts';
import type { AppStack } from '../support/app-stack.ts';
import { BAKERY, createPerson } from '../support/person.ts';
import type { Person } from '../support/person.ts';

let stack: AppStack;
let connection: Connection;
let client: Client;

beforeAll(async () => {
  const temporalAddress = inject('temporalAddress');
  stack = await startAppStack({ postgresUrl: inject('postgresUrl'), temporalAddress });
  await shortenProcessing(stack);
  connection = await Connection.connect({ address: temporalAddress });
  client = new Client({ connection });
});
afterAll(async () => {
  await connection.close();
  await stack.close();
});

const lifecycleOf = ({ projectId }: Person) =>
  client.workflow.getHandle(lifecycleWorkflowId(projectId));

/** The tests run side by side, and one of them takes the API away for everybody. */
const PATIENCE_MS = 30_000;

async function personWithPlan(): Promise<Person> {
  const person = await createPerson(stack.url, BAKERY.name, PATIENCE_MS);
  for (const line of BAKERY.lines) await person.say(line);
  await person.approve('brief');
  await person.connectFacebook();
  await person.until('the plan', ({ approvals }) =>
    approvals.some(({ kind }) => kind === 'campaign-plan'),
  );
  return person;
}

const goesLive = (person: Person) =>
  person.until(
    'the live campaign',
    ({ campaigns }) => campaigns.find(({ liveSince }) => liveSince !== null),
    120_000,
  );

async function expectNothingSwitchedOn(person: Person): Promise<void> {
  const { active } = await contentOfAccount(stack, person);
  expect(active).toEqual({ campaign: 0, adset: 0, ad: 0 });
}

describe.concurrent('a process that is killed', () => {
  test('the worker while it builds a campaign still leaves exactly one live campaign', async () => {
    const person = await personWithPlan();
    await person.approve('campaign-plan');
    await person.until('the first finished step', ({ campaigns }) =>
      campaigns[0]?.steps.some(({ state }) => state === 'done'),
    );
    // Some moment of the building, another one in every run.
    await delay(randomInt(0, 400));
    await stack.killWorker();
    await stack.startWorker();
    const campaign = await goesLive(person);
    expect(campaign.steps.every(({ state }) => state === 'done')).toBe(true);
    expect(await contentOfAccount(stack, person)).toEqual(ONE_LIVE_CAMPAIGN);
    expect(await troublesOf(stack, person)).toEqual([]);
  });

  test('the API right after it took a message still has it answered, once', async () => {
    const person = await createPerson(stack.url, BAKERY.name, PATIENCE_MS);
    const conversationId = (await person.page()).conversations[0]?.id;
    const id = randomUUID();
    const message = { id, conversationId, content: BAKERY.lines[0] };
    expect((await person.call('POST', '/api/chat/message', message)).status).toBe(201);
    await stack.kill('api');
    await stack.start('api');
    await person.until('the answer', ({ messages }) =>
      messages.some(({ replyTo, status }) => replyTo === id && status === 'complete'),
    );
    // A browser that saw no answer sends it again.
    expect((await person.call('POST', '/api/chat/message', message)).status).toBeLessThan(300);
    expect(await troublesOf(stack, person)).toEqual([]);
  });
});

describe.concurrent('a lifecycle that is lost altogether', () => {
  test('is put together again from the database at the next message, and nothing is built or said twice', async ({
    expect,
  }) => {
    const person = await personWithPlan();
    await person.approve('campaign-plan');
    await goesLive(person);
    const before = (await person.page()).messages.length;
    await lifecycleOf(person).terminate('lost in a test');
    await person.say('Are you still there?');
    await expect
      .poll(async () => (await lifecycleOf(person).query(getStatus)).campaign?.status, {
        timeout: 30_000,
      })
      .toBe('live');
    const status = await lifecycleOf(person).query(getStatus);
    expect(status).toMatchObject({
      stage: 'live',
      pendingApprovals: [],
      campaign: { status: 'live', delivering: true },
    });
    expect(status.campaign?.nextCheckAt).toBeGreaterThan(Date.now());
    await person.until('the page that says so', ({ project }) => project.stage === 'live');
    // The question and its answer, and not a word more.
    expect((await person.page()).messages).toHaveLength(before + 2);
    expect(await contentOfAccount(stack, person)).toEqual(ONE_LIVE_CAMPAIGN);
    expect(await troublesOf(stack, person)).toEqual([]);
  });

  test('between plan and approval still takes the approval', async () => {
    const person = await personWithPlan();
    await lifecycleOf(person).terminate('lost in a test');
    await person.approve('campaign-plan');
    await goesLive(person);
    expect(await contentOfAccount(stack, person)).toEqual(ONE_LIVE_CAMPAIGN);
    expect(await troublesOf(stack, person)).toEqual([]);
  });
});

describe.concurrent('a permission that does not fit', () => {
  test('a plan that was changed in the database behind the card is not built', async () => {
    const person = await personWithPlan();
    await queryAsOwner(
      stack,
      `update campaign_record set plan = jsonb_set(plan, '{dailyBudgetMinor}', '99000')
       where project_id = $1`,
      [person.projectId],
    );
    await person.approve('campaign-plan');
    const failed = await person.until('the refusal', ({ campaigns }) =>
      campaigns.find(({ status }) => status === 'FAILED'),
    );
    expect(failed.problem?.code).toBe('deployment.approval_changed');
    await expectNothingSwitchedOn(person);
    expect((await contentOfAccount(stack, person)).made.campaign).toBe(0);
  });

  test('a signal with a wrong hash or an unknown card decides nothing', async () => {
    const person = await personWithPlan();
    const card = (await person.page()).approvals.find(({ kind }) => kind === 'campaign-plan');
    const handle = lifecycleOf(person);
    const right = {
      approvalId: card?.id ?? '',
      verdict: 'approve',
      contentHash: card?.contentHash,
    };
    await handle.signal('approvalDecision', { ...right, contentHash: 'f'.repeat(64) });
    await handle.signal('approvalDecision', { ...right, approvalId: randomUUID() });
    await handle.signal('approvalDecision', 'nonsense');
    await person.until('the note', ({ messages }) =>
      messages.find(({ type }) => type === 'AGENT_ACTION'),
    );
    const status = await handle.query(getStatus);
    expect(status.pendingApprovals.map(({ id }) => id)).toEqual([card?.id]);
    await expectNothingSwitchedOn(person);
    // The right one, twice, and the button at the same moment: one decision, one campaign.
    await Promise.all([
      handle.signal('approvalDecision', right),
      handle.signal('approvalDecision', right),
      person.approve('campaign-plan').catch(() => undefined),
    ]);
    await goesLive(person);
    expect(await contentOfAccount(stack, person)).toEqual(ONE_LIVE_CAMPAIGN);
  });
});
