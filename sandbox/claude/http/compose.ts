import { idFrom, type Random } from '../random.ts';
import type { Answer } from './answer.ts';
import { bentAnswer, bentInput } from './bend.ts';
import type { Fault } from './faults.ts';
import { tokensIn, type ToolDefinition } from './request.ts';

export type StopReason = 'end_turn' | 'tool_use' | 'max_tokens' | 'refusal';
export type AnswerBlock =
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature: string }
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'tool_use';
      readonly id: string;
      readonly name: string;
      readonly json: string;
    };

export type ComposedMessage = {
  readonly id: string;
  readonly blocks: readonly AnswerBlock[];
  readonly stopReason: StopReason;
  readonly outputTokens: number;
};

/** Turns an answer into content blocks within the length allowed, and bends it where a fault says so. */
export function compose(
  answer: Answer,
  options: {
    readonly random: Random;
    readonly maxTokens: number;
    readonly thinks: boolean;
    readonly fault: Fault | null;
    readonly offered: readonly ToolDefinition[];
  },
): ComposedMessage {
  const { random, fault } = options;
  const { text, toolCalls } = fault === null ? answer : bentAnswer(answer, fault, options.offered);
  const id = idFrom(random, 'msg');
  const wanted: AnswerBlock[] = [];
  if (options.thinks) wanted.push(thought(random));
  if (text !== '') wanted.push({ type: 'text', text });
  for (const { name, input } of toolCalls) {
    wanted.push({
      type: 'tool_use',
      id: idFrom(random, 'toolu'),
      name,
      json: bentInput(input, fault),
    });
  }
  const { blocks, isCut, outputTokens } = withinLength(wanted, options.maxTokens);
  const hasTool = blocks.some(({ type }) => type === 'tool_use');
  return { id, blocks, outputTokens, stopReason: stopReasonOf(fault, isCut, hasTool) };
}

function stopReasonOf(fault: Fault | null, isCut: boolean, hasTool: boolean): StopReason {
  if (fault?.kind === 'refusal') return 'refusal';
  const isCutShort = fault?.kind === 'truncated_tool' || fault?.kind === 'empty_tool';
  if (isCut || (isCutShort && hasTool)) return 'max_tokens';
  return hasTool ? 'tool_use' : 'end_turn';
}

function thought(random: Random): AnswerBlock {
  const signature = `${idFrom(random, 'sig')}${idFrom(random, 'sig')}`;
  return { type: 'thinking', thinking: 'Reading what is given and choosing what fits.', signature };
}

/** Cuts where the allowed tokens end, in the middle of a block if it must be. */
function withinLength(
  wanted: readonly AnswerBlock[],
  maxTokens: number,
): { blocks: readonly AnswerBlock[]; isCut: boolean; outputTokens: number } {
  const blocks: AnswerBlock[] = [];
  let left = maxTokens;
  for (const block of wanted) {
    const cost = tokensIn(bodyOf(block));
    if (cost <= left) {
      blocks.push(block);
      left -= cost;
      continue;
    }
    if (left > 0) blocks.push(shortened(block, left * 4));
    return { blocks, isCut: true, outputTokens: maxTokens };
  }
  return { blocks, isCut: false, outputTokens: maxTokens - left };
}

export function bodyOf(block: AnswerBlock): string {
  if (block.type === 'text') return block.text;
  return block.type === 'thinking' ? block.thinking : block.json;
}

function shortened(block: AnswerBlock, letters: number): AnswerBlock {
  if (block.type === 'text') return { ...block, text: block.text.slice(0, letters) };
  if (block.type === 'thinking') return { ...block, thinking: block.thinking.slice(0, letters) };
  return { ...block, json: block.json.slice(0, letters) };
}
