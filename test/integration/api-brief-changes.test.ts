import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { errorSchema } from '../../contract/http.ts';
import { briefChangeCard } from '../../domain/approval/brief-change-card.ts';
import type { BriefDraft } from '../../domain/brief/brief.ts';
import { insertApproval } from '../../db/repositories/approvals.ts';
import { saveBriefDraft, setBriefStatus } from '../../db/repositories/briefs.ts';
import { createConversation } from '../../db/repositories/conversations.ts';
import { insertMessage } from '../../db/repositories/messages.ts';
import { asOwner } from '../../db/tenant.ts';
import { briefChangeHash } from '../../integrations/crypto/brief-hash.ts';
import { exampleBrief } from '../../domain/plan/plan-example.ts';
import { createApiWorld } from './api-world.ts';
import type { ApiWorld, Browser } from './api-world.ts';

let world: ApiWorld;
let ada: Browser;
beforeAll(async () => {
  world = await createApiWorld(inject('postgresUrl'));
  ada = await world.visitor().signUp();
});
afterAll(async () => await world.close());

type Card = {
  readonly projectId: string;
  readonly conversationId: string;
  readonly approvalId: string;
  readonly contentHash: string;
};

/** A change of a confirmed brief, asked for in a conversation of the person's own. */
async function waiting(changes: BriefDraft, fromVersion = 1): Promise<Card> {
  const { project, brief } = await ada.createProject();
  const [conversationId, approvalId] = [randomUUID(), randomUUID()];
  const ref = { projectId: project.id, ownerId: ada.userId, now: world.clock.now };
  const content = { fromVersion, changes };
  const contentHash = briefChangeHash(content);
  await asOwner(world.database.app, ada.userId, async (trx) => {
    const id = brief?.id ?? '';
    const known = { ...exampleBrief, businessName: 'Crumb' };
    await saveBriefDraft(trx, { ...ref, id, changes: known, sources: {} });
    await setBriefStatus(trx, { ...ref, id, status: 'CONFIRMED' });
    const own = { ...ref, type: 'AGENT', title: 'A question', campaignRecordId: null } as const;
    await createConversation(trx, { ...own, id: conversationId });
    await insertApproval(trx, {
      ...ref,
      id: approvalId,
      kind: 'brief-change',
      contentHash,
      content,
      card: briefChangeCard(changes, 'nothing'),
      authority: null,
      briefId: id,
      campaignRecordId: null,
      expiresAt: null,
    });
    await insertMessage(trx, {
      ...ref,
      id: randomUUID(),
      conversationId,
      type: 'APPROVAL_REQUEST',
      role: 'agent',
      status: 'complete',
      content: 'Shall I?',
      metadata: { kind: 'approval', approvalId },
      replyTo: null,
    });
  });
  return { projectId: project.id, conversationId, approvalId, contentHash };
}

function decide({ approvalId, contentHash }: Card, verdict: 'approve' | 'reject') {
  return ada.request('POST', '/api/chat/approve', { approvalId, contentHash, verdict });
}

test('the click itself writes the new version, and the answer stands beside its card', async () => {
  const card = await waiting({ location: 'York' });
  const answers = await Promise.all([decide(card, 'approve'), decide(card, 'approve')]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const page = await ada.page(card.projectId);
  expect(page.brief).toMatchObject({ version: 2, status: 'CONFIRMED', location: 'York' });
  expect(page.approvals[0]).toMatchObject({ status: 'GRANTED', undoUntil: null });
  const said = await asOwner(world.database.app, ada.userId, (trx) =>
    trx
      .selectFrom('message')
      .select(['conversationId', 'type'])
      .where('projectId', '=', card.projectId)
      .where('type', '=', 'APPROVAL_RESPONSE')
      .execute(),
  );
  expect(said).toEqual([{ conversationId: card.conversationId, type: 'APPROVAL_RESPONSE' }]);
  const inbox = await world.database.relay
    .selectFrom('outbox')
    .select('kind')
    .where('projectId', '=', card.projectId)
    .execute();
  expect(inbox).toEqual([{ kind: 'decision' }]);
});

test('declined, the brief stays as it is', async () => {
  const card = await waiting({ location: 'York' });
  expect((await decide(card, 'reject')).status).toBe(200);
  expect((await ada.page(card.projectId)).brief).toMatchObject({ version: 1, location: 'Leeds' });
});

test('a change of a brief that is no more is refused, and nothing is decided', async () => {
  const card = await waiting({ location: 'York' }, 7);
  const answer = await decide(card, 'approve');
  expect(answer.status).toBe(409);
  expect(errorSchema.parse(await answer.json()).error.code).toBe('approval.stale');
  const page = await ada.page(card.projectId);
  expect(page.approvals[0]).toMatchObject({ status: 'PENDING' });
  expect(page.brief).toMatchObject({ version: 1 });
});

test('another person can neither see nor decide it', async () => {
  const card = await waiting({ location: 'York' });
  const eve = await world.visitor().signUp();
  const { approvalId, contentHash } = card;
  const body = { approvalId, contentHash, verdict: 'approve' };
  expect((await eve.request('POST', '/api/chat/approve', body)).status).toBe(404);
  expect((await ada.page(card.projectId)).brief).toMatchObject({ version: 1 });
});
