import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { errorSchema } from '../../contract/http.ts';
import { approvalSchema, questionSchema } from '../../contract/launch.ts';
import { authorityFor } from '../../domain/approval/authority.ts';
import { planCard } from '../../domain/approval/card.ts';
import { addDays } from '../../domain/monitoring/calendar.ts';
import { examplePlan } from '../../domain/plan/plan-example.ts';
import { insertApproval } from '../../db/repositories/approvals.ts';
import { insertCampaign } from '../../db/repositories/campaigns.ts';
import { askQuestion } from '../../db/repositories/questions.ts';
import { asOwner } from '../../db/tenant.ts';
import type { QuestionKind } from '../../domain/plan/question.ts';
import { createApiWorld } from './api-world.ts';
import type { ApiWorld, Browser } from './api-world.ts';

let world: ApiWorld;
let ada: Browser;
let eve: Browser;
beforeAll(async () => {
  world = await createApiWorld(inject('postgresUrl'));
  ada = await world.visitor().signUp();
  eve = await world.visitor().signUp('Eve');
});
afterAll(async () => await world.close());

const HASH = 'hash-1';
type Card = { projectId: string; approvalId: string; today: string };

/** A plan that waits for a yes. @param parts of the daily amount, where there are several audiences. */
async function waiting(parts: readonly number[] = []): Promise<Card> {
  const { project } = await ada.createProject();
  const [recordId, approvalId] = [randomUUID(), randomUUID()];
  const today = new Date(world.clock.now).toISOString().slice(0, 10);
  const one = examplePlan({ today, timezone: 'UTC' });
  const [set] = one.adSets;
  if (set === undefined) throw new Error('A plan has an audience.');
  const adSets = parts.map((dailyBudgetMinor, index) => {
    return { ...set, key: `s${index + 1}`, dailyBudgetMinor };
  });
  const plan = parts.length === 0 ? one : { ...one, adSets };
  const authority = authorityFor(plan.dailyBudgetMinor, plan.currency);
  const common = { projectId: project.id, ownerId: ada.userId, now: world.clock.now };
  await asOwner(world.database.app, ada.userId, async (trx) => {
    const status = 'PENDING_APPROVAL' as const;
    await insertCampaign(trx, {
      ...common,
      id: recordId,
      status,
      plan,
      planHash: HASH,
      approvalId,
    });
    await insertApproval(trx, {
      ...common,
      id: approvalId,
      kind: 'campaign-plan',
      contentHash: HASH,
      card: planCard(plan, authority, { minimumDailyMinor: 100 }),
      authority,
      briefId: null,
      campaignRecordId: recordId,
      expiresAt: world.clock.now + 3_600_000,
    });
  });
  return { projectId: project.id, approvalId, today };
}

const change = (card: Card, changes: object, over: object = {}, by = ada) =>
  by.request('PATCH', `/api/approvals/${card.approvalId}/plan`, {
    id: randomUUID(),
    contentHash: HASH,
    changes,
    ...over,
  });
const errorOf = async (answer: Response) => errorSchema.parse(await answer.json()).error;

async function itemsOf(projectId: string): Promise<readonly { kind: string }[]> {
  const rows = await asOwner(world.database.app, ada.userId, (trx) =>
    trx.selectFrom('outbox').select('kind').where('projectId', '=', projectId).execute(),
  );
  return rows;
}

test('a change is taken, rests the card, and is handed on once however often it is sent', async () => {
  const card = await waiting();
  const id = randomUUID();
  const answers = [await change(card, { dailyBudgetMinor: 2000 }, { id })];
  answers.push(await change(card, { dailyBudgetMinor: 2000 }, { id }));
  for (const answer of answers) {
    expect(answer.status).toBe(202);
    expect(approvalSchema.parse(await answer.json())).toMatchObject({ changing: true });
  }
  const items = await itemsOf(card.projectId);
  expect(items.filter(({ kind }) => kind === 'plan-edited')).toHaveLength(1);
});

test('the part of one of several audiences is changed within the account’s least', async () => {
  const card = await waiting([900, 600]);
  const parts = (dailyBudgetMinor: number) => ({ audiences: [{ key: 's2', dailyBudgetMinor }] });
  const little = await change(card, parts(99));
  expect(little.status).toBe(422);
  expect(await errorOf(little)).toMatchObject({
    code: 'plan.edit_refused',
    field: 'changes.audiences.0.dailyBudgetMinor',
    message: 'Facebook asks for at least £1 a day for each audience. Nothing was changed.',
  });
  const both = await change(card, { ...parts(800), dailyBudgetMinor: 2000 });
  expect([both.status, (await errorOf(both)).field]).toEqual([422, 'changes.dailyBudgetMinor']);
  expect((await change(card, parts(800))).status).toBe(202);
});

test('another change under the name of one before is not taken for it', async () => {
  const card = await waiting();
  const id = randomUUID();
  await change(card, { dailyBudgetMinor: 2000 }, { id });
  const other = await change(card, { dailyBudgetMinor: 2100 }, { id });
  expect([other.status, (await errorOf(other)).code]).toEqual([409, 'plan.edit_known']);
});

