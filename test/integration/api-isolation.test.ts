import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { projectListSchema } from '../../contract/http.ts';
import { insertApproval } from '../../db/repositories/approvals.ts';
import { insertAsset } from '../../db/repositories/artifacts.ts';
import { insertNotification } from '../../db/repositories/notifications.ts';
import { asOwner } from '../../db/tenant.ts';
import { createApiWorld } from './api-world.ts';
import type { ApiWorld, Browser } from './api-world.ts';

let world: ApiWorld;
let ada: Browser;
let eve: Browser;
type Ids = Record<
  'project' | 'conversation' | 'message' | 'approval' | 'notification' | 'asset',
  string
>;
let own: Ids;

function newIds(): Ids {
  return {
    project: randomUUID(),
    conversation: randomUUID(),
    message: randomUUID(),
    approval: randomUUID(),
    notification: randomUUID(),
    asset: randomUUID(),
  };
}

beforeAll(async () => {
  world = await createApiWorld(inject('postgresUrl'));
  ada = await world.visitor().signUp();
  eve = await world.visitor().signUp('Eve');
  await eve.createProject('Eve’s shop');
  const page = await ada.createProject();
  own = {
    ...newIds(),
    project: page.project.id,
    conversation: page.conversations[0]?.id ?? '',
    message: page.messages[0]?.id ?? '',
  };
  const common = { projectId: own.project, ownerId: ada.userId, now: Date.now() };
  await asOwner(world.database.app, ada.userId, async (trx) => {
    await insertApproval(trx, {
      ...common,
      id: own.approval,
      kind: 'brief',
      contentHash: 'hash',
      card: null,
      authority: null,
      briefId: null,
      campaignRecordId: null,
      expiresAt: null,
    });
    await insertNotification(trx, {
      ...common,
      id: own.notification,
      kind: 'ALERT',
      title: 'Something',
      body: 'Something happened.',
      messageId: null,
    });
    await insertAsset(trx, {
      ...common,
      id: own.asset,
      mime: 'image/png',
      sha256: 'f'.repeat(64),
      width: 1,
      height: 1,
      bytes: Buffer.from([137, 80, 78, 71]),
    });
  });
});
afterAll(async () => await world.close());

/** Every request that names a thing, as a function of the things it names. */
const requests: [string, string, (ids: Ids) => string, ((ids: Ids) => object)?][] = [
  ['a project page', 'GET', (ids) => `/api/projects/${ids.project}`],
  ['artifacts', 'GET', (ids) => `/api/projects/${ids.project}/artifacts`],
  ['activity', 'GET', (ids) => `/api/projects/${ids.project}/activity`],
  ['pause', 'POST', (ids) => `/api/projects/${ids.project}/pause`],
  ['resume', 'POST', (ids) => `/api/projects/${ids.project}/resume`],
  [
    'an edit of the brief',
    'PATCH',
    (ids) => `/api/projects/${ids.project}/brief`,
    () => ({ version: 1, changes: { product: 'Rolls' } }),
  ],
  [
    'a message',
    'POST',
    () => '/api/chat/message',
    (ids) => ({ id: randomUUID(), conversationId: ids.conversation, content: 'Hello' }),
  ],
  ['conversations', 'GET', (ids) => `/api/projects/${ids.project}/conversations`],
  [
    'a new conversation',
    'POST',
    (ids) => `/api/projects/${ids.project}/conversations`,
    () => ({ id: randomUUID() }),
  ],
  [
    'a renamed conversation',
    'PATCH',
    (ids) => `/api/conversations/${ids.conversation}`,
    () => ({ title: 'Mine' }),
  ],
  ['what the model cost', 'GET', (ids) => `/api/projects/${ids.project}/usage`],
  ['a message taken back', 'DELETE', (ids) => `/api/chat/message/${ids.message}`],
  [
    'a click below an answer',
    'POST',
    () => '/api/chat/retry',
    (ids) => ({ id: randomUUID(), answerId: ids.message, mode: 'again' }),
  ],
  ['a stop', 'POST', () => '/api/chat/stop', (ids) => ({ messageId: ids.message })],
  [
    'a decision',
    'POST',
    () => '/api/chat/approve',
    (ids) => ({ approvalId: ids.approval, verdict: 'approve', contentHash: 'hash' }),
  ],
  ['accounts', 'GET', (ids) => `/api/facebook/accounts?projectId=${ids.project}`],
  ['a way to Facebook', 'GET', (ids) => `/api/auth/facebook?projectId=${ids.project}`],
  [
    'a choice of account',
    'POST',
    () => '/api/facebook/select',
    (ids) => ({ projectId: ids.project, adAccountId: 'act_1', pageId: '1' }),
  ],
  [
    'another try',
    'POST',
    () => '/api/campaigns/deploy',
    (ids) => ({ campaignRecordId: ids.project }),
  ],
  ['a notification', 'POST', (ids) => `/api/notifications/${ids.notification}/read`],
  ['a picture', 'GET', (ids) => `/api/assets/${ids.asset}`],
];

test.each(requests)('%s of somebody else answers like one that never was', async (...row) => {
  const [, method, path, body] = row;
  const nowhere = newIds();
  const before = await ada.page(own.project);
  const foreign = await eve.request(method, path(own), body?.(own));
  const missing = await eve.request(method, path(nowhere), body?.(nowhere));
  expect(foreign.status).toBe(404);
  expect(missing.status).toBe(404);
  expect(await foreign.text()).toBe(await missing.text());
  expect({ ...(await ada.page(own.project)), now: 0 }).toEqual({ ...before, now: 0 });
});

test('lists and streams of one person never hold anything of another', async () => {
  const answer = await eve.request('GET', '/api/projects');
  const { projects } = projectListSchema.parse(await answer.json());
  expect(projects.map((project) => project.id)).not.toContain(own.project);
  const bell = await eve.request('GET', '/api/notifications');
  expect(await bell.json()).toEqual({ notifications: [], unread: 0 });
});

test('an id that another person used is refused without telling whose it is', async () => {
  const project = await eve.request('POST', '/api/projects', { id: own.project, name: 'Mine' });
  expect([project.status, await project.json()]).toMatchObject([
    409,
    { error: { code: 'project.id_taken' } },
  ]);
  const evesPage = await eve.createProject();
  const message = await eve.request('POST', '/api/chat/message', {
    id: own.message,
    conversationId: evesPage.conversations[0]?.id,
    content: 'Hello',
  });
  expect([message.status, await message.json()]).toMatchObject([
    409,
    { error: { code: 'message.id_taken' } },
  ]);
});

test('the picture comes back to its owner, kept by no shared cache', async () => {
  const answer = await ada.request('GET', `/api/assets/${own.asset}`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(answer.headers.get('cache-control')).toContain('private');
  expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([137, 80, 78, 71]);
});

test('the application’s own role sees nobody’s rows before it says whom it acts for', async () => {
  const seen = await world.database.app.selectFrom('project').select('id').execute();
  expect(seen).toEqual([]);
});
