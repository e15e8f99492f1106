import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { Fault } from './faults.ts';
import { GraphError } from './graph-error.ts';
import { limitReached } from './usage.ts';

const BAD_GATEWAY =
  '<!DOCTYPE html><html><head><title>Facebook | Error</title></head><body><h1>Sorry, something went wrong.</h1></body></html>';

/** Plays one scripted mishap. `proceed` does the real work, for those that strike after it was done. */
export async function mishap(c: Context, fault: Fault, proceed: () => Response): Promise<Response> {
  switch (fault.kind) {
    case 'reset':
      return cutOff(c);
    case 'lose-response':
      proceed();
      return cutOff(c);
    case 'http-500-before':
      return serverError(c);
    case 'http-500-after':
      proceed();
      return serverError(c);
    case 'html-502':
      return c.html(BAD_GATEWAY, 502);
    case 'html-502-after':
      proceed();
      return c.html(BAD_GATEWAY, 502);
    case 'delay':
      await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
      return proceed();
    case 'throttle':
      return errorAnswer(c, limitReached());
    case 'throttle-after':
      proceed();
      return errorAnswer(c, limitReached());
    case 'outage':
      return errorAnswer(c, unknownError(500));
    case 'ok-error':
      return errorAnswer(c, scripted(fault), 200);
    default:
      return errorAnswer(c, scripted(fault));
  }
}

function scripted(fault: Fault): GraphError {
  return new GraphError({
    code: fault.code,
    message: fault.message,
    status: fault.status,
    ...(fault.subcode === null ? {} : { subcode: fault.subcode }),
  });
}

function unknownError(status: 500): GraphError {
  return new GraphError({ code: 1, message: 'An unknown error occurred', status, transient: true });
}

function serverError(c: Context): Response {
  const error = new GraphError({
    code: 2,
    message: 'An unexpected error has occurred. Please retry your request later.',
    status: 500,
    transient: true,
  });
  return errorAnswer(c, error);
}

function errorAnswer(c: Context, error: GraphError, status = error.status): Response {
  return c.json(error.body, status);
}

/** Closes the connection without an answer. Driven in process there is no connection to close, so it fails instead. */
function cutOff(c: Context<{ Bindings: Partial<HttpBindings> }>): Response {
  const socket = c.env.incoming?.socket;
  if (!socket) throw new Error('The connection was cut by a scripted fault.');
  socket.destroy();
  return RESPONSE_ALREADY_SENT;
}
