import { clausesOf, fold, sentencesOf, tidy, type Found } from '../text.ts';

const NAME_CUE =
  /(?<![\p{L}])(?:called|named|name is|heißt|heisst|namens|s['’]appelle|nommée?|se llama|llamad[oa])\s(?:["“„«]\s?)?(\p{Lu}[\p{L}\d'’&.-]*(?:\s(?:(?:and|und|et|y|&|of|the|de|la|le|del|du|des)\s)?[\p{Lu}&\d][\p{L}\d'’&-]*){0,4})/u;
const OWN_NAME =
  /(?<![\p{L}])(?:I run|I own|we run|we own|we are|we['’]re|this is|I started|ich führe|wir sind|je tiens|nous sommes|somos|tengo)\s(?:["“„«]\s?)?((?:The\s)?\p{Lu}[\p{L}'’]*(?:['’]s)?(?:\s(?:and|und|et|y|&)\s\p{Lu}[\p{L}'’]*)?(?:\s\p{Lu}[\p{L}'’&-]*){1,3})/u;

/** The name of the business where it is said, not guessed from an address. */
export function findBusinessName(text: string): Found<string> | null {
  for (const pattern of [NAME_CUE, OWN_NAME]) {
    const match = pattern.exec(text);
    const name = match?.[1]?.replace(/[.\s]+$/, '');
    if (match !== null && name !== undefined) {
      return { value: name, start: match.index, end: match.index + match[0].length };
    }
  }
  return null;
}

const SELLS: readonly RegExp[] = [
  /\b(?:we|i|they|which|that|who|and) (?:mainly |mostly |also |only |currently |hand ?)?(?:sell|make|bake|offer|teach|repair|fix|build|produce|brew|roast|rent out|provide|specialise in|specialize in|deliver|design|knit|grow|clean|groom)s?\s/,
  /\b(?:selling|making|offering|baking|teaching|repairing|specialising in|specializing in)\s/,
  /\b(?:(?:wir|ich) (?:verkaufe|verkaufen|backe|backen|biete|bieten|mache|machen|repariere|reparieren|baue|bauen|vermiete|vermieten|unterrichte|unterrichten|roste|rosten|fertige|fertigen|stelle|stellen))\s/,
  /\b(?:(?:nous|je|on|qui) (?:vendons|vends|vend|proposons|propose|faisons|fais|fabriquons|fabrique|offrons|reparons|repare|louons|enseignons))\s/,
  /\b(?:vendemos|vendo|ofrecemos|ofrezco|hacemos|hago|fabricamos|reparamos|alquilamos|ensenamos|damos|elaboramos)\s/,
];
const ENDS =
  /\s(?:for|to|in|around|near|from|at|because|which|who|online|fur|in|bei|an|her|pour|dans|a|para|en|porque)\s|[.;!?]\s?$|,\s(?=(?:and|und|et|y)?\s?(?:i|we|my|our|ich|wir|je|nous|on|mi|nuestr|our)\b)|\s(?:and|und|et|y)\s(?:i|we|my|our|deliver|ich|wir|je|nous|queremos|quiero)\b/;

/** What is sold, where a verb of selling or making says it. */
export function findProduct(text: string): Found<string> | null {
  for (const sentence of sentencesOf(text)) {
    const plain = fold(sentence.value);
    for (const pattern of SELLS) {
      const match = pattern.exec(plain);
      if (match === null) continue;
      const from = match.index + match[0].length;
      const cut = ENDS.exec(plain.slice(from));
      const to = cut === null ? sentence.value.length : from + cut.index;
      const value = tidy(sentence.value.slice(from, to));
      const isPlace =
        /^(?:a|an|the|eine?n?|une?|una?)\s(?:small |little |kleine |petite? )?(?:shop|store|business|company|studio|salon|cafe|restaurant|bakery|practice|agency|laden|firma|boutique|tienda|negocio)/i;
      if (value.length < 3 || isPlace.test(value)) continue;
      return { value, start: sentence.start + from, end: sentence.start + to };
    }
  }
  return null;
}

const OPENERS =
  /^(?:(?:my|our) (?:business|company|shop|name) is\s|(?:i am|i'm|we are|we're|i run|we run|i own|we own|i have|we have|it's|it is|there's)\s|(?:ich bin|wir sind|ich habe|wir haben|ich führe|wir führen|ich betreibe|wir betreiben)\s|(?:je suis|nous sommes|j['’]ai|nous avons|je tiens|nous tenons|on est|on a)\s|(?:soy|somos|tengo|tenemos|llevo|llevamos)\s)/iu;

const WANTED: readonly RegExp[] = [
  /\bsell more (?:of )?(?:my |our )?/,
  /\b(?:book|buy|order|bookings? for|orders? for|enquiries for|sign up for) (?:my |our )/,
  /\bvendre (?:plus|davantage) de\s/,
  /\breserver (?:mes |nos )/,
  /\bvender mas\s/,
  /\breservar (?:mis |nuestr[ao]s )/,
];

/** What is to be sold more of, where a wish names it: "people to book my weekend classes". */
export function findWanted(text: string): Found<string> | null {
  const plain = fold(text);
  for (const pattern of WANTED) {
    const match = pattern.exec(plain);
    if (match === null) continue;
    const from = match.index + match[0].length;
    const cut = /[.,;!?]|\s(?:online|in|for|to|from|and (?:i|we)|pour|para|en|a)\s|$/.exec(
      plain.slice(from),
    );
    const to = from + (cut?.index ?? 0);
    const value = tidy(text.slice(from, to));
    if (value.length >= 3) return { value, start: from, end: to };
  }
  return null;
}

const INTRODUCTION =
  /^(?:(?:i['’]?m|i am|my name is|ich bin|ich heiße|mein name ist|je suis|je m['’]appelle|soy|me llamo)\s\p{Lu}\p{L}+(?:\s?,|\s(?:and|und|et|y))\s)(?=(?:i|we|ich|wir|je|nous|on|tengo|tenemos|somos|soy|my|our)\b)/iu;

/** A line for the brief from free words: without greeting, "I run" and the like. */
export function describeBusiness(text: string): string {
  const kept = sentencesOf(text)
    .map(({ value }) => tidy(value))
    .filter((value) => value.length > 2)
    .slice(0, 3)
    .map((value) => tidy(value.replace(INTRODUCTION, '').replace(OPENERS, '')));
  return kept.join('. ');
}

/** Clauses of the text that no other fact was read from. */
export function looseClauses(text: string): readonly Found<string>[] {
  return sentencesOf(text).flatMap(clausesOf);
}
