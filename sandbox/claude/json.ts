/** Narrow readers for JSON whose shape belongs to somebody else. */
export type JsonObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function asNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The first JSON objects that stand in a text, fenced or bare: prompts carry their data this way. */
export function jsonBlocksIn(text: string): readonly JsonObject[] {
  const blocks: JsonObject[] = [];
  let from = text.indexOf('{');
  while (from !== -1) {
    const end = closingBrace(text, from);
    const parsed = end === -1 ? undefined : parseJson(text.slice(from, end + 1));
    if (isObject(parsed)) blocks.push(parsed);
    from = text.indexOf('{', isObject(parsed) ? end + 1 : from + 1);
  }
  return blocks;
}

function closingBrace(text: string, from: number): number {
  let depth = 0;
  let isQuoted = false;
  for (let i = from; i < text.length; i += 1) {
    const letter = text[i];
    if (isQuoted && letter === '\\') i += 1;
    else if (letter === '"') isQuoted = !isQuoted;
    else if (!isQuoted && letter === '{') depth += 1;
    else if (!isQuoted && letter === '}') {
      depth -= 1;
      if (depth === 0) return i;
    }
  }
  return -1;
}
