import type Anthropic from '@anthropic-ai/sdk';
import { ClaudeError } from './claude-error.ts';
import { readFailure } from './failure.ts';
import {
  PURPOSES,
  thinkingFor,
  usageOf,
  type ClaudePurpose,
  type ClaudeUsage,
  type ModelId,
} from './models.ts';
import { TurnAssembly, type AssembledTurn } from './turn-assembly.ts';
import type { ModelUse } from './usage.ts';
import { startWatchdog } from './watchdog.ts';

export type ClaudeLogger = {
  readonly info: (fields: Readonly<Record<string, unknown>>, message: string) => void;
  readonly warn: (fields: Readonly<Record<string, unknown>>, message: string) => void;
};

export type RequestSettings = {
  readonly client: Anthropic;
  readonly models: Readonly<Partial<Record<ClaudePurpose, ModelId>>>;
  readonly idleMs: number;
  readonly logger: ClaudeLogger;
  /** Told once of each request that the service began to answer, whether or not it came to an end. */
  readonly onUsage?: (use: ModelUse) => void;
};

export type MessageRequest = {
  readonly purpose: ClaudePurpose;
  readonly system: Anthropic.TextBlockParam[];
  readonly messages: Anthropic.MessageParam[];
  readonly tools?: Anthropic.Tool[];
  readonly format?: Anthropic.JSONOutputFormat;
  readonly onText: (piece: string) => void;
  readonly signal: AbortSignal | undefined;
  /** After an answer that was cut off. */
  readonly moreRoom: boolean;
};

export type FinishedTurn = AssembledTurn & {
  readonly stopReason: 'end_turn' | 'tool_use';
  readonly usage: ClaudeUsage;
};

/**
 * One request, streamed. It succeeds only when the service closed the message itself and for a good reason:
 * the SDK's raw stream ends silently on a cut connection or an HTML page.
 */
export async function streamMessage(
  settings: RequestSettings,
  request: MessageRequest,
): Promise<FinishedTurn> {
  const model = settings.models[request.purpose] ?? PURPOSES[request.purpose].model;
  const startedAt = performance.now();
  const watchdog = startWatchdog(settings.idleMs);
  const signals = request.signal === undefined ? [] : [request.signal];
  let requestId: string | null = null;
  const assembly = new TurnAssembly(request.onText);
  try {
    const sent = await settings.client.messages
      .create(paramsOf(request, model), { signal: AbortSignal.any([...signals, watchdog.signal]) })
      .withResponse();
    requestId = sent.request_id ?? null;
    for await (const event of sent.data) {
      watchdog.sawEvent();
      assembly.add(event);
    }
    // The raw stream ends without an error when it was aborted.
    request.signal?.throwIfAborted();
    if (watchdog.signal.aborted) throw new ClaudeError('claude.timeout', { retryable: true });
    const turn = { ...assembly.finish(requestId), usage: usageOf(model, assembly.tokens()) };
    const { usage, stopReason } = turn;
    const ms = Math.round(performance.now() - startedAt);
    settings.logger.info(
      { purpose: request.purpose, model, stopReason, ms, requestId, usage },
      'model answered',
    );
    return turn;
  } catch (cause) {
    request.signal?.throwIfAborted();
    const failure = readFailure(cause, { timedOut: watchdog.signal.aborted, requestId });
    const { code, retryable } = failure;
    settings.logger.warn(
      { purpose: request.purpose, model, code, retryable, requestId: failure.requestId },
      'model failed to answer',
    );
    throw failure;
  } finally {
    const usage = usageOf(model, assembly.tokens());
    if (usage.costMicroUsd > 0) settings.onUsage?.({ purpose: request.purpose, model, usage });
    watchdog.stop();
  }
}

const MORE_ROOM = 3;

function paramsOf(request: MessageRequest, model: ModelId): Anthropic.MessageCreateParamsStreaming {
  const { effort, thinks, maxTokens } = PURPOSES[request.purpose];
  return {
    model,
    max_tokens: request.moreRoom ? maxTokens * MORE_ROOM : maxTokens,
    stream: true,
    system: request.system,
    messages: request.messages,
    thinking: thinkingFor(model, thinks),
    output_config: request.format === undefined ? { effort } : { effort, format: request.format },
    ...(request.tools === undefined || request.tools.length === 0
      ? {}
      : { tools: request.tools, tool_choice: { type: 'auto' as const } }),
  };
}
