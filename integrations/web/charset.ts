const BOMS: readonly (readonly [label: string, bytes: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];
/** Browsers look no further for it (HTML standard, "prescan a byte stream"). */
const PRESCAN_BYTES = 1_024;

/**
 * A page's bytes as text: by its byte order mark, else by the header, else by what the page says of itself, else UTF-8;
 * and where that does not hold, as the old web wrote.
 */
export function decodePage(bytes: Uint8Array, contentType: string): string {
  const mark = BOMS.find(([, start]) => start.every((byte, index) => bytes[index] === byte));
  if (mark !== undefined) return textOf(bytes, mark[0]);
  const named = charsetIn(contentType) ?? charsetIn(beginningOf(bytes));
  if (named !== null && isKnown(named)) return textOf(bytes, named);
  const text = textOf(bytes, 'utf-8');
  return text.includes('\ufffd') ? textOf(bytes, 'windows-1252') : text;
}

function charsetIn(text: string): string | null {
  return /charset\s*=\s*["']?\s*([\w:.-]{2,40})/i.exec(text)?.[1] ?? null;
}

function beginningOf(bytes: Uint8Array): string {
  const beginning = textOf(bytes.subarray(0, PRESCAN_BYTES), 'windows-1252');
  return /<meta[^>]{0,200}charset[^>]{0,100}/i.exec(beginning)?.[0] ?? '';
}

function isKnown(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}

function textOf(bytes: Uint8Array, label: string): string {
  return new TextDecoder(label).decode(bytes);
}
