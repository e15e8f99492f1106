import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { shortenProcessing, startAppStack } from '../support/app-stack.ts';
import type { AppStack } from '../support/app-stack.ts';
import { BAKERY, createPerson } from '../support/person.ts';
import type { Person } from '../support/person.ts';

const PATIENCE = 180_000;
let stack: AppStack;

beforeAll(async () => {
  const temporalAddress = inject('temporalAddress');
  stack = await startAppStack({ postgresUrl: inject('postgresUrl'), temporalAddress });
  await shortenProcessing(stack);
}, PATIENCE);
afterAll(async () => {
  await stack.close();
});

async function connected(lines: readonly string[]): Promise<Person> {
  const person = await createPerson(stack.url, BAKERY.name);
  for (const line of lines) await person.say(line);
  await person.approve('brief');
  await person.connectFacebook();
  return person;
}

const openPlan = (person: Person, version: number) =>
  person.until(`version ${version} of the plan`, ({ approvals }) =>
    approvals.find(
      (one) => one.kind === 'campaign-plan' && one.status === 'PENDING' && one.version === version,
    ),
  );

test.concurrent(
  'a plan changed on its card goes live as changed',
  async () => {
    const person = await connected(BAKERY.lines);
    const first = await openPlan(person, 1);
    const answer = await person.call('PATCH', `/api/approvals/${first.id}/plan`, {
      id: randomUUID(),
      contentHash: first.contentHash,
      changes: { dailyBudgetMinor: 900, ads: [{ key: 'a1', headline: 'Bread before eight' }] },
    });
    expect(answer.status).toBe(202);
    const second = await openPlan(person, 2);
    expect(second).toMatchObject({ previousApprovalId: first.id, changing: false });
    expect(second.diff.map(({ label }) => label)).toContain('Ad 1: headline');
    await person.approve('campaign-plan');
    const live = await person.until(
      'the live campaign',
      ({ campaigns }) => campaigns.find(({ liveSince }) => liveSince !== null),
      PATIENCE,
    );
    expect(live.dailyBudgetMinor).toBe(900);
  },
  PATIENCE,
);

test.concurrent(
  'a change that does not work leaves the card as it was, says why, and the card can still be approved',
  async () => {
    const person = await connected(BAKERY.lines);
    const card = await openPlan(person, 1);
    await person.call('PATCH', `/api/approvals/${card.id}/plan`, {
      id: randomUUID(),
      contentHash: card.contentHash,
      changes: { places: ['Xyzzyville'] },
    });
    await person.until('the reason', ({ messages }) =>
      messages.find(({ content }) => content.includes('does not know the place “Xyzzyville”')),
    );
    expect(await openPlan(person, 1)).toMatchObject({ id: card.id, changing: false });
    await person.approve('campaign-plan');
  },
  PATIENCE,
);

test.concurrent(
  'a question stands before the plan, and its answer lets the plan go on',
  async () => {
    const person = await connected([
      'We are Brightside, a letting agency in Leeds, UK. We offer flats to rent.',
      'Young professionals around Leeds.',
      'About £450 a month. What makes us special is that we answer within an hour.',
      'More visits to our website, it is www.brightside-flats.com',
    ]);
    const question = await person.until('the question', ({ questions }) =>
      questions.find((one) => one.answer === null),
    );
    expect(question).toMatchObject({
      kind: 'special-ad-category',
      facts: { suggested: 'HOUSING' },
    });
    const path = `/api/projects/${person.projectId}/questions`;
    const body = { questionId: question.id, answer: { category: 'HOUSING' } };
    expect((await person.call('POST', path, body)).status).toBe(200);
    const plan = await openPlan(person, 1);
    expect(plan.card?.rows.find(({ label }) => label === 'Special rules')?.value).toContain(
      'every age and sex',
    );
  },
  PATIENCE,
);
