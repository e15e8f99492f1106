import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';

/** Never written down, wherever it turns up: what lets someone in, and what people say. */
const SECRETS = [
  'cookie',
  'authorization',
  'token',
  'accessToken',
  'password',
  'code',
  'state',
  'content',
];
const HIDDEN = [
  'cookie',
  'authorization',
  'token',
  'accessToken',
  'password',
  'content',
  'req.headers.cookie',
  'req.headers.authorization',
  ...SECRETS.map((name) => `body.${name}`),
  ...SECRETS.map((name) => `query.${name}`),
];

/** One JSON line per event, UTC, on standard output. */
export function createLogger(options: {
  level: string;
  name: string;
  destination?: DestinationStream;
}): Logger {
  return pino(
    {
      name: options.name,
      level: options.level,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: HIDDEN, censor: '[hidden]' },
      serializers: { err: describeError },
    },
    options.destination ?? pino.destination(1),
  );
}

/**
 * What is safe to keep of an error. Database errors quote the values at fault in `detail` and in their queries, so
 * only name, message, code, stack and the constraint are taken.
 */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const constraint =
    'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined;
  const cause = error.cause === undefined ? undefined : describeError(error.cause);
  return { name, message, code, constraint, stack, cause };
}
