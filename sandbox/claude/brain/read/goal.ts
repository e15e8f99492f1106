import { clausesOf, fold, sentencesOf, type Found } from '../text.ts';

export type Goal = 'LEADS' | 'SALES' | 'TRAFFIC' | 'APP_INSTALLS';

/** In order of how clear they are: an app is an app, whatever else the sentence wants. */
const KEYWORDS: readonly (readonly [Goal, RegExp])[] = [
  [
    'APP_INSTALLS',
    /\b(?:install|download|app installs?|installieren|herunterladen|telecharg|installer|instal|descarg)\w*/,
  ],
  [
    'LEADS',
    /\b(?:leads?|enquir|inquir|get in touch|contact|call(?:s|ing)?\b|phone|ring (?:me|us)|bookings?|book\b|appointments?|reservations?|quotes?|sign[- ]?ups?|register|message (?:me|us)|messages|whatsapp|trial (?:lesson|class)|viewings?|anfragen?|termine?\b|buchung|buchen|reservier|anruf|kontakt|melden|anmeld|angebote? anfordern|demandes?|rendez-vous|reserv|devis|appel|contacte|ecriv|schreib|write to|escrib|inscri|consultas?|citas?|llamadas?|llamen|contacten|mensajes?|clases de prueba)/,
  ],
  [
    'SALES',
    /\b(?:sales|sell more|buy|buying|purchas|orders?\b|order\b|checkout|revenue|verkauf|kauf|bestell|umsatz|ventes?|vendre|achet|achats?|command|ventas|vender|compr|pedidos?)/,
  ],
  [
    'TRAFFIC',
    /\b(?:traffic|visit(?:s|ors?)?\b|clicks?|website visits?|to (?:my|our|the) (?:web ?site|site|page|blog)|read (?:my|our)|besuch|klicks?|auf (?:die|meine|unsere) (?:web|seite)|visites?|visiteurs?|trafic|visitas?|visiten|visitantes|trafico|foot ?fall|walk[- ]ins?)/,
  ],
];
const MORE_CUSTOMERS =
  /\b(?:more (?:customers|clients|people|guests|students|members|patients)|new (?:customers|clients|members)|(?:mehr|neue) (?:kund|gaste|leute|mitglieder)|(?:plus de|nouveaux) (?:clients|monde)|(?:mas|nuevos) (?:clientes|gente|alumnos))/;
const WANTS =
  /\b(?:want|need|would like|'d like|goal|aim|hop(?:e|ing)|looking for|get more|getting more|more|should|mochte|mochten|will|wollen|brauche|brauchen|ziel|mehr|sollen|voudrais|voudrions|veux|voulons|objectif|plus de|but|quiero|queremos|quisiera|necesit|objetivo|mas|que la gente)/;
const NUMBERED: readonly Goal[] = ['LEADS', 'SALES', 'TRAFFIC', 'APP_INSTALLS'];

type GoalContext = {
  readonly asked: boolean;
  /** Whether a word alone, such as "enquiries", may be taken for an answer given early. */
  readonly alone: boolean;
  /** Asked for the second time: then even an answer without any known word is settled. */
  readonly repeats: boolean;
  readonly hasWebsite: boolean;
};

/** "Enquiries", "more bookings". */
const WORD_ALONE = /^\s*(?:(?:more|mehr|plus de|mas)\s)?[\p{L}-]+[\s.!]*$/u;

/**
 * What people should do next. Outside a direct answer it needs a word of wanting, so that "I sell cakes"
 * is not read as a wish. "More customers" alone means visits where there is a website, else enquiries.
 */
export function findGoal(
  text: string,
  { asked, alone, repeats, hasWebsite }: GoalContext,
): Found<Goal> | null {
  const sentences = sentencesOf(text);
  if (asked) {
    const numbered = /^\s*(?:option\s)?([1-4])[.)]?\s*$/i.exec(text);
    const goal = NUMBERED[Number(numbered?.[1] ?? 0) - 1];
    if (goal !== undefined) return { value: goal, start: 0, end: text.length };
  }
  // What is wished for in so many words counts before a word that merely stands there.
  const readings: readonly ((plain: string) => boolean)[] = [
    (plain) => WANTS.test(plain),
    () => asked,
    (plain) => alone && WORD_ALONE.test(plain),
  ];
  for (const isWish of readings) {
    const found = wishIn(sentences.flatMap(clausesOf), isWish);
    if (found !== null) return found;
  }
  for (const sentence of sentences) {
    if (MORE_CUSTOMERS.test(fold(sentence.value)) && (asked || WANTS.test(fold(sentence.value)))) {
      const { start, end } = sentence;
      return { value: hasWebsite ? 'TRAFFIC' : 'LEADS', start, end };
    }
  }
  const isSettled = asked && repeats && /\p{L}{3}/u.test(text);
  return isSettled ? { value: hasWebsite ? 'TRAFFIC' : 'LEADS', start: 0, end: text.length } : null;
}

/** The clearest goal among the clauses that are wishes. */
function wishIn(
  clauses: readonly Found<string>[],
  isWish: (plain: string) => boolean,
): Found<Goal> | null {
  for (const [goal, words] of KEYWORDS) {
    for (const { value, start, end } of clauses) {
      const plain = fold(value);
      if (words.test(plain) && isWish(plain) && !isTrade(goal, plain))
        return { value: goal, start, end };
    }
  }
  return null;
}

/** "We install kitchens" is a trade, not a wish for an app. */
function isTrade(goal: Goal, plain: string): boolean {
  return (
    goal === 'APP_INSTALLS' &&
    !/\bapps?\b|\baplicacion|\bdownload|\btelecharg|\bdescarg/.test(plain)
  );
}