test('while a change is worked in, the card takes neither a second one nor a decision', async () => {
  const card = await waiting();
  await change(card, { dailyBudgetMinor: 2000 });
  const second = await change(card, { dailyBudgetMinor: 2100 });
  expect(second.status).toBe(409);
  expect((await errorOf(second)).code).toBe('approval.changing');
  const decision = await ada.request('POST', '/api/chat/approve', {
    approvalId: card.approvalId,
    contentHash: HASH,
    verdict: 'approve',
  });
  expect(decision.status).toBe(409);
});

type Refused = { what: string; changes: object; status: number; code: string; field: string };

const refused = (what: string, changes: object, field: string): Refused => {
  return { what, changes, status: 422, code: 'plan.edit_refused', field: `changes.${field}` };
};

test.each<Refused>([
  refused('too little a day', { dailyBudgetMinor: 99 }, 'dailyBudgetMinor'),
  refused('a day gone by', { lastDay: '2020-01-01' }, 'lastDay'),
  refused('an ad that is not there', { ads: [{ key: 'a7', headline: 'x' }] }, 'ads.0.key'),
  refused(
    'somebody’s picture',
    {
      ads: [
        { key: 'a2', headline: 'x' },
        { key: 'a1', assetId: randomUUID() },
      ],
    },
    'ads.1.assetId',
  ),
  refused(
    'a part of an amount that is not shared',
    { audiences: [{ key: 's1', dailyBudgetMinor: 900 }] },
    'audiences.0.key',
  ),
  {
    what: 'too long a headline',
    changes: { ads: [{ key: 'a1', headline: 'x'.repeat(41) }] },
    status: 400,
    code: 'request.bad_field',
    field: 'changes.ads.0.headline',
  },
  { what: 'nothing', changes: {}, status: 400, code: 'request.bad_field', field: 'changes' },
])('$what is refused at once, by name', async ({ changes, status, code, field }) => {
  const card = await waiting();
  const answer = await change(card, changes);
  expect(answer.status).toBe(status);
  expect(await errorOf(answer)).toMatchObject({ code, field });
  expect(await itemsOf(card.projectId)).toEqual([]);
});

test('a card that changed meanwhile, and somebody else’s card, are refused', async () => {
  const card = await waiting();
  const stale = await change(card, { dailyBudgetMinor: 2000 }, { contentHash: 'older' });
  expect(stale.status).toBe(409);
  expect(await errorOf(stale)).toMatchObject({
    code: 'approval.stale',
    message: expect.stringContaining('Nothing was changed.'),
  });
  expect((await change(card, { dailyBudgetMinor: 2000 }, {}, eve)).status).toBe(404);
  expect((await change(card, { lastDay: addDays(card.today, 20) })).status).toBe(202);
});

async function asked(kind: QuestionKind): Promise<{ projectId: string; questionId: string }> {
  const { project } = await ada.createProject();
  const questionId = randomUUID();
  await asOwner(world.database.app, ada.userId, (trx) =>
    askQuestion(trx, {
      id: questionId,
      projectId: project.id,
      ownerId: ada.userId,
      kind,
      facts: { suggested: kind === 'special-ad-category' ? 'HOUSING' : null },
      now: world.clock.now,
    }),
  );
  return { projectId: project.id, questionId };
}

const reply = (to: { projectId: string; questionId: string }, answer: object, by = ada) =>
  by.request('POST', `/api/projects/${to.projectId}/questions`, {
    questionId: to.questionId,
    answer,
  });

test.each<readonly [QuestionKind, object, object]>([
  ['special-ad-category', { category: 'HOUSING' }, { category: null }],
  ['special-ad-category', { category: null }, { category: 'HOUSING' }],
  ['lead-form-privacy', { privacyPolicyUrl: null }, { privacyPolicyUrl: 'https://a.example/p' }],
  ['lead-form-privacy', { privacyPolicyUrl: 'https://a.example/p' }, { privacyPolicyUrl: null }],
])('the first answer to %s counts: %j, not %j', async (kind, said, other) => {
  const question = await asked(kind);
  const answers = [await reply(question, said), await reply(question, said)];
  for (const answer of answers) {
    expect(answer.status).toBe(200);
    expect(questionSchema.parse(await answer.json()).answer).toEqual(said);
  }
  expect((await itemsOf(question.projectId)).map(({ kind: item }) => item)).toEqual([
    'question-answered',
  ]);
  const changed = await reply(question, other);
  expect(changed.status).toBe(409);
  expect((await errorOf(changed)).code).toBe('question.answered');
});

test.each<readonly [QuestionKind, object, string]>([
  ['special-ad-category', {}, 'answer.category'],
  ['special-ad-category', { privacyPolicyUrl: null }, 'answer.category'],
  ['lead-form-privacy', { category: null }, 'answer.privacyPolicyUrl'],
  ['lead-form-privacy', { privacyPolicyUrl: 'http://localhost/p' }, 'answer.privacyPolicyUrl'],
])('%s does not take %j', async (kind, said, field) => {
  const question = await asked(kind);
  const answer = await reply(question, said);
  expect(answer.status).toBe(422);
  expect(await errorOf(answer)).toMatchObject({ code: 'question.incomplete', field });
});

test('nobody answers for somebody else', async () => {
  const question = await asked('lead-form-privacy');
  expect((await reply(question, { privacyPolicyUrl: null }, eve)).status).toBe(404);
});
