import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { listEndpoints } from '../../api/app.ts';
import { errorSchema } from '../../contract/http.ts';
import { createApiWorld, PUBLIC_URL } from './api-world.ts';
import type { ApiWorld, Browser } from './api-world.ts';

let world: ApiWorld;
let ada: Browser;
let projectId: string;
let conversationId: string;
beforeAll(async () => {
  world = await createApiWorld(inject('postgresUrl'));
  ada = await world.visitor().signUp();
  const page = await ada.createProject();
  projectId = page.project.id;
  conversationId = page.conversations[0]?.id ?? '';
});
afterAll(async () => await world.close());

const id = randomUUID();
const say = (content: unknown, extra: object = {}) =>
  JSON.stringify({ id, conversationId, content, ...extra });

const text = (value: object) => () => JSON.stringify(value);
const none = () => '';

/** What is sent where, and the status with the field that the answer names. */
const CASES: [what: string, where: string, body: () => string, answer: string][] = [
  ['not JSON', 'POST /api/projects', () => '{', '400'],
  ['an empty body', 'POST /api/projects', none, '400'],
  ['null', 'POST /api/projects', () => 'null', '400'],
  ['a list', 'POST /api/projects', () => '[]', '400'],
  ['an id that is none', 'POST /api/projects', text({ id: '7', name: 'x' }), '400 id'],
  ['an empty name', 'POST /api/projects', text({ id, name: '  ' }), '400 name'],
  ['a long name', 'POST /api/projects', text({ id, name: 'x'.repeat(81) }), '400 name'],
  ['a huge number', 'POST /api/projects', () => `{"id":"${id}","name":1e999}`, '400 name'],
  ['NUL in a name', 'POST /api/projects', text({ id, name: 'a\u0000' }), '400 name'],
  ['half a character', 'POST /api/chat/message', () => say('\ud800'), '400 content'],
  ['NUL in a message', 'POST /api/chat/message', () => say('a\u0000b'), '400 content'],
  ['a long message', 'POST /api/chat/message', () => say('x'.repeat(20_001)), '400 content'],
  ['a huge body', 'POST /api/chat/message', () => say('x'.repeat(200_000)), '413'],
  ['deep nesting', 'POST /api/chat/message', () => '['.repeat(999) + ']'.repeat(999), '400 0.0.0'],
  ['a missing field', 'POST /api/chat/message', () => '{}', '400 id'],
  [
    'a verdict that is none',
    'POST /api/chat/approve',
    text({ approvalId: id, verdict: 'maybe', contentHash: 'x' }),
    '400 verdict',
  ],
  ['a project id that is none', 'GET /api/projects/1%27--', none, '400 id'],
  ['a project id with NUL', 'GET /api/projects/%00', none, '400 id'],
  ['broken percent signs', 'GET /api/projects/%E0%A4%A', none, '400 id'],
  [
    'an account id that is none',
    'POST /api/facebook/select',
    text({ projectId: id, adAccountId: '101', pageId: '2' }),
    '400 adAccountId',
  ],
  ['no project', 'GET /api/facebook/accounts', none, '400 projectId'],
  ['a negative position', 'GET /api/events?after=-1', none, '400 after'],
  ['a huge position', 'GET /api/events?after=99999999999999999999', none, '400 after'],
  ['three days', 'POST /api/sandbox/skip', text({ days: 3 }), '400 days'],
  [
    'a short password',
    'POST /api/auth/sign-up/email',
    text({ name: 'A', email: 'a@example.test', password: 'short' }),
    '400 password',
  ],
  [
    'a common password',
    'POST /api/auth/sign-up/email',
    text({ name: 'A', email: 'a@example.test', password: 'Password123!' }),
    '400 password',
  ],
  [
    'no e-mail address',
    'POST /api/auth/sign-up/email',
    text({ name: 'A', email: 'a', password: 'seventeen otters' }),
    '400 email',
  ],
  ['a path beside the routes', 'GET /api/nothing', none, '404'],
  ['a wrong method', 'PATCH /api/projects', () => '{}', '405'],
];

test.each(CASES)('%s is refused by name', async (_, where, body, expected) => {
  const [method = '', path = ''] = where.split(' ');
  const answer = await ada.raw(method, path, method === 'GET' ? null : body());
  const { field } = errorSchema.parse(await answer.json()).error;
  expect([answer.status, field].join(' ').trim()).toBe(expected);
});

test('a refusal says what to do in a person’s words', async () => {
  const wordsOf = async (body: object): Promise<string> => {
    const answer = await ada.request('POST', '/api/auth/sign-up/email', body);
    return errorSchema.parse(await answer.json()).error.message;
  };
  expect(await wordsOf({})).toBe('The name is missing. Nothing was changed.');
  expect(await wordsOf({ name: 'A', email: 'a@example.test', password: 'short' })).toBe(
    'The password needs at least 10 characters. Nothing was changed.',
  );
});

