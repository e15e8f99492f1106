import { Context } from '@temporalio/activity';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';

/** For activities whose caller set no heartbeat timeout. */
const DEFAULT_TIMEOUT_MS = 15_000;
/** Of four beats within the timeout, three may get lost. */
const BEATS_PER_TIMEOUT = 4;

/**
 * Tells Temporal that the process still lives, for every activity alike. A killed worker is noticed by its silence,
 * long before the time an activity may take at most; no activity has to think of it.
 */
export function heartbeatWhileRunning(): { inbound: ActivityInboundCallsInterceptor } {
  return {
    inbound: {
      async execute(input, next) {
        const context = Context.current();
        const timeout = context.info.heartbeatTimeoutMs ?? DEFAULT_TIMEOUT_MS;
        const beat = setInterval(() => context.heartbeat(), timeout / BEATS_PER_TIMEOUT);
        try {
          return await next(input);
        } finally {
          clearInterval(beat);
        }
      },
    },
  };
}
