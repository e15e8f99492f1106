import { Runtime } from '@temporalio/worker';
import type { LogLevel, LogMetadata } from '@temporalio/worker';
import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { describeError } from '../integrations/log/describe-error.ts';

/** Never written down, wherever it turns up: what opens an account, and what people say. */
const HIDDEN = ['token', 'accessToken', 'authorization', 'password', 'content'];

/** One JSON line per event, UTC, on standard output. */
export function createLogger(
  level: string,
  destination: DestinationStream = pino.destination(1),
): Logger {
  return pino(
    {
      name: 'worker',
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: HIDDEN, censor: '[hidden]' },
      serializers: { err: describeError },
    },
    destination,
  );
}

// Two of the three workers hold activities only, by design.
const EXPECTED = 'No workflows registered';

/** Temporal's own lines go to the same place, quieter by one step: its "info" is about pollers, not about projects. */
export function logTemporalTo(logger: Logger): void {
  const note = (message: string, meta?: LogMetadata) => logger.debug(meta ?? {}, message);
  const warn = (message: string, meta?: LogMetadata) => {
    if (message.startsWith(EXPECTED)) note(message, meta);
    else logger.warn(meta ?? {}, message);
  };
  const error = (message: string, meta?: LogMetadata) => logger.error(meta ?? {}, message);
  const byLevel: Record<LogLevel, (message: string, meta?: LogMetadata) => void> = {
    TRACE: note,
    DEBUG: note,
    INFO: note,
    WARN: warn,
    ERROR: error,
  };
  Runtime.install({
    logger: {
      log: (level, message, meta) => byLevel[level](message, meta),
      trace: note,
      debug: note,
      info: note,
      warn,
      error,
    },
    // A worker asked to stop by a terminal, a supervisor or a container finishes what it is doing.
    shutdownSignals: ['SIGINT', 'SIGTERM'],
  });
}
