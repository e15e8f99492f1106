import type { Answer } from '../http/answer.ts';
import { blocksOf, textOf, type MessagesRequest, type Turn } from '../http/request.ts';
import { asObject, jsonBlocksIn, type JsonObject } from '../json.ts';
import type { Random } from '../random.ts';
import { agentTurn } from './agent/turn.ts';
import { writeNote } from './campaign/note.ts';
import { withoutBreak } from './continue.ts';
import { afterToolResult, draftFrom, interview, type Conversation } from './interview.ts';
import { writeFix } from './plan/fix.ts';
import { writePlan } from './plan/plan.ts';
import { readPage } from './read/page.ts';
import { rewritten } from './rewrite/simplify.ts';
import { fillSchema } from './schema-fill.ts';

const INTERVIEW_FIELDS = ['businessDescription', 'product', 'targetAudience'];

/**
 * The stand-in's judgement. What is asked of it shows in the request alone: a schema to fill, a tool that
 * records a brief, or a conversation with data beside it. The same request always gets the same answer.
 */
export function answer(request: MessagesRequest, random: Random): Answer {
  if (request.outputSchema !== null) {
    return {
      text: JSON.stringify(structured(request, request.outputSchema, random)),
      toolCalls: [],
    };
  }
  const { turns, spoken } = withoutBreak(request.turns);
  const { text, toolCalls } = converse({ ...request, turns }, random);
  const isSaid = spoken !== '' && text.startsWith(spoken) && text !== spoken;
  return { text: isSaid ? text.slice(spoken.length) : text, toolCalls };
}

function converse(request: MessagesRequest, random: Random): Answer {
  const isAgent = request.tools.some(({ name }) => /^(?:look_at_|propose_|pause_)/.test(name));
  const tool = request.tools.find(({ schema }) => {
    const properties = asObject(schema['properties']);
    return INTERVIEW_FIELDS.every((field) => field in properties);
  });
  if (!isAgent && tool !== undefined) return interviewTurn(request, tool, random);
  return agentTurn(request, saidIn(request.turns));
}

function structured(request: MessagesRequest, schema: JsonObject, random: Random): JsonObject {
  const said = request.turns.map((turn) => textOf(turn)).join('\n');
  const data = jsonBlocksIn(said)[0] ?? {};
  const properties = asObject(schema['properties']);
  if ('ads' in properties) return fillSchema(schema, writePlan(data, random));
  if ('changesPicture' in properties) return fillSchema(schema, writeFix(data));
  // A schema of facts beside the words of a page: somebody's website is to be read.
  if ('businessName' in properties && 'title' in data) return fillSchema(schema, readPage(data));
  if ('text' in properties && 'answer' in data) return fillSchema(schema, rewritten(data));
  return fillSchema(schema, 'text' in properties ? { text: writeNote(data) } : data);
}

function interviewTurn(
  request: MessagesRequest,
  tool: Conversation['tool'],
  random: Random,
): Answer {
  const draft = draftFrom(jsonBlocksIn(request.system), tool.schema);
  const lastOwn = request.turns.findLast((turn) => turn.role === 'assistant');
  const conversation: Conversation = {
    ...draft,
    said: saidIn(request.turns),
    lastReply: textOf(lastOwn),
    tool,
  };
  const results = (request.turns.at(-1)?.blocks ?? []).filter(({ type }) => type === 'tool_result');
  if (results.length === 0) return interview(conversation, random);
  return afterToolResult(
    conversation,
    results.some((block) => block['is_error'] === true),
  );
}

/** The person's words, newest first, without tool results. */
function saidIn(turns: readonly Turn[]): readonly string[] {
  return turns
    .filter(({ role }) => role === 'user')
    .map((turn) => textOf({ role: 'user', blocks: blocksOf(turn.blocks) }))
    .filter((text) => text.trim() !== '')
    .toReversed();
}
