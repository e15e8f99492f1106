import { placesIn } from '../places.ts';
import { fold, sentencesOf, tidy, type Found, type Span } from '../text.ts';

const NAME =
  "\\p{Lu}[\\p{L}'’.-]+(?:(?:\\s|-)(?:(?:upon|on|of|the|am|an der|im|bei|de|la|le|les|del|sur|en)(?:\\s|-))?\\p{Lu}[\\p{L}'’-]+){0,3}";
const LEAD_IN =
  '(?:in|around|near|across|throughout|within|serving|based in|located in|im Raum|rund um|nahe|bei|aus|in der Nähe von|à|a|dans|près de|autour de|en|sur|cerca de|alrededor de|por)';
const NAMED = new RegExp(
  `(?<![\\p{L}])${LEAD_IN}\\s(?:(?:the|der|dem|la|el|le)\\s)?(${NAME}(?:,\\s${NAME})?)`,
  'u',
);

/** Capitalised words after "in" that are no places: times, languages, German nouns. */
const NO_PLACE =
  /^(?:january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|marz|juni|juli|oktober|dezember|monday|tuesday|wednesday|thursday|friday|saturday|sunday|spring|summer|autumn|winter|english|german|french|spanish|facebook|instagram|google|whatsapp|etsy|amazon|christmas|weihnachten|person|ruhe|form|teilzeit|kleingruppen|gruppen|familie|summe|zukunft|monat|woche|tag|jahr|bio|haus|hause|stadt|nahe|umgebung|gegend|region|laden|geschaft)\b|(?:ung|heit|keit|arbeit|qualitat|preis|schaft|kunden|kundinnen)$/;

const WIDE =
  /\b(?:all over|all of|the whole of|nationwide|countrywide|worldwide|everywhere in|anywhere in|online only|deutschlandweit|bundesweit|osterreichweit|schweizweit|in ganz|ganz|toute la|toute l'|partout en|dans toute|toda|todo|en toda|en todo)\b/;
const AROUND =
  /^\s*(?:(?:and|und|et|y)\s(?:around|the (?:villages|towns|area|suburbs)[\p{L} ]*|surrounding[\p{L} ]*|surroundings|nearby[\p{L} ]*|Umgebung|Umland|environs|ses environs|alentours|alrededores)|(?:area|region)\b|(?:,?\s?(?:and |und |et |y )?(?:up to |within |about |im Umkreis von |dans un rayon de )?\d+\s?(?:km|kilomet\p{L}+|miles?)(?:\s(?:around|radius|Umkreis|alrededor|autour))?))/u;

/**
 * Where the ads should be seen. A known place counts anywhere in the text, an unknown name behind "in" and the like;
 * a direct answer is taken as it is.
 */
export function findLocation(text: string, asked: boolean): Found<string> | null {
  const known = placesIn(text);
  const [first] = known;
  if (first !== undefined) {
    const end = endOfList(text, known);
    return widened(text, { value: '', start: first.start, end });
  }
  const match = NAMED.exec(text);
  const name = match?.[1] ?? '';
  const isAsked = asked || !/^(?:aus|por|a|sur|en)\s/i.test(match?.[0] ?? '');
  if (match !== null && isAsked && !NO_PLACE.test(fold(name))) {
    const start = match.index + match[0].length - name.length;
    return widened(text, { value: '', start, end: start + name.length });
  }
  return asked ? directAnswer(text) : null;
}

/** "Leeds, York and Hull" is one answer; "York, not Leeds" names one place. */
function endOfList(text: string, known: readonly Span[]): number {
  let end = known[0]?.end ?? 0;
  for (const place of known.slice(1)) {
    const between = text.slice(end, place.start);
    if (!/^\s*(?:,|&|\/|,?\s(?:and|or|und|oder|et|ou|y|o))?\s*(?:in\s)?$/iu.test(between)) break;
    end = place.end;
  }
  return end;
}

function widened(text: string, found: Found<string>): Found<string> {
  const before = text.slice(Math.max(0, found.start - 16), found.start);
  const wide =
    /(?:all over|all of|the whole of|ganz|toute la|toute l['’]|toda|todo)\s(?:the\s)?$/iu.exec(
      before,
    );
  const start = wide === null ? found.start : found.start - wide[0].length;
  const after = AROUND.exec(text.slice(found.end));
  const end = found.end + (after?.[0].length ?? 0);
  return { value: tidy(text.slice(start, end)), start, end };
}

/** "Just our village", "nationwide": said on request, so it stands as said. */
function directAnswer(text: string): Found<string> | null {
  const sentences = sentencesOf(text);
  const wide = sentences.find(({ value }) => WIDE.test(fold(value)));
  if (wide !== undefined) return { ...wide, value: tidy(wide.value) };
  const near = sentences.find(({ value }) =>
    /\b(?:nearby|local|village|town|city|neighbo|area|miles|km|umgebung|dorf|stadt|viertel|umkreis|quartier|village|ville|environs|barrio|pueblo|ciudad|zona|online)\b/.test(
      fold(value),
    ),
  );
  return near === undefined ? null : { ...near, value: tidy(near.value) };
}

/** Nothing but a place: "in Graz und Umgebung", "all of the UK". */
export function isPlaceOnly(text: string): boolean {
  const found = findLocation(text, false);
  if (found === null) return false;
  const rest = text.slice(0, found.start) + text.slice(found.end);
  const filler =
    /\b(?:just|only|in|around|near|the|all|of|over|and|area|nur|im|rund|um|dans|à|en|a|solo|seulement|uniquement|region|région|región)\b/giu;
  return !/[\p{L}\d]/u.test(rest.replace(filler, ''));
}
