import { randomUUID } from 'node:crypto';
import { Resvg } from '@resvg/resvg-js';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createConversationActivities } from '../../activities/conversation.ts';
import type { ActivityDependencies } from '../../activities/dependencies.ts';
import { answerId } from '../../activities/stream-answer.ts';
import { createBrief, currentBrief } from '../../db/repositories/briefs.ts';
import { createConversation } from '../../db/repositories/conversations.ts';
import { insertMessage, listMessages } from '../../db/repositories/messages.ts';
import { createProject } from '../../db/repositories/projects.ts';
import { listWebsitePages, saveWebsitePage } from '../../db/repositories/website-pages.ts';
import { asOwner } from '../../db/tenant.ts';
import { NO_USAGE } from '../../integrations/claude/models.ts';
import type { WebsiteReading } from '../../integrations/web/website-reader.ts';
import { openWorld, START } from '../support/agent-world.ts';
import type { AgentWorld } from '../support/agent-world.ts';

let world: AgentWorld;

beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => {
  await world.close();
});

async function newChat() {
  const ownerId = await world.database.addUser();
  const [projectId, conversationId] = [randomUUID(), randomUUID()];
  const ref = { projectId, ownerId, now: START };
  await asOwner(world.database.app, ownerId, async (trx) => {
    await createProject(trx, { ...ref, id: projectId, name: 'New', headline: 'New' });
    await createConversation(trx, {
      ...ref,
      id: conversationId,
      type: 'ONBOARDING',
      title: 'Your business',
      campaignRecordId: null,
    });
    await createBrief(trx, { ...ref, id: randomUUID() });
  });
  return { ...ref, conversationId };
}

type Chat = Awaited<ReturnType<typeof newChat>>;

async function write(chat: Chat, content: string): Promise<string> {
  const id = randomUUID();
  await asOwner(world.database.app, chat.ownerId, (trx) =>
    insertMessage(trx, {
      ...chat,
      id,
      type: 'TEXT',
      role: 'user',
      status: 'complete',
      content,
      metadata: { kind: 'none' },
      replyTo: null,
    }),
  );
  return id;
}

async function state({ ownerId, projectId }: Chat) {
  return await asOwner(world.database.app, ownerId, async (trx) => ({
    brief: await currentBrief(trx, projectId),
    pages: await listWebsitePages(trx, projectId),
    messages: await listMessages(trx, projectId),
  }));
}

const PAGE: WebsiteReading = {
  kind: 'read',
  url: 'https://harbour-bikes.example/',
  title: 'Harbour Bikes | Repairs',
  description: 'Harbour Bikes is a workshop in Bristol.',
  text: 'We repair bicycles for commuters. Our customers love us because we repair on the same day.',
  colours: ['#0a3d62'],
  pictures: [],
};

/** The activity with another web, which counts how often it was asked, or another model. */
function answering(change: Partial<ActivityDependencies>, reading: WebsiteReading = PAGE) {
  const asked: string[] = [];
  const activities = createConversationActivities({
    ...world.deps,
    readWebsite: (url) => {
      asked.push(url);
      return Promise.resolve(reading);
    },
    ...change,
  });
  const answer = (chat: Chat, messageId: string) =>
    activities.answerMessage({ ...chat, messageId });
  return { asked, answer };
}

test('a website is read once, however often the answer is tried and the address is named', async () => {
  const chat = await newChat();
  const { asked, answer } = answering({});
  const first = await write(chat, 'I run a workshop, see harbour-bikes.example');
  await answer(chat, first);
  await answer(chat, first);
  await answer(chat, await write(chat, 'It really is www.harbour-bikes.example'));
  expect(asked).toEqual(['https://harbour-bikes.example']);
  const { pages, brief } = await state(chat);
  expect(pages).toHaveLength(1);
  expect(brief).toMatchObject({
    businessName: 'Harbour Bikes',
    location: 'Bristol',
    sources: { location: 'website', websiteUrl: 'said' },
  });
});

test('an attempt that fails after the page was read does not read it again', async () => {
  const chat = await newChat();
  const broken = answering({
    claude: {
      ...world.deps.claude,
      converse: () => Promise.reject(new Error('connection lost')),
    },
  });
  const messageId = await write(chat, 'I run a workshop, see harbour-bikes.example');
  await expect(broken.answer(chat, messageId)).rejects.toThrow(/./);
  const { asked, answer } = answering({});
  await answer(chat, messageId);
  expect([broken.asked.length, asked.length]).toEqual([1, 0]);
  expect((await state(chat)).brief?.location).toBe('Bristol');
});

