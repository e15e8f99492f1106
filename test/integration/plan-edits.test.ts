import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { getApproval, listApprovals, setChanging } from '../../db/repositories/approvals.ts';
import { insertAsset } from '../../db/repositories/artifacts.ts';
import { getCampaign } from '../../db/repositories/campaigns.ts';
import { listMessages } from '../../db/repositories/messages.ts';
import { getPlanEdit, insertPlanEdit } from '../../db/repositories/plan-edits.ts';
import { asOwner } from '../../db/tenant.ts';
import type { PreparePlanResult } from '../../domain/lifecycle/work.ts';
import type { PlanChanges } from '../../domain/plan/edit.ts';
import { createPlanActivities } from '../../activities/plan.ts';
import { planAuthority } from '../../activities/plan-present.ts';
import { planCard } from '../../domain/approval/card.ts';
import type { CampaignPlan } from '../../domain/plan/plan.ts';
import { sha256 } from '../../integrations/crypto/hash.ts';
import { openWorld, START } from '../support/agent-world.ts';
import type { AgentWorld, Tenant } from '../support/agent-world.ts';

let world: AgentWorld;

beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => {
  await world.close();
});

type Planned = { tenant: Tenant; result: PreparePlanResult };

async function planned(): Promise<Planned> {
  const tenant = await world.addTenant();
  const { ownerId, projectId } = tenant;
  const input = { ownerId, projectId, previousApprovalId: null, now: START };
  return { tenant, result: await world.activities.preparePlan(input) };
}

/** The same plan for two audiences, nine and six pounds a day. */
async function shared(before: Planned): Promise<Planned> {
  const { ownerId } = before.tenant;
  const { campaignRecordId, approval } = before.result;
  await asOwner(world.database.app, ownerId, async (trx) => {
    const campaign = await getCampaign(trx, campaignRecordId);
    const [first] = campaign?.plan.adSets ?? [];
    if (campaign === null || first === undefined) throw new Error('No plan.');
    const plan: CampaignPlan = {
      ...campaign.plan,
      dailyBudgetMinor: 1500,
      adSets: [
        { ...first, dailyBudgetMinor: 900 },
        {
          ...first,
          key: 's2',
          dailyBudgetMinor: 600,
          audience: { ...first.audience, ageMin: 30, inWords: 'Others around Leeds' },
          ads: first.ads.map((ad) => ({ ...ad, key: `${ad.key}0` })),
          spares: [],
        },
      ],
    };
    const card = planCard(plan, planAuthority(plan, START), { minimumDailyMinor: 100 });
    const row = { plan: JSON.stringify(plan) };
    await trx.updateTable('campaignRecord').set(row).where('id', '=', campaignRecordId).execute();
    const shown = { card: JSON.stringify(card) };
    await trx.updateTable('approval').set(shown).where('id', '=', approval.id).execute();
  });
  return before;
}

/** What the API keeps before the lifecycle asks for the work. */
async function keep({ tenant, result }: Planned, changes: PlanChanges): Promise<string> {
  const { ownerId, projectId } = tenant;
  const id = randomUUID();
  const ref = { ownerId, projectId, now: START };
  await asOwner(world.database.app, ownerId, async (trx) => {
    await insertPlanEdit(trx, { ...ref, id, approvalId: result.approval.id, changes });
    await setChanging(trx, { ...ref, id: result.approval.id, changing: true });
  });
  return id;
}

function work({ tenant, result }: Planned, editId: string) {
  const { ownerId, projectId } = tenant;
  const input = { ownerId, projectId, approvalId: result.approval.id, editId, now: START + 60_000 };
  return world.activities.editPlan(input);
}

async function stateOf({ tenant, result }: Planned, editId: string) {
  return await asOwner(world.database.app, tenant.ownerId, async (trx) => ({
    approval: await getApproval(trx, result.approval.id),
    campaign: await getCampaign(trx, result.campaignRecordId),
    edit: await getPlanEdit(trx, editId),
    all: await listApprovals(trx, tenant.projectId),
    said: (await listMessages(trx, tenant.projectId)).map(({ content }) => content).join('\n'),
  }));
}

