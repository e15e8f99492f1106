import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import type { AppDependencies } from '../app-dependencies.ts';
import { EventStream } from '../events/stream.ts';
import { ApiError } from '../http/api-error.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';

const STREAM_TYPE = 'text/event-stream';
const afterSchema = z.coerce.number().int().min(0);
const querySchema = z.object({
  after: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .optional(),
});

export function eventRoutes(deps: AppDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/events',
      tag: 'Events',
      summary:
        'Server-sent events: hello, change (numbered), delta, ping. Goes on after `Last-Event-ID`, else after `after`',
      query: querySchema,
      answers: { 200: { description: 'The stream', schema: null, type: STREAM_TYPE } },
      refusals: [429],
      handle: ({ c, caller, query }) => {
        // Nobody would ever read that stream, nor close it.
        if (c.req.method === 'HEAD') return c.body(null, 200, { 'content-type': STREAM_TYPE });
        const headers = new Headers(c.req.raw.headers);
        const stream = new EventStream(
          deps,
          caller.userId,
          async () => (await deps.auth.signedIn(headers, false)) !== null,
        );
        const leave = deps.hub.join(caller.userId, stream.ear);
        if (leave === null) throw tooMany();
        const lastSeen = afterSchema.safeParse(c.req.header('last-event-id'));
        const after = lastSeen.success ? lastSeen.data : (query.after ?? null);
        c.header('x-accel-buffering', 'no');
        c.header('cache-control', 'no-store, no-transform');
        return streamSSE(c, async (sse) => {
          sse.onAbort(() => {
            leave();
            stream.end();
          });
          try {
            const out = { send: sse.writeSSE.bind(sse), isClosed: () => sse.aborted || sse.closed };
            await stream.run(out, after);
          } catch (error) {
            // The browser comes back by itself and goes on from its last number.
            deps.logger.warn(
              { err: error, requestId: c.get('requestId') },
              'event stream broke off',
            );
          } finally {
            leave();
          }
        });
      },
    }),
  ];
}

function tooMany(): ApiError {
  return new ApiError({
    status: 429,
    code: 'events.too_many',
    message:
      'Aigency is open in too many windows at once. Please close some; this one does not update itself.',
    headers: { 'retry-after': '30' },
  });
}
