import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { GraphError } from './graph-error.ts';

/** An answer before it goes out on the wire. */
export type Reply = {
  readonly status: ContentfulStatusCode;
  readonly body: JsonObject;
  readonly headers: Readonly<Record<string, string>>;
};

export function refusal(error: GraphError, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status: error.status, body: error.body, headers };
}

export function send(c: Context, reply: Reply): Response {
  const failed = reply.body['error'] !== undefined && reply.status >= 400;
  return c.body(JSON.stringify(reply.body), reply.status, {
    ...reply.headers,
    'content-type': 'application/json; charset=UTF-8',
    ...(failed ? { 'www-authenticate': 'OAuth "Facebook Platform"' } : {}),
  });
}

/** Code of the error in an answer; null when there is none. */
export function errorCode(reply: Reply): number | null {
  const error = reply.body['error'];
  const code = isJsonObject(error) ? error['code'] : null;
  return typeof code === 'number' ? code : null;
}