test('a budget in a currency nobody knows, a bad address and an empty edit are refused by name', async () => {
  const edit = async (changes: object): Promise<[number, string | undefined]> => {
    const answer = await ada.request('PATCH', `/api/projects/${projectId}/brief`, {
      version: 1,
      changes,
    });
    return [answer.status, errorSchema.parse(await answer.json()).error.field];
  };
  expect(await edit({ monthlyBudget: { minor: 5000, currency: 'XXX' } })).toEqual([
    400,
    'changes.monthlyBudget.currency',
  ]);
  expect(await edit({ monthlyBudget: { minor: 1e300, currency: null } })).toEqual([
    400,
    'changes.monthlyBudget.minor',
  ]);
  expect(await edit({ websiteUrl: 'javascript:alert(1)' })).toEqual([400, 'changes.websiteUrl']);
  expect(await edit({})).toEqual([400, 'changes']);
});

test('a write from another site, or from nowhere, is not carried out', async () => {
  const body = JSON.stringify({ id: randomUUID(), name: 'Foreign' });
  for (const headers of [
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { origin: `${PUBLIC_URL}.evil.test` },
  ]) {
    expect((await ada.raw('POST', '/api/projects', body, headers)).status).toBe(403);
  }
  const bare = { 'content-type': 'application/json', cookie: ada.cookie };
  const without = await world.app.request('/api/projects', { method: 'POST', body, headers: bare });
  expect(without.status).toBe(403);
  const sent = await world.app.request('/api/projects', {
    method: 'POST',
    body,
    headers: { ...bare, 'sec-fetch-site': 'same-origin' },
  });
  expect(sent.status).toBe(201);
});

test('a body that does not call itself JSON is refused', async () => {
  const body = JSON.stringify({ id: randomUUID(), name: 'Plain' });
  const answer = await ada.raw('POST', '/api/projects', body, { 'content-type': 'text/plain' });
  expect(answer.status).toBe(415);
});

test('bytes that are not text are refused, not mended', async () => {
  const [head, tail] = [`{"id":"${randomUUID()}","name":"`, '"}'];
  const body = Buffer.concat([Buffer.from(head), Buffer.from([0xff, 0xfe]), Buffer.from(tail)]);
  const answer = await ada.raw('POST', '/api/projects', body);
  expect(answer.status).toBe(400);
  expect(errorSchema.parse(await answer.json()).error.code).toBe('request.bad_field');
});

test('every answer carries the headers that keep other sites out', async () => {
  for (const path of ['/healthz', '/api/projects', '/api/nothing', '/nothing.js']) {
    const { headers } = await ada.request('GET', path);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('content-security-policy')).not.toContain("script-src 'self' 'unsafe");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  }
});

test('no body whatsoever makes a route fail', async () => {
  const writes = listEndpoints(world.deps).filter(
    ({ method, path }) => method !== 'get' && path !== '/api/auth/sign-out',
  );
  const words = fc.constantFrom(
    'id',
    'name',
    'content',
    'conversationId',
    'changes',
    'version',
    'approvalId',
    'verdict',
    'contentHash',
    'reason',
    'projectId',
    'adAccountId',
    'pageId',
    'campaignRecordId',
    'messageId',
    'days',
    'email',
    'password',
    '__proto__',
    'constructor',
  );
  const value = fc.oneof(
    fc.constantFrom(
      id,
      projectId,
      conversationId,
      'approve',
      'act_1',
      '1',
      1,
      7,
      '\u0000',
      '\ud800',
      1e308,
      -0,
      null,
    ),
    fc.jsonValue({ maxDepth: 3 }),
  );
  const body = fc.oneof(
    fc.dictionary(words, value, { maxKeys: 8 }).map((object) => JSON.stringify(object)),
    fc.json(),
    fc.string({ unit: 'binary' }),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...writes), body, async ({ method, path }, text) => {
      const answer = await ada.raw(method.toUpperCase(), path.replace(':id', projectId), text);
      expect(answer.status).toBeLessThan(500);
      if (answer.status >= 400) errorSchema.parse(await answer.json());
    }),
    { numRuns: 300 },
  );
});

test('no address or query makes a route fail', async () => {
  const reads = listEndpoints(world.deps).filter(
    ({ method, path }) => method === 'get' && path !== '/api/events',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...reads),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('projectId', 'state', 'code', 'error', 'after'),
      async ({ path }, text, name) => {
        const piece = text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80';
        const answer = await ada.request('GET', `${path.replace(':id', piece)}?${name}=${piece}`);
        expect(answer.status).toBeLessThan(500);
      },
    ),
    { numRuns: 200 },
  );
});
