import type Anthropic from '@anthropic-ai/sdk';
import type { ClaudeTool, ConverseInput, ConverseResult, ToolCall } from './claude-api.ts';
import { ClaudeError } from './claude-error.ts';
import { toMessages } from './history.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { addUsage, NO_USAGE } from './models.ts';
import { streamMessage, type RequestSettings } from './stream-message.ts';
import type { ToolUse } from './turn-assembly.ts';

/** More than one is rare (a call without words, or a corrected one); beyond four the model is going in circles. */
const MOST_ROUNDS = 4;

/**
 * One answer of a conversation. The model writes its reply as plain text, which streams, and records facts
 * through tools in the same answer; only a call without words, or one that was not accepted, needs another round.
 */
export async function converse(
  settings: RequestSettings,
  input: ConverseInput,
): Promise<ConverseResult> {
  const messages = toMessages(input.history);
  const calls: ToolCall[] = [];
  let text = '';
  let usage = NO_USAGE;
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    let isFirstPiece = true;
    const turn = await streamMessage(settings, {
      purpose: input.purpose,
      system: systemBlocks(input),
      messages,
      tools: input.tools.map(toolParam),
      onText: (piece) => {
        const joined: string = isFirstPiece && text !== '' ? `\n\n${piece}` : piece;
        isFirstPiece = false;
        text += joined;
        input.onText(joined);
      },
      signal: input.signal,
    });
    usage = addUsage(usage, turn.usage);
    const handled = turn.toolUses.map((use) => handle(use, input.tools));
    calls.push(...handled.map(({ call }) => call));
    const isSettled = handled.every(({ call }) => call.accepted);
    if (text.trim() !== '' && isSettled) {
      return { text, toolCalls: calls, stopReason: turn.stopReason, usage };
    }
    if (handled.length === 0) break;
    messages.push(
      { role: 'assistant', content: turn.content },
      { role: 'user', content: handled.map(({ result }) => result) },
    );
  }
  // Words that were already shown stand, without the call that never became acceptable.
  if (text.trim() !== '') return { text, toolCalls: calls, stopReason: 'tool_use', usage };
  throw new ClaudeError('claude.bad_output', { retryable: true });
}

/**
 * Both parts are cached: the instructions across all conversations, the data for the further rounds of this answer.
 */
function systemBlocks(input: ConverseInput): Anthropic.TextBlockParam[] {
  const texts = input.context === null ? [input.system] : [input.system, input.context];
  return texts.map((text) => ({ type: 'text', text, cache_control: { type: 'ephemeral' } }));
}

function toolParam(tool: ClaudeTool): Anthropic.Tool {
  return {
    name: tool.name,
    description: tool.description,
    strict: true,
    input_schema: { ...jsonSchemaOf(tool.schema), type: 'object' },
  };
}

function handle(
  use: ToolUse,
  tools: readonly ClaudeTool[],
): { readonly call: ToolCall; readonly result: Anthropic.ToolResultBlockParam } {
  const tool = tools.find((candidate) => candidate.name === use.name);
  const outcome = tool?.run(use.input) ?? { accepted: false, reply: 'There is no such tool.' };
  return {
    call: { name: use.name, input: use.input, accepted: outcome.accepted },
    result: {
      type: 'tool_result',
      tool_use_id: use.id,
      content: outcome.reply,
      is_error: !outcome.accepted,
    },
  };
}
