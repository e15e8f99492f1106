import { asArray, asObject, parseJson, type JsonObject } from '../json.ts';
import { idFrom, type Random } from '../random.ts';
import type { Answer } from './answer.ts';
import type { Fault } from './faults.ts';
import { tokensIn } from './request.ts';

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
  },
): ComposedMessage {
  const { random, fault } = options;
  const id = idFrom(random, 'msg');
  const wanted: AnswerBlock[] = [];
  if (options.thinks) wanted.push(thought(random));
  const text = bent(answer.text, fault);
  if (text !== '') wanted.push({ type: 'text', text });
  for (const { name, input } of answer.toolCalls) {
    wanted.push({
      type: 'tool_use',
      id: idFrom(random, 'toolu'),
      name,
      json: inputJson(input, fault),
    });
  }
  const { blocks, isCut, outputTokens } = withinLength(wanted, options.maxTokens);
  const hasTool = blocks.some(({ type }) => type === 'tool_use');
  return { id, blocks, outputTokens, stopReason: stopReasonOf(fault, isCut, hasTool) };
}

const FORBIDDEN = 'Guaranteed results';

/** A structured answer as a fault wants it. */
function bent(text: string, fault: Fault | null): string {
  if (fault?.kind === 'off_schema') return JSON.stringify({ unexpected: true });
  if (fault?.kind !== 'forbidden_promise') return text;
  const said = asObject(parseJson(text));
  if ('headline' in said) return JSON.stringify({ ...said, headline: FORBIDDEN });
  const [first, ...rest] = asArray(said['ads']).map(asObject);
  if (first === undefined) return text;
  return JSON.stringify({ ...said, ads: [{ ...first, headline: FORBIDDEN }, ...rest] });
}

function stopReasonOf(fault: Fault | null, isCut: boolean, hasTool: boolean): StopReason {
  if (fault?.kind === 'refusal') return 'refusal';
  if (isCut || fault?.kind === 'truncated_tool') return 'max_tokens';
  return hasTool ? 'tool_use' : 'end_turn';
}

function inputJson(input: JsonObject, fault: Fault | null): string {
  const json = JSON.stringify(input);
  const isBent = fault?.kind === 'truncated_tool' || fault?.kind === 'broken_tool';
  return isBent ? json.slice(0, Math.floor(json.length / 2)) : json;
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
