/** How a text reads. Counts are of what is said: marks of lists and headings are left out. */
export type Readability = {
  readonly sentences: number;
  readonly words: number;
  readonly longestSentence: number;
  /** School year in which it is understood: Flesch-Kincaid for English, worked out from LIX elsewhere. */
  readonly grade: number;
  readonly isEnglish: boolean;
};

/** Words that hardly any other language has, and hardly any English sentence lacks. */
const ENGLISH = new Set(
  'the and is are was were of to that this it you your with for have has not will what they be can'.split(
    ' ',
  ),
);
/** One word in so many; mixed texts with a few English names stay below. */
const ENGLISH_SHARE = 0.12;

/** Words of more letters are long in Björnsson's readability index (1968). */
const LONG_WORD = 6;

/**
 * Scores a text of any language that puts spaces between words.
 * @param syllables counts the syllables of an English word.
 * @param language `en` where it is known to be English; else that is told from the words.
 * @returns null for a text without words, and for scripts that do not part words by spaces.
 */
export function readability(
  text: string,
  syllables: (word: string) => number,
  language: 'en' | 'unknown' = 'unknown',
): Readability | null {
  if (UNSPACED.test(text)) return null;
  const sentences = sentencesOf(text)
    .map(wordsOf)
    .filter((words) => words.length > 0);
  const words = sentences.flat();
  if (words.length === 0) return null;
  const perSentence = words.length / sentences.length;
  const isEnglish = language === 'en' || looksEnglish(words);
  return {
    sentences: sentences.length,
    words: words.length,
    longestSentence: Math.max(...sentences.map(({ length }) => length)),
    isEnglish,
    grade: isEnglish ? fleschKincaid(words, perSentence, syllables) : lixGrade(words, perSentence),
  };
}

function looksEnglish(words: readonly string[]): boolean {
  const known = words.filter((word) => ENGLISH.has(word.toLowerCase()));
  return known.length / words.length >= ENGLISH_SHARE;
}

const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Khmer}\p{sc=Lao}]/u;

/** Flesch-Kincaid grade level (Kincaid et al. 1975). */
function fleschKincaid(
  words: readonly string[],
  perSentence: number,
  syllables: (word: string) => number,
): number {
  const sum = words.reduce((total, word) => total + Math.max(1, syllables(word)), 0);
  return 0.39 * perSentence + 11.8 * (sum / words.length) - 15.59;
}

/** LIX 20 is a text for the third year and 56 one for the university; every four points are one year (Anderson 1983). */
function lixGrade(words: readonly string[], perSentence: number): number {
  const long = words.filter((word) => word.length > LONG_WORD).length;
  const lix = perSentence + (100 * long) / words.length;
  return (lix - 20) / 4 + 3;
}

const END = /(?<=[.!?…]["'”’)\]]*)\s+/u;
const LIST_MARK = /^\s*(?:[-*•#>]+|\d+[.)])\s+/;

/** Sentences as they are read: each line by itself, without the mark of a list or heading in front. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line) => line.replace(LIST_MARK, '').split(END))
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Words with letters in them; figures and signs are read at a glance. */
export function wordsOf(sentence: string): readonly string[] {
  return sentence
    .replace(/https?:\/\/\S+/g, ' ')
    .split(/[\s/–—]+/u)
    .map((word) => word.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ''))
    .filter((word) => word !== '');
}
