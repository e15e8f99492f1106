import type { Answer, ToolCall } from '../../http/answer.ts';
import {
  textOf,
  type MessagesRequest,
  type ToolDefinition,
  type Turn,
} from '../../http/request.ts';
import {
  asArray,
  asObject,
  asText,
  isObject,
  jsonBlocksIn,
  parseJson,
  type JsonObject,
} from '../../json.ts';
import { languageOf } from '../language.ts';
import { fillSchema } from '../schema-fill.ts';
import { adAbout, briefChangeIn, campaignChangeIn, type CampaignChange } from './changes.ts';
import { dayFromWords, daysIn } from './dates.ts';
import { tell, type Telling, type ToolResult } from './results.ts';
import { wishesIn, type Topic, type Wish } from './wishes.ts';
import { AGENT_WORDS, type AgentWords } from './words.ts';

/** What the instructions tell about the moment. */
type Standing = {
  readonly today: string | null;
  readonly waitingFor: string | null;
  readonly nextCheck: string | null;
  readonly placeNow: string;
};

/** One turn of a conversation about a campaign: looks things up first, and speaks from what came back. */
export function agentTurn(request: MessagesRequest, said: readonly string[]): Answer {
  const language = languageOf(said);
  const words = AGENT_WORDS[language];
  const standing = standingIn(request.system);
  const latest = said[0] ?? '';
  const wishes = wishesIn(latest, (sentence) => {
    if (campaignChangeIn(sentence, standing) !== null) return 'campaign-change';
    return briefChangeIn(sentence) === null ? null : 'brief-change';
  });
  const offered = (name: string) => request.tools.find((tool) => tool.name === name);
  const results = resultsIn(request.turns);
  if (results.length > 0) {
    const telling = { words, language, topics: wishes.map(({ topic }) => topic) };
    return afterResults(results, { telling, wishes, standing, offered });
  }
  const toolCalls = onePerTool(
    wishes.flatMap((wish) => callFor(wish, { words, standing, offered })),
  );
  if (toolCalls.length > 0) return { text: '', toolCalls };
  return { text: wordsAlone(wishes, { words, standing }), toolCalls: [] };
}

