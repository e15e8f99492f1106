import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { conversationListSchema, errorSchema, usageSchema } from '../../contract/http.ts';
import type { ProjectPageDto } from '../../contract/http.ts';
import { conversationSchema } from '../../contract/model.ts';
import { insertApproval } from '../../db/repositories/approvals.ts';
import { currentConversation } from '../../db/repositories/conversations.ts';
import { insertModelUsage } from '../../db/repositories/model-usage.ts';
import { asOwner } from '../../db/tenant.ts';
import { createApiWorld } from './api-world.ts';
import type { ApiWorld, Browser } from './api-world.ts';

let world: ApiWorld;
let ada: Browser;
let eve: Browser;
let page: ProjectPageDto;
let path: string;

beforeAll(async () => {
  world = await createApiWorld(inject('postgresUrl'));
  ada = await world.visitor().signUp();
  eve = await world.visitor().signUp('Eve');
  page = await ada.createProject();
  path = `/api/projects/${page.project.id}/conversations`;
});
afterAll(async () => await world.close());

async function begin(body: object, browser = ada, where = path) {
  const answer = await browser.request('POST', where, body);
  expect(answer.status).toBe(201);
  return conversationSchema.parse(await answer.json());
}

async function codeOf(answer: Response): Promise<[number, string]> {
  return [answer.status, errorSchema.parse(await answer.json()).error.code];
}

test('a conversation is begun once, however often it is asked for', async () => {
  const body = { id: randomUUID(), title: 'Christmas' };
  const first = await begin(body);
  expect(first).toMatchObject({ type: 'AGENT', status: 'ACTIVE', title: 'Christmas' });
  expect(await begin(body)).toEqual(first);
  expect(await begin({ id: randomUUID() })).toMatchObject({ title: 'New conversation' });
});

test('an id that is in use elsewhere is refused, and tells nothing about where', async () => {
  const theirs = await eve.createProject('Eve’s shop');
  const id = randomUUID();
  await begin({ id }, eve, `/api/projects/${theirs.project.id}/conversations`);
  expect(await codeOf(await ada.request('POST', path, { id }))).toEqual([
    409,
    'conversation.id_taken',
  ]);
  const greeting = page.conversations[0]?.id;
  expect(await codeOf(await ada.request('POST', path, { id: greeting }))).toEqual([
    409,
    'conversation.id_taken',
  ]);
});

describe('a conversation of one’s own', () => {
  test('is renamed, archived and taken out again; archived it takes no messages', async () => {
    const { id } = await begin({ id: randomUUID() });
    const renamed = await ada.request('PATCH', `/api/conversations/${id}`, { title: ' Easter ' });
    expect(conversationSchema.parse(await renamed.json())).toMatchObject({ title: 'Easter' });
    await ada.request('PATCH', `/api/conversations/${id}`, { status: 'ARCHIVED' });
    const message = { id: randomUUID(), conversationId: id, content: 'Still there?' };
    expect(await codeOf(await ada.request('POST', '/api/chat/message', message))).toEqual([
      409,
      'conversation.archived',
    ]);
    await ada.request('PATCH', `/api/conversations/${id}`, { status: 'ACTIVE' });
    expect((await ada.request('POST', '/api/chat/message', message)).status).toBe(201);
  });

  test('of somebody else cannot be told from one that never was', async () => {
    const { id } = await begin({ id: randomUUID() });
    const foreign = await eve.request('PATCH', `/api/conversations/${id}`, { title: 'Mine' });
    const missing = await eve.request('PATCH', `/api/conversations/${randomUUID()}`, {
      title: 'Mine',
    });
    expect([foreign.status, missing.status]).toEqual([404, 404]);
    expect(await foreign.text()).toBe(await missing.text());
    expect((await eve.request('GET', path)).status).toBe(404);
    expect((await eve.request('POST', path, { id: randomUUID() })).status).toBe(404);
  });

  test('is never where the agent speaks of its own accord', async () => {
    await begin({ id: randomUUID() });
    const current = await asOwner(world.database.app, ada.userId, (trx) =>
      currentConversation(trx, page.project.id),
    );
    expect(current?.type).toBe('ONBOARDING');
  });
});