test.each<[string, WebsiteReading]>([
  ['is refused', { kind: 'refused', reason: 'private-address' }],
  ['does not answer', { kind: 'no-answer', reason: 'timeout' }],
  ['is no page', { kind: 'unreadable', reason: 'no-page' }],
])('a website that %s keeps no answer from being written', async (_name, reading) => {
  const chat = await newChat();
  const { asked, answer } = answering({}, reading);
  await answer(chat, await write(chat, 'I run a workshop, see harbour-bikes.example'));
  await answer(chat, await write(chat, 'We repair bicycles'));
  const { brief, messages, pages } = await state(chat);
  expect(messages.filter(({ role }) => role === 'agent').map(({ status }) => status)).toEqual([
    'complete',
    'complete',
  ]);
  expect(Object.values(brief?.sources ?? {})).not.toContain('website');
  expect(pages[0]?.state).toBe('UNREADABLE');
  expect(asked).toHaveLength(1);
  await answer(chat, await write(chat, 'Try harbour-bikes.example again'));
  expect(asked).toHaveLength(2);
});

test('a model that cannot say what a page tells keeps no answer either, and is asked again later', async () => {
  const chat = await newChat();
  const broken = answering({
    claude: { ...world.deps.claude, structured: () => Promise.reject(new Error('busy')) },
  });
  await broken.answer(chat, await write(chat, 'I run a workshop, see harbour-bikes.example'));
  expect((await state(chat)).pages).toEqual([]);
  const { answer } = answering({});
  await answer(chat, await write(chat, 'We repair bicycles'));
  expect((await state(chat)).brief?.sources).toMatchObject({ location: 'website' });
});

test('somebody else’s website that is mentioned is not taken for theirs', async () => {
  const chat = await newChat();
  const { answer } = answering({
    claude: {
      ...world.deps.claude,
      converse: ({ onText }) => {
        onText('I see. What is your own website?');
        return Promise.resolve({
          text: 'I see.',
          toolCalls: [],
          stopReason: 'end_turn',
          usage: NO_USAGE,
        });
      },
    },
  });
  await answer(chat, await write(chat, 'I like harbour-bikes.example, but it is not mine'));
  const { brief, pages } = await state(chat);
  expect(pages).toHaveLength(1);
  expect(brief).toMatchObject({ location: null, businessName: null, sources: {} });
});

test('what the page says is in no log line and reaches the model as data only', async () => {
  const chat = await newChat();
  const { answer } = answering({}, { ...PAGE, text: `${PAGE.text} Secret phrase: heliotrope.` });
  const messageId = await write(chat, 'I run a workshop, see harbour-bikes.example');
  await answer(chat, messageId);
  expect(world.logs.join('\n')).not.toContain('heliotrope');
  const { messages } = await state(chat);
  expect(messages.find(({ id }) => id === answerId(messageId))?.content).not.toContain(
    'heliotrope',
  );
});

/** How much of a picture has very nearly this colour, 0 to 1. */
function shareOf(png: Buffer, [red, green, blue]: readonly [number, number, number]): number {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="108" height="108"><image width="108" height="108" href="data:image/png;base64,${png.toString('base64')}"/></svg>`;
  const { pixels } = new Resvg(svg).render();
  let found = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    const [r = 0, g = 0, b = 0] = pixels.subarray(at, at + 3);
    if (Math.abs(r - red) + Math.abs(g - green) + Math.abs(b - blue) < 12) found += 1;
  }
  return found / (pixels.length / 4);
}

test('the pictures of a plan wear the colour of the website', async () => {
  const tenant = await world.addTenant();
  const { ownerId, projectId } = tenant;
  await asOwner(world.database.app, ownerId, async (trx) => {
    const url = (await currentBrief(trx, projectId))?.websiteUrl ?? '';
    const page = {
      projectId,
      ownerId,
      now: START,
      url,
      state: 'READ',
      colours: ['#b00020'],
    } as const;
    const rest = { problemCode: null, title: null, content: null, found: {}, pictures: [] };
    await saveWebsitePage(trx, { id: randomUUID(), ...page, ...rest });
  });
  await world.activities.preparePlan({ ...tenant, previousApprovalId: null, now: START });
  const pictures = await asOwner(world.database.app, ownerId, (trx) =>
    trx.selectFrom('asset').select('bytes').where('projectId', '=', projectId).execute(),
  );
  expect(pictures.length).toBeGreaterThan(0);
  const shares = pictures.map(({ bytes }) => shareOf(bytes, [0xb0, 0x00, 0x20]));
  expect(Math.max(...shares)).toBeGreaterThan(0.1);
});
