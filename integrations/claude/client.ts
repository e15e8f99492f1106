import Anthropic from '@anthropic-ai/sdk';
import type { ClaudeApi } from './claude-api.ts';
import { converse } from './converse.ts';
import type { ClaudePurpose, ModelId } from './models.ts';
import type { ClaudeLogger, RequestSettings } from './stream-message.ts';
import { structured } from './structured.ts';

/** A busy model still sends something within this; a dead connection does not. */
const IDLE_MS = 30_000;
/** Above any answer that streams steadily at the allowed length. */
const LONGEST_REQUEST_MS = 5 * 60_000;

/**
 * The Claude client over the official SDK. `baseURL` null means Anthropic's own address.
 * `idleMs`: how long a stream may stay silent (pings do not count) before it is given up.
 */
export function createClaudeClient({
  apiKey,
  baseURL,
  logger,
  models = {},
  fetch,
  idleMs = IDLE_MS,
}: {
  readonly apiKey: string;
  readonly baseURL: string | null;
  readonly logger: ClaudeLogger;
  readonly models?: Readonly<Partial<Record<ClaudePurpose, ModelId>>>;
  readonly fetch?: typeof globalThis.fetch;
  readonly idleMs?: number;
}): ClaudeApi {
  const client = new Anthropic({
    apiKey,
    // Only the key given here may be used, whatever else lies in the machine's environment.
    authToken: null,
    baseURL: baseURL ?? 'https://api.anthropic.com',
    // Temporal retries; two layers of retries would multiply.
    maxRetries: 0,
    timeout: LONGEST_REQUEST_MS,
    // The SDK's log lines can hold pieces of the conversation.
    logLevel: 'off',
    ...(fetch === undefined ? {} : { fetch }),
  });
  const settings: RequestSettings = { client, models, idleMs, logger };
  return {
    converse: (input) => converse(settings, input),
    structured: (input) => structured(settings, input),
  };
}
