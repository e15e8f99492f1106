import type { Context } from 'hono';
import type { z } from 'zod';
import { ApiError, badInput } from './api-error.ts';
import type { AppEnv } from './app-env.ts';

/** Nothing we take in is nested deeper than four; far below what would strain the parser of the schemas. */
const MAX_DEPTH = 32;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Reads a JSON body. Forms and plain text, which other sites can send unasked, never get this far.
 * @throws ApiError 400 for what is not JSON or holds what is not text, 415 for what does not call itself JSON.
 */
export async function readJson(c: Context<AppEnv>): Promise<unknown> {
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
    // Fatal: bytes that are no characters would be stored as question marks.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await c.req.arrayBuffer());
    value = JSON.parse(text);
  } catch (error) {
    // A body beyond the limit shows up while it is read.
    if (!(error instanceof SyntaxError) && !isNotText(error)) throw error;
    throw badInput('', 'is not well-formed JSON');
  }
  checkTexts(value, [], 0);
  return value;
}

function isNotText(error: unknown): boolean {
  return (
    error instanceof TypeError &&
    'code' in error &&
    error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
  );
}

/**
 * Checks a value where there is a schema. Without one there is nothing to read, and the type that stands in for the
 * absent schema says `undefined` as well.
 * @throws ApiError 400 naming the field at fault.
 */
export function checkIfAny<Schema extends z.ZodType>(
  schema: Schema | null,
  value: unknown,
): z.output<Schema>;
export function checkIfAny(schema: z.ZodType | null, value: unknown): unknown {
  return schema === null ? undefined : check(schema, value);
}

/** @throws ApiError 400 naming the field at fault. */
export function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badInput((issue?.path ?? []).join('.'), problemOf(issue, value));
}

/** What is wrong, for the person who typed it. */
function problemOf(issue: z.core.$ZodIssue | undefined, whole: unknown): string {
  if (issue?.code === 'too_small' && issue.origin === 'string') {
    const least = Number(issue.minimum);
    return least <= 1 ? 'is empty' : `needs at least ${least} characters`;
  }
  if (issue?.code === 'too_big' && issue.origin === 'string') {
    return `may have at most ${Number(issue.maximum).toLocaleString('en-GB')} characters`;
  }
  if (issue?.code === 'too_small') return `has to be more than ${Number(issue.minimum)}`;
  if (issue?.code === 'too_big') return 'is too large';
  if (issue?.code === 'invalid_format' && issue.format === 'email') {
    return 'is not one I can use';
  }
  if (issue?.code === 'invalid_format' && issue.format === 'url') {
    return 'is not a web address like https://example.com';
  }
  if (issue?.code === 'invalid_type' && at(whole, issue.path) === undefined) return 'is missing';
  return 'is not in the form that is needed here';
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined,
    value,
  );
}

/** Postgres stores neither NUL nor half a character, so such text is refused before it gets there. */
function checkTexts(value: unknown, path: readonly string[], depth: number): void {
  if (depth > MAX_DEPTH) throw badInput(path.slice(0, 3).join('.'), 'is nested too deeply');
  if (typeof value === 'string') {
    if (value.includes('\u0000') || LONE_SURROGATE.test(value)) {
      throw badInput(path.join('.'), 'holds characters that are not text');
    }
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      checkTexts(item, [...path, String(index)], depth + 1);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) checkTexts(item, [...path, key], depth + 1);
  }
}
