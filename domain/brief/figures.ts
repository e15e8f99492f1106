/** Digits of any script, with single separators between them: "1,234.50", "1 200", "٢٠". */
const DIGITS = /\p{Nd}(?:[.,'’٫٬\u00a0\u202f ]?\p{Nd})*/gu;
/** "1.5k", "2 Tsd.", "3 mil": the figure counts thousands. */
const THOUSANDS_AFTER =
  /^\s?(?:k|tsd\.?|tausend|thousand|grand|mille|mil|mila|duizend)(?![\p{L}\p{N}])/iu;

const ATOMS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    [
      [2, 'two zwei deux dos due twee'],
      [3, 'three drei trois tres tre drie'],
      [4, 'four vier quatre cuatro quattro'],
      [5, 'five funf cinq cinco cinque vijf'],
      [6, 'six sechs seis sei zes'],
      [7, 'seven sieben sept siete sette zeven'],
      [8, 'eight acht huit ocho otto'],
      [9, 'nine neun neuf nueve nove negen'],
      [10, 'ten zehn dix diez dieci tien'],
      [11, 'eleven elf onze once undici'],
      [12, 'twelve zwolf douze doce dodici twaalf'],
      [15, 'fifteen funfzehn quinze quince quindici vijftien'],
      [20, 'twenty zwanzig vingt vingts veinte venti twintig'],
      [25, 'veinticinco venticinque'],
      [30, 'thirty dreissig trente treinta trenta dertig'],
      [40, 'forty vierzig quarante cuarenta quaranta veertig'],
      [50, 'fifty funfzig cinquante cincuenta cinquanta vijftig'],
      [60, 'sixty sechzig soixante sesenta sessanta zestig'],
      [70, 'seventy siebzig septante setenta settanta zeventig'],
      [80, 'eighty achtzig ochenta ottanta tachtig'],
      [90, 'ninety neunzig nonante noventa novanta negentig'],
      [100, 'hundred hundert cent cents cien ciento cento honderd'],
      [200, 'doscientos'],
      [300, 'trescientos'],
      [400, 'cuatrocientos'],
      [500, 'quinientos'],
      [600, 'seiscientos'],
      [700, 'setecientos'],
      [800, 'ochocientos'],
      [900, 'novecientos'],
      [1_000, 'thousand grand tausend mille mil mila duizend'],
    ] as const
  ).flatMap(([value, words]) => words.split(' ').map((word) => [word, value])),
);
/** Longest first, so that "funfzehn" is not read as "funf". "Ein" counts only before what it multiplies. */
const GLUED = Object.keys(ATOMS)
  .filter((word) => word.length > 2)
  .toSorted((a, b) => b.length - a.length);
const JOINING = new Set(['and', 'und', 'et', 'y', 'e', 'en']);
/** "A few hundred" names no figure. */
const VAGUE = new Set(
  'few couple several some many paar einige mehrere quelques plusieurs unos varios algunos qualche alcune paio enkele'.split(
    ' ',
  ),
);

/**
 * The figures that a text names, in digits of any script or in words of a few languages. "1.200" may be 1.2 or 1200
 * and gives both; "a few hundred" gives none.
 */
export function figuresIn(text: string): ReadonlySet<number> {
  return new Set([...writtenFigures(text).flat(), ...worded(text)]);
}

/** The figures that stand in digits, each with everything it may mean. */
export function writtenFigures(text: string): readonly (readonly number[])[] {
  return [...text.matchAll(DIGITS)].map((match) => {
    const end = match.index + match[0].length;
    const factor = THOUSANDS_AFTER.test(text.slice(end, end + 12)) ? 1_000 : 1;
    return readingsOf(plainDigits(match[0])).map((value) => rounded(value * factor));
  });
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Digits of other scripts stand in blocks of ten that begin where the number sign's value is 0. */
function plainDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    let zero = code;
    while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(Math.min(9, code - zero));
  });
}

function readingsOf(digits: string): readonly number[] {
  const parts = digits.split(/[^0-9]/);
  if (parts.length === 1) return [Number(digits)];
  const last = parts.at(-1) ?? '';
  const whole = Number(parts.join(''));
  const decimal = Number(`${parts.slice(0, -1).join('')}.${last}`);
  const isGrouped = parts.slice(1).every((part) => part.length === 3);
  // "10 15" may also be two figures.
  const single = /[\s\u00a0\u202f]/.test(digits) ? parts.map(Number) : [];
  return isGrouped ? [whole, decimal, ...single] : [decimal, ...single];
}

function worded(text: string): readonly number[] {
  const figures: number[] = [];
  let run: number[] = [];
  let isVague = false;
  const end = () => {
    if (run.length > 0 && !isVague) figures.push(valueOf(run));
    run = [];
    isVague = false;
  };
  for (const word of bareWords(text)) {
    const atoms = atomsOf(word);
    if (atoms.length > 0) run.push(...atoms);
    else if (run.length > 0 && JOINING.has(word)) continue;
    else {
      if (run.length > 0) end();
      // "A couple of hundred": one word may stand between.
      if (word !== 'of' && word !== 'de') isVague = VAGUE.has(word);
    }
  }
  end();
  return figures;
}

function bareWords(text: string): readonly string[] {
  const folded = text.toLowerCase().replaceAll('ß', 'ss').normalize('NFD').replace(/\p{M}/gu, '');
  return folded.match(/\p{L}+/gu) ?? [];
}

/** "zweihundertfunfzig" is 2, 100, 50; nothing where a part of the word is no number. */
function atomsOf(word: string): readonly number[] {
  const own = ATOMS[word];
  if (own !== undefined) return [own];
  const atoms: number[] = [];
  let rest = word;
  while (rest !== '') {
    const part = GLUED.find((candidate) => rest.startsWith(candidate));
    const filler = /^(?:und|ein|en)(?=.)/.exec(rest)?.[0];
    if (part !== undefined) atoms.push(ATOMS[part] ?? 0);
    else if (filler === undefined) return [];
    else if (filler === 'ein') atoms.push(1);
    rest = rest.slice((part ?? filler ?? '').length);
  }
  return atoms;
}

function valueOf(atoms: readonly number[]): number {
  let total = 0;
  let current = 0;
  for (const atom of atoms) {
    if (atom === 1_000) {
      total += Math.max(1, current) * 1_000;
      current = 0;
    } else if (atom === 100) current = Math.max(1, current) * 100;
    // French counts 80 as four twenties.
    else if (atom === 20 && current === 4) current = 80;
    else current += atom;
  }
  return total + current;
}
