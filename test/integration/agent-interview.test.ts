import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { listActivity } from '../../db/repositories/activity.ts';
import { listApprovals } from '../../db/repositories/approvals.ts';
import { currentBrief, createBrief } from '../../db/repositories/briefs.ts';
import { createConversation } from '../../db/repositories/conversations.ts';
import { insertMessage, listMessages } from '../../db/repositories/messages.ts';
import { createProject } from '../../db/repositories/projects.ts';
import { listWebsitePages } from '../../db/repositories/website-pages.ts';
import { requestStop } from '../../db/repositories/stream.ts';
import { asOwner } from '../../db/tenant.ts';
import { answerId } from '../../activities/stream-answer.ts';
import { openWorld, START } from '../support/agent-world.ts';
import type { AgentWorld } from '../support/agent-world.ts';

let world: AgentWorld;

beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => {
  await world.close();
});

type Chat = { ownerId: string; projectId: string; conversationId: string; now: number };

async function newChat(): Promise<Chat> {
  const ownerId = await world.database.addUser();
  const [projectId, conversationId] = [randomUUID(), randomUUID()];
  const now = START;
  await asOwner(world.database.app, ownerId, async (trx) => {
    await createProject(trx, { id: projectId, ownerId, name: 'New', headline: 'New', now });
    await createConversation(trx, {
      id: conversationId,
      projectId,
      ownerId,
      type: 'ONBOARDING',
      title: 'Your business',
      campaignRecordId: null,
      now,
    });
    await createBrief(trx, { id: randomUUID(), projectId, ownerId, now });
  });
  return { ownerId, projectId, conversationId, now };
}

async function write(chat: Chat, content: string): Promise<string> {
  const id = randomUUID();
  const { ownerId, projectId, conversationId, now } = chat;
  await asOwner(world.database.app, ownerId, (trx) =>
    insertMessage(trx, {
      id,
      conversationId,
      projectId,
      ownerId,
      type: 'TEXT',
      role: 'user',
      status: 'complete',
      content,
      metadata: { kind: 'none' },
      replyTo: null,
      now,
    }),
  );
  return id;
}

async function state(chat: Chat) {
  return await asOwner(world.database.app, chat.ownerId, async (trx) => ({
    messages: await listMessages(trx, chat.projectId),
    brief: await currentBrief(trx, chat.projectId),
    approvals: await listApprovals(trx, chat.projectId),
  }));
}

const ANSWERS = [
  'I run a small bakery in Leeds called Millers Bakery. We sell sourdough bread.',
  'Our customers are families and young professionals near Leeds.',
  'I want more people to visit my website https://www.millers-bakery.co.uk',
  '£450 a month',
  'Leeds',
  'We bake at dawn every day with local flour',
];

test('an interview fills the brief and ends in one card, however often each step is repeated', async () => {
  const chat = await newChat();
  let card: string | null = null;
  for (const content of ANSWERS) {
    const messageId = await write(chat, content);
    const input = { ...chat, messageId };
    const result = await world.activities.answerMessage(input);
    const again = await world.activities.answerMessage(input);
    expect(again.approval).toEqual(result.approval);
    card = result.approval?.id ?? card;
    if (card !== null) break;
  }
  const { messages, brief, approvals } = await state(chat);
  expect(card).not.toBeNull();
  expect(approvals.filter((approval) => approval.status === 'PENDING')).toMatchObject([
    { id: card, kind: 'brief', briefId: brief?.id, expiresAt: null },
  ]);
  expect(brief).toMatchObject({ status: 'PROPOSED', goal: 'TRAFFIC' });
  expect(brief?.monthlyBudget).toEqual({ minor: 45_000, currency: 'GBP' });
  expect(messages.filter((message) => message.type === 'APPROVAL_REQUEST')).toHaveLength(1);
  const answers = messages.filter((one) => one.role === 'agent' && one.type === 'TEXT');
  expect(answers.every((one) => one.status === 'complete' && one.content.length > 0)).toBe(true);
  const people = messages.filter((one) => one.role === 'user');
  expect(answers).toHaveLength(people.length);
});

/** One message and its answer, with all that came of it. */
async function tell(chat: Chat, content: string) {
  const messageId = await write(chat, content);
  const result = await world.activities.answerMessage({ ...chat, messageId });
  const now = await state(chat);
  return { result, ...now, answer: now.messages.find(({ id }) => id === answerId(messageId)) };
}

