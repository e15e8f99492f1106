import { fold } from './text.ts';

export type Language = 'en' | 'de' | 'fr' | 'es';

/** How figures are written. */
export const LOCALES: Readonly<Record<Language, string>> = {
  en: 'en-GB',
  de: 'de-DE',
  fr: 'fr-FR',
  es: 'es-ES',
};

/** Small words that give a language away; words that two of them share are left out. */
const TELLING: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: wordSet(
    'the and we i my our is are with of to you people about want sell who they near around more yes have it that from customers this run make by be would like spend week month day its im dont how what website because which many much get ad ads clicks working better money should so far',
  ),
  de: wordSet(
    'und wir ich mein meine meinen unser unsere unseren ist sind fur mit der das ein eine einen nicht auch aus im zum zur pro ja nein kein keine haben habe mehr etwa monat woche tag am verkaufen kunden leute bei von dem uns sie wie viel kostet alle wollen mochte sollen rund fast vor allem welche anzeige anzeigen wurde wurden viele besser lauft lief geld klicks bitte wartet auf mich mir danke hallo nach umgezogen jetzt heute gestern letzte letzten',
  ),
  fr: wordSet(
    'et nous je mon ma nos notre est sont pour avec le les une des du pas mois semaine jour oui sur dans plus qui vendons vous chez environ ce cest jai au aux leur leurs combien coute quoi notre nous avons suis tient annonce annonces marche mieux quelle quel argent clics cela merci beaucoup bonjour cette semaine derniere maintenant',
  ),
  es: wordSet(
    'y nosotros mi mis nuestro nuestra nuestros nuestras es son para con el los las una del por semana dia si mas vendemos tengo tenemos clientes al hola quiero queremos cerca unos como cuanto cuesta somos soy hacemos sobre todo gente muy cual cuanto cuantos anuncio anuncios ha se mejor gastado dinero funciona pero gracias hoy ayer pasada ahora',
  ),
};

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

const LANGUAGES: readonly Language[] = ['en', 'de', 'fr', 'es'];

const LETTERS: Readonly<Record<Language, RegExp>> = {
  en: /(?!)/,
  de: /[äöüß]/,
  fr: /[çœèêàùû]/,
  es: /[ñ¿¡íó]/,
};

function winnerIn(text: string): Language | null {
  const lower = text.toLowerCase();
  const words = fold(lower).match(/[a-zß]+/g) ?? [];
  const scores = LANGUAGES.map((language) => {
    const hits = words.filter((word) => TELLING[language].has(word)).length;
    return { language, score: hits + (LETTERS[language].test(lower) ? 1 : 0) };
  }).toSorted((a, b) => b.score - a.score);
  const [first, second] = scores;
  if (first === undefined || first.score === 0 || first.score === second?.score) return null;
  return first.language;
}

/** The language of the newest text that shows one; English when none does. */
export function languageOf(newestFirst: readonly string[]): Language {
  for (const text of newestFirst) {
    const winner = winnerIn(text);
    if (winner !== null) return winner;
  }
  return 'en';
}
