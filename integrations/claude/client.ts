import Anthropic from '@anthropic-ai/sdk';
import type { ClaudeApi, Payer } from './claude-api.ts';
import { converse } from './converse.ts';
import type { ClaudePurpose, ModelId } from './models.ts';
import type { ClaudeLogger, RequestSettings } from './stream-message.ts';
import { structured } from './structured.ts';
import type { ModelMeter } from './usage.ts';

/** A busy model still sends something within this; a dead connection does not. */
const IDLE_MS = 20_000;
/** Above any answer that streams steadily at the allowed length. */
const LONGEST_REQUEST_MS = 5 * 60_000;

/**
 * The Claude client over the official SDK. `baseURL` null means Anthropic's own address.
 * `idleMs`: how long a stream may stay silent (pings do not count) before it is given up.
 * `meter`: counts calls to the projects they are made for; without one nothing is counted.
 */
export function createClaudeClient({
  apiKey,
  baseURL,
  logger,
  models = {},
  fetch,
  idleMs = IDLE_MS,
  meter,
}: {
  readonly apiKey: string;
  readonly baseURL: string | null;
  readonly logger: ClaudeLogger;
  readonly models?: Readonly<Partial<Record<ClaudePurpose, ModelId>>>;
  readonly fetch?: typeof globalThis.fetch;
  readonly idleMs?: number;
  readonly meter?: ModelMeter;
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
    converse: (input) =>
      metered(settings, { meter, payer: input.payer }, (own) => converse(own, input)),
    structured: (input) =>
      metered(settings, { meter, payer: input.payer }, (own) => structured(own, input)),
  };
}

/** Asks whether the project may spend, and has all its requests written down before the call is over. */
async function metered<T>(
  settings: RequestSettings,
  { meter, payer }: { meter: ModelMeter | undefined; payer: Payer | undefined },
  call: (settings: RequestSettings) => Promise<T>,
): Promise<T> {
  if (meter === undefined) return await call(settings);
  // A call that is counted to nobody would slip through every limit.
  if (payer === undefined) throw new TypeError('A call to the model names no project that pays.');
  await meter.admit(payer);
  const records: Promise<void>[] = [];
  try {
    return await call({
      ...settings,
      onUsage: (use) => void records.push(meter.record(payer, use)),
    });
  } finally {
    await Promise.all(records);
  }
}
