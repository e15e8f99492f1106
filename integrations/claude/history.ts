import type Anthropic from '@anthropic-ai/sdk';
import type { ChatTurn } from './claude-api.ts';

/** With the brief beside it, this much is enough to follow a conversation. */
const TURNS_KEPT = 20;
/** About 1,500 words; longer pastes lose their end rather than the whole turn. */
const LONGEST_TURN = 8_000;

/**
 * Our rows as the service wants them: the last 20, beginning with the person (the agent's greeting and
 * an answer whose question was cut off go), turns of one side joined, and no empty ones.
 * @throws RangeError when the last turn is not the person's: there is nothing to answer.
 */
export function toMessages(history: readonly ChatTurn[]): Anthropic.MessageParam[] {
  const turns = history
    .filter(({ content }) => content.trim() !== '')
    .slice(-TURNS_KEPT)
    .map(({ role, content }) => ({ role, content: content.trim().slice(0, LONGEST_TURN) }));
  const first = turns.findIndex(({ role }) => role === 'user');
  if (first === -1 || turns.at(-1)?.role !== 'user') {
    throw new RangeError('A conversation to answer must end with a message of the person.');
  }
  const joined: { role: 'user' | 'assistant'; content: string }[] = [];
  for (const turn of turns.slice(first)) {
    const role = turn.role === 'user' ? 'user' : 'assistant';
    const last = joined.at(-1);
    if (last?.role === role) last.content += `\n\n${turn.content}`;
    else joined.push({ role, content: turn.content });
  }
  return joined;
}
