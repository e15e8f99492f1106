import { Context } from '@temporalio/activity';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';

// A third of the workflows' heartbeat timeout: two may get lost.
const EVERY_MS = 5_000;

/**
 * Tells Temporal that the process still lives, for every activity alike. A killed worker is noticed by its silence,
 * long before the time an activity may take at most; no activity has to think of it.
 */
export function heartbeatWhileRunning(): { inbound: ActivityInboundCallsInterceptor } {
  return {
    inbound: {
      async execute(input, next) {
        const context = Context.current();
        const beat = setInterval(() => context.heartbeat(), EVERY_MS);
        try {
          return await next(input);
        } finally {
          clearInterval(beat);
        }
      },
    },
  };
}
