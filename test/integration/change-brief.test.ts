import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { proposeBriefChange } from '../../activities/brief-change.ts';
import { getApproval, listApprovals } from '../../db/repositories/approvals.ts';
import type { ApprovalRow } from '../../db/repositories/approvals.ts';
import { listArtifacts } from '../../db/repositories/artifacts.ts';
import { currentBrief } from '../../db/repositories/briefs.ts';
import { listMessages } from '../../db/repositories/messages.ts';
import type { BriefDraft } from '../../domain/brief/brief.ts';
import type { RecordDecisionResult } from '../../domain/lifecycle/work.ts';
import { plannedAnyway } from '../support/agent-story.ts';
import { openWorld, START } from '../support/agent-world.ts';
import type { AgentWorld, Tenant } from '../support/agent-world.ts';
import { atFacebook, carryOut, owned, runningStory } from '../support/running-campaign.ts';
import type { RunningStory } from '../support/running-campaign.ts';

let world: AgentWorld;
beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => await world.close());

const LATER = START + 7_200_000;

async function propose(
  { projectId, ownerId, conversationId }: Tenant,
  changes: BriefDraft,
  questionId: string = randomUUID(),
) {
  const origin = { projectId, ownerId, conversationId, questionId, now: LATER };
  return await proposeBriefChange(world.deps, { ...origin, changes });
}

async function card(tenant: Tenant, changes: BriefDraft): Promise<ApprovalRow> {
  const proposed = await propose(tenant, changes);
  if (proposed.kind === 'refused') throw new Error(proposed.reason);
  const row = await owned(world, { tenant }, async (trx) => {
    const stored = await proposed.store(trx);
    return stored === null ? null : await getApproval(trx, stored.approval.id);
  });
  if (row === null) throw new Error('No card was stored.');
  return row;
}

async function decide(
  { projectId, ownerId }: Tenant,
  { id, contentHash }: ApprovalRow,
  verdict: 'approve' | 'reject' = 'approve',
): Promise<RecordDecisionResult> {
  return await world.activities.recordDecision({
    projectId,
    ownerId,
    approvalId: id,
    contentHash,
    verdict,
    by: 'operator',
    reason: null,
    now: LATER,
  });
}

const brief = (tenant: Tenant) =>
  owned(world, { tenant }, (trx) => currentBrief(trx, tenant.projectId));
const said = async (tenant: Tenant) =>
  (await owned(world, { tenant }, (trx) => listMessages(trx, tenant.projectId)))
    .map(({ content }) => content)
    .join('\n');

describe('a change of the brief', () => {
  test('lies before the person with before and after, costs nothing and never runs out', async () => {
    const tenant = await world.addTenant();
    const row = await card(tenant, { location: 'York, United Kingdom' });
    expect(row).toMatchObject({
      kind: 'brief-change',
      authority: null,
      expiresAt: null,
      diff: [{ label: 'Place', before: 'Leeds', after: 'York, United Kingdom' }],
    });
    expect(row.card?.question).toBe('Shall I change the place in your brief?');
    expect(await brief(tenant)).toMatchObject({ version: 1, location: 'Leeds' });
  });

  test('is in force with the click: a confirmed version and its text', async () => {
    const tenant = await world.addTenant();
    const row = await card(tenant, { monthlyBudget: { minor: 90_000, currency: 'GBP' } });
    expect(await decide(tenant, row)).toMatchObject({ status: 'GRANTED', outdatedPlanId: null });
    expect(await decide(tenant, row)).toMatchObject({ status: 'GRANTED' });
    expect(await brief(tenant)).toMatchObject({
      version: 2,
      status: 'CONFIRMED',
      monthlyBudget: { minor: 90_000 },
      sources: { monthlyBudget: 'said', websiteUrl: 'said' },
    });
    const texts = await owned(world, { tenant }, (trx) => listArtifacts(trx, tenant.projectId));
    expect(texts.filter(({ kind }) => kind === 'BRIEF')).toMatchObject([
      { version: 2, text: expect.stringContaining('£900 a month') },
    ]);
  });

  test('declined, it changes nothing', async () => {
    const tenant = await world.addTenant();
    const row = await card(tenant, { product: 'Cakes' });
    expect(await decide(tenant, row, 'reject')).toMatchObject({ status: 'REJECTED' });
    expect(await brief(tenant)).toMatchObject({ version: 1 });
  });

  test('for the same message is one card, and a newer one takes its place', async () => {
    const tenant = await world.addTenant();
    const question = randomUUID();
    const once = async () => {
      const proposed = await propose(tenant, { product: 'Cakes' }, question);
      if (proposed.kind === 'refused') throw new Error(proposed.reason);
      return await owned(world, { tenant }, (trx) => proposed.store(trx));
    };
    const first = await once();
    expect((await once())?.approval).toEqual(first?.approval);
    const newer = await card(tenant, { product: 'Rolls' });
    const rows = await owned(world, { tenant }, (trx) => listApprovals(trx, tenant.projectId));
    expect(rows.map(({ status }) => status)).toEqual(['SUPERSEDED', 'PENDING']);
    await decide(tenant, newer);
    expect(await brief(tenant)).toMatchObject({ version: 2, product: 'Rolls' });
  });

  test('drafted for a brief that is no more is refused', async () => {
    const tenant = await world.addTenant();
    const old = await propose(tenant, { product: 'Cakes' });
    await decide(tenant, await card(tenant, { product: 'Rolls' }));
    if (old.kind === 'refused') throw new Error(old.reason);
    expect(await owned(world, { tenant }, (trx) => old.store(trx))).toBeNull();
  });

  test.each<readonly [string, BriefDraft, string]>([
    ['that says the same', { location: 'Leeds' }, 'The brief says so already'],
    ['of nothing', {}, 'The brief says so already'],
    [
      'to an amount no ad runs for',
      { monthlyBudget: { minor: 500, currency: 'GBP' } },
      'too little',
    ],
    ['to a goal without a website', { goal: 'SALES', websiteUrl: null }, 'needs a website'],
  ])('%s is refused', async (_title, changes, words) => {
    const tenant = await world.addTenant();
    expect(await propose(tenant, changes)).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining(words),
    });
  });
});

