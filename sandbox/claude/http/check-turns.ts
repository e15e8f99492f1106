import { asArray, asObject, asText, isObject } from '../json.ts';
import { ApiError } from './api-error.ts';
import { blocksOf, type Block, type Turn } from './request.ts';

function refuse(message: string): never {
  throw new ApiError('invalid_request_error', message);
}

const KNOWN_BLOCKS = {
  user: ['text', 'image', 'document', 'tool_result'],
  assistant: ['text', 'thinking', 'redacted_thinking', 'tool_use'],
} as const;

/** Who speaks first and last, what a turn may hold, and that every tool call got its result. */
export function checkTurns(messages: unknown): readonly Turn[] {
  if (!Array.isArray(messages)) refuse('messages: Field required');
  if (messages.length === 0) refuse('messages: at least one message is required');
  const turns = messages.map((message, index) => checkTurn(message, index));
  if (turns[0]?.role !== 'user') refuse('messages: first message must use the "user" role');
  if (turns.at(-1)?.role === 'assistant') {
    refuse(
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    );
  }
  turns.forEach((turn, index) => checkToolResults(turn, turns[index - 1], index));
  turns.forEach((turn, index) => checkToolUses(turn, turns[index + 1], index));
  return turns;
}

function checkTurn(message: unknown, index: number): Turn {
  const { role, content } = asObject(message);
  if (role !== 'user' && role !== 'assistant') {
    refuse(`messages.${index}.role: Input should be 'user' or 'assistant'`);
  }
  if (typeof content !== 'string' && !Array.isArray(content)) {
    refuse(`messages.${index}.content: Field required`);
  }
  const blocks = blocksOf(content);
  if (blocks.length === 0 || blocks.length !== (asArray(content).length || 1)) {
    refuse(`messages.${index}: all messages must have non-empty content`);
  }
  blocks.forEach((block, at) => checkBlock(block, role, `messages.${index}.content.${at}`));
  return { role, blocks };
}

function checkBlock(block: Block, role: Turn['role'], at: string): void {
  const known: readonly string[] = KNOWN_BLOCKS[role];
  if (!known.includes(block.type)) {
    refuse(`${at}: Input tag '${block.type}' does not match any of the expected tags`);
  }
  if (block.type === 'text' && asText(block['text']).trim() === '') {
    refuse('messages: text content blocks must be non-empty');
  }
  if (block.type === 'thinking' && asText(block['signature']) === '') {
    refuse(`${at}.signature: Field required`);
  }
  if (block.type === 'tool_use' && !isObject(block['input'])) {
    refuse(`${at}.input: Input should be a valid dictionary`);
  }
}

function idsOf(turn: Turn | undefined, type: string, key: string): readonly string[] {
  return (turn?.blocks ?? []).filter((b) => b.type === type).map((b) => asText(b[key]));
}

function checkToolResults(turn: Turn, before: Turn | undefined, index: number): void {
  const called = idsOf(before, 'tool_use', 'id');
  const stray = idsOf(turn, 'tool_result', 'tool_use_id').find((id) => !called.includes(id));
  if (stray !== undefined) {
    refuse(
      `messages.${index}.content: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${stray}. ` +
        'Each `tool_result` block must have a corresponding `tool_use` block in the previous message.',
    );
  }
}

function checkToolUses(turn: Turn, after: Turn | undefined, index: number): void {
  const answered = idsOf(after, 'tool_result', 'tool_use_id');
  const open = idsOf(turn, 'tool_use', 'id').filter((id) => !answered.includes(id));
  if (open.length > 0) {
    refuse(
      `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ` +
        `${open.join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
    );
  }
}
