import { isJsonList, isJsonObject, parseJson } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { badParam, missingParam } from './graph-error.ts';

export type UploadedFile = {
  readonly part: string;
  readonly filename: string;
  readonly bytes: Uint8Array;
};

/** All parameters of a call, wherever they came from: query, form, JSON or multipart body. */
export type Params = {
  readonly values: Readonly<Record<string, Json>>;
  readonly files: readonly UploadedFile[];
};

export function hasParam(params: Params, name: string): boolean {
  const value = params.values[name];
  return value !== undefined && value !== null && value !== '';
}

export function textParam(params: Params, name: string): string | null {
  const value = params.values[name];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw badParam(`Param ${name} must be a string.`, name);
}

export function requiredText(params: Params, name: string): string {
  const value = textParam(params, name);
  if (value === null) throw missingParam(name);
  return value;
}

/** Whole numbers only, as a number or as digits; Meta refuses "20.00" for a budget. */
export function integerParam(params: Params, name: string): number | null {
  const value = params.values[name];
  if (value === undefined || value === null || value === '') return null;
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) {
    throw badParam(`Param ${name} must be an integer.`, name);
  }
  return number;
}

export function flagParam(params: Params, name: string): boolean | null {
  const value = params.values[name];
  if (value === undefined || value === null || value === '') return null;
  if (value === true || value === 'true' || value === 1 || value === '1') return true;
  if (value === false || value === 'false' || value === 0 || value === '0') return false;
  throw badParam(`Param ${name} must be a boolean.`, name);
}

function parsed(params: Params, name: string): Json | undefined {
  const value = params.values[name];
  if (typeof value !== 'string' || value === '') return value === '' ? undefined : value;
  try {
    return parseJson(value);
  } catch {
    return value;
  }
}

export function objectParam(params: Params, name: string): JsonObject | null {
  const value = parsed(params, name);
  if (value === undefined || value === null) return null;
  if (!isJsonObject(value)) throw badParam(`Param ${name} must be a JSON object.`, name);
  return value;
}

export function requiredObject(params: Params, name: string): JsonObject {
  const value = objectParam(params, name);
  if (value === null) throw missingParam(name);
  return value;
}

export function listParam(params: Params, name: string): readonly Json[] | null {
  const value = parsed(params, name);
  if (value === undefined || value === null) return null;
  if (!isJsonList(value)) throw badParam(`Param ${name} must be an array.`, name);
  return value;
}

/** A list of strings given as JSON or, as Meta also takes it, separated by commas. */
export function textListParam(params: Params, name: string): readonly string[] | null {
  const value = parsed(params, name);
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value.split(',').map((part) => part.trim());
  if (typeof value === 'number') return [String(value)];
  if (!isJsonList(value)) throw badParam(`Param ${name} must be an array.`, name);
  return value.map((item) => {
    if (typeof item === 'string') return item;
    if (typeof item === 'number') return String(item);
    throw badParam(`Param ${name} must be an array of strings.`, name);
  });
}

export function anyParam(params: Params, name: string): Json | null {
  return parsed(params, name) ?? null;
}

export function oneOf<const T extends string>(
  value: string,
  allowed: readonly T[],
  name: string,
): T {
  const found = allowed.find((item) => item === value);
  if (found === undefined) {
    throw badParam(`Param ${name} must be one of {${allowed.join(', ')}} - got "${value}".`, name);
  }
  return found;
}
