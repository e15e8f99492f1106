import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { asCaller } from '../../api/owner-work.ts';
import { artifactListSchema, editedBriefSchema } from '../../contract/http.ts';
import { BRIEF_FACTS } from '../../domain/brief/brief.ts';
import type { BriefFact } from '../../domain/brief/brief.ts';
import { insertApproval } from '../../db/repositories/approvals.ts';
import { saveBriefDraft, setBriefStatus } from '../../db/repositories/briefs.ts';
import { enqueueInbox } from '../../db/repositories/outbox.ts';
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

/** A project whose brief is complete and waits for a yes. */
async function proposed(): Promise<{ projectId: string; approvalId: string }> {
  const { project, brief } = await ada.createProject();
  const briefId = brief?.id ?? '';
  const approvalId = randomUUID();
  const common = { id: briefId, projectId: project.id, ownerId: ada.userId, now: world.clock.now };
  await asOwner(world.database.app, ada.userId, async (trx) => {
    const changes = {
      businessName: 'Crumb',
      businessDescription: 'A bakery',
      product: 'Bread',
      targetAudience: 'Neighbours',
      goal: 'LEADS',
      monthlyBudget: { minor: 30_000, currency: 'EUR' },
      location: 'Leipzig',
      uniqueSellingPoint: 'Baked at night',
      websiteUrl: null,
    } as const;
    await saveBriefDraft(trx, { ...common, changes, sources: {} });
    await setBriefStatus(trx, { ...common, status: 'PROPOSED' });
    await insertApproval(trx, {
      ...common,
      id: approvalId,
      kind: 'brief',
      contentHash: 'hash-1',
      card: null,
      authority: null,
      briefId,
      campaignRecordId: null,
      expiresAt: null,
    });
  });
  return { projectId: project.id, approvalId };
}

test('the card asks about the business by the name it was given last', async () => {
  const { projectId } = await proposed();
  const path = `/api/projects/${projectId}/brief`;
  const body = { version: 1, changes: { businessName: 'Crumb & Crust' } };
  const edited = editedBriefSchema.parse(await (await ada.request('PATCH', path, body)).json());
  expect(edited.approval.card?.question).toBe('Did I understand Crumb & Crust right?');
  expect((await ada.page(projectId)).approvals[0]?.card).toEqual(edited.approval.card);
});

test('of an edit and an approval at the same moment one counts and the other is told why', async () => {
  for (let round = 0; round < 6; round += 1) {
    const { projectId, approvalId } = await proposed();
    const edit = { version: 1, changes: { product: 'Rolls' } };
    const yes = { approvalId, verdict: 'approve', contentHash: 'hash-1' };
    const [edited, approved] = await Promise.all([
      ada.request('PATCH', `/api/projects/${projectId}/brief`, edit),
      ada.request('POST', '/api/chat/approve', yes),
    ]);
    expect([edited.status, approved.status].toSorted((a, b) => a - b)).toEqual([200, 409]);
    const { brief, approvals } = await ada.page(projectId);
    const isEdited = edited.status === 200;
    expect([brief?.version, brief?.status, approvals[0]?.status]).toEqual(
      isEdited ? [2, 'PROPOSED', 'PENDING'] : [1, 'CONFIRMED', 'GRANTED'],
    );
  }
});

test('of two pieces of work that wait for each other both are done in the end', async () => {
  const [one, other] = [await ada.createProject(), await ada.createProject()];
  const ids = [one.project.id, other.project.id];
  let begun = 0;
  const work = async (order: readonly string[]) =>
    await asCaller(world.deps, ada.userId, async ({ trx, ownerId, now }) => {
      for (const projectId of order) {
        const item = { kind: 'policy', change: 'pause' } as const;
        await enqueueInbox(trx, { id: randomUUID(), projectId, ownerId, item, now });
        begun += 1;
        await expect.poll(() => begun).toBeGreaterThanOrEqual(2);
      }
    });
  await Promise.all([work(ids), work(ids.toReversed())]);
  const rows = await world.database.relay
    .selectFrom('outbox')
    .select(['projectId', 'seq'])
    .where('projectId', 'in', ids)
    .execute();
  expect(rows.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual([1, 1, 2, 2]);
});

test('the brief that is kept among the artifacts is the edited one', async () => {
  const { projectId } = await proposed();
  const body = { version: 1, changes: { product: 'Rye only' } };
  await ada.request('PATCH', `/api/projects/${projectId}/brief`, body);
  const answer = await ada.request('GET', `/api/projects/${projectId}/artifacts`);
  const [newest] = artifactListSchema.parse(await answer.json()).artifacts;
  expect(newest).toMatchObject({ kind: 'BRIEF', version: 2 });
  expect(newest?.text).toContain('Rye only');
});

test('every fact can be put right in place, says so, and nothing of it completes the brief', async () => {
  const { projectId } = await proposed();
  const edits: readonly (readonly [BriefFact, unknown])[] = [
    ['businessName', 'Crumb & Crust'],
    ['businessDescription', 'A bakery by the sea'],
    ['product', 'Rye bread'],
    ['targetAudience', 'Families'],
    ['websiteUrl', 'https://crumb.example'],
    ['goal', 'SALES'],
    ['monthlyBudget', { minor: 45_000, currency: 'GBP' }],
    ['location', 'Whitby'],
    ['uniqueSellingPoint', 'Our own mill'],
  ];
  expect(edits.map(([fact]) => fact).toSorted()).toEqual(BRIEF_FACTS.toSorted());
  for (const [index, [fact, value]] of edits.entries()) {
    const body = { version: index + 1, changes: { [fact]: value } };
    const answer = await ada.request('PATCH', `/api/projects/${projectId}/brief`, body);
    const { brief, approval } = editedBriefSchema.parse(await answer.json());
    expect(brief).toMatchObject({ [fact]: value, version: index + 2, status: 'PROPOSED' });
    expect(brief.sources[fact]).toBe('edited');
    expect(approval.status).toBe('PENDING');
  }
});

test('a budget that no ad runs on is turned away with what would do, and nothing changes', async () => {
  const { projectId } = await proposed();
  const body = { version: 1, changes: { monthlyBudget: { minor: 1_000, currency: 'EUR' } } };
  const answer = await ada.request('PATCH', `/api/projects/${projectId}/brief`, body);
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({
    error: {
      code: 'brief.budget_too_small',
      message:
        'Facebook shows no ads for less than about €1 a day. Please choose at least €30 a month. Nothing was changed.',
      field: 'changes.monthlyBudget.minor',
    },
  });
  expect((await ada.page(projectId)).brief?.version).toBe(1);
});
