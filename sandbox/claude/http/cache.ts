import { hashOf } from '../random.ts';
import type { InputUsage } from './events.ts';
import { MODEL_CARDS } from './models.ts';
import { tokensIn, type MessagesRequest } from './request.ts';

export type PromptCache = {
  readonly count: (request: MessagesRequest) => InputUsage;
  readonly clear: () => void;
};

/** An entry lives this long after it was last used. */
const LIFETIME_MS = 5 * 60_000;
/** A breakpoint looks this many blocks back for the longest beginning that is kept. */
const LOOKS_BACK = 20;

/**
 * Prompt caching by prefix: tools, system and messages in this order. The longest kept beginning is read, what lies
 * between it and the last breakpoint is written, the rest is plain input. Short beginnings are not kept.
 */
export function createPromptCache(now: () => number): PromptCache {
  const keptUntil = new Map<string, number>();
  return {
    clear: () => keptUntil.clear(),
    count: (request) => {
      const at = now();
      const smallest =
        MODEL_CARDS.find(({ id }) => id === request.model)?.smallestCachedPrefix ?? Infinity;
      const { lengths, keys } = prefixesOf(request);
      const isKept = (index: number) => (keptUntil.get(keys[index] ?? '') ?? 0) > at;
      const marked = request.breakpoints.filter((index) => tokensAt(lengths, index) >= smallest);
      const read = Math.max(
        -1,
        ...marked.flatMap((mark) =>
          Array.from({ length: LOOKS_BACK }, (_, back) => mark - back).filter(isKept),
        ),
      );
      const last = marked.at(-1) ?? -1;
      for (const index of read === -1 ? marked : [...marked, read]) {
        keptUntil.set(keys[index] ?? '', at + LIFETIME_MS);
      }
      const readTokens = tokensAt(lengths, read);
      const cachedTokens = Math.max(readTokens, tokensAt(lengths, last));
      return {
        input_tokens: Math.max(1, promptTokens(request) - cachedTokens),
        cache_creation_input_tokens: cachedTokens - readTokens,
        cache_read_input_tokens: readTokens,
      };
    },
  };
}

/** Length and name of every beginning, up to and including each part. */
function prefixesOf({ model, parts }: MessagesRequest) {
  const lengths: number[] = [];
  const keys: string[] = [];
  let length = 0;
  let key = model;
  for (const part of parts) {
    length += part.length;
    key = `${length}:${hashOf(`${key}${part}`)}:${hashOf(`${part}${key}`)}`;
    lengths.push(length);
    keys.push(key);
  }
  return { lengths, keys };
}

function tokensAt(lengths: readonly number[], index: number): number {
  return Math.ceil((lengths[index] ?? 0) / 4);
}

export function promptTokens({ parts }: MessagesRequest): number {
  return tokensIn(parts.join(''));
}
