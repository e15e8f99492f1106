import { ApplicationFailure } from '@temporalio/common';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { getApproval, listApprovals } from '../../db/repositories/approvals.ts';
import { getCampaign, updateCampaign } from '../../db/repositories/campaigns.ts';
import { listForecasts } from '../../db/repositories/forecasts.ts';
import { listMessages } from '../../db/repositories/messages.ts';
import { answerQuestion, listQuestions } from '../../db/repositories/questions.ts';
import { saveSnapshots } from '../../db/repositories/snapshots.ts';
import { asOwner } from '../../db/tenant.ts';
import { addDays } from '../../domain/monitoring/calendar.ts';
import type { PreparePlanResult } from '../../domain/lifecycle/work.ts';
import type { QuestionAnswer } from '../../domain/plan/question.ts';
import { approvedPlan } from '../support/agent-story.ts';
import { daySnapshot } from '../support/owner-world.ts';
import { openWorld, START } from '../support/agent-world.ts';
import type { AgentWorld, Tenant, TenantWish } from '../support/agent-world.ts';

let world: AgentWorld;

beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterEach(async () => {
  await fetch(`${world.claudeUrl}/sandbox/admin/faults`, { method: 'DELETE' });
});
afterAll(async () => {
  await world.close();
});

const refOf = ({ ownerId, projectId }: Tenant) => ({ ownerId, projectId });
const first = (tenant: Tenant) => ({ ...refOf(tenant), previousApprovalId: null, now: START });

async function see(tenant: Tenant, result: PreparePlanResult) {
  return await asOwner(world.database.app, tenant.ownerId, async (trx) => {
    const approval = await getApproval(trx, result.approval.id);
    const campaign = await getCampaign(trx, result.campaignRecordId);
    if (approval === null || campaign === null) throw new Error('There is no such plan.');
    const row = (label: string) =>
      approval.card?.rows.find((one) => one.label === label)?.value ?? '';
    return { approval, plan: campaign.plan, row };
  });
}

async function questionsOf(tenant: Tenant) {
  return await asOwner(world.database.app, tenant.ownerId, (trx) =>
    listQuestions(trx, tenant.projectId),
  );
}

/** Answers the one open question. */
async function answer(tenant: Tenant, said: QuestionAnswer): Promise<void> {
  const open = (await questionsOf(tenant)).find((question) => question.answer === null);
  await asOwner(world.database.app, tenant.ownerId, (trx) =>
    answerQuestion(trx, { ...refOf(tenant), id: open?.id ?? '', now: START, answer: said }),
  );
}

async function textsOf(tenant: Tenant): Promise<readonly string[]> {
  return await asOwner(world.database.app, tenant.ownerId, async (trx) => {
    const messages = await listMessages(trx, tenant.projectId);
    return messages.map(({ content }) => content);
  });
}

async function promiseTimes(times: number): Promise<void> {
  await fetch(`${world.claudeUrl}/sandbox/admin/faults`, {
    method: 'POST',
    body: JSON.stringify({ kind: 'forbidden_promise', times }),
  });
}

test('a plan has an end, limits that hold until then, and a forecast kept for later', async () => {
  const tenant = await world.addTenant();
  const result = await world.activities.preparePlan(first(tenant));
  const { approval, plan, row } = await see(tenant, result);
  expect(plan).toMatchObject({ v: 2, lastDay: '2026-03-31', timezone: expect.any(String) });
  expect(approval.authority).toMatchObject({ dailyBudgetMinor: 1500, maxPerWeekMinor: 10_500 });
  expect(approval.authority?.endsAt).toBe(plan.endsAt);
  expect(approval.authority?.maxInTotalMinor).toBeGreaterThan(10_500);
  expect(approval).toMatchObject({ version: 1, previousApprovalId: null, diff: [] });
  expect(row('Until')).toContain('31 March 2026');
  const forecasts = await asOwner(world.database.app, tenant.ownerId, (trx) =>
    listForecasts(trx, result.campaignRecordId),
  );
  expect(forecasts).toHaveLength(1);
  expect(forecasts[0]).toMatchObject({ low: plan.forecast?.low, actual: null });
});

