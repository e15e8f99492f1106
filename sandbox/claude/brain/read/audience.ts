import { fold, sentencesOf, tidy, type Found } from '../text.ts';

const PEOPLE =
  '(?:\\w+[- ]){0,3}(?:people|persons|women|men|mums|moms|mothers|dads|fathers|parents|families|couples|students|pupils|children|kids|teens|teenagers|adults|seniors|pensioners|retirees|homeowners|house ?owners|landlords|renters|tenants|professionals|workers|commuters|tourists|travell?ers|locals|neighbou?rs|beginners|runners|cyclists|riders|drivers|gardeners|cooks|brides|newlyweds|owners|founders|freelancers|companies|businesses|offices|restaurants|cafes|teams|lovers|fans|gamers|readers|buyers|collectors|anyone|everyone|leute|menschen|frauen|manner|mutter|vater|eltern|familien|paare|studenten|studierende|schuler|kinder|jugendliche|erwachsene|senioren|rentner|hausbesitzer|mieter|berufstatige|anfanger|firmen|unternehmen|betriebe|touristen|nachbarn|hundebesitzer|liebhaber|gens|femmes|hommes|mamans|meres|peres|parents|familles|couples|etudiants|enfants|jeunes|adultes|seniors|retraites|proprietaires|locataires|entreprises|touristes|voisins|debutants|personas|mujeres|hombres|madres|padres|familias|parejas|estudiantes|ninos|jovenes|adultos|mayores|jubilados|propietarios|empresas|turistas|vecinos|principiantes)';

const STATED: readonly RegExp[] = [
  /\b(?:my|our) (?:best |typical |main |ideal |usual )?(?:customers?|clients?|guests?|buyers?|audience|members|students|patients|visitors) (?:are|is|come|tend to be)\s/,
  /\b(?:aimed at|targeting|target|want to reach|like to reach|hoping to reach|should be seen by|people who buy (?:from us )?are|mostly bought by|bought by)\s/,
  /\b(?:meine|unsere) (?:besten |typischen )?(?:kunden|kundinnen|kundschaft|gaste|zielgruppe|kund\w*)(?: und kundinnen)? (?:sind|ist|kommen)\s/,
  /\b(?:nos|mes) (?:meilleurs )?(?:clients?|clientes?) (?:sont|viennent)\s/,
  /\b(?:nuestros|mis|nuestras) (?:mejores )?(?:clientes|clientas) (?:son|vienen)\s/,
  /\b(?:customers|kunden|clients|clientes|zielgruppe|audience)\s?:\s/,
];
const FOR_PEOPLE = new RegExp(
  `\\b(?:for|fur|pour(?: les| des)?|para(?: las| los)?)\\s(?=${PEOPLE})`,
);
/** "Books for children": children do not buy, so that says what the goods are. */
const ONLY_CHILDREN =
  /^(?:\w+ )?(?:kids|children|babies|toddlers|kinder|babys|enfants|bebes|ninos)$/;
/** Where a "for ..." phrase ends: the rest of the sentence says something else. */
const ENDS =
  /,\s(?=(?:and|und|et|y)?\s?(?:i|we|my|our|it|the|ich|wir|es|mein|unser|je|nous|on|nuestr|yo|mi|budget|about|etwa|environ)\b)|\s(?:because|and (?:i|we|my|our)|but|weil|und (?:ich|wir|mein|unser)|parce que|et (?:je|nous|on)|porque|y (?:yo|nosotros|queremos|quiero))\b|\s(?:in|around|near|à|a|en|bei)\s(?=\p{Lu})|[.;!?]\s?$/u;

/** Who buys: stated outright ("our customers are ..."), or a "for ..." that names people. */
export function findAudience(text: string): Found<string> | null {
  for (const sentence of sentencesOf(text)) {
    const plain = fold(sentence.value);
    for (const pattern of [...STATED, FOR_PEOPLE]) {
      const match = pattern.exec(plain);
      if (match === null) continue;
      const from = match.index + match[0].length;
      const rest = sentence.value.slice(from);
      const cut = ENDS.exec(rest);
      const to = from + (cut?.index ?? rest.length);
      const value = tidy(sentence.value.slice(from, to));
      if (value.length < 3 || (pattern === FOR_PEOPLE && ONLY_CHILDREN.test(fold(value)))) continue;
      return { value, start: sentence.start + match.index, end: sentence.start + to };
    }
  }
  return sentencesOf(text).length > 1 ? peopleSentence(text) : null;
}

/** A sentence of its own that names people and nothing else, among sentences about other things. */
function peopleSentence(text: string): Found<string> | null {
  const sentence = sentencesOf(text).find(({ value }) => isPeopleOnly(value));
  if (sentence === undefined) return null;
  const { start, end } = sentence;
  const value = tidy(sentence.value).replace(/^(?:mostly|mainly|usually)\s/i, '');
  return { value: (value[0] ?? '').toUpperCase() + value.slice(1), start, end };
}

/** Who, and then only what kind of who: "couples in their 30s", not "kids parties" or "books for children". */
const PEOPLE_ONLY = new RegExp(
  `^(?:mostly |mainly |usually |the |other |vor allem |die |surtout |les |des |sobre todo |las |los )*(?!.*\\b(?:for|to|fur|pour|para)\\b)${PEOPLE}(?=$|[\\s]*[,.;(]|\\s(?:and|who|that|in|from|with|aged?|over|under|near|nearby|around|here|looking|getting|living|between|of|like|on|und|zwischen|ab|uber|unter|aus|mit|in|die|im|qui|de|du|avec|et|entre|plus|que|del|con|y|mayores|cerca|\\d))`,
);
const SPEAKS_OF_US =
  /\b(?:i|we|us|our|my|it|they|ich|wir|uns|unser\w*|mein\w*|je|nous|on|notre|nos|yo|nosotros|nuestr\w*|nos)\b/;

/** "Young families nearby": people and nothing about the business. */
export function isPeopleOnly(text: string): boolean {
  const plain = fold(text).trim();
  return PEOPLE_ONLY.test(plain) && !SPEAKS_OF_US.test(plain);
}
