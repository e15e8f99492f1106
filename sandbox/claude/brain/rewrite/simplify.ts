import { asArray, asText, type JsonObject } from '../../json.ts';
import { sentencesOf } from '../text.ts';

const MOST_WORDS = 15;
const FIGURE = /\d(?:[.,]?\d)*/g;

/** Hard words and what people say instead; German and the others have theirs beside the English ones. */
const PLAIN: readonly (readonly [RegExp, string])[] = [
  [/\bapproximately\b/gi, 'about'],
  [/\badditionally\b/gi, 'also'],
  [/\bfurthermore,?\s/gi, ''],
  [/\bconsequently\b/gi, 'so'],
  [/\bnevertheless\b/gi, 'still'],
  [/\butili[sz]e[sd]?\b/gi, 'use'],
  [/\bimpressions\b/gi, 'times shown'],
  [/\bconversions?\b/gi, 'results'],
  [/\bexpenditure\b/gi, 'cost'],
  [/\bindividuals\b/gi, 'people'],
  [/\bpurchase[sd]?\b/gi, 'buy'],
  [/\bdemonstrate[sd]?\b/gi, 'show'],
  [/\bperformance\b/gi, 'result'],
  [/\bconsiderably\b/gi, 'much'],
  [/\bdarüber hinaus\b/gi, 'auch'],
  [/\bdurchschnittlich\b/gi, 'im Schnitt'],
  [/\benviron approximativement\b/gi, 'environ'],
  [/\baproximadamente\b/gi, 'unos'],
];
const BREAKS =
  /;\s|\s[–—]\s|,\s(?=(?:and|but|so|because|which|while|where|und|aber|weil|denn|wobei|et|mais|car|y|pero|porque)\b)|:\s(?=\p{Lu})/giu;
const SOFT_BREAKS = /,\s|\s(?=(?:and|because|und|weil|et|parce que|y|porque)\s)/giu;
const JOINS =
  /^(?:and|but|so|because|which|while|where|und|aber|weil|denn|wobei|et|mais|car|parce que|y|pero|porque)\s/iu;

/** An answer to be put into plainer words, with what is wrong with it. */
export function rewritten(data: JsonObject): JsonObject {
  const named = asArray(data['problems'])
    .map(asText)
    .filter((problem) => /figure|number/i.test(problem))
    .flatMap((problem) => problem.match(FIGURE) ?? []);
  return { text: simplify(asText(data['answer']), named) };
}

/**
 * The same text in shorter sentences and plainer words. Sentences with a figure that must not stand are left out.
 */
export function simplify(text: string, forbidden: readonly string[]): string {
  const kept = text
    .split('\n')
    .map((line) => simplerLine(line, forbidden))
    .filter((line, at, lines) => line !== '' || lines[at - 1] !== '');
  return kept.join('\n').trim() || text;
}

function simplerLine(line: string, forbidden: readonly string[]): string {
  const mark = /^\s*(?:[-*•]|\d+[.)])\s+/.exec(line)?.[0] ?? '';
  const sentences = sentencesOf(line.slice(mark.length))
    .map(({ value }) => value.trim())
    .filter((sentence) => !forbidden.some((figure) => holds(sentence, figure)))
    .flatMap(shorter);
  return sentences.length === 0 ? '' : `${mark}${sentences.join(' ')}`;
}

function holds(sentence: string, figure: string): boolean {
  return sentence.match(FIGURE)?.includes(figure) ?? false;
}

function shorter(sentence: string): readonly string[] {
  const plain = PLAIN.reduce((text, [word, simple]) => text.replace(word, simple), sentence);
  const parts = plain.split(BREAKS).flatMap((part) => (isLong(part) ? chunks(part) : [part]));
  return parts
    .map((part) => part.trim())
    .filter((part) => /[\p{L}\p{N}]/u.test(part))
    .map(whole);
}

function isLong(text: string): boolean {
  return wordCount(text) > MOST_WORDS;
}

function wordCount(text: string): number {
  return text.trim().split(/\s+/).length;
}

/** Breaks at softer places while a piece is too long; where there is none the sentence stands. */
function chunks(sentence: string): readonly string[] {
  const pieces: string[] = [];
  for (const part of sentence.split(SOFT_BREAKS)) {
    const last = pieces.at(-1);
    if (last === undefined || wordCount(last) + wordCount(part) > MOST_WORDS) pieces.push(part);
    else pieces[pieces.length - 1] = `${last}, ${part}`;
  }
  return pieces;
}

function whole(part: string): string {
  const bare = part.replace(JOINS, '').replace(/[,:;\s]+$/, '');
  const text = (bare[0] ?? '').toUpperCase() + bare.slice(1);
  return /[.!?…]["”»“)]?$/u.test(text) ? text : `${text}.`;
}
