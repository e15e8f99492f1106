import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { answerId } from '../../activities/stream-answer.ts';
import { listApprovals } from '../../db/repositories/approvals.ts';
import { currentBrief } from '../../db/repositories/briefs.ts';
import { listMessages } from '../../db/repositories/messages.ts';
import { requestStop } from '../../db/repositories/stream.ts';
import { asOwner } from '../../db/tenant.ts';
import type { Trx } from '../../db/client.ts';
import { openWorld, START } from '../support/agent-world.ts';
import type { AgentWorld } from '../support/agent-world.ts';
import { liveTalker, talkWith } from '../support/agent-talk.ts';
import type { Talker } from '../support/agent-talk.ts';

const NOW = START + 28 * 86_400_000;

const UNCHANGED = {
  businessName: null,
  businessDescription: null,
  product: null,
  targetAudience: null,
  goal: null,
  monthlyBudget: null,
  location: null,
  uniqueSellingPoint: null,
  websiteUrl: null,
};
const propose = (changes: object) => ({
  calls: [{ name: 'propose_brief_change', input: { ...UNCHANGED, ...changes } }],
});

let world: AgentWorld;

beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => {
  await world.close();
});

const talker = (): Promise<Talker> => liveTalker(world, { now: NOW, days: 5, each: {} });

function own<T>({ ownerId }: Talker, work: (trx: Trx) => Promise<T>): Promise<T> {
  return asOwner(world.database.app, ownerId, work);
}

const changesOf = async (talker: Talker) =>
  (await own(talker, (trx) => listApprovals(trx, talker.projectId))).filter(
    ({ kind }) => kind === 'brief-change',
  );

test('a change of the brief becomes a card with the finished answer, and nothing else', async () => {
  const ada = await talker();
  const before = await own(ada, (trx) => currentBrief(trx, ada.projectId));
  const talk = talkWith(world, ada, {
    now: NOW,
    script: [propose({ location: 'York' }), { text: 'It stands on the card below.' }],
  });
  const { reply, result } = await talk.ask('We moved to York');
  expect(result.approval).toMatchObject({ kind: 'brief-change' });
  expect(reply.metadata).toMatchObject({
    steps: [{ tool: 'propose_brief_change', words: 'Drafted a change of the brief' }],
  });
  const cards = await changesOf(ada);
  expect(cards).toMatchObject([{ id: result.approval?.id, status: 'PENDING' }]);
  expect(await own(ada, (trx) => currentBrief(trx, ada.projectId))).toEqual(before);
  const messages = await own(ada, (trx) => listMessages(trx, ada.projectId));
  const card = messages.find(({ metadata }) => metadata.kind === 'approval');
  expect(card?.conversationId).toBe(ada.conversationId);
});

test('a repeat of the answer reports the same card and lays no second one', async () => {
  const ada = await talker();
  const talk = talkWith(world, ada, {
    now: NOW,
    script: [propose({ location: 'York' }), { text: 'It stands on the card below.' }],
  });
  const { result, reply } = await talk.ask('We moved to York');
  expect(await talk.answer(String(reply.replyTo))).toEqual(result);
  expect(await changesOf(ada)).toHaveLength(1);
  expect(talk.model.requests).toHaveLength(2);
});

test('an answer that is stopped lays no card', async () => {
  const ada = await talker();
  const talk = talkWith(world, ada, { now: NOW, script: [] });
  const messageId = await talk.write('We moved to York');
  talk.model.say(propose({ location: 'York' }), {
    text: 'It stands on the card below.',
    before: () => own(ada, (trx) => requestStop(trx, answerId(messageId))),
  });
  expect((await talk.answer(messageId)).approval).toBeNull();
  expect(await changesOf(ada)).toEqual([]);
});

test.each([
  ['nothing', {}, 'Nothing was named'],
  ['an address nobody can open', { websiteUrl: 'http://localhost:80' }, 'not a web address'],
  [
    'a budget beyond all reason',
    { monthlyBudget: { amount: '90000000000000', period: 'month', currency: null } },
    'too large',
  ],
])('what cannot be taken is refused in words: %s', async (_name, changes, reason) => {
  const ada = await talker();
  const talk = talkWith(world, ada, {
    now: NOW,
    script: [propose(changes), { text: 'That did not work.' }],
  });
  await talk.ask('Please change it');
  expect(JSON.stringify(talk.model.requests[1]?.['messages'])).toContain(reason);
  expect(await changesOf(ada)).toEqual([]);
});

test('amounts in another wording become the month’s, in the money of the brief', async () => {
  const ada = await talker();
  const monthlyBudget = { amount: '20', period: 'day', currency: null };
  const talk = talkWith(world, ada, {
    now: NOW,
    script: [propose({ monthlyBudget }), { text: 'It stands on the card below.' }],
  });
  await talk.ask('Make it about 20 a day');
  const [card] = await changesOf(ada);
  expect(JSON.stringify(card?.diff)).toContain('£600');
});
