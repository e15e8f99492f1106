import type { PlannedAudience, SpecialAdCategory } from './plan.ts';

/** Words of a brief that point to a category for which Facebook has rules of its own; lower case, without accents. */
const SIGNS: readonly (readonly [SpecialAdCategory, RegExp])[] = [
  [
    'EMPLOYMENT',
    /\b(?:we(?:'re| are)? hiring|hiring|job (?:ads?|offers?|openings?|vacanc)|vacanc(?:y|ies)|recruit(?:s|ing|ment|er|ers)?|staffing|job ?board|careers? (?:fair|page)|apprenticeships?|stellenanzeigen?|stellenangebote?|mitarbeiter gesucht|personalvermittlung|offres? d.emploi|recrutement|ofertas? de (?:empleo|trabajo)|seleccion de personal)\b/,
  ],
  [
    'HOUSING',
    /\b(?:estate agen(?:t|ts|cy)|letting agen(?:t|ts|cy)|real estate|realtors?|(?:flats?|apartments?|houses?|homes|rooms?) (?:to|for) (?:rent|let|sale)|lettings|property (?:sales|management)|holiday lets?|landlords?|immobilien\w*|makler(?:in|buro)?|mietwohnung\w*|agence immobiliere|immobilier|inmobiliaria|alquiler de pisos)\b/,
  ],
  [
    'FINANCIAL_PRODUCTS_SERVICES',
    /\b(?:loans?|lend(?:er|ers|ing)|mortgages?|credit (?:cards?|repair|unions?|lines?)|consumer credit|insurance|insurers?|insurance brokers?|debt (?:advice|relief|consolidation|management)|investment (?:fund|advice|products?)|pension (?:plans?|advice)|financial advis(?:er|or)s?|kredite?|darlehen|versicherung\w*|hypothek\w*|baufinanzierung|prets? (?:immobiliers?|personnels?|bancaires?|pour)|hypothecaire|assurances?|prestamos?|hipotecas?|seguros de (?:coche|hogar|salud|vida))\b/,
  ],
  [
    'ISSUES_ELECTIONS_POLITICS',
    /\b(?:elections?|political part(?:y|ies)|political campaign|candidate for|vote for|councillors?|parliament|petition|referendum|advocacy|charity campaign|lobby(?:ing)?|wahlkampf|wahlwerbung|partei|volksbegehren|parti politique|campagne electorale|partido politico|campana electoral)\b/,
  ],
  [
    'ONLINE_GAMBLING_AND_GAMING',
    /\b(?:gambling|casinos?|betting|bookmakers?|sports ?bets?|poker (?:room|site|online)|online poker|slot machines?|lotter(?:y|ies)|sportwetten|gluckspiel\w*|glucksspiel\w*|paris sportifs|jeux d.argent|apuestas|juegos de azar)\b/,
  ],
];

/** The category a business seems to belong to, by its own words; null for the ordinary one. */
export function suspectedCategory(texts: readonly string[]): SpecialAdCategory | null {
  const plain = texts.join(' \n ').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return SIGNS.find(([, words]) => words.test(plain))?.[0] ?? null;
}

const NAMES: Readonly<Record<SpecialAdCategory, string>> = {
  EMPLOYMENT: 'jobs',
  HOUSING: 'homes to buy or rent',
  FINANCIAL_PRODUCTS_SERVICES: 'loans, insurance or other financial products',
  ISSUES_ELECTIONS_POLITICS: 'politics, elections or social issues',
  ONLINE_GAMBLING_AND_GAMING: 'gambling with money',
};

/** "jobs": completes "ads about". */
export function categoryName(category: SpecialAdCategory): string {
  return NAMES[category];
}

export function isSpecialAdCategory(value: string): value is SpecialAdCategory {
  return Object.hasOwn(NAMES, value);
}

/** The question as it stands in the chat. */
export function categoryQuestion(suggested: SpecialAdCategory): string {
  return `Before I plan, one question only you can answer: will your ads be about ${categoryName(suggested)}? Facebook has special rules for such ads and refuses those that do not say so. Nothing is planned or spent until you answer on the card.`;
}

/** Facebook takes age, sex, narrow interests and small areas away from these, against discrimination. */
const RESTRICTED: ReadonlySet<SpecialAdCategory> = new Set([
  'EMPLOYMENT',
  'HOUSING',
  'FINANCIAL_PRODUCTS_SERVICES',
]);

/** At least 15 miles around a place. */
const SMALLEST_RADIUS_KM = 25;

export function isRestricted(category: SpecialAdCategory | null): boolean {
  return category !== null && RESTRICTED.has(category);
}

/** The widest form of an audience, as Facebook asks for it in a restricted category. */
export function widened(
  audience: Omit<PlannedAudience, 'inWords'>,
): Omit<PlannedAudience, 'inWords'> {
  return {
    places: audience.places.map((place) =>
      place.kind === 'city'
        ? { ...place, radiusKm: Math.max(SMALLEST_RADIUS_KM, place.radiusKm ?? 0) }
        : place,
    ),
    ageMin: 18,
    ageMax: 65,
    gender: 'all',
    interests: [],
  };
}

/** What belonging to a category means, for the plan's card. */
export function categoryConsequence(category: SpecialAdCategory): string {
  const said = `I tell Facebook that these ads are about ${categoryName(category)}, as you said.`;
  if (isRestricted(category)) {
    return `${said} Facebook then shows them to adults of every age and sex, without choosing by interests, and at least ${SMALLEST_RADIUS_KM} km around a town.`;
  }
  const proof =
    category === 'ISSUES_ELECTIONS_POLITICS'
      ? 'Facebook asks who pays for such ads and may first want to see your identity papers.'
      : 'Facebook runs such ads only once it has told you in writing that you may.';
  return `${said} ${proof}`;
}
