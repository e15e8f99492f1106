import type { z } from 'zod';
import type { ClaudePurpose, ClaudeUsage } from './models.ts';

/** One turn of a conversation as our own rows hold it. */
export type ChatTurn = { readonly role: 'user' | 'agent'; readonly content: string };

/** `accepted: false` sends `reply` back to the model so that it can correct itself. */
export type ToolOutcome = { readonly accepted: boolean; readonly reply: string };

export type ClaudeTool = {
  readonly name: string;
  readonly description: string;
  readonly schema: z.ZodType;
  /** Gets the input as the model wrote it, already valid JSON; checks it and says whether it was taken. */
  readonly run: (input: unknown) => ToolOutcome;
};

export type ConverseInput = {
  readonly purpose: ClaudePurpose;
  /** Stable instructions; cached by the service. */
  readonly system: string;
  /** What is known right now, as a block of data behind the instructions. */
  readonly context: string | null;
  /** Oldest first; must end with the person's message. A greeting of the agent at the front is left out. */
  readonly history: readonly ChatTurn[];
  readonly tools: readonly ClaudeTool[];
  /** Called with each piece of text as it arrives; the pieces joined are the result's `text`. */
  readonly onText: (piece: string) => void;
  readonly signal?: AbortSignal | undefined;
};

export type ToolCall = {
  readonly name: string;
  readonly input: unknown;
  readonly accepted: boolean;
};

export type ConverseResult = {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly stopReason: 'end_turn' | 'tool_use';
  readonly usage: ClaudeUsage;
};

export type StructuredInput<T> = {
  readonly purpose: ClaudePurpose;
  readonly system: string;
  /** The data to work from. */
  readonly input: string;
  readonly schema: z.ZodType<T>;
  /** A rule that a schema cannot say; returns what is wrong in words for the model, or null. */
  readonly check?: (value: T) => string | null;
  readonly signal?: AbortSignal | undefined;
};

export type StructuredResult<T> = { readonly value: T; readonly usage: ClaudeUsage };

/**
 * What the rest of the house may ask of the model. Both calls raise `ClaudeError`, or the signal's own
 * reason when the caller aborted. Neither retries a failed request: that belongs to the activity.
 */
export type ClaudeApi = {
  readonly converse: (input: ConverseInput) => Promise<ConverseResult>;
  readonly structured: <T>(input: StructuredInput<T>) => Promise<StructuredResult<T>>;
};
