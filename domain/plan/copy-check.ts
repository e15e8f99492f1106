import { TEXT_LIMITS } from './proposal.ts';

export type AdTextPart = keyof typeof TEXT_LIMITS;

/** One line that Facebook would cut off or is likely to refuse. */
export type CopyFinding = {
  readonly part: AdTextPart;
  /** The line itself. */
  readonly line: string;
  readonly kind: 'length' | 'empty' | 'promise' | 'person' | 'shouting' | 'address';
  /** What is wrong, as the end of a sentence that begins with the line. */
  readonly problem: string;
};

export type AdTexts = Readonly<Record<AdTextPart, string>>;

const PARTS: readonly AdTextPart[] = ['primaryText', 'headline', 'description'];

/**
 * Reads an ad's texts as Facebook's review would: lengths, promises nobody can keep, the reader's own person, shouting,
 * addresses that lead elsewhere (advertising standards: unacceptable content, personal attributes, 2026).
 */
export function checkCopy(texts: AdTexts, websiteUrl: string | null): readonly CopyFinding[] {
  return PARTS.flatMap((part) => {
    const line = texts[part].trim();
    const finding = (kind: CopyFinding['kind'], problem: string) => ({ part, line, kind, problem });
    if (line === '') {
      return part === 'description' ? [] : [finding('empty', 'is empty')];
    }
    const found: CopyFinding[] = [];
    if (line.length > TEXT_LIMITS[part]) {
      found.push(
        finding('length', `is longer than the ${TEXT_LIMITS[part]} characters there is room for`),
      );
    }
    for (const rule of RULES) {
      if (rule.matches(plain(line))) found.push(finding(rule.kind, rule.problem));
    }
    if (shouts(line)) found.push(finding('shouting', 'is written too loud for Facebook'));
    if (leadsElsewhere(line, websiteUrl)) {
      found.push(finding('address', 'names another web address than yours'));
    }
    return found;
  });
}

/** Findings that stop an ad even when its owner wrote it: it would not exist as it was approved. */
export function isBlocking({ kind }: CopyFinding): boolean {
  return kind === 'length' || kind === 'empty';
}

type Rule = {
  readonly kind: 'promise' | 'person';
  readonly problem: string;
  readonly matches: (line: string) => boolean;
};

function rule(kind: Rule['kind'], problem: string, words: RegExp): Rule {
  return { kind, problem, matches: (line) => words.test(line) };
}

const PROMISE = 'promises more than anyone can keep';
const MONEY = 'promises easy money';
const BODY = 'promises a change of the body, or shows it before and after';
const PERSON = 'speaks about the reader’s own person, which Facebook forbids';

