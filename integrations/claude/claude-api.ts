import type { z } from 'zod';
import type { ClaudePurpose, ClaudeUsage } from './models.ts';

/** One turn of a conversation as our own rows hold it. */
export type ChatTurn = { readonly role: 'user' | 'agent'; readonly content: string };

/**
 * `accepted: false` sends `reply` back to the model so that it can correct itself. `needsAnswer`: the model has to see
 * `reply` before it can say what it found, even if it has said something already.
 */
export type ToolOutcome = {
  readonly accepted: boolean;
  readonly reply: string;
  readonly needsAnswer?: boolean;
};

export type ClaudeTool = {
  readonly name: string;
  readonly description: string;
  readonly schema: z.ZodType;
  /** Gets the input as the model wrote it, already valid JSON; checks it and says whether it was taken. */
  readonly run: (input: unknown) => ToolOutcome | Promise<ToolOutcome>;
};

/** Whose project a call is counted to, and that person's clock (epoch ms). */
export type Payer = {
  readonly projectId: string;
  readonly ownerId: string;
  readonly clock: () => number;
};

export type ConverseInput = {
  readonly purpose: ClaudePurpose;
  /** Stable instructions; cached by the service. */
  readonly system: string;
  /** What is known right now, as a block of data behind the instructions. */
  readonly context: string | null;
  /** What changes from message to message; not cached. */
  readonly now?: string | null;
  /** Oldest first; must end with the person's message. A greeting of the agent at the front is left out. */
  readonly history: readonly ChatTurn[];
  readonly tools: readonly ClaudeTool[];
  /** Requests that one answer may take; four unless said otherwise. */
  readonly mostRounds?: number;
  /** For the second try after an answer that was cut off: three times the length. */
  readonly moreRoom?: boolean;
  /** Told of a tool that was called though it is not offered. */
  readonly onDenied?: (name: string) => void;
  /** Called with each piece of text as it arrives; the pieces joined are the result's `text`. */
  readonly onText: (piece: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** Set by `paidBy`. */
  readonly payer?: Payer;
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
  /** Set by `paidBy`. */
  readonly payer?: Payer;
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
