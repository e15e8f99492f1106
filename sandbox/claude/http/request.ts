import { asArray, asText, isObject, type JsonObject } from '../json.ts';

/** A Messages request after it passed the checks. */
export type Block = JsonObject & { readonly type: string };
export type Turn = { readonly role: 'user' | 'assistant'; readonly blocks: readonly Block[] };
export type ToolDefinition = { readonly name: string; readonly schema: JsonObject };

export type MessagesRequest = {
  readonly model: string;
  readonly maxTokens: number;
  readonly stream: boolean;
  readonly system: string;
  readonly turns: readonly Turn[];
  readonly tools: readonly ToolDefinition[];
  /** The JSON schema that the answer must follow; null for free text. */
  readonly outputSchema: JsonObject | null;
  readonly thinking: string | null;
  /** Everything the model reads, part by part in the order of the cache: tools, system, messages. */
  readonly parts: readonly string[];
  /** Parts that end in a cache breakpoint. */
  readonly breakpoints: readonly number[];
};

export function blocksOf(content: unknown): readonly Block[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return asArray(content).flatMap((block) =>
    isObject(block) && typeof block['type'] === 'string' ? [{ ...block, type: block['type'] }] : [],
  );
}

/** The words of a turn, without tool calls, results and thinking. */
export function textOf(turn: Turn | undefined): string {
  return (turn?.blocks ?? [])
    .filter((block) => block.type === 'text')
    .map((block) => asText(block['text']))
    .join('\n');
}

/** About four letters a token; good enough for counters. */
export function tokensIn(text: string): number {
  return Math.ceil(text.length / 4);
}
