import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { activityListSchema, editedBriefSchema, errorSchema } from '../../contract/http.ts';
import { approvalSchema } from '../../contract/launch.ts';
import { messageSchema } from '../../contract/model.ts';
import type { ApprovalKind } from '../../domain/approval/approval.ts';
import { insertApproval } from '../../db/repositories/approvals.ts';
import { saveBriefDraft, setBriefStatus } from '../../db/repositories/briefs.ts';
import { asOwner } from '../../db/tenant.ts';
import { createApiWorld } from './api-world.ts';
import type { ApiWorld, Browser } from './api-world.ts';

let world: ApiWorld;
let ada: Browser;
beforeAll(async () => {
  world = await createApiWorld(inject('postgresUrl'));
  ada = await world.visitor().signUp();
});
afterAll(async () => await world.close());

async function outboxOf(projectId: string): Promise<{ seq: number; payload: unknown }[]> {
  return await world.database.relay
    .selectFrom('outbox')
    .select(['seq', 'payload'])
    .where('projectId', '=', projectId)
    .orderBy('seq')
    .execute();
}

async function putCard(
  projectId: string,
  card: { kind?: ApprovalKind; expiresAt?: number; briefId?: string } = {},
): Promise<string> {
  const id = randomUUID();
  await asOwner(world.database.app, ada.userId, async (trx) => {
    await insertApproval(trx, {
      id,
      projectId,
      ownerId: ada.userId,
      kind: card.kind ?? 'brief',
      contentHash: 'hash-1',
      card: null,
      authority: null,
      briefId: card.briefId ?? null,
      campaignRecordId: null,
      expiresAt: card.expiresAt ?? null,
      now: world.clock.now,
    });
  });
  return id;
}

test('the same message sent many times at once is one message and one item', async () => {
  const { project, conversations } = await ada.createProject();
  const body = { id: randomUUID(), conversationId: conversations[0]?.id, content: '  Hello  ' };
  const answers = await Promise.all(
    Array.from({ length: 6 }, async () => await ada.request('POST', '/api/chat/message', body)),
  );
  expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201, 201, 201, 201]);
  const messages = await Promise.all(
    answers.map(async (answer) => messageSchema.parse(await answer.json())),
  );
  expect(new Set(messages.map((message) => message.position)).size).toBe(1);
  expect(messages[0]?.content).toBe('Hello');
  expect(await outboxOf(project.id)).toMatchObject([
    { seq: 1, payload: { kind: 'message', messageId: body.id } },
  ]);
  const other = await ada.request('POST', '/api/chat/message', { ...body, content: 'Other' });
  expect(other.status).toBe(409);
});

test('no words of a person stand in the outbox', async () => {
  const { project, conversations } = await ada.createProject();
  await ada.request('POST', '/api/chat/message', {
    id: randomUUID(),
    conversationId: conversations[0]?.id,
    content: 'a phrase like no other',
  });
  expect(JSON.stringify(await outboxOf(project.id))).not.toContain('phrase');
  expect(world.log.join()).not.toContain('phrase');
});

test('of two opposite decisions at once exactly one counts', async () => {
  for (let round = 0; round < 8; round += 1) {
    const { project } = await ada.createProject();
    const approvalId = await putCard(project.id);
    const answers = await Promise.all(
      (['approve', 'reject'] as const).map(
        async (verdict) =>
          await ada.request('POST', '/api/chat/approve', {
            approvalId,
            verdict,
            contentHash: 'hash-1',
          }),
      ),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200, 409]));
    const page = await ada.page(project.id);
    expect(page.messages.filter(({ type }) => type === 'APPROVAL_RESPONSE')).toHaveLength(1);
    expect(await outboxOf(project.id)).toHaveLength(1);
  }
});

test('the same decision twice is one decision', async () => {
  const { project } = await ada.createProject();
  const body = { approvalId: await putCard(project.id), verdict: 'reject', contentHash: 'hash-1' };
  const first = await ada.request('POST', '/api/chat/approve', { ...body, reason: 'Too dear' });
  const second = await ada.request('POST', '/api/chat/approve', body);
  expect([first.status, second.status]).toEqual([200, 200]);
  expect(approvalSchema.parse(await second.json())).toMatchObject({
    status: 'REJECTED',
    decidedBy: 'You',
    reason: 'Too dear',
  });
  expect(await outboxOf(project.id)).toMatchObject([
    { payload: { kind: 'decision', verdict: 'reject', contentHash: 'hash-1' } },
  ]);
  expect(JSON.stringify(await outboxOf(project.id))).not.toContain('Too dear');
  const { activity } = activityListSchema.parse(
    await (await ada.request('GET', `/api/projects/${project.id}/activity`)).json(),
  );
  expect(activity).toMatchObject([{ what: 'You declined the brief', why: 'Too dear' }]);
});

