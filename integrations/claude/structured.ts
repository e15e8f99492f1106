import type Anthropic from '@anthropic-ai/sdk';
import type { z } from 'zod';
import type { StructuredInput, StructuredResult } from './claude-api.ts';
import { ClaudeError } from './claude-error.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { addUsage, NO_USAGE } from './models.ts';
import { streamMessage, type RequestSettings } from './stream-message.ts';

/** The first answer and one repair, or one with more room after an answer that was cut off. */
const MOST_TRIES = 2;
const MOST_PROBLEMS_TOLD = 8;

/** One structured answer, checked by the code and sent back once with what is wrong. */
export async function structured<T>(
  settings: RequestSettings,
  input: StructuredInput<T>,
): Promise<StructuredResult<T>> {
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content: input.input }];
  let usage = NO_USAGE;
  let moreRoom = false;
  for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
    const turn = await streamMessage(settings, {
      moreRoom,
      purpose: input.purpose,
      system: [{ type: 'text', text: input.system, cache_control: { type: 'ephemeral' } }],
      messages,
      format: { type: 'json_schema', schema: jsonSchemaOf(input.schema) },
      onText: () => {},
      signal: input.signal,
    }).catch((error: unknown) => {
      if (attempt === MOST_TRIES || !wasCutOff(error)) throw error;
      return null;
    });
    if (turn === null) {
      moreRoom = true;
      continue;
    }
    usage = addUsage(usage, turn.usage);
    const reading = readAnswer(turn.text, input);
    if (reading.kind === 'value') return { value: reading.value, usage };
    const request = `${reading.problem}\nGive the whole answer again with this put right.`;
    messages.push({ role: 'assistant', content: turn.content }, { role: 'user', content: request });
  }
  throw new ClaudeError('claude.bad_output', { retryable: true });
}

function wasCutOff(error: unknown): boolean {
  return error instanceof ClaudeError && error.code === 'claude.truncated' && error.retryable;
}

type Reading<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'problem'; readonly problem: string };

function readAnswer<T>(text: string, input: StructuredInput<T>): Reading<T> {
  const json = parseJson(text);
  if (json === undefined) return { kind: 'problem', problem: 'The answer is not whole JSON.' };
  const parsed = input.schema.safeParse(json);
  if (!parsed.success) return { kind: 'problem', problem: inWords(parsed.error) };
  const problem = input.check?.(parsed.data) ?? null;
  if (problem !== null) return { kind: 'problem', problem };
  return { kind: 'value', value: parsed.data };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function inWords(error: z.ZodError): string {
  return error.issues
    .slice(0, MOST_PROBLEMS_TOLD)
    .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    .join('\n');
}