test('the project’s own conversations can be renamed, not archived', async () => {
  const id = page.conversations[0]?.id ?? '';
  const path = `/api/conversations/${id}`;
  expect(await codeOf(await ada.request('PATCH', path, { status: 'ARCHIVED' }))).toEqual([
    409,
    'conversation.kept',
  ]);
  expect((await ada.request('PATCH', path, { title: 'How we met' })).status).toBe(200);
  expect((await ada.request('PATCH', path, {})).status).toBe(400);
});

test('the list names what each conversation is and when it was last used', async () => {
  const { id } = await begin({ id: randomUUID(), title: 'Last' });
  world.clock.now += 60_000;
  const message = { id: randomUUID(), conversationId: id, content: 'Hello' };
  await ada.request('POST', '/api/chat/message', message);
  const { conversations } = conversationListSchema.parse(
    await (await ada.request('GET', path)).json(),
  );
  expect(conversations.map(({ type }) => type)).toContain('ONBOARDING');
  const last = conversations.find((one) => one.id === id);
  expect(last).toMatchObject({ type: 'AGENT', title: 'Last', lastActivityAt: world.clock.now });
  expect(last?.lastActivityAt).toBeGreaterThan(last?.createdAt ?? 0);
});

test('with the brief approved the campaign gets its conversation, and the interview is archived', async () => {
  const fresh = await ada.createProject('Second shop');
  const { project, brief } = fresh;
  const id = randomUUID();
  await asOwner(world.database.app, ada.userId, (trx) =>
    insertApproval(trx, {
      id,
      projectId: project.id,
      ownerId: ada.userId,
      kind: 'brief',
      contentHash: 'hash',
      card: null,
      authority: null,
      briefId: brief?.id ?? '',
      campaignRecordId: null,
      expiresAt: null,
      now: world.clock.now,
    }),
  );
  world.clock.now += 60_000;
  const decision = { approvalId: id, verdict: 'approve', contentHash: 'hash' };
  await ada.request('POST', '/api/chat/approve', decision);
  await ada.request('POST', '/api/chat/approve', decision);
  const { conversations, messages } = await ada.page(project.id);
  expect(conversations).toMatchObject([
    { type: 'ONBOARDING', status: 'ARCHIVED' },
    { type: 'CAMPAIGN', status: 'ACTIVE', title: 'Your campaign' },
  ]);
  const click = messages.find(({ type }) => type === 'APPROVAL_RESPONSE');
  expect(click?.conversationId).toBe(conversations[0]?.id);
});

test('what the model cost is shown for today and the last 30 days', async () => {
  const { project } = await ada.createProject('Third shop');
  const row = {
    projectId: project.id,
    ownerId: ada.userId,
    purpose: 'agent',
    model: 'any',
    requests: 1,
    inputTokens: 100,
    outputTokens: 10,
    cacheReadTokens: 300,
    cacheWriteTokens: 0,
    costMicroUsd: 40,
  };
  const DAY = 86_400_000;
  await asOwner(world.database.app, ada.userId, async (trx) => {
    for (const ago of [0, 5 * DAY, 40 * DAY]) {
      await insertModelUsage(trx, { ...row, id: randomUUID(), usedAt: world.clock.now - ago });
    }
  });
  const usage = await ada.request('GET', `/api/projects/${project.id}/usage`);
  expect(usageSchema.parse(await usage.json())).toEqual({
    today: { costMicroUsd: 40, limitMicroUsd: 2_000_000, requests: 1 },
    last30Days: { costMicroUsd: 80, requests: 2, cachedShare: 0.75 },
  });
  expect((await eve.request('GET', `/api/projects/${project.id}/usage`)).status).toBe(404);
});
