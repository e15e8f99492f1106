import type { Json, JsonObject } from '../json.ts';
import { badParam } from './graph-error.ts';
import type { SignedCall } from './call.ts';
import { integerParam, textParam } from './params.ts';

const DEFAULT_LIMIT = 25;
const LARGEST_LIMIT = 1000;

export type PageOf<T> = { readonly rows: readonly T[]; readonly paging: JsonObject | null };

function encodeCursor(index: number): string {
  return Buffer.from(`c${index}`).toString('base64url');
}

function decodeCursor(cursor: string): number {
  const match = /^c(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!match) throw badParam('Invalid cursor.', 'after');
  return Number(match[1]);
}

/** Cuts one page out of a list. `next` is a whole address that carries the token, as Meta's does. */
export function pageOf<T>(call: SignedCall, rows: readonly T[]): PageOf<T> {
  const limit = Math.min(LARGEST_LIMIT, integerParam(call.params, 'limit') ?? DEFAULT_LIMIT);
  if (limit < 1) throw badParam('Param limit must be greater than 0.', 'limit');
  const after = textParam(call.params, 'after');
  const before = textParam(call.params, 'before');
  const end = before === null ? null : decodeCursor(before);
  const start =
    end === null ? (after === null ? 0 : decodeCursor(after) + 1) : Math.max(0, end - limit);
  const shown = rows.slice(start, end === null ? start + limit : end);
  if (shown.length === 0) return { rows: [], paging: null };
  const last = start + shown.length - 1;
  const cursors = { before: encodeCursor(start), after: encodeCursor(last) };
  const next = last + 1 < rows.length ? { next: pageAddress(call, 'after', cursors.after) } : {};
  const previous = start > 0 ? { previous: pageAddress(call, 'before', cursors.before) } : {};
  return { rows: shown, paging: { cursors, ...next, ...previous } };
}

function pageAddress(call: SignedCall, direction: 'after' | 'before', cursor: string): string {
  const url = new URL(`/${call.version}/${call.path}`, call.publicUrl);
  for (const [name, value] of Object.entries(call.params.values)) {
    if (name === 'after' || name === 'before' || name === 'access_token' || value === null)
      continue;
    url.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  url.searchParams.set('access_token', call.session.token.id);
  url.searchParams.set(direction, cursor);
  return url.href;
}

export function listAnswer(rows: readonly Json[], paging: JsonObject | null): JsonObject {
  return paging === null ? { data: rows } : { data: rows, paging };
}