/** Lower case, without accents. */
const RULES: readonly Rule[] = [
  rule(
    'promise',
    PROMISE,
    /\b(?:(?:100 ?%|fully|money.back)? ?guarantee(?:d|s)? (?:results?|success|to (?:work|win|sell|heal|cure))|results? guaranteed|100 ?% (?:guaranteed|effective|success|risk.free|safe|satisfaction)|risk.free|never fails?|works for everyone|erfolgsgarantie|garantierte?r? erfolg|garantiert erfolgreich|resultats? garantis?|succes garanti|resultados? garantizados?|exito garantizado)/,
  ),
  rule(
    'promise',
    PROMISE,
    /(?:#\s?1\b|\bno\. ?1\b|\bnumber one\b|\bnumber 1\b|\bnr\. ?1\b|\bnummer eins\b|\bnumero uno\b|\bnumero un\b|\bthe (?:very )?best \w+ in (?:the )?(?:world|country|uk|us|europe|town)\b|\bworld.?s best\b|\bunbeatable\b)/,
  ),
  rule(
    'promise',
    PROMISE,
    /\b(?:miracles?|miraculous|magic (?:pill|cure|formula)|wundermittel|wunderkur|remede miracle|milagros[oa]s?|milagros?|cures? (?:cancer|diabetes|anxiety|depression|arthritis|everything)|heals? everything|instant (?:cure|results|relief))\b/,
  ),
  rule(
    'promise',
    BODY,
    /\b(?:before.and.after|vorher.nachher|avant.apres|antes y despues|lose \d+ ?(?:kg|kilos?|pounds?|lbs?|stone)\b|\d+ ?(?:kg|kilos?|pounds?|lbs?) (?:in|within) \d+ (?:days?|weeks?)|melts? (?:away )?(?:belly )?fat|perfect body|get rid of (?:wrinkles|cellulite|fat) (?:fast|forever|in))\b/,
  ),
  rule(
    'promise',
    MONEY,
    /\b(?:get rich|rich quick|easy money|quick money|make (?:up to )?[£$€]? ?\d[\d,.]*k? ?(?:a|per|every) (?:day|week|month|hour)|earn (?:up to )?[£$€]? ?\d[\d,.]*k? ?(?:a|per|every) (?:day|week|month|hour)|work from home and earn|financial freedom|passive income|double your money|schnell reich|geld verdienen im schlaf|devenir riche|argent facile|hazte rico|dinero facil)\b/,
  ),
  rule(
    'person',
    PERSON,
    /\b(?:are you|you are|you.?re|if you.?re|feeling|bist du|sind sie|etes.vous|es usted|eres) (?:still |so |too |always |a )?(?:diabetic|depressed|lonely|single|divorced|overweight|fat|obese|disabled|sick|ill|anxious|bankrupt|broke|in debt|unemployed|jobless|poor|homeless|gay|lesbian|bisexual|trans|black|white|asian|jewish|muslim|christian|catholic|buddhist|hindu|pregnant|infertile|bald|old|einsam|depressiv|ubergewichtig|arbeitslos|verschuldet|krank|seule?|depressif|depressive|chomeur|endette|solo|sola|gordo|gorda|desempleado)\b/,
  ),
  rule(
    'person',
    PERSON,
    /\byour (?:own )?(?:debts?|bankruptcy|diabetes|depression|anxiety|disability|illness|disease|cancer|divorce|criminal record|religion|ethnicity|race|sexuality|weight problem|obesity|addiction|unemployment|bad credit|poor credit|low income)\b|\b(?:ihre|deine) (?:schulden|krankheit|depression|scheidung)\b|\b(?:vos|tes) dettes\b|\b(?:sus|tus) deudas\b/,
  ),
  rule(
    'person',
    PERSON,
    /\b(?:struggling with|suffering from|do you (?:have|suffer from)|leiden sie (?:an|unter)|souffrez.vous de|sufre (?:usted )?de) (?:\w+ ){0,2}?(?:debts?|diabetes|depression|anxiety|addiction|obesity|cancer|infertility|arthritis|acne|hair loss|bad credit|schulden|dettes|deudas)\b/,
  ),
];

function plain(line: string): string {
  return line.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[’‘]/g, "'").toLowerCase();
}

/** Short all-capital words such as "UK" or "BBQ" are names. */
const LOUD_WORD = /(?<![\p{L}\p{N}])\p{Lu}{5,}(?![\p{L}\p{N}])/gu;
const MOST_LOUD_WORDS = 1;

function shouts(line: string): boolean {
  const loud = line.match(LOUD_WORD)?.length ?? 0;
  const letters = line.match(/\p{L}/gu)?.length ?? 0;
  const capitals = line.match(/\p{Lu}/gu)?.length ?? 0;
  return (
    loud > MOST_LOUD_WORDS ||
    (letters >= 12 && capitals > letters * 0.6) ||
    /[!?]{2,}|[!].*[!].*[!]|\.{4,}|[$£€]{2,}|\*{2,}/.test(line)
  );
}

const ADDRESS =
  /\b(?:https?:\/\/)?((?:[a-z0-9-]+\.)+(?:com|net|org|info|biz|shop|store|io|app|co|uk|de|at|ch|fr|es|it|eu|us|example))\b/gi;

function leadsElsewhere(line: string, websiteUrl: string | null): boolean {
  const own =
    websiteUrl !== null && URL.canParse(websiteUrl) ? hostOf(new URL(websiteUrl).hostname) : null;
  for (const [, host] of line.matchAll(ADDRESS)) {
    if (host !== undefined && hostOf(host) !== own) return true;
  }
  return false;
}

function hostOf(host: string): string {
  return host.toLowerCase().replace(/^www\./, '');
}

const PART_NAMES: Readonly<Record<AdTextPart, string>> = {
  primaryText: 'text',
  headline: 'headline',
  description: 'small line',
};

/** "The headline “Number one in town” promises more than anyone can keep." */
export function findingWords({ part, line, problem }: CopyFinding): string {
  const shown = line.length > 80 ? `${line.slice(0, 77)}...` : line;
  return shown === ''
    ? `The ${PART_NAMES[part]} ${problem}.`
    : `The ${PART_NAMES[part]} “${shown}” ${problem}.`;
}
