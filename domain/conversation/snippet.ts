export type SnippetPart = { readonly text: string; readonly hit: boolean };

/** Scripts that do not part words by spaces: there a word is looked for anywhere. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Khmer}\p{sc=Lao}]/u;

export function isUnspaced(text: string): boolean {
  return UNSPACED.test(text);
}

/** What is looked for, word by word; all of them have to be there. At most ten. */
export function searchWords(query: string): readonly string[] {
  return (query.normalize('NFC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).slice(0, 10);
}

const BEFORE = 60;
const LENGTH = 200;

/**
 * The piece of a message around the first word that was looked for, in parts; joined they are the piece. A word also
 * counts where a longer one begins with it.
 */
export function snippetOf(content: string, words: readonly string[]): SnippetPart[] {
  const text = content.replace(/\s+/gu, ' ').trim();
  const pattern = patternFor(words);
  const first = pattern === null ? 0 : Math.max(0, text.search(pattern));
  const from = first <= BEFORE ? 0 : cutAfterSpace(text, first - BEFORE, first);
  const to = text.length - from <= LENGTH ? text.length : cutBeforeSpace(text, from, from + LENGTH);
  const piece = text.slice(from, to);
  const parts = pattern === null ? [{ text: piece, hit: false }] : split(piece, pattern);
  return [
    ...(from === 0 ? [] : [{ text: '…', hit: false }]),
    ...parts,
    ...(to === text.length ? [] : [{ text: '…', hit: false }]),
  ];
}

function patternFor(words: readonly string[]): RegExp | null {
  if (words.length === 0) return null;
  const parts = words.map((word) => (isUnspaced(word) ? word : `(?<![\\p{L}\\p{N}])${word}`));
  return new RegExp(parts.join('|'), 'giu');
}

function split(piece: string, pattern: RegExp): readonly SnippetPart[] {
  const parts: SnippetPart[] = [];
  let at = 0;
  for (const match of piece.matchAll(pattern)) {
    if (match[0] === '') continue;
    if (match.index > at) parts.push({ text: piece.slice(at, match.index), hit: false });
    parts.push({ text: match[0], hit: true });
    at = match.index + match[0].length;
  }
  if (at < piece.length) parts.push({ text: piece.slice(at), hit: false });
  return parts;
}

function cutAfterSpace(text: string, from: number, most: number): number {
  const space = text.indexOf(' ', from);
  return space === -1 || space >= most ? wholeCharacter(text, from) : space + 1;
}

function cutBeforeSpace(text: string, from: number, to: number): number {
  const space = text.lastIndexOf(' ', to);
  return space <= from ? wholeCharacter(text, to) : space;
}

/** Never between the two halves of one character. */
function wholeCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
