import type Anthropic from '@anthropic-ai/sdk';
import { ClaudeError } from './claude-error.ts';

export type ToolUse = { readonly id: string; readonly name: string; readonly input: unknown };

export type AssembledTurn = {
  readonly text: string;
  readonly toolUses: readonly ToolUse[];
  /** The answer as it has to be sent back when the conversation goes on within this turn. */
  readonly content: Anthropic.ContentBlockParam[];
};

type OpenBlock =
  | { readonly type: 'text'; text: string }
  | { readonly type: 'thinking'; thinking: string; signature: string }
  | { readonly type: 'redacted_thinking'; readonly data: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; json: string };

type Tokens = {
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
};

/** Puts one streamed message together, block by block; a thinking block may come first. */
export class TurnAssembly {
  readonly #onText: (piece: string) => void;
  readonly #blocks = new Map<number, OpenBlock>();
  readonly #tokens: Tokens = {
    inputTokens: 0,
    outputTokens: 0,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
  };
  #stopReason: Anthropic.StopReason | null = null;
  #isClosed = false;

  constructor(onText: (piece: string) => void) {
    this.#onText = onText;
  }

  add(event: Anthropic.RawMessageStreamEvent): void {
    switch (event.type) {
      case 'message_start':
        this.#count(event.message.usage);
        return;
      case 'content_block_start':
        this.#open(event.index, event.content_block);
        return;
      case 'content_block_delta':
        this.#extend(event.index, event.delta);
        return;
      case 'message_delta':
        this.#stopReason = event.delta.stop_reason;
        this.#count(event.usage);
        return;
      case 'message_stop':
        this.#isClosed = true;
        return;
      case 'content_block_stop':
        return;
    }
  }

  tokens(): Readonly<Tokens> {
    return { ...this.#tokens };
  }

  /** @throws ClaudeError unless the message was closed by the service for a good reason. */
  finish(requestId: string | null): AssembledTurn & { stopReason: 'end_turn' | 'tool_use' } {
    const reason = this.#stopReason;
    if (!this.#isClosed || reason === null) {
      throw new ClaudeError('claude.unavailable', { retryable: true, requestId });
    }
    if (reason === 'refusal') {
      throw new ClaudeError('claude.refused', { retryable: false, requestId });
    }
    if (reason === 'max_tokens' || reason === 'model_context_window_exceeded') {
      const retryable = reason === 'max_tokens';
      throw new ClaudeError('claude.truncated', { retryable, requestId });
    }
    if (reason !== 'end_turn' && reason !== 'tool_use') {
      throw new ClaudeError('claude.bad_output', { retryable: true, requestId });
    }
    return { ...this.#assemble(requestId), stopReason: reason };
  }

  #assemble(requestId: string | null): AssembledTurn {
    const toolUses: ToolUse[] = [];
    const content: Anthropic.ContentBlockParam[] = [];
    let text = '';
    for (const block of this.#blocks.values()) {
      if (block.type === 'tool_use') {
        const use = { id: block.id, name: block.name, input: parseInput(block.json, requestId) };
        toolUses.push(use);
        content.push({ type: 'tool_use', ...use });
        continue;
      }
      if (block.type === 'text') text += block.text;
      // The service refuses empty text blocks in what is sent back to it.
      if (block.type !== 'text' || block.text !== '') content.push({ ...block });
    }
    return { text, toolUses, content };
  }

  #open(index: number, block: Anthropic.RawContentBlockStartEvent['content_block']): void {
    if (block.type === 'text') {
      this.#blocks.set(index, { type: 'text', text: block.text });
      if (block.text !== '') this.#onText(block.text);
    } else if (block.type === 'thinking') {
      const { thinking, signature } = block;
      this.#blocks.set(index, { type: 'thinking', thinking, signature });
    } else if (block.type === 'redacted_thinking') {
      this.#blocks.set(index, { type: 'redacted_thinking', data: block.data });
    } else if (block.type === 'tool_use') {
      this.#blocks.set(index, { type: 'tool_use', id: block.id, name: block.name, json: '' });
    }
  }

  #extend(index: number, delta: Anthropic.RawContentBlockDelta): void {
    const block = this.#blocks.get(index);
    if (block === undefined) return;
    if (block.type === 'text' && delta.type === 'text_delta') {
      block.text += delta.text;
      this.#onText(delta.text);
    } else if (block.type === 'tool_use' && delta.type === 'input_json_delta') {
      block.json += delta.partial_json;
    } else if (block.type === 'thinking' && delta.type === 'thinking_delta') {
      block.thinking += delta.thinking;
    } else if (block.type === 'thinking' && delta.type === 'signature_delta') {
      block.signature += delta.signature;
    }
  }

  /** Counters are running totals; a later event repeats or raises them. */
  #count(usage: Anthropic.Usage | Anthropic.MessageDeltaUsage): void {
    const tokens = this.#tokens;
    tokens.inputTokens = usage.input_tokens ?? tokens.inputTokens;
    tokens.outputTokens = usage.output_tokens;
    tokens.cacheReadTokens = usage.cache_read_input_tokens ?? tokens.cacheReadTokens;
    tokens.cacheWriteTokens = usage.cache_creation_input_tokens ?? tokens.cacheWriteTokens;
  }
}

/** An input that is not whole JSON is refused: a helper that mends it would invent facts. */
function parseInput(json: string, requestId: string | null): unknown {
  if (json.trim() === '') return {};
  try {
    return JSON.parse(json);
  } catch {
    throw new ClaudeError('claude.bad_output', { retryable: true, requestId });
  }
}
