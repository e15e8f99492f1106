import type { Context } from 'hono';
import { z } from 'zod';
import { ApiError, badInput } from './api-error.ts';
import type { AppEnv } from './app-env.ts';

/** Nothing we take in is nested deeper than four; far below what would strain the parser of the schemas. */
const MAX_DEPTH = 32;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Reads a JSON body and checks it.
 * @throws ApiError 400 naming the field at fault, 415 for anything that does not call itself JSON.
 */
export async function readBody<Schema extends z.ZodType>(
  c: Context<AppEnv>,
  schema: Schema,
): Promise<z.output<Schema>> {
  const type = c.req.header('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new ApiError({
      status: 415,
      code: 'request.not_json',
      message: 'Send the request as application/json. Nothing was changed.',
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(await c.req.text());
  } catch (error) {
    // A body beyond the limit shows up while it is read.
    if (!(error instanceof SyntaxError)) throw error;
    throw badInput('', 'it is not well-formed JSON.');
  }
  checkTexts(value, [], 0);
  return check(schema, value);
}

/** @throws ApiError 400 naming the field at fault. */
export function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).map(String);
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  throw badInput(
    [...path, ...unknown].join('.'),
    sentence(issue?.message ?? 'it has the wrong form'),
  );
}

function sentence(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1).replace(/\.$/, '')}.`;
}

/** Postgres stores neither NUL nor half a character, so such text is refused before it gets there. */
function checkTexts(value: unknown, path: readonly string[], depth: number): void {
  if (depth > MAX_DEPTH) throw badInput(path.slice(0, 3).join('.'), 'it is nested too deeply.');
  if (typeof value === 'string') {
    if (value.includes('\u0000') || LONE_SURROGATE.test(value)) {
      throw badInput(path.join('.'), 'it holds characters that are not text.');
    }
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      checkTexts(item, [...path, String(index)], depth + 1);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) checkTexts(item, [...path, key], depth + 1);
  }
}