test.each<TenantWish & { what: string; names: readonly RegExp[] }>([
  {
    what: 'two towns',
    brief: { location: 'Leeds and also York' },
    names: [/near Leeds/, /near York/],
  },
  {
    what: 'two groups',
    brief: { targetAudience: 'Families and also students' },
    names: [/from 25 to 50/, /from 18 to 28/],
  },
])('$what that the brief names apart get amounts of their own', async ({ names, brief = {} }) => {
  const tenant = await world.addTenant({ brief });
  const result = await world.activities.preparePlan(first(tenant));
  const { plan, row, approval } = await see(tenant, result);
  expect(plan.adSets.map(({ dailyBudgetMinor }) => dailyBudgetMinor)).toEqual([750, 750]);
  expect(plan.adSets).toHaveLength(names.length);
  names.forEach((name, index) => expect(plan.adSets[index]?.audience.inWords).toMatch(name));
  expect(row('Who will see it')).toMatch(/about £7.50 a day; .*about £7.50 a day/);
  expect(approval.card?.ads.filter(({ spare }) => spare !== true)).toHaveLength(2);
});

test('job ads are asked about first, and the answer changes who sees the ads', async () => {
  const tenant = await world.addTenant({
    brief: { businessDescription: 'A care home that is hiring', product: 'Jobs for nurses' },
  });
  const asked = await world.activities.planOrAsk(first(tenant));
  expect(asked).toEqual({ questionId: expect.any(String) });
  expect(await world.activities.planOrAsk(first(tenant))).toEqual(asked);
  expect(await questionsOf(tenant)).toMatchObject([
    { kind: 'special-ad-category', facts: { suggested: 'EMPLOYMENT' }, answer: null },
  ]);
  expect((await textsOf(tenant)).filter((text) => text.includes('about jobs'))).toHaveLength(1);
  await answer(tenant, { category: 'EMPLOYMENT' });
  const { plan, row } = await see(tenant, await world.activities.preparePlan(first(tenant)));
  expect(plan.specialAdCategories).toEqual(['EMPLOYMENT']);
  expect(plan.adSets[0]?.audience).toMatchObject({ ageMin: 18, ageMax: 65, interests: [] });
  expect(row('Special rules')).toContain('about jobs, as you said');
});

test('what only the model suspects is asked about as well, and "no" leaves the plan ordinary', async () => {
  const tenant = await world.addTenant({ brief: { product: 'Drivers wanted, join our team' } });
  expect(await world.activities.planOrAsk(first(tenant))).toHaveProperty('questionId');
  await answer(tenant, { category: null });
  const { plan, row } = await see(tenant, await world.activities.preparePlan(first(tenant)));
  expect(plan.specialAdCategories).toEqual([]);
  expect(row('Special rules')).toBe('');
});

test('enquiries without a website are taken by a form once there is a privacy policy', async () => {
  const tenant = await world.addTenant({ brief: { goal: 'LEADS', websiteUrl: null } });
  expect(await world.activities.planOrAsk(first(tenant))).toHaveProperty('questionId');
  await answer(tenant, { privacyPolicyUrl: 'https://bakery.example/privacy' });
  const { plan, row } = await see(tenant, await world.activities.preparePlan(first(tenant)));
  expect(plan.recipe).toMatchObject({
    optimizationGoal: 'LEAD_GENERATION',
    destinationType: 'ON_AD',
  });
  expect(plan.leadForm?.privacyPolicyUrl).toBe('https://bakery.example/privacy');
  expect(row('What happens')).toContain('form on Facebook');
  expect(row('What to expect')).toContain('Too early to tell');
});

test('a website that reports no enquiries is met with a form, or with plain words without one', async () => {
  const brief = {
    goal: 'LEADS',
    location: 'Berlin',
    monthlyBudget: { minor: 60_000, currency: 'EUR' },
  } as const;
  const tenant = await world.addTenant({ currency: 'EUR', brief });
  expect(await world.activities.planOrAsk(first(tenant))).toHaveProperty('questionId');
  expect((await textsOf(tenant)).join('\n')).toContain('your website does not report enquiries');
  await answer(tenant, { privacyPolicyUrl: null });
  const { plan, row } = await see(tenant, await world.activities.preparePlan(first(tenant)));
  expect(plan.leadForm).toBeNull();
  expect(row('What happens')).toContain('I aim at visits to your website instead');
});

