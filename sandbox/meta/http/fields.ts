import { isJsonList, jsonText } from '../json.ts';
import { badParam } from './graph-error.ts';
import { anyParam } from './params.ts';
import type { Params } from './params.ts';

/** One requested field, such as `ads.limit(10){id,name}`. */
export type FieldSpec = {
  readonly name: string;
  readonly modifiers: Readonly<Record<string, string>>;
  readonly children: readonly FieldSpec[] | null;
};

/** The `fields` of a call, as text or, as the SDK sends them, as a list; null when nothing was asked for. */
export function fieldsParam(params: Params): readonly FieldSpec[] | null {
  const given = anyParam(params, 'fields');
  if (given === null || given === '') return null;
  if (isJsonList(given)) return given.flatMap((item) => parseFields(jsonText(item)));
  return parseFields(jsonText(given));
}

/** Parses the `fields` parameter. @throws GraphError 100 on broken syntax. */
function parseFields(text: string): readonly FieldSpec[] {
  const cursor = { text, at: 0 };
  const fields = readList(cursor);
  if (cursor.at < text.length) throw syntaxError(cursor);
  return fields;
}

type Cursor = { readonly text: string; at: number };

function readList(cursor: Cursor): readonly FieldSpec[] {
  const fields: FieldSpec[] = [];
  for (;;) {
    skipBlanks(cursor);
    if (fields.length === 0 && (cursor.at >= cursor.text.length || peek(cursor) === '}'))
      return fields;
    fields.push(readField(cursor));
    skipBlanks(cursor);
    if (peek(cursor) !== ',') return fields;
    cursor.at += 1;
  }
}

function readField(cursor: Cursor): FieldSpec {
  const name = readName(cursor);
  const modifiers: Record<string, string> = {};
  while (peek(cursor) === '.') {
    cursor.at += 1;
    const modifier = readName(cursor);
    expect(cursor, '(');
    const end = cursor.text.indexOf(')', cursor.at);
    if (end < 0) throw syntaxError(cursor);
    modifiers[modifier] = cursor.text.slice(cursor.at, end);
    cursor.at = end + 1;
  }
  if (peek(cursor) !== '{') return { name, modifiers, children: null };
  cursor.at += 1;
  const children = readList(cursor);
  expect(cursor, '}');
  return { name, modifiers, children };
}

function readName(cursor: Cursor): string {
  const match = /^[A-Za-z0-9_]+/.exec(cursor.text.slice(cursor.at));
  if (!match) throw syntaxError(cursor);
  cursor.at += match[0].length;
  return match[0];
}

function expect(cursor: Cursor, mark: string): void {
  if (peek(cursor) !== mark) throw syntaxError(cursor);
  cursor.at += 1;
}

function peek(cursor: Cursor): string | undefined {
  return cursor.text[cursor.at];
}

function skipBlanks(cursor: Cursor): void {
  while (/\s/.test(peek(cursor) ?? '')) cursor.at += 1;
}

function syntaxError(cursor: Cursor): Error {
  return badParam(
    `Syntax error "Expected a field name." at character ${cursor.at}: ${cursor.text.slice(0, 200)}`,
    'fields',
  );
}
