import { asArray, asObject, asText, isObject, type JsonObject } from '../json.ts';
import { ApiError } from './api-error.ts';
import { checkSchema } from './check-schema.ts';
import { checkTurns } from './check-turns.ts';
import { MODEL_CARDS, MOST_OUTPUT_TOKENS } from './models.ts';
import { blocksOf, type MessagesRequest } from './request.ts';

const KNOWN_KEYS = new Set([
  'model',
  'max_tokens',
  'messages',
  'system',
  'stream',
  'stop_sequences',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'metadata',
  'cache_control',
  'service_tier',
  'speed',
  'container',
  'diagnostics',
  'inference_geo',
  'temperature',
  'top_p',
  'top_k',
]);

const MOST_CACHE_BREAKPOINTS = 4;

function refuse(message: string): never {
  throw new ApiError('invalid_request_error', message);
}

/** Takes a request apart and refuses, in the API's words, what the current models refuse. */
export function checkRequest(body: unknown): MessagesRequest {
  if (!isObject(body)) refuse('Request body is not valid JSON');
  const unknown = Object.keys(body).find((key) => !KNOWN_KEYS.has(key));
  if (unknown !== undefined) refuse(`${unknown}: Extra inputs are not permitted`);
  const model = checkModel(body);
  const maxTokens = checkMaxTokens(body);
  checkSampling(body);
  checkToolChoice(body);
  const turns = checkTurns(body['messages']);
  return {
    model,
    maxTokens,
    stream: body['stream'] === true,
    system: blocksOf(body['system'] ?? '')
      .map((block) => asText(block['text']))
      .join('\n\n'),
    turns,
    tools: checkTools(body['tools']),
    outputSchema: checkOutputConfig(body),
    thinking: checkThinking(body, model),
    ...partsOf(body),
  };
}

function checkModel(body: JsonObject): string {
  const model = body['model'];
  if (typeof model !== 'string') refuse('model: Field required');
  if (!MODEL_CARDS.some(({ id }) => id === model)) {
    throw new ApiError('not_found_error', `model: ${model}`);
  }
  return model;
}

function checkMaxTokens(body: JsonObject): number {
  const maxTokens = body['max_tokens'];
  if (maxTokens === undefined) refuse('max_tokens: Field required');
  if (typeof maxTokens !== 'number' || !Number.isInteger(maxTokens)) {
    refuse('max_tokens: Input should be a valid integer');
  }
  if (maxTokens < 1) refuse('max_tokens: Input should be greater than or equal to 1');
  if (maxTokens > MOST_OUTPUT_TOKENS) {
    refuse(`max_tokens: ${maxTokens} > ${MOST_OUTPUT_TOKENS}, which is the maximum allowed`);
  }
  return maxTokens;
}

function checkSampling(body: JsonObject): void {
  const isDefault = { temperature: 1, top_p: 1, top_k: null } as const;
  for (const [name, value] of Object.entries(isDefault)) {
    if (body[name] !== undefined && body[name] !== value) {
      refuse(`${name}: sampling parameters are not supported by this model`);
    }
  }
}

function checkToolChoice(body: JsonObject): void {
  if (body['tool_choice'] === undefined) return;
  const type = asText(asObject(body['tool_choice'])['type']);
  if (type === 'any' || type === 'tool') {
    refuse(`tool_choice: forced tool use ("${type}") is not supported by this model`);
  }
  if (type !== 'auto' && type !== 'none')
    refuse('tool_choice.type: Input should be "auto" or "none"');
  if (asArray(body['tools']).length === 0) {
    refuse('tool_choice may only be specified while providing tools');
  }
}

function checkTools(tools: unknown): MessagesRequest['tools'] {
  return asArray(tools).map((raw, index) => {
    const tool = asObject(raw);
    const name = asText(tool['name']);
    if (!/^[a-zA-Z0-9_-]{1,128}$/.test(name)) {
      refuse(`tools.${index}.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`);
    }
    const schema = asObject(tool['input_schema']);
    if (schema['type'] !== 'object') {
      refuse(`tools.${index}.input_schema.type: Input should be 'object'`);
    }
    if (tool['strict'] === true) checkSchema(schema, `tools.${index}.input_schema`);
    return { name, schema };
  });
}

function checkOutputConfig(body: JsonObject): JsonObject | null {
  if (body['output_config'] === undefined) return null;
  const config = asObject(body['output_config']);
  const efforts = ['low', 'medium', 'high', 'xhigh', 'max'];
  const effort = config['effort'];
  if (effort !== undefined && effort !== null && !efforts.includes(asText(effort))) {
    refuse(`output_config.effort: Input should be one of ${efforts.join(', ')}`);
  }
  if (config['format'] === undefined || config['format'] === null) return null;
  const format = asObject(config['format']);
  if (format['type'] !== 'json_schema') {
    refuse(`output_config.format.type: Input should be 'json_schema'`);
  }
  checkSchema(format['schema'], 'output_config.format.schema');
  return asObject(format['schema']);
}

function checkThinking(body: JsonObject, model: string): string | null {
  if (body['thinking'] === undefined) return null;
  const thinking = asObject(body['thinking']);
  const type = asText(thinking['type']);
  if (type === 'enabled' || 'budget_tokens' in thinking) {
    refuse('thinking: token budgets are not supported by this model; use adaptive thinking');
  }
  if (!['adaptive', 'between_tools', 'disabled'].includes(type)) {
    refuse('thinking.type: Input should be "adaptive", "between_tools" or "disabled"');
  }
  if (MODEL_CARDS.find(({ id }) => id === model)?.refusedThinking.includes(type) === true) {
    refuse(`thinking.type: "${type}" is not supported by this model`);
  }
  return type;
}

/** A breakpoint's own mark is no part of what is kept: it may move while the text stays. */
function partsOf(body: JsonObject): Pick<MessagesRequest, 'parts' | 'breakpoints'> {
  const blocks = [
    ...asArray(body['tools']),
    ...blocksOf(body['system'] ?? ''),
    ...asArray(body['messages']).flatMap((message) => blocksOf(asObject(message)['content'])),
  ].map(asObject);
  const marked = blocks.flatMap((block, at) => (isObject(block['cache_control']) ? [at] : []));
  // The mark on the request itself stands for one on its last block.
  const isAutomatic = isObject(body['cache_control']) && blocks.length > 0;
  const breakpoints = isAutomatic ? [...new Set([...marked, blocks.length - 1])] : marked;
  if (breakpoints.length > MOST_CACHE_BREAKPOINTS) {
    refuse(
      `A maximum of 4 blocks with cache_control may be provided. Found ${breakpoints.length}.`,
    );
  }
  return { parts: blocks.map(readPart), breakpoints };
}

/** What the model reads of a block: the words, and of anything else its JSON. */
function readPart({ cache_control: _mark, ...block }: JsonObject): string {
  return block['type'] === 'text' ? `${asText(block['text'])}\n` : JSON.stringify(block);
}