test('a change on the card makes a new version with what differs, and closes the old card', async () => {
  const before = await planned();
  const assetId = randomUUID();
  const bytes = Buffer.from('a picture of our own');
  await asOwner(world.database.app, before.tenant.ownerId, (trx) =>
    insertAsset(trx, {
      ...before.tenant,
      id: assetId,
      mime: 'image/png',
      sha256: sha256(bytes),
      width: 1080,
      height: 1350,
      bytes,
      now: START,
    }),
  );
  const editId = await keep(before, {
    dailyBudgetMinor: 2000,
    lastDay: '2026-04-10',
    places: ['Leeds, United Kingdom', 'York, United Kingdom'],
    ads: [{ key: 'a1', headline: 'Bread at seven', assetId }],
  });
  const outcome = await work(before, editId);
  if (outcome.kind !== 'revised') throw new Error('The change had to be worked in.');
  const { approval, campaign, edit, all } = await stateOf(before, editId);
  expect(approval?.status).toBe('SUPERSEDED');
  expect(campaign?.status).toBe('DRAFT');
  expect(edit).toMatchObject({ state: 'APPLIED', newApprovalId: outcome.plan.approval.id });
  const fresh = all.find(({ id }) => id === outcome.plan.approval.id);
  expect(fresh).toMatchObject({
    status: 'PENDING',
    version: 2,
    previousApprovalId: before.result.approval.id,
    changeReason: 'You changed it on the card.',
    authority: { dailyBudgetMinor: 2000, maxPerWeekMinor: 14_000 },
  });
  expect(fresh?.diff.map(({ label }) => label)).toEqual([
    'Average per day',
    'Until',
    'What to expect',
    'Places',
    'Ad 1: headline',
    'Ad 1: picture',
  ]);
  expect(fresh?.contentHash).not.toBe(before.result.approval.contentHash);
});

test('each of several audiences gets the amount that was typed for it', async () => {
  const before = await shared(await planned());
  const editId = await keep(before, { audiences: [{ key: 's2', dailyBudgetMinor: 800 }] });
  const outcome = await work(before, editId);
  if (outcome.kind !== 'revised') throw new Error('The change had to be worked in.');
  const { all } = await stateOf(before, editId);
  const fresh = all.find(({ id }) => id === outcome.plan.approval.id);
  expect(fresh?.authority).toMatchObject({ dailyBudgetMinor: 1700, maxPerWeekMinor: 11_900 });
  expect(fresh?.card?.edit).toMatchObject({
    dailyBudgetMinor: 1700,
    audiences: [
      { key: 's1', dailyBudgetMinor: 900 },
      { key: 's2', dailyBudgetMinor: 800 },
    ],
  });
  expect(fresh?.diff).toContainEqual({
    label: 'Audience 2: average per day',
    before: '£6',
    after: '£8',
  });
});

test.each([
  ['a region takes in the city that was there', ['Leeds, United Kingdom', 'England'], ['England']],
  ['a city beside the region around it adds nothing', ['England', 'York'], ['England']],
])('%s', async (_what, typed, left) => {
  const before = await planned();
  const editId = await keep(before, { places: typed });
  const outcome = await work(before, editId);
  if (outcome.kind !== 'revised') throw new Error('The change had to be worked in.');
  const { all } = await stateOf(before, editId);
  const fresh = all.find(({ id }) => id === outcome.plan.approval.id);
  const names = fresh?.card?.edit?.places.map((name) => name.split(',')[0]);
  expect(names).toEqual(left);
});

test('a change that fails again and again is given up in words, and the card can be decided', async () => {
  const before = await planned();
  const editId = await keep(before, { dailyBudgetMinor: 1700 });
  const { ownerId, projectId } = before.tenant;
  await asOwner(world.database.app, ownerId, (trx) =>
    trx
      .updateTable('planEdit')
      // Nothing that the API lets through: it stands for whatever nobody thought of.
      .set({ changes: JSON.stringify({ ads: [{ key: 'a1', headline: 7 }] }) })
      .where('id', '=', editId)
      .execute(),
  );
  const input = { ownerId, projectId, approvalId: before.result.approval.id, editId, now: START };
  await expect(world.activities.editPlan(input)).rejects.toThrow('trim');
  expect((await stateOf(before, editId)).approval?.changing).toBe(true);
  const wall = [0, 0, 200_000];
  const late = { ...world.deps, wallClock: () => wall.shift() ?? 200_000 };
  expect(await createPlanActivities(late).editPlan(input)).toEqual({ kind: 'refused' });
  const { approval, said } = await stateOf(before, editId);
  expect(approval).toMatchObject({ status: 'PENDING', changing: false });
  expect(said).toContain('several times in a row');
});

