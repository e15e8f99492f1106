import { asArray, asObject, asText, type JsonObject } from '../../json.ts';
import { languageOf, LOCALES, type Language } from '../language.ts';
import { NOTE_WORDS, type Of } from './note-words.ts';

const MOST_SENTENCES_FROM_EVENTS = 2;

/** Finds the value of a name at any depth and writes it as it stands. */
function reader(language: Language, ...sources: readonly unknown[]): Of {
  return (name) => {
    for (const source of sources) {
      const value = deep(source, name);
      if (typeof value === 'string') return value;
      if (typeof value === 'number') return value.toLocaleString(LOCALES[language]);
    }
    return '';
  };
}

function deep(source: unknown, name: string): unknown {
  const object = asObject(source);
  if (name in object) return object[name];
  for (const value of Object.values(object)) {
    const found = Array.isArray(value) ? undefined : deep(value, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A short message from the facts given, in the language of the sample given. */
export function writeNote(data: JsonObject): string {
  const language = languageOf([asText(data['languageSample'])]);
  const words = NOTE_WORDS[language];
  const events = asArray(data['events']).map(asObject);
  const sentences = events.slice(0, MOST_SENTENCES_FROM_EVENTS).map((event) => {
    const of = reader(language, event['facts'], data['totals'], data);
    const say = words.events[asText(event['kind'])];
    return say === undefined ? soFarOr('', of) : say(of);
  });
  if (events.length === 0)
    sentences.push(soFarOr(words.quiet, reader(language, data['totals'], data)));
  if (events.some(({ kind }) => kind === 'first-numbers')) sentences.push(words.tooEarly);
  return sentences.filter((sentence) => sentence !== '').join(' ') || words.quiet;

  function soFarOr(otherwise: string, of: Of): string {
    return of('spent') === '' ? otherwise : words.soFar(of);
  }
}
