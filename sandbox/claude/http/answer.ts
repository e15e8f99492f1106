import type { JsonObject } from '../json.ts';

/** What the brain wants to say to one request. */
export type ToolCall = { readonly name: string; readonly input: JsonObject };
export type Answer = { readonly text: string; readonly toolCalls: readonly ToolCall[] };
