import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { answerQuestion } from '../../db/repositories/questions.ts';
import { asOwner } from '../../db/tenant.ts';
import type { QuestionAnswer } from '../../domain/plan/question.ts';
import { approvedPlan, deployAsWorkflow } from '../support/agent-story.ts';
import { openWorld, START } from '../support/agent-world.ts';
import { unknownToSdk } from '../support/sdk-lists.ts';
import type { AgentWorld, TenantWish } from '../support/agent-world.ts';

let world: AgentWorld;

beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => {
  await world.close();
});

type Case = TenantWish & { readonly what: string; readonly answer?: QuestionAnswer };

const CASES: readonly Case[] = [
  { what: 'two towns with amounts of their own', brief: { location: 'Leeds and also York' } },
  {
    what: 'homes to rent, under Facebook’s special rules',
    brief: { product: 'Flats to rent' },
    answer: { category: 'HOUSING' },
  },
  {
    what: 'jobs in the European Union',
    currency: 'EUR',
    brief: {
      product: 'We are hiring bakers',
      location: 'Berlin',
      monthlyBudget: { minor: 60_000, currency: 'EUR' },
    },
    answer: { category: 'EMPLOYMENT' },
  },
  {
    what: 'enquiries by a form on Facebook',
    brief: { goal: 'LEADS', websiteUrl: null },
    answer: { privacyPolicyUrl: 'https://bakery.example/privacy' },
  },
];

test.each(CASES)('a plan for $what is accepted as it stands', async ({ answer, ...wish }) => {
  const tenant = await world.addTenant(wish);
  if (answer !== undefined) {
    const ref = { ownerId: tenant.ownerId, projectId: tenant.projectId, now: START };
    const asked = await world.activities.planOrAsk({ ...ref, previousApprovalId: null });
    if (!('questionId' in asked)) throw new Error('Planning had to ask first.');
    await asOwner(world.database.app, tenant.ownerId, (trx) =>
      answerQuestion(trx, { ...ref, id: asked.questionId, answer }),
    );
  }
  const plan = await approvedPlan(world, tenant);
  expect(await deployAsWorkflow(world, tenant, plan)).toMatchObject({ kind: 'done' });
});

test('every write of these launches is one that Meta’s own SDK knows', async () => {
  expect([...new Set(unknownToSdk(await world.admin('ledger')))]).toEqual([]);
});