test('three weeks of own numbers are what the next plan expects from', async () => {
  const tenant = await world.addTenant();
  const earlier = await approvedPlan(world, tenant);
  const ref = { ...refOf(tenant), now: START };
  await asOwner(world.database.app, tenant.ownerId, async (trx) => {
    const { campaignRecordId } = earlier;
    const set = { status: 'COMPLETED', liveSince: START } as const;
    await updateCampaign(trx, { ...ref, id: campaignRecordId, set });
    const rows = Array.from({ length: 21 }, (_, index) => ({
      snapshot: daySnapshot({
        day: addDays('2026-02-01', index),
        spendMinor: 1500,
        conversions: 30,
      }),
      raw: {},
    }));
    await saveSnapshots(trx, { ...ref, campaignRecordId, rows });
  });
  const next = { ...ref, previousApprovalId: earlier.approval.id };
  const { plan, row } = await see(tenant, await world.activities.preparePlan(next));
  // 210 visits a week at 50p each, a quarter up and down.
  expect(plan.forecast).toMatchObject({ what: 'website visits', low: 160, high: 260 });
  expect(row('What to expect')).toContain('160 to 260 website visits a week: from your own last 3');
});

test('a forbidden promise goes back to the model once and does not reach the card', async () => {
  const tenant = await world.addTenant();
  await promiseTimes(1);
  const { plan } = await see(tenant, await world.activities.preparePlan(first(tenant)));
  expect(JSON.stringify(plan.adSets)).not.toContain('Guaranteed results');
});

test('a promise that stays is named to the person, and there is no card', async () => {
  const tenant = await world.addTenant();
  await promiseTimes(2);
  const failure = await world.activities.preparePlan(first(tenant)).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(failure instanceof ApplicationFailure)) throw new Error('Planning had to fail.');
  expect(failure).toMatchObject({ type: 'plan.copy_refused', nonRetryable: true });
  expect(JSON.stringify(failure)).not.toContain('Guaranteed');
  expect((await textsOf(tenant)).join('\n')).toContain(
    'The headline “Guaranteed results” promises more than anyone can keep.',
  );
  const approvals = await asOwner(world.database.app, tenant.ownerId, (trx) =>
    listApprovals(trx, tenant.projectId),
  );
  expect(approvals).toEqual([]);
});

test('a refusal makes a new version that shows what differs, and reasons are remembered', async () => {
  const tenant = await world.addTenant();
  const reject = async (result: PreparePlanResult, reason: string) =>
    await world.activities.recordDecision({
      ...refOf(tenant),
      approvalId: result.approval.id,
      contentHash: result.approval.contentHash,
      verdict: 'reject',
      by: 'person',
      reason,
      now: START + 1_000,
    });
  const one = await world.activities.preparePlan(first(tenant));
  await reject(one, 'Please only show it to people over 50 in York');
  const again = { ...refOf(tenant), now: START + 60_000 };
  const two = await world.activities.preparePlan({ ...again, previousApprovalId: one.approval.id });
  const { approval } = await see(tenant, two);
  expect(approval).toMatchObject({
    version: 2,
    previousApprovalId: one.approval.id,
    changeReason: 'You said: “Please only show it to people over 50 in York”',
  });
  expect(approval.diff).toContainEqual({
    label: 'People',
    before: expect.any(String),
    after: 'People aged 50 and over',
  });
  await reject(two, 'Less about price');
  await world.activities.preparePlan({ ...again, previousApprovalId: two.approval.id });
  const sent = await fetch(`${world.claudeUrl}/sandbox/admin/requests`);
  const last =
    JSON.stringify(await sent.json())
      .split('earlierRefusals')
      .at(-1) ?? '';
  expect(last).toContain('over 50 in York');
});
