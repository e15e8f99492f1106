import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { listActivity } from '../../db/repositories/activity.ts';
import { listApprovals } from '../../db/repositories/approvals.ts';
import { listArtifacts } from '../../db/repositories/artifacts.ts';
import { updateCampaign } from '../../db/repositories/campaigns.ts';
import { enqueueInbox, isPausedByPerson } from '../../db/repositories/outbox.ts';
import { asOwner } from '../../db/tenant.ts';
import type { Trx } from '../../db/client.ts';
import { answerId } from '../../activities/stream-answer.ts';
import { getMessage } from '../../db/repositories/messages.ts';
import { requestStop } from '../../db/repositories/stream.ts';
import { openWorld, START } from '../support/agent-world.ts';
import type { AgentWorld } from '../support/agent-world.ts';
import { liveTalker, talkWith } from '../support/agent-talk.ts';
import type { Talker } from '../support/agent-talk.ts';

/** Thirty days after the project began: 30 March 2026, on British summer time. */
const NOW = START + 28 * 86_400_000;
const WEEK = { name: 'look_at_performance', input: { days: 7 } };
const GOOD_DAY = { spendMinor: 1_200, impressions: 900, reach: 700, clicks: 20, conversions: 8 };

let world: AgentWorld;

beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => {
  await world.close();
});

const talker = (days = 14, each = GOOD_DAY): Promise<Talker> =>
  liveTalker(world, { now: NOW, days, each });

function own<T>({ ownerId }: Talker, work: (trx: Trx) => Promise<T>): Promise<T> {
  return asOwner(world.database.app, ownerId, work);
}

/** What the model was told of its tool calls in the last request, as one text. */
function toldIn(request: Record<string, unknown> | undefined): string {
  return JSON.stringify(request?.['messages'] ?? []);
}

describe('looking', () => {
  test('brings stored figures with ranges, as a quiet line above the answer', async () => {
    const ada = await talker();
    const talk = talkWith(world, ada, {
      now: NOW,
      script: [
        { calls: [WEEK] },
        { text: 'Your ads brought 56 clicks. It could as well have been 44 to 70.' },
      ],
    });
    const { reply, result } = await talk.ask('How did the last week go?');
    expect(reply).toMatchObject({
      status: 'complete',
      content: 'Your ads brought 56 clicks. It could as well have been 44 to 70.',
      metadata: {
        kind: 'answer',
        steps: [{ tool: 'look_at_performance', words: 'Looked at the last 7 days' }],
        waiting: null,
      },
    });
    expect(result.approval).toBeNull();
    const told = toldIn(talk.model.requests[1]);
    expect(told).toContain('resultsRange');
    expect(told).toContain('£84');
    expect(told).toContain('no clear difference');
  });

  test('says what is missing while it is too early to tell', async () => {
    const ada = await talker(2);
    const talk = talkWith(world, ada, {
      now: NOW,
      script: [{ calls: [WEEK] }, { text: 'It is too early to tell.' }],
    });
    await talk.ask('Does it work?');
    expect(toldIn(talk.model.requests[1])).toContain(
      '2 of at least 3 days with ads shown are there so far',
    );
  });

  test('is possible for brief, plan, activity, cards and notices, in one answer', async () => {
    const ada = await talker();
    const names = ['brief', 'plan', 'activity', 'approvals', 'notifications'];
    const talk = talkWith(world, ada, {
      now: NOW,
      script: [
        { calls: names.map((name) => ({ name: `look_at_${name}`, input: {} })) },
        { text: 'I looked at all of it.' },
      ],
    });
    const { reply } = await talk.ask('What do you know?');
    expect(reply.metadata).toMatchObject({ kind: 'answer', steps: { length: 5 } });
    const told = toldIn(talk.model.requests[1]);
    for (const part of ['Budget:', 'whoSeesIt', 'activity', 'the campaign plan', 'notices']) {
      expect(told).toContain(part);
    }
    expect(told).not.toContain(ada.projectId);
  });

  test('needs an input of the agreed form', async () => {
    const ada = await talker();
    const talk = talkWith(world, ada, {
      now: NOW,
      script: [
        { calls: [{ name: 'look_at_performance', input: { days: 4_000, project: 'other' } }] },
        { text: 'I cannot see that far back.' },
      ],
    });
    const { reply } = await talk.ask('And ten years ago?');
    expect(reply.metadata).toMatchObject({ steps: { length: 0 } });
    expect(toldIn(talk.model.requests[1])).toContain('Not taken');
  });

  test('ends after six rounds, with the words that were said', async () => {
    const ada = await talker();
    const round = { text: 'One moment.', calls: [{ name: 'look_at_brief', input: {} }] };
    const talk = talkWith(world, ada, { now: NOW, script: Array.from({ length: 9 }, () => round) });
    await talk.ask('Hello');
    expect(talk.model.requests).toHaveLength(6);
  });
});

