import { BAKERY } from '../../support/person.ts';

const KRUME = [
  'Wir sind die Bäckerei Krume, eine kleine Sauerteigbäckerei in Köln. Wir verkaufen frisches Brot und Gebäck.',
  'Familien und junge Berufstätige rund um Köln, die gutes Essen mögen.',
  'Etwa 450 € im Monat. Das Besondere ist: Wir backen nachts und liefern vor 8 Uhr.',
  'Mehr Besuche auf unserer Website, sie heißt www.baeckerei-krume.example',
];

/** What people say in their first conversation, how they can tell that it is answered in their language, and a word to look for later. */
export const ONBOARDINGS = [
  {
    language: 'English',
    project: BAKERY.name,
    lines: BAKERY.lines,
    answers: /\b(you|your|the)\b/,
    word: 'pastries',
    width: 1440,
  },
  {
    language: 'German',
    project: 'Bäckerei Krume',
    lines: KRUME,
    answers: /\b(Sie|Ihre|die|ich)\b/i,
    word: 'Gebäck',
    width: 390,
  },
];
