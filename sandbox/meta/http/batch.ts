import { isJsonList, isJsonObject, jsonText } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { GraphCall } from './call.ts';
import { badParam } from './graph-error.ts';
import { anyParam } from './params.ts';
import type { Reply } from './reply.ts';

const MOST_PARTS = 50;

/** True for `POST /v26.0` with a list of calls. */
export function isBatch(call: GraphCall): boolean {
  return call.method === 'POST' && call.path === '' && call.params.values['batch'] !== undefined;
}

/**
 * Answers the calls of a batch one after the other; `play` gives null for one that did not finish.
 * @throws GraphError 100 when the list is too long or no list at all.
 */
export function answerBatch(
  call: GraphCall,
  play: (part: GraphCall) => Reply | null,
): readonly Json[] {
  const parts = anyParam(call.params, 'batch');
  if (!isJsonList(parts)) throw badParam('batch parameter must be a JSON array.', 'batch');
  if (parts.length > MOST_PARTS) {
    throw badParam(`Too many requests in batch message. Maximum batch size is ${MOST_PARTS}.`);
  }
  return parts.map((part) => {
    const reply = play(readPart(call, isJsonObject(part) ? part : {}));
    if (reply === null) return null;
    const headers = Object.entries(reply.headers).map(([name, value]) => ({ name, value }));
    return { code: reply.status, headers, body: JSON.stringify(reply.body) };
  });
}

function readPart(call: GraphCall, part: JsonObject): GraphCall {
  const url = new URL(jsonText(part['relative_url']), 'http://batch.invalid/');
  const method = jsonText(part['method']).toUpperCase();
  if (method !== 'GET' && method !== 'POST' && method !== 'DELETE') {
    throw badParam(`Unsupported method ${method} in the batch.`, 'batch');
  }
  const values: Record<string, Json> = Object.fromEntries(url.searchParams);
  Object.assign(values, Object.fromEntries(new URLSearchParams(jsonText(part['body']))));
  const own = values['access_token'];
  return {
    ...call,
    method,
    path: url.pathname.replace(/^\/(v\d+\.\d+\/)?/, '').replace(/\/$/, ''),
    params: { values, files: [] },
    accessToken: typeof own === 'string' ? own : call.accessToken,
  };
}
