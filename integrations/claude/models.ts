/** Prices in US dollars per million tokens, effective 2026-10-07; `long` holds above 100,000 prompt tokens. */
type Price = {
  readonly input: number;
  readonly output: number;
  readonly cacheWrite: number;
  readonly cacheRead: number;
  readonly long: { readonly input: number; readonly output: number } | null;
};

export type Effort = 'low' | 'medium' | 'high';

/**
 * `disabled` keeps every word in text blocks, so that a chat can be streamed. `summarized` lets something
 * arrive while the model thinks, which is what the watchdog listens for.
 */
type Thinking =
  | { readonly type: 'disabled' }
  | { readonly type: 'between_tools' }
  | { readonly type: 'adaptive'; readonly display: 'summarized' };

export const MODELS = {
  'claude-haiku-5-5': {
    price: {
      input: 0.1,
      output: 0.5,
      cacheWrite: 0.125,
      cacheRead: 0.01,
      long: { input: 0.5, output: 2.5 },
    },
    chatThinking: { type: 'disabled' },
  },
  'claude-sonnet-5-5': {
    price: { input: 2, output: 10, cacheWrite: 2.5, cacheRead: 0.1, long: null },
    chatThinking: { type: 'between_tools' },
  },
  'claude-opus-5-5': {
    price: { input: 4, output: 20, cacheWrite: 5, cacheRead: 0.2, long: null },
    chatThinking: { type: 'adaptive', display: 'summarized' },
  },
} as const satisfies Readonly<
  Record<string, { readonly price: Price; readonly chatThinking: Thinking }>
>;
export type ModelId = keyof typeof MODELS;

export const CLAUDE_PURPOSES = [
  'onboarding',
  'agent',
  'rewrite',
  'monitoring',
  'website',
  'plan',
] as const;
export type ClaudePurpose = (typeof CLAUDE_PURPOSES)[number];

type PurposeSettings = {
  readonly model: ModelId;
  readonly effort: Effort;
  readonly thinks: boolean;
  /** Thinking counts towards it. */
  readonly maxTokens: number;
};

/** Chat runs on the cheapest model that holds the interview; the plan, written once per campaign, one size up. */
export const PURPOSES: Readonly<Record<ClaudePurpose, PurposeSettings>> = {
  onboarding: { model: 'claude-haiku-5-5', effort: 'low', thinks: false, maxTokens: 1_500 },
  agent: { model: 'claude-haiku-5-5', effort: 'medium', thinks: false, maxTokens: 1_500 },
  rewrite: { model: 'claude-haiku-5-5', effort: 'low', thinks: false, maxTokens: 1_500 },
  website: { model: 'claude-haiku-5-5', effort: 'low', thinks: false, maxTokens: 1_500 },
  monitoring: { model: 'claude-haiku-5-5', effort: 'low', thinks: false, maxTokens: 1_000 },
  plan: { model: 'claude-sonnet-5-5', effort: 'medium', thinks: true, maxTokens: 10_000 },
};

export function thinkingFor(model: ModelId, thinks: boolean): Thinking {
  return thinks ? { type: 'adaptive', display: 'summarized' } : MODELS[model].chatThinking;
}

/** Tokens of one or more requests, and what they cost in millionths of a US dollar. */
export type ClaudeUsage = {
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly costMicroUsd: number;
};

export const NO_USAGE: ClaudeUsage = {
  requests: 0,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  costMicroUsd: 0,
};

const LONG_PROMPT_TOKENS = 100_000;

/** Dollars per million tokens are millionths of a dollar per token, so tokens times price is the cost. */
export function usageOf(
  model: ModelId,
  tokens: Omit<ClaudeUsage, 'requests' | 'costMicroUsd'>,
): ClaudeUsage {
  const price: Price = MODELS[model].price;
  const promptTokens = tokens.inputTokens + tokens.cacheReadTokens + tokens.cacheWriteTokens;
  const isLong = price.long !== null && promptTokens > LONG_PROMPT_TOKENS;
  const rate = isLong && price.long !== null ? price.long : price;
  const scale = rate.input / price.input;
  const cost =
    tokens.inputTokens * rate.input +
    tokens.outputTokens * rate.output +
    tokens.cacheReadTokens * price.cacheRead * scale +
    tokens.cacheWriteTokens * price.cacheWrite * scale;
  return { ...tokens, requests: 1, costMicroUsd: Math.ceil(cost) };
}

export function addUsage(a: ClaudeUsage, b: ClaudeUsage): ClaudeUsage {
  return {
    requests: a.requests + b.requests,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
    costMicroUsd: a.costMicroUsd + b.costMicroUsd,
  };
}

/** How much of what the model read came from the service's cache, 0 to 1; null before anything was read. */
export function cachedShare(
  usage: Pick<ClaudeUsage, 'inputTokens' | 'cacheReadTokens' | 'cacheWriteTokens'>,
): number | null {
  const read = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  return read === 0 ? null : usage.cacheReadTokens / read;
}
