import { hashOf } from '../random.ts';
import type { InputUsage } from './events.ts';
import { MODEL_CARDS } from './models.ts';
import { tokensIn, type MessagesRequest } from './request.ts';

export type PromptCache = { readonly count: (request: MessagesRequest) => InputUsage };

/** Prompt caching by prefix: what was marked before is read, what is new is written, too short ones are not kept. */
export function createPromptCache(): PromptCache {
  const kept = new Set<string>();
  return {
    count: (request) => {
      const smallest =
        MODEL_CARDS.find(({ id }) => id === request.model)?.smallestCachedPrefix ?? Infinity;
      const prefixes = request.cachedPrefixes.filter((prefix) => tokensIn(prefix) >= smallest);
      const keyOf = (prefix: string) => `${prefix.length}:${hashOf(prefix)}`;
      const read = prefixes.findLast((prefix) => kept.has(keyOf(prefix)));
      const longest = prefixes.at(-1);
      for (const prefix of prefixes) kept.add(keyOf(prefix));
      const readTokens = read === undefined ? 0 : tokensIn(read);
      const cachedTokens = longest === undefined ? 0 : tokensIn(longest);
      return {
        input_tokens: Math.max(1, promptTokens(request) - cachedTokens),
        cache_creation_input_tokens: Math.max(0, cachedTokens - readTokens),
        cache_read_input_tokens: readTokens,
      };
    },
  };
}

export function promptTokens(request: MessagesRequest): number {
  const turns = JSON.stringify(request.turns.map(({ blocks }) => blocks));
  return tokensIn(request.system) + tokensIn(turns) + tokensIn(JSON.stringify(request.tools));
}