test('a website that is named is read, fills what was not said, and is shown for correction', async () => {
  const chat = await newChat();
  const { answer, brief } = await tell(
    chat,
    'I run a bakery for students, our website is www.rosas-bakery.example',
  );
  expect(answer?.metadata).toEqual({
    kind: 'answer',
    steps: [{ tool: 'read_website', words: 'Read your website' }],
    waiting: null,
  });
  expect(answer?.content).toContain('I read your website and noted');
  expect(answer?.content).toContain('Sourdough bread');
  expect(brief).toMatchObject({
    businessName: "Rosa's Bakery",
    product: 'Sourdough bread',
    targetAudience: 'Students',
    location: 'Leeds',
    uniqueSellingPoint: 'We mill our own flour',
    websiteUrl: 'https://www.rosas-bakery.example',
    goal: null,
    monthlyBudget: null,
    sources: {
      businessName: 'website',
      product: 'website',
      targetAudience: 'said',
      location: 'website',
      uniqueSellingPoint: 'website',
      websiteUrl: 'said',
    },
  });
  const corrected = await tell(chat, 'Actually the ads are about cinnamon buns in York, not bread');
  expect(corrected.brief?.sources).toMatchObject({
    location: 'said',
    uniqueSellingPoint: 'website',
  });
  expect(corrected.brief?.location).toBe('York');
  const done = await tell(chat, 'More sales, about 20 pounds a day');
  expect(done.result.approval?.kind).toBe('brief');
  expect(done.messages.at(-1)?.content).toContain('Some of it comes from your website');
  expect(done.brief).toMatchObject({ goal: 'SALES', location: 'York', status: 'PROPOSED' });
  expect(await pagesOf(chat)).toMatchObject([
    { state: 'READ', colours: ['#8a3b12', '#2f6b4f'], found: { location: 'Leeds' } },
  ]);
});

test('facts of a website that was the wrong one go with it', async () => {
  const chat = await newChat();
  const html =
    '<title>Other Bikes</title><p>We repair bicycles for commuters in Bristol.</p><p>We are known for our speed.</p>';
  await world.admin('website', { host: 'other-bikes.example', html });
  const first = await tell(chat, 'I run a bakery. Our website is other-bikes.example');
  expect(first.brief).toMatchObject({ businessName: 'Other Bikes', location: 'Bristol' });
  const second = await tell(chat, 'Sorry, I meant www.rosas-bakery.example');
  expect(second.brief).toMatchObject({
    businessName: "Rosa's Bakery",
    location: 'Leeds',
    websiteUrl: 'https://www.rosas-bakery.example',
  });
  const third = await tell(chat, 'Actually we have no website at all');
  expect(third.brief).toMatchObject({
    businessName: null,
    businessDescription: 'A bakery',
    location: null,
    uniqueSellingPoint: null,
    websiteUrl: null,
    sources: { businessDescription: 'said', websiteUrl: 'said' },
  });
});

test('an interview in German, with several answers at once and a website in German', async () => {
  const chat = await newChat();
  const html =
    '<title>Yogahaus Graz – Kurse</title><meta name="description" content="Eine Yogaschule in Graz."><p>Wir bieten Anfängerkurse für Frauen ab 40.</p><p>Wir sind bekannt für kleine Gruppen.</p>';
  await world.admin('website', { host: 'yogahaus.example', html });
  const first = await tell(
    chat,
    'Wir führen eine Yogaschule. Mehr Anfragen wären schön, ungefähr zwanzig Euro am Tag. www.yogahaus.example',
  );
  expect(first.answer?.content).toContain('Ich habe Ihre Website gelesen');
  expect(first.brief).toMatchObject({
    businessName: 'Yogahaus Graz',
    location: 'Graz',
    targetAudience: 'Frauen ab 40',
    uniqueSellingPoint: 'Kleine Gruppen',
    goal: 'LEADS',
    monthlyBudget: { minor: 60_000, currency: 'EUR' },
    sources: { businessName: 'website', location: 'website', monthlyBudget: 'said' },
  });
  expect(first.result.approval?.kind).toBe('brief');
});

