import type { Context } from 'hono';
import { isJsonList, isJsonObject, parseJson } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';

/** A lever was pulled in a way that makes no sense; the message says how it should be. */
export class AdminError extends Error {}

export async function readBody(c: Context): Promise<Json> {
  const text = await c.req.text();
  try {
    return parseJson(text === '' ? '{}' : text);
  } catch {
    throw new AdminError('The body must be JSON.');
  }
}

export async function readObject(c: Context): Promise<JsonObject> {
  const body = await readBody(c);
  if (!isJsonObject(body)) throw new AdminError('The body must be a JSON object.');
  return body;
}

export function requiredText(body: JsonObject, name: string): string {
  const value = optionalText(body, name);
  if (value === null) throw new AdminError(`${name} is missing.`);
  return value;
}

export function optionalText(body: JsonObject, name: string): string | null {
  const value = body[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function optionalNumber(body: JsonObject, name: string): number | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && value >= 0) return value;
  throw new AdminError(`${name} must be a number that is not below zero.`);
}

export function optionalFlag(body: JsonObject, name: string): boolean | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value;
  throw new AdminError(`${name} must be true or false.`);
}

export function optionalTexts(body: JsonObject, name: string): readonly string[] | null {
  const value = body[name];
  return isJsonList(value) ? value.map(String) : null;
}

export function oneOfText<const T extends string>(
  body: JsonObject,
  name: string,
  allowed: readonly T[],
): T {
  const found = allowed.find((item) => item === body[name]);
  if (found === undefined) throw new AdminError(`${name} must be one of: ${allowed.join(', ')}.`);
  return found;
}

/** Digits only, whether or not the caller wrote act_. */
export function accountId(body: JsonObject, name = 'account'): string {
  return requiredText(body, name).replace(/^act_/, '');
}
