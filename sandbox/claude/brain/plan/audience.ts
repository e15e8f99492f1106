import { fold } from '../text.ts';

export type Ages = { readonly ageMin: number; readonly ageMax: number };

const YOUNGEST = 18;
const OLDEST = 65;

/** Life stages as people name them, with the ages they usually cover. */
const STAGES: readonly (readonly [RegExp, number, number])[] = [
  [/\bstudent|\bstudierende|\betudiant|\bestudiante|\bjoven(?:es)?\b|\bteen/, 18, 28],
  [
    /\byoung (?:people|adults|women|men)|\bjunge (?:leute|erwachsene|frauen|manner)|\bjeunes(?! familles| parents)/,
    18,
    34,
  ],
  [
    /\bfamil|\bparents?\b|\bmums?\b|\bmoms?\b|\bmothers?\b|\bdads?\b|\bfathers?\b|\beltern\b|\bmutter|\bmeres?\b|\bmaman|\bpadres\b|\bmadres\b|\bkids\b|\bchildren\b|\bkinder|\benfants\b|\bninos\b/,
    25,
    50,
  ],
  [
    /\bprofessional|\bcommuter|\bberufstatig|\boffice|\bworkers?\b|\bsalaries|\bprofesionales/,
    23,
    58,
  ],
  [
    /\bbrides?\b|\bengaged\b|\bnewlywed|\bweddings?\b|\bhochzeit|\bbraut|\bmaries|\bmariage|\bnovi[oa]s\b|\bboda/,
    22,
    42,
  ],
  [
    /\bhome ?owners?|\bhouse ?owners?|\blandlords?|\bhausbesitzer|\beigentumer|\bproprietaires|\bpropietarios/,
    28,
    65,
  ],
  [
    /\bbusiness owners?|\bfounders?|\bcompanies|\bfirmen|\bunternehm|\bentreprises|\bempresas/,
    25,
    65,
  ],
  [
    /\bsenior|\bpension|\bretire|\brentner|\belder|\bolder\b|\baltere|\bretraite|\bjubilad|\bpersonas mayores/,
    55,
    65,
  ],
  [/\bmiddle[- ]aged/, 38, 60],
];

/** Ages from figures where there are any ("25 to 45", "over 40"), else from life stages, else everyone. */
export function agesFrom(text: string): Ages {
  const plain = fold(text);
  const range = /(?<![\d£€$])(\d\d)\s?(?:-|–|to|and|bis|und|a|à|y|et)\s?(\d\d)(?!\d)/.exec(plain);
  if (range !== null) return clamp(Number(range[1]), Number(range[2]));
  const from =
    /(?:over|above|from|ab|uber|plus de|mas de|mayores de|older than)\s(\d\d)(?!\d)|(?<!\d)(\d\d)\s?\+/.exec(
      plain,
    );
  if (from !== null) return clamp(Number(from[1] ?? from[2]), OLDEST);
  const below =
    /(?:under|below|younger than|unter|bis|moins de|menos de|menores de)\s(\d\d)(?!\d)/.exec(plain);
  if (below !== null) return clamp(YOUNGEST, Number(below[1]));
  const stages = STAGES.filter(([words]) => words.test(plain));
  if (stages.length === 0) return { ageMin: YOUNGEST, ageMax: OLDEST };
  return clamp(
    Math.min(...stages.map(([, youngest]) => youngest)),
    Math.max(...stages.map(([, , oldest]) => oldest)),
  );
}

function clamp(low: number, high: number): Ages {
  const fit = (age: number) => Math.min(OLDEST, Math.max(YOUNGEST, age));
  return { ageMin: fit(Math.min(low, high)), ageMax: fit(Math.max(low, high)) };
}

const WOMEN =
  /\bwom[ae]n\b|\bmums?\b|\bmoms?\b|\bmothers?\b|\bgirls\b|\bbrides?\b|\bladies\b|\bfrauen\b|\bmutter\b|\bdamen\b|\bfemmes\b|\bmamans\b|\bmeres\b|\bmujeres\b|\bmadres\b/;
const MEN =
  /\bm[ae]n\b|\bdads?\b|\bfathers?\b|\bgrooms?\b|\bgentlemen\b|\bmanner\b|\bherren\b|\bvater\b|\bhommes\b|\bperes\b|\bhombres\b/;
const MIXED =
  /\beveryone\b|\banyone\b|\bparents\b|\beltern\b|\bpadres\b|\bcouples?\b|\bpaare\b|\bfamil|\bpeople\b|\bpersonas\b|\bgens\b/;

/** One side only where the audience names that side and no other. */
export function genderFrom(audience: string): 'all' | 'women' | 'men' {
  const plain = fold(audience);
  const women = WOMEN.test(plain);
  const men = MEN.test(plain);
  if (women === men || MIXED.test(plain)) return 'all';
  return women ? 'women' : 'men';
}
