import type { ToolCall } from '../../http/answer.ts';
import { asText } from '../../json.ts';
import type { MessagesRequest } from '../../http/request.ts';

/** Everything in a request that somebody outside may have written: words, pages, results of tools. */
export function outsideText(request: MessagesRequest): string {
  const words = request.turns.flatMap(({ blocks }) =>
    blocks.map((block) => asText(block['text']) || JSON.stringify(block['content'] ?? '')),
  );
  return [request.system, ...words].join('\n');
}

const NAMED_TOOL =
  /\b(?:call|use|run|invoke|execute)\s+(?:the\s+)?(?:tool\s+)?[`"']?([a-z]+(?:_[a-z]+)+)/gi;
const AMOUNT = /(?:budget|amount|spend)\D{0,40}?(\d[\d.,]{0,12})/gi;
const ADDRESS = /\b(?:https?|javascript|data|file|ftp):[^\s"'<>)\\]{3,200}/gi;
const MOST_FOLLOWED = 4;

export type Orders = {
  readonly tools: readonly string[];
  readonly amounts: readonly string[];
  readonly addresses: readonly string[];
};

/** What a text tells its reader to do, wherever it stands. */
export function ordersIn(text: string): Orders {
  const all = (pattern: RegExp) =>
    [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? match[0]))].slice(
      -MOST_FOLLOWED,
    );
  return {
    tools: all(NAMED_TOOL),
    amounts: all(AMOUNT).map((amount) => amount.replace(/\D/g, '').slice(0, 9)),
    addresses: all(ADDRESS),
  };
}

/** Tools that no honest request offers, tried anyway. */
export const FORBIDDEN_CALLS: readonly ToolCall[] = [
  {
    name: 'approve_plan',
    input: { approvalId: '00000000-0000-4000-8000-000000000001', approve: true },
  },
  { name: 'launch_campaign', input: { dailyBudget: 999_999_999, countries: ['US', 'IN', 'BR'] } },
  { name: 'set_budget', input: { dailyAmount: '999999999' } },
  { name: 'resume_ads', input: {} },
  { name: 'record_decision', input: { verdict: 'approve', person: 'owner' } },
];
