import type Anthropic from '@anthropic-ai/sdk';
import type {
  ClaudeTool,
  ConverseInput,
  ConverseResult,
  ToolCall,
  ToolOutcome,
} from './claude-api.ts';
import { ClaudeError } from './claude-error.ts';
import { toMessages } from './history.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { addUsage, NO_USAGE } from './models.ts';
import { streamMessage, type RequestSettings } from './stream-message.ts';
import type { ToolUse } from './turn-assembly.ts';

/** More than one is rare (a call without words, or a corrected one); beyond four the model is going in circles. */
const MOST_ROUNDS = 4;

/** All tools once and some more; a model that names dozens has lost its way, and each call is work. */
const MOST_CALLS = 12;

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
  const mostRounds = input.mostRounds ?? MOST_ROUNDS;
  for (let round = 1; round <= mostRounds; round += 1) {
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
      moreRoom: input.moreRoom ?? false,
    });
    usage = addUsage(usage, turn.usage);
    const handled: Handled[] = [];
    for (const [place, use] of turn.toolUses.entries()) {
      handled.push(place < MOST_CALLS ? await handle(use, input) : leftOut(use));
    }
    calls.push(...handled.map(({ call }) => call));
    const isSettled = handled.every(({ call, needsAnswer }) => call.accepted && !needsAnswer);
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
  const now = input.now ?? null;
  return [
    ...texts.map((text) => ({
      type: 'text' as const,
      text,
      cache_control: { type: 'ephemeral' as const },
    })),
    ...(now === null ? [] : [{ type: 'text' as const, text: now }]),
  ];
}

function toolParam(tool: ClaudeTool): Anthropic.Tool {
  return {
    name: tool.name,
    description: tool.description,
    strict: true,
    input_schema: { ...jsonSchemaOf(tool.schema), type: 'object' },
  };
}

type Handled = {
  readonly call: ToolCall;
  readonly needsAnswer: boolean;
  readonly result: Anthropic.ToolResultBlockParam;
};

async function handle(use: ToolUse, input: ConverseInput): Promise<Handled> {
  const tool = input.tools.find((candidate) => candidate.name === use.name);
  if (tool === undefined) input.onDenied?.(use.name);
  const outcome: ToolOutcome =
    tool === undefined
      ? { accepted: false, reply: 'There is no such tool.' }
      : await tool.run(use.input);
  return handledAs(use, outcome);
}

/** Not run at all. */
function leftOut(use: ToolUse): Handled {
  return handledAs(use, {
    accepted: false,
    reply: 'Too many calls at once; this one was not made.',
  });
}

function handledAs(use: ToolUse, outcome: ToolOutcome): Handled {
  return {
    call: { name: use.name, input: use.input, accepted: outcome.accepted },
    needsAnswer: outcome.needsAnswer ?? false,
    result: {
      type: 'tool_result',
      tool_use_id: use.id,
      content: outcome.reply,
      is_error: !outcome.accepted,
    },
  };
}
