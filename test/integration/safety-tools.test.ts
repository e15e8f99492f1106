import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { AGENT_TOOLS } from '../../contract/claude/agent.ts';
import { liveTalker } from '../support/agent-talk.ts';
import { START } from '../support/agent-world.ts';
import { inParallel, openSafetyWorld } from './safety-world.ts';
import type { SafetyWorld } from './safety-world.ts';

let world: SafetyWorld;

beforeAll(async () => {
  world = await openSafetyWorld(inject('postgresUrl'));
});
afterAll(async () => {
  await world.close();
});

const ANSWERS = 100;
const CALLS_EACH = 10;
const NOW = START + 20 * 86_400_000;

const amounts = fc.constantFrom(
  '0',
  '-5',
  '1e9',
  '999999999',
  '20',
  '20.005',
  'NaN',
  '',
  ' 20 ',
  '２０',
  '1,000,000',
  '0x50',
);
const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('<script>1</script>', "'; drop table approval; --", '\u0000', '../../etc/passwd'),
);
const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), words, amounts, fc.constant(null));
const money = fc.record(
  {
    amount: fc.oneof(amounts, anything),
    period: fc.constantFrom('day', 'week', 'month', 'year', null),
    currency: fc.constantFrom('GBP', 'KWD', 'XXX', null),
  },
  { requiredKeys: [] },
);

const FIELDS = {
  days: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer(), fc.double(), anything),
  dailyAmount: fc.oneof(amounts, anything),
  lastDay: fc.constantFrom('2026-04-30', '2099-12-31', '1970-01-01', '2026-02-30', 'tomorrow'),
  places: fc.oneof(fc.array(words, { maxLength: 9 }), fc.constant(['Leeds']), anything),
  newAd: fc.oneof(fc.record({ primaryText: words, headline: words, description: words }), anything),
  monthlyBudget: fc.oneof(money, anything),
  location: fc.oneof(words, anything),
  product: fc.oneof(words, anything),
  businessName: fc.oneof(words, anything),
  businessDescription: words,
  targetAudience: words,
  uniqueSellingPoint: words,
  websiteUrl: fc.constantFrom('javascript:1', 'http://127.0.0.1', 'https://ok.example'),
  goal: fc.constantFrom('LEADS', 'WORLD_DOMINATION'),
};
type Field = keyof typeof FIELDS;

const CAMPAIGN: readonly Field[] = ['dailyAmount', 'lastDay', 'places', 'newAd'];
const BRIEF: readonly Field[] = [
  'businessName',
  'businessDescription',
  'product',
  'targetAudience',
  'goal',
  'monthlyBudget',
  'location',
  'uniqueSellingPoint',
  'websiteUrl',
];

/** The fields that the tool has, all there, most of them empty. */
function fitting(fields: readonly Field[]) {
  const entries = fields.map((field) => [
    field,
    fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: FIELDS[field] }),
  ]);
  return fc.record(Object.fromEntries(entries));
}

/** Fields of all tools, and some that none has. */
const wild = fc.record(
  { ...FIELDS, approvalId: fc.uuid(), ownerId: fc.uuid(), verdict: fc.constant('approve') },
  { requiredKeys: [] },
);
const call = (name: string, fields: readonly Field[]) =>
  fc.record({
    name: fc.constant(name),
    input: fc.oneof({ weight: 3, arbitrary: fitting(fields) }, { weight: 1, arbitrary: wild }),
  });
// Stopping the ads is the one thing that a conversation may do by itself, so it is not asked for here.
const calls = fc.oneof(
  ...AGENT_TOOLS.filter((name) => name.startsWith('look_') && name !== 'look_at_performance').map(
    (name) => call(name, []),
  ),
  call('look_at_performance', ['days']),
  call('write_report', ['days']),
  { weight: 5, arbitrary: call('propose_brief_change', BRIEF) },
  { weight: 5, arbitrary: call('propose_campaign_change', CAMPAIGN) },
  call('approve_plan', []),
  call('__proto__', []),
);

test('a thousand bent tool calls lead to cards that wait, and to nothing else', async () => {
  const answers = fc.sample(fc.array(calls, { minLength: CALLS_EACH, maxLength: CALLS_EACH }), {
    numRuns: ANSWERS,
    seed: 46,
  });
  const each = { clicks: 31, impressions: 1_240, conversions: 2 };
  const talkers = await Promise.all(
    [3, 4, 5, 6, 7, 8].map((days) => liveTalker(world, { now: NOW, days, each })),
  );
  const failed: string[] = [];
  await inParallel(answers, async (toolCalls, index) => {
    const talker = talkers[index % talkers.length];
    if (talker === undefined) throw new Error('There is nobody to talk with.');
    const said = `Question ${index} of many.`;
    await world.script({ toolCalls, match: { said, results: false } });
    const came = await world.say(talker, said, NOW + index);
    if (came.kind === 'failed') failed.push(came.code);
  });
  // Whatever the input: an answer in words, never a fault of our own.
  expect(failed).toEqual([]);
  expect(await world.harm()).toEqual([]);
  const steps = await world.rows(`select 1 from message where metadata->>'steps' <> '[]'`);
  expect(steps.length).toBeGreaterThan(ANSWERS / 4);
});
