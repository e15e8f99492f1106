import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { searchHitsSchema } from '../../contract/http.ts';
import type { ProjectPageDto } from '../../contract/http.ts';
import type { MessageStatus } from '../../domain/conversation/message.ts';
import { changeConversation } from '../../db/repositories/conversations.ts';
import { insertMessage } from '../../db/repositories/messages.ts';
import { asOwner } from '../../db/tenant.ts';
import { createApiWorld } from './api-world.ts';
import type { ApiWorld, Browser } from './api-world.ts';

let world: ApiWorld;
let ada: Browser;
let eve: Browser;
let shop: ProjectPageDto;
let school: ProjectPageDto;

beforeAll(async () => {
  world = await createApiWorld(inject('postgresUrl'));
  ada = await world.visitor().signUp();
  eve = await world.visitor().signUp('Eve');
  shop = await ada.createProject('Corner bakery');
  school = await ada.createProject('Yoga school');
  const theirs = await eve.createProject('Eve’s shop');
  await say(ada, shop, 'We sell sourdough bread at seven in the morning.');
  await say(ada, school, 'Wir sind eine Schule für Anfängerkurse in Graz.');
  await say(eve, theirs, 'Our sourdough is a secret.');
});
afterAll(async () => await world.close());

async function say(
  { userId }: Browser,
  { project, conversations }: ProjectPageDto,
  content: string,
  status: MessageStatus = 'complete',
): Promise<string> {
  const id = randomUUID();
  world.clock.now += 1_000;
  await asOwner(world.database.app, userId, (trx) =>
    insertMessage(trx, {
      id,
      conversationId: conversations[0]?.id ?? '',
      projectId: project.id,
      ownerId: userId,
      type: 'TEXT',
      role: 'user',
      status,
      content,
      metadata: { kind: 'none' },
      replyTo: null,
      now: world.clock.now,
    }),
  );
  return id;
}

async function find(q: string, browser = ada, limit?: number) {
  const query = new URLSearchParams({ q, ...(limit === undefined ? {} : { limit: `${limit}` }) });
  const answer = await browser.request('GET', `/api/search?${query.toString()}`);
  expect(answer.status).toBe(200);
  return searchHitsSchema.parse(await answer.json()).hits;
}

const marked = (hit: Awaited<ReturnType<typeof find>>[number] | undefined) =>
  hit?.snippet.filter((part) => part.hit).map(({ text }) => text);

test('finds words in all projects of the person, and in nobody else’s', async () => {
  const hits = await find('sourdough');
  expect(hits).toHaveLength(1);
  expect(hits[0]).toMatchObject({ projectId: shop.project.id, projectName: 'Corner bakery' });
  expect(marked(hits[0])).toEqual(['sourdough']);
  expect((await find('sourdough', eve)).map(({ projectName }) => projectName)).toEqual([
    'Eve’s shop',
  ]);
  expect(await find('Anfängerkurse', eve)).toEqual([]);
});

test('all words have to be there, and the last may be the beginning of a longer one', async () => {
  expect(await find('bread morn')).toHaveLength(1);
  expect(marked((await find('bread morn'))[0])).toEqual(['bread', 'morn']);
  expect(await find('brea morning')).toEqual([]);
  expect(await find('bread Graz')).toEqual([]);
  expect(await find('ANFÄNGERK')).toHaveLength(1);
});

test('finds words of scripts without spaces anywhere', async () => {
  await say(ada, shop, '私たちは毎朝パンを焼いています');
  const hits = await find('パン');
  expect(marked(hits[0])).toEqual(['パン']);
  expect(await find('ケーキ')).toEqual([]);
});

test('the newest comes first among equals, whole words before beginnings', async () => {
  const older = await say(ada, shop, 'A cake for Anna');
  const newer = await say(ada, school, 'A cake for Bert');
  const longer = await say(ada, shop, 'Cakes for everyone');
  expect((await find('cake')).map(({ messageId }) => messageId)).toEqual([newer, older, longer]);
  expect(await find('cake', ada, 2)).toHaveLength(2);
});

test('what was taken back or is still being written is not found, what is archived is', async () => {
  await say(ada, shop, 'A rhubarb pie', 'withdrawn');
  await say(ada, shop, 'A rhubarb tart', 'streaming');
  expect(await find('rhubarb')).toEqual([]);
  const id = shop.conversations[0]?.id ?? '';
  const { id: projectId } = shop.project;
  const ref = { id, projectId, ownerId: ada.userId, now: world.clock.now };
  await asOwner(world.database.app, ada.userId, (trx) =>
    changeConversation(trx, { ...ref, set: { status: 'ARCHIVED' } }),
  );
  expect(await find('sourdough')).toHaveLength(1);
});

test('takes any signs as they are', async () => {
  await say(ada, shop, 'The price is £84.20 at www.millers-bakery.co.uk, 100%_sure');
  expect(await find('84.20')).toHaveLength(1);
  expect(await find('millers')).toHaveLength(1);
  expect(await find('100%_sure')).toHaveLength(1);
  for (const q of ["'", '\\', "' & !xyzzy:*", ':*', '(((', '%', '—', '.*', '[a-z]+x', '&']) {
    expect(await find(q)).toEqual([]);
  }
});

test('gives a piece around the words, cut between words, and at most 50 hits', async () => {
  const long = `${'before '.repeat(60)}marzipan ${'after '.repeat(60)}`;
  for (let count = 0; count < 55; count += 1) await say(ada, shop, long);
  const hits = await find('marzipan', ada, 50);
  expect(hits).toHaveLength(50);
  const text = hits[0]?.snippet.map((part) => part.text).join('') ?? '';
  expect(text).toMatch(/^…(?:before )+marzipan(?: after)+…$/);
  expect(text.length).toBeLessThan(230);
  const tooMany = await ada.request('GET', '/api/search?q=marzipan&limit=51');
  expect(tooMany.status).toBe(400);
  expect((await ada.request('GET', '/api/search?q=')).status).toBe(400);
});