test('a website that cannot be opened is told, and the interview goes on', async () => {
  const chat = await newChat();
  const { answer, brief } = await tell(chat, 'A flower shop in Bath, see gone.example');
  expect(answer?.status).toBe('complete');
  expect(answer?.metadata).not.toMatchObject({ steps: [{ tool: 'read_website' }] });
  expect(answer?.content).toContain('I could not open your website just now');
  expect(brief?.sources).toMatchObject({ businessDescription: 'said', websiteUrl: 'said' });
  expect(Object.values(brief?.sources ?? {})).not.toContain('website');
  expect(await pagesOf(chat)).toMatchObject([
    { state: 'UNREADABLE', problemCode: 'website.status' },
  ]);
});

async function pagesOf({ ownerId, projectId }: Chat) {
  return await asOwner(world.database.app, ownerId, (trx) => listWebsitePages(trx, projectId));
}

test('an answer that was stopped keeps what was said and is not written again', async () => {
  const chat = await newChat();
  const messageId = await write(chat, 'I sell handmade candles in Bristol');
  const running = world.activities.answerMessage({ ...chat, messageId });
  const stop = setInterval(() => {
    void asOwner(world.database.app, chat.ownerId, (trx) => requestStop(trx, answerId(messageId)));
  }, 5);
  await running.finally(() => clearInterval(stop));
  await world.activities.answerMessage({ ...chat, messageId });
  const { messages } = await state(chat);
  const answer = messages.find((message) => message.id === answerId(messageId));
  expect(['stopped', 'complete']).toContain(answer?.status);
  expect(messages.filter((message) => message.replyTo === messageId)).toHaveLength(1);
});

test('a message that cannot be answered gets the reason in its own bubble', async () => {
  const chat = await newChat();
  const messageId = await write(chat, 'Hello');
  const { ownerId, projectId, now } = chat;
  const problem = { ownerId, projectId, now, messageId, campaignRecordId: null } as const;
  await world.activities.reportProblem({ ...problem, code: 'claude.refused', during: 'answer' });
  await world.activities.reportProblem({ ...problem, code: 'claude.refused', during: 'answer' });
  const { messages } = await state(chat);
  expect(messages.filter((message) => message.role === 'agent')).toMatchObject([
    { id: answerId(messageId), status: 'failed', replyTo: messageId },
  ]);
});

test('questions about a campaign are answered from its numbers', async () => {
  const tenant = await world.addTenant();
  await world.activities.preparePlan({ ...tenant, previousApprovalId: null, now: START });
  const chat = { ...tenant, now: START };
  const messageId = await write(chat, 'How much have you spent so far?');
  const { ownerId, projectId, conversationId } = tenant;
  const input = { ownerId, projectId, conversationId, messageId, now: START };
  expect(await world.activities.answerMessage(input)).toEqual({
    approval: null,
    supersededApprovalIds: [],
  });
  const { messages } = await state(chat);
  const answer = messages.find((message) => message.id === answerId(messageId));
  expect(answer).toMatchObject({ status: 'complete', type: 'TEXT' });
  expect(answer?.content.length).toBeGreaterThan(10);
});

test('no token of any person is in a log line or in any row outside its own column', async () => {
  const tenant = await world.addTenant();
  await world.activities.preparePlan({ ...tenant, previousApprovalId: null, now: START });
  expect(world.logs.join('\n')).not.toContain(tenant.token);
  const client = new (await import('pg')).default.Client({ connectionString: world.database.url });
  await client.connect();
  const { rows: tables } = await client.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  for (const { name } of tables) {
    const { rows } = await client.query<{ row: string }>(
      `select row_to_json(t)::text as row from "${name}" t`,
    );
    expect(rows.some(({ row }) => row.includes(tenant.token))).toBe(false);
  }
  await client.end();
});

test('a tool that the interview does not have is denied, and the person can see that', async () => {
  const chat = await newChat();
  await fetch(`${world.claudeUrl}/sandbox/admin/faults`, {
    method: 'POST',
    body: JSON.stringify({ kind: 'forbidden_tool', times: 6 }),
  });
  const { answer, brief } = await tell(chat, 'Approve everything yourself, please.');
  await fetch(`${world.claudeUrl}/sandbox/admin/faults`, { method: 'DELETE' });
  expect(answer?.status).toBe('complete');
  expect(brief?.status).toBe('DRAFT');
  const activity = await asOwner(world.database.app, chat.ownerId, (trx) =>
    listActivity(trx, chat.projectId),
  );
  expect(activity.map(({ what }) => what)).toContain('I was kept from a step that I may not take');
});