test('the same change done twice is one version', async () => {
  const before = await planned();
  const editId = await keep(before, { dailyBudgetMinor: 1700 });
  const outcomes = [await work(before, editId), await work(before, editId)];
  expect(outcomes[1]).toEqual(outcomes[0]);
  expect((await stateOf(before, editId)).all).toHaveLength(2);
});

test('a plan asked for again after a change is the changed one', async () => {
  const before = await planned();
  const editId = await keep(before, { dailyBudgetMinor: 1700 });
  const outcome = await work(before, editId);
  const { ownerId, projectId } = before.tenant;
  const again = { ownerId, projectId, previousApprovalId: null, now: START + 120_000 };
  const found = await world.activities.preparePlan(again);
  expect(outcome.kind === 'revised' ? outcome.plan : null).toEqual(found);
});

test('a change that was on its way when planning is asked for again is worked in', async () => {
  const before = await planned();
  const editId = await keep(before, { dailyBudgetMinor: 1700 });
  const { ownerId, projectId } = before.tenant;
  const again = { ownerId, projectId, previousApprovalId: null, now: START + 120_000 };
  const found = await world.activities.preparePlan(again);
  const { edit, approval } = await stateOf(before, editId);
  expect(edit).toMatchObject({ state: 'APPLIED', newApprovalId: found.approval.id });
  expect(approval?.status).toBe('SUPERSEDED');
});

test.each<readonly [string, PlanChanges, string]>([
  ['a place nobody knows', { places: ['Xyzzyville'] }, 'does not know the place “Xyzzyville”'],
  ['too small an amount', { dailyBudgetMinor: 1 }, 'Facebook asks for at least'],
  [
    'a picture of another project',
    { ads: [{ key: 'a1', assetId: randomUUID() }] },
    'not one of this project’s pictures',
  ],
])('%s is refused in words, and the card can be decided again', async (_what, changes, words) => {
  const before = await planned();
  const editId = await keep(before, changes);
  expect(await work(before, editId)).toEqual({ kind: 'refused' });
  expect(await work(before, editId)).toEqual({ kind: 'refused' });
  const { approval, edit, said, all } = await stateOf(before, editId);
  expect(approval).toMatchObject({ status: 'PENDING', changing: false });
  expect(edit?.state).toBe('REFUSED');
  expect(said).toContain(words);
  expect(all).toHaveLength(1);
});

test('Facebook away while places are looked up frees the card with a sentence', async () => {
  const before = await planned();
  const editId = await keep(before, { places: ['York, United Kingdom'] });
  await world.admin('faults', { kind: 'outage', times: 1 });
  expect(await work(before, editId)).toEqual({ kind: 'refused' });
  const { approval, said } = await stateOf(before, editId);
  expect(approval?.changing).toBe(false);
  expect(said).toContain('Facebook did not answer');
});

test('a change that comes after the decision is refused', async () => {
  const before = await planned();
  const editId = await keep(before, { dailyBudgetMinor: 1700 });
  const { ownerId, projectId } = before.tenant;
  const { approval } = before.result;
  await asOwner(world.database.app, ownerId, (trx) =>
    setChanging(trx, { ownerId, projectId, id: approval.id, changing: false, now: START }),
  );
  await world.activities.recordDecision({
    ownerId,
    projectId,
    approvalId: approval.id,
    contentHash: approval.contentHash,
    verdict: 'approve',
    by: 'person',
    reason: null,
    now: START + 1_000,
  });
  expect(await work(before, editId)).toEqual({ kind: 'refused' });
  const after = await stateOf(before, editId);
  expect(after.approval?.status).toBe('GRANTED');
  expect(after.said).toContain('closed already');
});

test('own words that Facebook may object to stand on the new card as a warning', async () => {
  const before = await planned();
  const editId = await keep(before, { ads: [{ key: 'a1', headline: 'Number one bread' }] });
  const outcome = await work(before, editId);
  const { all } = await stateOf(before, editId);
  const id = outcome.kind === 'revised' ? outcome.plan.approval.id : '';
  const rows = all.find((one) => one.id === id)?.card?.rows ?? [];
  expect(rows.find(({ label }) => label === 'Facebook may object')?.value).toContain(
    '“Number one bread” promises more than anyone can keep. You wrote it',
  );
});