test('instructions and brief are cached, what changes from message to message is not', async () => {
  const ada = await talker();
  const talk = talkWith(world, ada, { now: NOW, script: [{ text: 'Good morning.' }] });
  await talk.ask('Good morning');
  const [request] = talk.model.requests;
  expect(request?.['system']).toMatchObject([
    { cache_control: { type: 'ephemeral' } },
    { text: expect.stringContaining('<brief>'), cache_control: { type: 'ephemeral' } },
    { text: expect.stringContaining('Monday 30 March 2026') },
  ]);
  const [, , today] = Array.isArray(request?.['system']) ? request['system'] : [];
  expect(today).not.toHaveProperty('cache_control');
});

describe('an answer is written anew once', () => {
  test('when it holds a figure that nobody gave', async () => {
    const ada = await talker();
    const talk = talkWith(world, ada, {
      now: NOW,
      script: [
        { calls: [WEEK] },
        { text: 'Your ads brought 912 clicks.' },
        { text: JSON.stringify({ text: 'Your ads brought 56 clicks.' }) },
      ],
    });
    const { reply } = await talk.ask('How many visits?');
    expect(reply.content).toBe('Your ads brought 56 clicks.');
    expect(reply.metadata).toMatchObject({ steps: { length: 1 } });
    expect(toldIn(talk.model.requests[2])).toContain('912');
    expect(talk.model.requests).toHaveLength(3);
  });

  test('when it is hard to read', async () => {
    const ada = await talker();
    const hard =
      'The optimisation of your advertising expenditure necessitates additional statistical observations. ' +
      'Consequently the aforementioned configuration demonstrates considerable heterogeneity. ' +
      'Preliminary interpretations of the accumulated information are therefore inadvisable.';
    const talk = talkWith(world, ada, {
      now: NOW,
      script: [{ text: hard }, { text: JSON.stringify({ text: 'Please wait a few more days.' }) }],
    });
    const { reply } = await talk.ask('What now?');
    expect(reply.content).toBe('Please wait a few more days.');
  });

  test('and stands when plain, or when no better words come', async () => {
    const ada = await talker();
    const plain = 'Your ads run well. I look at them every day. You do not have to do a thing.';
    const talk = talkWith(world, ada, {
      now: NOW,
      script: [{ text: plain }, { text: 'It cost £999.' }, { text: 'not the agreed form' }],
    });
    expect((await talk.ask('All fine?')).reply.content).toBe(plain);
    expect(talk.model.requests).toHaveLength(1);
    expect((await talk.ask('And the cost?')).reply.content).toBe('It cost £999.');
  });
});

describe('pausing', () => {
  const script = [
    { calls: [{ name: 'pause_ads', input: {} }] },
    { text: 'I am switching your ads off now.' },
  ];

  test('goes the way of the button, once for a message however often it is answered', async () => {
    const ada = await talker();
    const talk = talkWith(world, ada, { now: NOW, script: [...script, ...script] });
    const { reply } = await talk.ask('Stop the ads, please.');
    expect(reply.metadata).toMatchObject({ steps: [{ words: 'Paused all ads' }] });
    expect(await own(ada, (trx) => isPausedByPerson(trx, ada.projectId))).toBe(true);
    const [line] = await own(ada, (trx) => listActivity(trx, ada.projectId));
    expect(line).toMatchObject({ actor: 'agent', what: expect.stringContaining('paused all ads') });
    const item = { kind: 'policy', change: 'resume' } as const;
    const { projectId, ownerId } = ada;
    const id = reply.id;
    await own(ada, (trx) => enqueueInbox(trx, { id, projectId, ownerId, item, now: NOW }));
    await talk.answer(String(reply.replyTo));
    expect(await own(ada, (trx) => isPausedByPerson(trx, ada.projectId))).toBe(false);
  });

  test('is refused in words where nothing runs', async () => {
    const ada = await talker();
    const { projectId, ownerId, campaignRecordId: id } = ada;
    const over = { id, projectId, ownerId, now: NOW, set: { status: 'COMPLETED' } } as const;
    await own(ada, (trx) => updateCampaign(trx, over));
    const talk = talkWith(world, ada, { now: NOW, script });
    await talk.ask('Stop');
    expect(toldIn(talk.model.requests[1])).toContain('Refused: There are no ads');
    expect(await own(ada, (trx) => isPausedByPerson(trx, projectId))).toBe(false);
  });
});

