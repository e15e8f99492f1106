import { textOf, type Turn } from '../http/request.ts';

const GO_ON = /\bbroke off\b|\bgo on (?:exactly )?where\b/i;

/**
 * Where the last words ask to go on with an answer that broke off: the conversation without that answer and the asking,
 * and what was said of the answer already.
 */
export function withoutBreak(turns: readonly Turn[]): {
  readonly turns: readonly Turn[];
  readonly spoken: string;
} {
  const asking = turns.findLastIndex((turn) => turn.role === 'user' && textOf(turn).trim() !== '');
  const broken = turns[asking - 1];
  if (asking < 2 || broken?.role !== 'assistant' || !GO_ON.test(textOf(turns[asking]))) {
    return { turns, spoken: '' };
  }
  const before = turns.slice(0, asking - 1);
  const spoken = textOf(broken);
  // Stopped, continued and stopped again: the answer is all of its parts.
  const earlier = withoutBreak(before);
  return {
    turns: [...earlier.turns, ...turns.slice(asking + 1)],
    spoken: `${earlier.spoken}${spoken}`,
  };
}