function standingIn(system: string): Standing {
  const block = jsonBlocksIn(system).find((data) => 'today' in data || 'waitingFor' in data) ?? {};
  const place = /Place: ([^"\\\n]+)/.exec(system)?.[1];
  return {
    today: dayFromWords(asText(block['today'])),
    waitingFor: asText(block['waitingFor']) || null,
    nextCheck: asText(block['nextCheck']) || null,
    placeNow: place ?? '',
  };
}

type Means = {
  readonly words: AgentWords;
  readonly standing: Standing;
  readonly offered: (name: string) => ToolDefinition | undefined;
};

const LOOKS: Readonly<Partial<Record<Topic, string>>> = {
  waiting: 'look_at_approvals',
  done: 'look_at_activity',
  notices: 'look_at_notifications',
  better: 'look_at_performance',
  results: 'look_at_performance',
  working: 'look_at_performance',
  spent: 'look_at_performance',
  clicks: 'look_at_performance',
  seen: 'look_at_performance',
  plan: 'look_at_plan',
  brief: 'look_at_brief',
  report: 'write_report',
  pause: 'pause_ads',
};

function callFor(wish: Wish, means: Means): readonly ToolCall[] {
  const { topic, sentence } = wish;
  if (topic === 'brief-change') {
    return call('propose_brief_change', { ...briefChangeIn(sentence) }, means);
  }
  if (topic === 'campaign-change') {
    const change = campaignChangeIn(sentence, means.standing);
    if (change === null) return [];
    // What an ad should say that nobody named is taken from the ads that there are.
    if (change.newAdAbout === '') return call('look_at_plan', {}, means);
    return call('propose_campaign_change', campaignInput(change, means.words), means);
  }
  const name = LOOKS[topic];
  return name === undefined ? [] : call(name, { days: daysIn(sentence) }, means);
}

function campaignInput(change: CampaignChange, words: AgentWords): JsonObject {
  const { newAdAbout, ...rest } = change;
  return { ...rest, newAd: newAdAbout === null ? null : adAbout(newAdAbout, words.newAd) };
}

function call(name: string, wanted: JsonObject, { offered }: Means): readonly ToolCall[] {
  const tool = offered(name);
  return tool === undefined ? [] : [{ name, input: fillSchema(tool.schema, wanted) }];
}

/** The same tool once, with everything that was asked of it. */
function onePerTool(calls: readonly ToolCall[]): readonly ToolCall[] {
  const byName = new Map<string, ToolCall>();
  for (const { name, input } of calls) {
    const before = byName.get(name)?.input ?? {};
    const given = Object.entries(input).filter(([, value]) => value !== null);
    byName.set(name, { name, input: { ...input, ...before, ...Object.fromEntries(given) } });
  }
  return [...byName.values()];
}

function wordsAlone(
  wishes: readonly Wish[],
  { words, standing }: { words: AgentWords; standing: Standing },
): string {
  const said = wishes.map(({ topic }) => {
    switch (topic) {
      case 'order':
        return words.cannotFollow;
      case 'resume':
        return words.cannotResume;
      case 'approve':
      case 'waiting':
        return words.approve(standing.waitingFor);
      case 'next':
        return words.next(standing.nextCheck);
      case 'thanks':
        return words.thanks;
      case 'hello':
        return `${words.hello} ${words.help}`;
      default:
        return words.changeWhat;
    }
  });
  return said.length === 0 ? words.help : [...new Set(said)].join(' ');
}

type After = Pick<Means, 'standing' | 'offered'> & {
  readonly telling: Telling;
  readonly wishes: readonly Wish[];
};

function afterResults(results: readonly ToolResult[], after: After): Answer {
  const { telling, wishes, standing, offered } = after;
  const means = { words: telling.words, standing, offered };
  const more = corrected(results, means) ?? nextStep(results, wishes, means);
  if (more !== null) return { text: '', toolCalls: [more] };
  // A call that was put right later counts as it ended.
  const last = new Map(results.map((result) => [result.name, result]));
  const answered = [...last.values()].map((result) => tell(result, telling));
  const besides = wishes.filter(({ topic }) => topic === 'resume' || topic === 'order');
  const alone = besides.length === 0 ? [] : [wordsAlone(besides, means)];
  return { text: [...new Set([...answered, ...alone])].join('\n\n'), toolCalls: [] };
}

const PLAIN_DAYS = 7;

/** A call that was not taken is put right once: the plainest input that can be meant. */
function corrected(results: readonly ToolResult[], means: Means): ToolCall | null {
  const last = results.at(-1);
  if (last === undefined || !last.isError || !('days' in last.input)) return null;
  const isFirstTime = results.filter(({ name }) => name === last.name).length === 1;
  return isFirstTime ? (call(last.name, { days: PLAIN_DAYS }, means)[0] ?? null) : null;
}

/** One more ad that nobody described: written after the ads that the plan shows. */
function nextStep(
  results: readonly ToolResult[],
  wishes: readonly Wish[],
  means: Means,
): ToolCall | null {
  const plan = results.find(({ name }) => name === 'look_at_plan')?.data;
  const isProposed = results.some(({ name }) => name === 'propose_campaign_change');
  const wish = wishes.find(({ topic }) => topic === 'campaign-change');
  if (plan == null || isProposed || wish === undefined) return null;
  const change = campaignChangeIn(wish.sentence, means.standing);
  const headline = asText(asObject(asArray(plan['ads'])[0])['headline']);
  if (change === null || headline === '') return null;
  const input = campaignInput({ ...change, newAdAbout: headline }, means.words);
  return call('propose_campaign_change', input, means)[0] ?? null;
}

/** Calls since the person last spoke, with what came back. */
function resultsIn(turns: readonly Turn[]): readonly ToolResult[] {
  const from = turns.findLastIndex((turn) => turn.role === 'user' && textOf(turn).trim() !== '');
  const blocks = turns.slice(from + 1).flatMap((turn) => turn.blocks);
  const calls = blocks.filter(({ type }) => type === 'tool_use');
  return blocks
    .filter(({ type }) => type === 'tool_result')
    .map((block) => {
      const made = calls.find(({ id }) => id === block['tool_use_id']);
      const content = contentOf(block['content']);
      const data = parseJson(content);
      return {
        name: asText(made?.['name']),
        input: asObject(made?.['input']),
        content,
        data: isObject(data) ? data : null,
        isError: block['is_error'] === true,
      };
    });
}

function contentOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return asArray(content)
    .map((part) => asText(asObject(part)['text']))
    .join('\n');
}
