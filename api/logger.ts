import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { describeError } from '../integrations/log/describe-error.ts';

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
