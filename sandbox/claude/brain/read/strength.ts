import { fold, sentencesOf, tidy, type Found } from '../text.ts';

const CUES: readonly RegExp[] = [
  /\bwhat (?:makes|sets) (?:us|me) (?:special|different|unique|apart|stand out) is (?:that )?/,
  /\b(?:we|i)(?:'re| are|'m| am) (?:best )?known for\s/,
  /\b(?:customers|people|clients) (?:love|choose|like|come to|pick|prefer) (?:us|me) (?:because|for|since)\s/,
  /\b(?:was (?:uns|mich) (?:besonders macht|unterscheidet|auszeichnet)(?:,| ist)|unsere (?:starke|besonderheit) ist|wir sind bekannt fur|das besondere(?: an uns)? ist)\s?/,
  /\b(?:ce qui nous (?:distingue|differencie|rend uniques?)(?:,)? (?:c'est|est)|notre (?:force|point fort) (?:c'est|est)|(?:nous sommes|on est) connus? pour)\s?/,
  /\b(?:lo que nos (?:diferencia|hace (?:especiales|unicos|diferentes)) es(?: que)?|nuestra (?:fuerza|ventaja) es(?: que)?|somos conocidos por)\s?/,
];
/** Sentences that praise the business as a whole are taken whole. */
const WHOLE =
  /\bunlike (?:other|most|the)|\bthe only (?:one|ones|\w+ (?:in|who|that))|\bnobody else\b|\bno one else\b|\bstand out\b|\bim gegensatz zu\b|\bals einzige|\bdie einzigen\b|\bder einzige\b|\bcontrairement aux?\b|\bles seuls?\b|\ba diferencia de\b|\blos unicos\b|\bthat'?s what makes (?:us|me)\b|\bour strength\b|\bour speciality\b|\bour specialty\b/;

/** Why people choose this business, where the text says so by itself. */
export function findStrength(text: string): Found<string> | null {
  for (const sentence of sentencesOf(text)) {
    const plain = fold(sentence.value);
    for (const cue of CUES) {
      const match = cue.exec(plain);
      if (match === null) continue;
      const value = tidy(sentence.value.slice(match.index + match[0].length));
      if (value.length >= 3) return { ...sentence, value };
    }
    if (WHOLE.test(plain)) return { ...sentence, value: tidy(sentence.value) };
  }
  return null;
}
