import { figuresIn, writtenFigures } from './figures.ts';

/** Names have to stand there as they are; a description may be put in order. */
export type Grounding = 'word for word' | 'loosely';

/** Scripts without spaces are compared by pairs of letters. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
/** More than half of the letters have to come from words that were said. */
const LEAST_SHARE = 0.5;
const SHORTEST_STEM = 4;
const SHORTEST_PART = 5;

/**
 * Whether a fact was really said or read. Languages differ and people write loosely, so this compares words and
 * figures, not meaning: it lets a tidied wording pass and stops what nobody wrote. Figures always have to be there.
 */
export function isGrounded(value: string, texts: readonly string[], how: Grounding): boolean {
  const text = texts.join('\n');
  const known = figuresIn(text);
  if (writtenFigures(value).some((readings) => !readings.some((one) => known.has(one)))) {
    return false;
  }
  const said = new Set(tokensOf(text));
  const tokens = tokensOf(value).filter((token) => !/^\p{Nd}+$/u.test(token));
  if (how === 'word for word') {
    const glued = bare(text).replace(/[^\p{L}\p{N}]/gu, '');
    return tokens.every((token) => said.has(token) || glued.includes(token));
  }
  const stems = stemsOf(said);
  const found = tokens.filter((token) => isSaid(token, said, stems));
  return tokens.length === 0 || letters(found) > letters(tokens) * LEAST_SHARE;
}

function letters(tokens: readonly string[]): number {
  return tokens.reduce((sum, token) => sum + token.length, 0);
}

function bare(text: string): string {
  return text.toLowerCase().replaceAll('ß', 'ss').normalize('NFKD').replace(/\p{M}/gu, '');
}

function tokensOf(text: string): readonly string[] {
  const words = bare(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.flatMap((word) => (UNSPACED.test(word) ? pairsOf(word) : [word]));
}

function pairsOf(word: string): readonly string[] {
  const signs = Array.from(word);
  return signs.length < 2 ? signs : signs.slice(1).map((sign, at) => `${signs[at] ?? ''}${sign}`);
}

/** The beginnings of what was said: "bakes" and "baking" are the same word to a reader. */
function stemsOf(said: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...said].filter((word) => word.length >= SHORTEST_STEM).map(stem));
}

function stem(word: string): string {
  return word.slice(0, Math.max(SHORTEST_STEM, Math.ceil(word.length * 0.6)));
}

/** The word itself, another form of it, or a compound with it ("Anfängerkurse" of "Kurse für Anfänger"). */
function isSaid(token: string, said: ReadonlySet<string>, stems: ReadonlySet<string>): boolean {
  if (said.has(token)) return true;
  if (token.length < SHORTEST_STEM) return false;
  if (
    stems.has(stem(token)) ||
    [...stems].some((start) => token.startsWith(start) && start.length * 2 > token.length)
  ) {
    return true;
  }
  return [...said].some(
    (word) =>
      (word.length >= SHORTEST_PART && token.includes(word)) ||
      (token.length >= SHORTEST_PART && word.includes(token)),
  );
}