test('a card that changed, or has run out on the person’s own clock, cannot be decided', async () => {
  const { project } = await ada.createProject();
  const approve = async (approvalId: string, contentHash: string) => {
    const answer = await ada.request('POST', '/api/chat/approve', {
      approvalId,
      verdict: 'approve',
      contentHash,
    });
    return [answer.status, errorSchema.parse(await answer.json()).error.code];
  };
  expect(await approve(await putCard(project.id), 'hash-0')).toEqual([409, 'approval.stale']);
  const expiring = await putCard(project.id, { expiresAt: world.clock.now + 3_600_000 });
  expect((await ada.request('POST', '/api/sandbox/skip', { days: 1 })).status).toBe(200);
  expect(await approve(expiring, 'hash-1')).toEqual([409, 'approval.expired']);
  expect(await outboxOf(project.id)).toEqual([]);
});

test('editing the brief on its card makes a new version and binds the card to it', async () => {
  const { project, brief } = await ada.createProject();
  const briefId = brief?.id ?? '';
  const common = { id: briefId, projectId: project.id, ownerId: ada.userId, now: world.clock.now };
  await asOwner(world.database.app, ada.userId, async (trx) => {
    await saveBriefDraft(trx, {
      ...common,
      changes: {
        businessDescription: 'A bakery',
        product: 'Bread',
        targetAudience: 'Neighbours',
        goal: 'LEADS',
        monthlyBudget: { minor: 30_000, currency: 'EUR' },
        location: 'Leipzig',
        uniqueSellingPoint: 'Baked at night',
        websiteUrl: null,
      },
      sources: { product: 'said' },
    });
    await setBriefStatus(trx, { ...common, status: 'PROPOSED' });
  });
  const approvalId = await putCard(project.id, { briefId });
  const path = `/api/projects/${project.id}/brief`;
  const noSite = await ada.request('PATCH', path, { version: 1, changes: { goal: 'TRAFFIC' } });
  expect([noSite.status, await noSite.json()]).toMatchObject([
    422,
    { error: { code: 'brief.incomplete', field: 'changes.websiteUrl' } },
  ]);
  const answer = await ada.request('PATCH', path, { version: 1, changes: { product: 'Rolls' } });
  const edited = editedBriefSchema.parse(await answer.json());
  expect(edited.brief).toMatchObject({
    version: 2,
    status: 'PROPOSED',
    product: 'Rolls',
    location: 'Leipzig',
    sources: { product: 'edited' },
  });
  expect(edited.approval).toMatchObject({
    id: approvalId,
    status: 'PENDING',
    briefId: edited.brief.id,
  });
  expect(edited.approval.contentHash).not.toBe('hash-1');
  expect(await outboxOf(project.id)).toMatchObject([
    { payload: { kind: 'approval-revised', approval: { id: approvalId } } },
  ]);
  const stale = await ada.request('PATCH', path, { version: 1, changes: { product: 'Cake' } });
  expect([stale.status, await stale.json()]).toMatchObject([
    409,
    { error: { code: 'brief.stale' } },
  ]);
  const old = { approvalId, verdict: 'approve', contentHash: 'hash-1' };
  expect((await ada.request('POST', '/api/chat/approve', old)).status).toBe(409);
  const now = { ...old, contentHash: edited.approval.contentHash };
  expect((await ada.request('POST', '/api/chat/approve', now)).status).toBe(200);
  expect((await ada.page(project.id)).brief).toMatchObject({ version: 2, status: 'CONFIRMED' });
});

test('pause and resume are kept in their order', async () => {
  const { project } = await ada.createProject();
  for (const change of ['pause', 'resume', 'pause']) {
    const answer = await ada.request('POST', `/api/projects/${project.id}/${change}`, {});
    expect(answer.status).toBe(202);
  }
  expect((await outboxOf(project.id)).map(({ payload }) => payload)).toEqual([
    { kind: 'policy', change: 'pause' },
    { kind: 'policy', change: 'resume' },
    { kind: 'policy', change: 'pause' },
  ]);
});

test('pressing pause twice is told once', async () => {
  const { project } = await ada.createProject();
  const path = `/api/projects/${project.id}`;
  const press = async (change: string) => await ada.request('POST', `${path}/${change}`);
  await Promise.all([press('pause'), press('pause'), press('pause')]);
  await Promise.all([press('resume'), press('resume')]);
  const { activity } = activityListSchema.parse(
    await (await ada.request('GET', `${path}/activity`)).json(),
  );
  expect(activity.map(({ what }) => what).toSorted()).toEqual([
    'You let the ads run again',
    'You paused all ads',
  ]);
  expect(await outboxOf(project.id)).toHaveLength(5);
});
