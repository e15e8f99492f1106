/** Lower case without accents, letter for letter, so that positions stay the same. */
export function fold(text: string): string {
  let folded = '';
  for (const letter of text.normalize('NFC')) {
    const bare = letter.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
    folded += bare.length === letter.length ? bare : letter;
  }
  return folded.replaceAll('’', "'");
}

export type Span = { readonly start: number; readonly end: number };
export type Found<T> = Span & { readonly value: T };

const ABBREVIATION =
  /(?:^|[\s(])(?:e\.g|i\.e|st|ca|approx|mr|mrs|dr|bzw|z\.\s?b|inkl|env|nr|etc|p\.\s?ej)$/i;

/** Sentences with their places. A dot inside a number, an address or an abbreviation ends nothing. */
export function sentencesOf(text: string): readonly Found<string>[] {
  const sentences: Found<string>[] = [];
  let start = 0;
  const close = (end: number) => {
    const value = text.slice(start, end);
    if (/[\p{L}\p{N}]/u.test(value)) sentences.push({ value, start, end });
    start = end;
  };
  for (let i = 0; i < text.length; i += 1) {
    const letter = text[i] ?? '';
    const isEnd = i + 1 >= text.length || /\s/.test(text[i + 1] ?? '');
    const isStop = /[.!?;]/.test(letter) && isEnd && !ABBREVIATION.test(text.slice(start, i));
    if (isStop || letter === '\n') close(i + 1);
  }
  close(text.length);
  return sentences;
}

/** Clauses of a sentence: between commas, dashes and words such as "and", "und", "et", "y". */
export function clausesOf(sentence: Found<string>): readonly Found<string>[] {
  const clauses: Found<string>[] = [];
  const border = /,(?=\s)|\s[–—-]\s|\s(?:and|und|et|y)\s|:(?=\s)/giu;
  let from = 0;
  for (const match of sentence.value.matchAll(border)) {
    clauses.push(piece(sentence, from, match.index));
    from = match.index + match[0].length;
  }
  clauses.push(piece(sentence, from, sentence.value.length));
  return clauses.filter(({ value }) => /[\p{L}\p{N}]/u.test(value));
}

function piece(sentence: Found<string>, from: number, to: number): Found<string> {
  const value = sentence.value.slice(from, to);
  return { value, start: sentence.start + from, end: sentence.start + to };
}

export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

const LEADING =
  /^(?:and|but|so|because|weil|parce que|parce qu'|porque|well|also|then|or|um|uh|yes|yeah|yep|sure|ok|okay|hi|hello|hey|thanks|thank you|please|just|only|it's|its|that's|it is|that is|they are|they're|i think|i guess|i'd say|probably|maybe|mostly|mainly|und|aber|also|ja|na ja|nun|hallo|guten tag|bitte|nur|das ist|das sind|es ist|es sind|vor allem|hauptsächlich|ich denke|et|mais|donc|oui|bonjour|bien|alors|c'est|ce sont|surtout|plutôt|je pense|y|pero|pues|bueno|sí|si|hola|es|son|sobre todo|creo que)(?:[\s,:;.!]+|$)/iu;
const TRAILING =
  /(?:[\s,;:.!?–—-]+|\s(?:and|und|et|y|in|for|für|pour|para|with|mit|avec|con|at|to|of))+$/iu;

/** A fact as it may stand on a card: no greeting, filler or loose end, first letter large. */
export function tidy(text: string): string {
  let kept = text.replace(/\s+/g, ' ').trim();
  for (let round = 0; round < 4; round += 1) {
    const shorter = kept
      .replace(LEADING, '')
      .replace(/^[\s,;:.!?–—-]+/u, '')
      .replace(TRAILING, '');
    if (shorter === kept) break;
    kept = shorter;
  }
  return kept === '' ? '' : (kept[0] ?? '').toUpperCase() + kept.slice(1);
}

/** What is left of a text when the given places are cut out. */
export function without(text: string, spans: readonly Span[]): string {
  let kept = '';
  let at = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    if (span.start > at) kept += text.slice(at, span.start);
    at = Math.max(at, span.end);
  }
  return kept + text.slice(at);
}

/** At most this many letters, ending at a whole word. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most + 1);
  const space = cut.lastIndexOf(' ');
  return cut.slice(0, space > most / 2 ? space : most).replace(/[\s,;:.–—-]+$/u, '');
}