test('a plan that waits cannot be approved any more, and its next version shows the difference', async () => {
  const tenant = await world.addTenant();
  const { projectId, ownerId } = tenant;
  const plan = await plannedAnyway(world, tenant);
  const row = await card(tenant, { monthlyBudget: { minor: 90_000, currency: 'GBP' } });
  expect(row.card?.rows[1]?.value).toContain('new version of the plan');
  expect(await decide(tenant, row)).toMatchObject({ outdatedPlanId: plan.approval.id });
  const outdated = await owned(world, { tenant }, (trx) => getApproval(trx, plan.approval.id));
  expect(outdated).toMatchObject({ status: 'PENDING', changing: true });
  const next = await world.activities.preparePlan({
    projectId,
    ownerId,
    previousApprovalId: plan.approval.id,
    now: LATER,
  });
  const rows = await owned(world, { tenant }, (trx) => listApprovals(trx, projectId));
  expect(rows.find(({ id }) => id === plan.approval.id)?.status).toBe('SUPERSEDED');
  expect(rows.find(({ id }) => id === next.approval.id)).toMatchObject({
    version: 2,
    diff: expect.arrayContaining([expect.objectContaining({ label: 'Average per day' })]),
  });
});

describe('a campaign that runs', () => {
  async function compared(running: RunningStory, changes: BriefDraft) {
    const row = await card(running.tenant, changes);
    expect(await decide(running.tenant, row)).toMatchObject({ status: 'GRANTED' });
    const { projectId, ownerId } = running.tenant;
    const { campaignRecordId, story } = running;
    const input = { projectId, ownerId, campaignRecordId, approvalId: row.id };
    const once = () => world.activities.proposeChange({ ...input, now: story.clock.now });
    const { approval } = await once();
    expect((await once()).approval).toEqual(approval);
    return approval;
  }

  test('follows a new budget and a new place through a card of its own', async () => {
    const running = await runningStory(world);
    const approval = await compared(running, {
      monthlyBudget: { minor: 90_000, currency: 'GBP' },
      location: 'York',
    });
    if (approval === null) throw new Error('A change had to be proposed.');
    const row = await owned(world, running, (trx) => getApproval(trx, approval.id));
    expect(row).toMatchObject({ kind: 'campaign-change', changeReason: 'You changed your brief.' });
    expect(row?.diff.map(({ label }) => label)).toEqual([
      'Average per day',
      'What to expect',
      'Places',
    ]);
    expect(await atFacebook(world, running, 'campaign', 'daily_budget')).toMatchObject({
      daily_budget: '1000',
    });
  });

  test('gets its ads anew for another website, and the old ones rest', async () => {
    const running = await runningStory(world);
    const approval = await compared(running, { websiteUrl: 'https://new-bakery.example/' });
    if (approval === null) throw new Error('A change had to be proposed.');
    await world.activities.recordDecision({
      ...running.tenant,
      approvalId: approval.id,
      contentHash: approval.contentHash,
      verdict: 'approve',
      by: 'person',
      reason: null,
      now: running.story.clock.now,
    });
    expect(await carryOut(world, running, approval.id)).toMatchObject({ kind: 'done' });
    for (const [key, status] of [
      ['a11', 'PAUSED'],
      ['a12', 'PAUSED'],
      ['n01', 'ACTIVE'],
      ['n02', 'ACTIVE'],
    ] as const) {
      expect(await atFacebook(world, running, key, 'status')).toMatchObject({ status });
    }
  });

  test.each<readonly [string, BriefDraft, string]>([
    ['the words of the brief', { product: 'Cakes' }, 'Your ads run on as you approved them'],
    ['a goal that Facebook cannot change', { goal: 'LEADS' }, 'with the goal you approved'],
    [
      'a place that Facebook does not know',
      { location: 'Zzyzxq' },
      'Facebook does not know the place',
    ],
  ])('stays as it is for %s, which is said', async (_title, changes, words) => {
    const running = await runningStory(world);
    expect(await compared(running, changes)).toBeNull();
    expect(await said(running.tenant)).toContain(words);
  });
});
