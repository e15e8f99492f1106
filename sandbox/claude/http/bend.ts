import { worstInput } from '../brain/hostile/worst.ts';
import { emptyInput } from '../brain/schema-fill.ts';
import { asArray, asObject, asText, isObject, parseJson, type JsonObject } from '../json.ts';
import type { Answer, ToolCall } from './answer.ts';
import type { Fault } from './faults.ts';
import type { ToolDefinition } from './request.ts';

const FORBIDDEN = 'Guaranteed results';
const NOT_OFFERED: ToolCall = {
  name: 'approve_plan',
  input: { approvalId: '00000000-0000-4000-8000-000000000001', verdict: 'approve' },
};

/** An answer as a fault wants it. */
export function bentAnswer(
  answer: Answer,
  fault: Fault,
  offered: readonly ToolDefinition[],
): Answer {
  switch (fault.kind) {
    case 'off_schema':
      return { ...answer, text: JSON.stringify({ unexpected: true }) };
    case 'forbidden_promise':
      return { ...answer, text: withPromise(answer.text) };
    case 'wrong_values':
      return wrongAnswer(answer);
    case 'forbidden_tool':
      return { ...answer, toolCalls: [...answer.toolCalls, NOT_OFFERED] };
    case 'made_up_ids':
      return { ...answer, toolCalls: offered.map((tool) => withMadeUpIds(tool)) };
    case 'truncated_tool':
    case 'empty_tool':
    case 'broken_tool':
      return { ...answer, toolCalls: someCall(answer, offered) };
    default:
      return answer;
  }
}

/** The JSON of a tool's input; the faults of tool calls end it in the middle. */
export function bentInput(input: JsonObject, fault: Fault | null): string {
  const json = JSON.stringify(input);
  if (fault?.kind === 'empty_tool') return '';
  const isBent = fault?.kind === 'truncated_tool' || fault?.kind === 'broken_tool';
  return isBent ? json.slice(0, Math.max(1, Math.floor(json.length / 2))) : json;
}

/** A fault of tool calls needs one, whatever the person said. */
function someCall({ toolCalls }: Answer, offered: readonly ToolDefinition[]): readonly ToolCall[] {
  const [first] = offered;
  if (toolCalls.length > 0 || first === undefined) return toolCalls;
  return [{ name: first.name, input: emptyInput(first.schema) }];
}

function withPromise(text: string): string {
  const said = asObject(parseJson(text));
  if ('headline' in said) return JSON.stringify({ ...said, headline: FORBIDDEN });
  const [first, ...rest] = asArray(said['ads']).map(asObject);
  if (first === undefined) return text;
  return JSON.stringify({ ...said, ads: [{ ...first, headline: FORBIDDEN }, ...rest] });
}

function withMadeUpIds({ name, schema }: ToolDefinition): ToolCall {
  const ids = {
    approvalId: '11111111-1111-4111-8111-111111111111',
    campaignId: '120210000000000001',
    adAccountId: 'act_1',
    projectId: '22222222-2222-4222-8222-222222222222',
  };
  return { name, input: { ...worstInput(schema), ...ids } };
}

/** Same form, wrong content, in the structured text as well as in every tool call. */
function wrongAnswer({ text, toolCalls }: Answer): Answer {
  const said = parseJson(text);
  return {
    text: isObject(said) ? JSON.stringify(wrong(said)) : text,
    toolCalls: toolCalls.map(({ name, input }) => ({ name, input: asObject(wrong(input)) })),
  };
}

const WORD_OF_A_LIST = /^[A-Z]{2,}(?:_[A-Z]+)*$/;

function wrong(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(wrong);
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, wrong(part)]));
  }
  if (typeof value === 'number') return value * 10;
  const word = asText(value);
  if (/^\d+(?:\.\d+)?$/.test(word)) return String(Number(word) * 10);
  return WORD_OF_A_LIST.test(word) && word.length > 3 ? 'WORLD_DOMINATION' : value;
}