test('a tool that is not offered is denied, seen in log and activity, and changes nothing', async () => {
  const ada = await talker();
  const before = await own(ada, (trx) => listApprovals(trx, ada.projectId));
  const talk = talkWith(world, ada, {
    now: NOW,
    script: [
      {
        calls: [
          { name: 'approve_card', input: { approvalId: before[0]?.id, verdict: 'approve' } },
          { name: 'resume_ads', input: {} },
        ],
      },
      { text: 'Only the button on the card approves it.' },
    ],
  });
  await talk.ask('Approve it yourself.');
  expect(await own(ada, (trx) => listApprovals(trx, ada.projectId))).toEqual(before);
  const [line] = await own(ada, (trx) => listActivity(trx, ada.projectId));
  expect(line).toMatchObject({ outcome: 'Nothing was changed' });
  const logged = world.logs.find((entry) => entry.includes('guardrail'));
  expect(logged).toContain('approve_card');
});

test('of very many calls at once only the first are made', async () => {
  const ada = await talker();
  const talk = talkWith(world, ada, {
    now: NOW,
    script: [
      { calls: Array.from({ length: 40 }, () => ({ name: 'look_at_brief', input: {} })) },
      { text: 'You bake bread.' },
    ],
  });
  const { reply } = await talk.ask('What do I do?');
  expect(reply.metadata).toMatchObject({ steps: { length: 12 } });
  expect(toldIn(talk.model.requests[1]).split('Too many calls').length - 1).toBe(28);
});

describe('a report', () => {
  const script = [
    { calls: [{ name: 'write_report', input: { days: 7 } }] },
    { text: 'Here is your report.' },
  ];

  test('is made from stored numbers and kept', async () => {
    const ada = await talker();
    const talk = talkWith(world, ada, { now: NOW, script });
    await talk.ask('Write me a report of the week.');
    const [report] = await own(ada, (trx) => listArtifacts(trx, ada.projectId));
    expect(report).toMatchObject({
      kind: 'REPORT',
      title: 'Report from Tuesday 24 March to Monday 30 March',
    });
    expect(report?.text).toContain('That brought 56 clicks on the link.');
    expect(report?.text).toContain('44 to 70 clicks');
    expect(report?.text).toContain('no clear difference');
  });

  test('is not kept when the answer was stopped', async () => {
    const ada = await talker();
    const talk = talkWith(world, ada, { now: NOW, script: [] });
    const messageId = await talk.write('Write me a report of the week.');
    talk.model.say(script[0] ?? {}, {
      text: 'Here it comes.',
      before: () => own(ada, (trx) => requestStop(trx, answerId(messageId))),
    });
    await talk.answer(messageId);
    expect(await own(ada, (trx) => listArtifacts(trx, ada.projectId))).toEqual([]);
  });
});

describe('the stand-in of the model', () => {
  test.each([
    ['How did the last week go?', /56 clicks on the link.*44.*70/],
    ['Wie lief die letzte Woche?', /56.*44.*70/],
  ])('answers “%s” from what it looked at', async (question, words) => {
    const ada = await talker();
    const { write } = talkWith(world, ada, { now: NOW, script: [] });
    const messageId = await write(question);
    const { projectId, ownerId, conversationId } = ada;
    const input = { projectId, ownerId, conversationId, messageId, now: NOW };
    await world.activities.answerMessage(input);
    const reply = await own(ada, (trx) => getMessage(trx, answerId(messageId)));
    expect(reply?.content).toMatch(words);
    expect(reply?.metadata).toMatchObject({ steps: [{ tool: 'look_at_performance' }] });
  });
});
