import type { Random } from '../random.ts';
import { bodyOf, type AnswerBlock, type ComposedMessage } from './compose.ts';

export type StreamEvent = { readonly type: string; readonly [key: string]: unknown };

export type InputUsage = {
  readonly input_tokens: number;
  readonly cache_creation_input_tokens: number;
  readonly cache_read_input_tokens: number;
};

function usageOf(input: InputUsage, outputTokens: number) {
  return {
    ...input,
    cache_creation: null,
    inference_geo: null,
    output_tokens: outputTokens,
    output_tokens_details: null,
    server_tool_use: null,
    service_tier: 'standard',
    speed: null,
  };
}

/** The whole message at once, as a request without `stream` gets it. */
export function wholeMessage(message: ComposedMessage, model: string, input: InputUsage) {
  return {
    ...emptyMessage(message.id, model),
    content: message.blocks.map(wholeBlock),
    stop_reason: message.stopReason,
    usage: usageOf(input, message.outputTokens),
  };
}

function wholeBlock(block: AnswerBlock) {
  if (block.type === 'text') return { ...block, citations: null };
  if (block.type === 'thinking') return block;
  return { type: 'tool_use', id: block.id, name: block.name, input: JSON.parse(block.json) };
}

function emptyMessage(id: string, model: string) {
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    container: null,
  };
}

/** The events of a streamed message in the order the API sends them. */
export function* eventsOf(
  message: ComposedMessage,
  options: {
    readonly model: string;
    readonly input: InputUsage;
    readonly random: Random;
    /** Null for one to four by turns. */
    readonly wordsPerPiece: number | null;
  },
): Generator<StreamEvent> {
  const { model, input, random, wordsPerPiece } = options;
  const countWords = () => wordsPerPiece ?? 1 + Math.floor(random() * 4);
  yield {
    type: 'message_start',
    message: { ...emptyMessage(message.id, model), usage: usageOf(input, 1) },
  };
  for (const [index, block] of message.blocks.entries()) {
    yield { type: 'content_block_start', index, content_block: openingOf(block) };
    if (index === 0) yield { type: 'ping' };
    for (const piece of piecesOf(bodyOf(block), countWords)) {
      yield { type: 'content_block_delta', index, delta: deltaOf(block, piece) };
    }
    if (block.type === 'thinking') {
      const delta = { type: 'signature_delta', signature: block.signature };
      yield { type: 'content_block_delta', index, delta };
    }
    yield { type: 'content_block_stop', index };
  }
  yield {
    type: 'message_delta',
    delta: { stop_reason: message.stopReason, stop_sequence: null },
    usage: usageOf(input, message.outputTokens),
  };
  yield { type: 'message_stop' };
}

function openingOf(block: AnswerBlock) {
  if (block.type === 'text') return { type: 'text', text: '', citations: null };
  if (block.type === 'thinking') return { type: 'thinking', thinking: '', signature: '' };
  return { type: 'tool_use', id: block.id, name: block.name, input: {} };
}

function deltaOf(block: AnswerBlock, piece: string) {
  if (block.type === 'text') return { type: 'text_delta', text: piece };
  if (block.type === 'thinking') return { type: 'thinking_delta', thinking: piece };
  return { type: 'input_json_delta', partial_json: piece };
}

/** A few words at a time. */
function* piecesOf(text: string, countWords: () => number): Generator<string> {
  const words = text.match(/\s*\S+|\s+$/g) ?? [];
  let at = 0;
  while (at < words.length) {
    const count = Math.max(1, countWords());
    yield words.slice(at, at + count).join('');
    at += count;
  }
}
