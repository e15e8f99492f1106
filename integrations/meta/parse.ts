import type { GraphError } from './errors.ts';
import { redact } from './redact.ts';

export type JsonObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** String literals first, so that digits inside of a text are left alone; then bare numbers of 16 digits and more. */
const STRING_OR_LONG_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/** @returns the object in a body, or null when it is not JSON or not an object (a gateway's HTML page, a cut answer). */
export function parseBody(text: string): JsonObject | null {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(quoteLongNumbers(trimmed));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Ids of 16 digits and more do not fit a JavaScript number: bare ones become strings before parsing. */
function quoteLongNumbers(json: string): string {
  return json.replace(STRING_OR_LONG_NUMBER, (part) => (part.startsWith('"') ? part : `"${part}"`));
}

export function text(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

export function integer(value: unknown): number | null {
  const raw = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof raw === 'number' && Number.isSafeInteger(raw) ? raw : null;
}

/** Insights give every number as a decimal string; anything else counts as not reported. */
export function decimal(value: unknown): number | null {
  const raw = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof raw === 'number' && Number.isFinite(raw) ? raw : null;
}

export function list(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function texts(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];
}

/** Meta's error object inside a body of any status, or null. */
export function graphErrorIn(body: JsonObject): GraphError | null {
  const raw = body['error'];
  if (!isObject(raw)) return null;
  return {
    code: integer(raw['code']),
    subcode: integer(raw['error_subcode']),
    title: redacted(raw['error_user_title']),
    detail: redacted(raw['error_user_msg']) ?? redacted(raw['message']),
    blame: blamedFields(raw['error_data']),
    traceId: text(raw['fbtrace_id']),
    transient: raw['is_transient'] === true,
  };
}

function redacted(value: unknown): string | null {
  const words = text(value);
  return words === null ? null : redact(words);
}

/** `error_data` is an object, or at times the same as a JSON string. */
function blamedFields(value: unknown): readonly string[] {
  const data = typeof value === 'string' ? parseBody(value) : value;
  if (!isObject(data) || !Array.isArray(data['blame_field_specs'])) return [];
  return data['blame_field_specs']
    .filter((spec): spec is unknown[] => Array.isArray(spec))
    .map((spec) => spec.filter((part) => typeof part === 'string').join('.'));
}

/** The cursor, not `paging.next`: that address carries the token and must not be kept or followed. */
export function nextCursor(body: JsonObject): string | null {
  const paging = body['paging'];
  if (!isObject(paging) || paging['next'] === undefined || !isObject(paging['cursors']))
    return null;
  return text(paging['cursors']['after']);
}
