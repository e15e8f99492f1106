import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { shortenProcessing, startAppStack } from '../support/app-stack.ts';
import type { AppStack } from '../support/app-stack.ts';
import { BAKERY, createPerson } from '../support/person.ts';
import type { Person } from '../support/person.ts';

const DAY = 86_400_000;
const PATIENCE_MS = 30_000;
const LAUNCH_MS = 120_000;

/** Whole stories, with other processes at work beside them. */
vi.setConfig({ testTimeout: 300_000 });

let stack: AppStack;
beforeAll(async () => {
  const temporalAddress = inject('temporalAddress');
  stack = await startAppStack({ postgresUrl: inject('postgresUrl'), temporalAddress });
  await shortenProcessing(stack);
});
afterAll(async () => await stack.close());

/** Through the consent page, as the same person at Facebook each time. */
async function connect(person: Person): Promise<void> {
  const { location } = await person.call('GET', `/api/auth/facebook?projectId=${person.projectId}`);
  const dialog = new URL(location ?? '');
  dialog.searchParams.set('sandbox_user', person.projectId);
  const html = await (await fetch(dialog)).text();
  const form = new URLSearchParams({ decision: 'allow' });
  for (const [input] of html.matchAll(/<input[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(input)?.[1] ?? '';
    if (attribute('type') === 'hidden' || /\schecked\b/.test(input)) {
      form.append(attribute('name'), attribute('value'));
    }
  }
  const back = await fetch(dialog, { method: 'POST', body: form, redirect: 'manual' });
  const { pathname, search } = new URL(back.headers.get('location') ?? '');
  await person.call('GET', pathname + search);
}

async function personWithPlan(): Promise<Person> {
  const person = await createPerson(stack.url, BAKERY.name, PATIENCE_MS);
  for (const line of BAKERY.lines) await person.say(line);
  await person.approve('brief');
  await person.until('the card', ({ messages }) =>
    messages.some(({ type }) => type === 'FB_CONNECT'),
  );
  await connect(person);
  await person.until('the plan', ({ approvals }) =>
    approvals.some(({ kind }) => kind === 'campaign-plan'),
  );
  return person;
}

const asked = (person: Person) =>
  person.page().then(({ messages }) => messages.filter(({ type }) => type === 'FB_CONNECT').length);

test.concurrent('a launch without Facebook waits at its step, asks once, and goes on when it is back', async () => {
  const person = await personWithPlan();
  const gone = await person.call('DELETE', '/api/facebook/connection');
  expect([gone.status, gone.body]).toEqual([200, { revoked: true, message: null }]);
  await person.until('the loss', ({ connection, messages }) => {
    const last = messages.findLast(({ type }) => type === 'FB_CONNECT');
    return connection.state === 'NOT_CONNECTED' && last?.content.includes('is not connected');
  });
  expect(await asked(person)).toBe(2);
  await person.approve('campaign-plan');
  await person.until('the wait', ({ campaigns }) =>
    campaigns.some(({ waiting }) => waiting?.reason === 'connection'),
  );
  expect(await asked(person)).toBe(2);

  await connect(person);
  await person.until(
    'the live campaign',
    ({ campaigns }) => campaigns.find(({ status }) => status === 'ACTIVE'),
    LAUNCH_MS,
  );
  const running = await person.call('DELETE', '/api/facebook/connection');
  expect([running.status, running.body]).toMatchObject([
    409,
    { error: { code: 'connection.ads_running' } },
  ]);
});

test.concurrent('the daily look renews the connection in time, while days go by', async () => {
  const person = await personWithPlan();
  const before = (await person.page()).connection;
  for (let week = 0; week < 7; week += 1) await person.skip(7);
  const { connection } = await person.until(
    'the renewal',
    (page) =>
      (page.connection.tokenExpiresAt ?? 0) > (before.tokenExpiresAt ?? 0) + 30 * DAY && page,
  );
  expect(connection).toMatchObject({ state: 'CONNECTED', problem: null });
});
