import { clausesOf, fold, sentencesOf, type Found } from '../text.ts';

export type Period = 'day' | 'week' | 'month';
export type Budget = {
  readonly amount: string;
  readonly period: Period;
  readonly currency: string | null;
};

const CURRENCIES: readonly (readonly [string, RegExp])[] = [
  ['GBP', /£|\bgbp\b|\bpounds?\b|\bquid\b|\blivres?\b|\blibras?\b|\bpfund\b/],
  ['EUR', /€|\beuros?\b|\beur\b/],
  ['CHF', /\bchf\b|\bfranken\b|\bsfr\b|\bfrancs?\b|\bfr\.\s?\d/],
  ['CAD', /\bcad\b|\bca\$|\bc\$|canadian dollars?/],
  ['AUD', /\baud\b|\bau\$|\ba\$|australian dollars?/],
  ['MXN', /\bmxn\b|pesos? mexicanos?/],
  ['USD', /\$|\busd\b|\bdollars?\b|\bbucks\b|\bdolares\b|\bdolar\b/],
  ['INR', /₹|\binr\b|\brupees?\b|\brs\.?\s?\d/],
  ['JPY', /¥|\bjpy\b|\byen\b/],
  ['PLN', /\bpln\b|zł|\bzloty\b/],
  ['SEK', /\bsek\b/],
  ['NOK', /\bnok\b/],
  ['DKK', /\bdkk\b/],
];

const PERIODS: readonly (readonly [Period | 'year', RegExp])[] = [
  [
    'day',
    /\b(?:a|per|each|every|the)\s?day\b|\/\s?(?:day|tag|jour|dia)\b|\bdaily\b|\b(?:pro|am|jeden)\s?tag\b|\btaglich\b|\bpar jour\b|\bquotidien|\b(?:al|por|cada) dia\b|\bdiari[oa]s?\b|\bp\.?\s?d\.?(?=\s|$)/,
  ],
  [
    'week',
    /\b(?:a|per|each|every)\s?week\b|\/\s?(?:week|wk|woche|semaine|semana)\b|\bweekly\b|\b(?:pro|jede|die|in der)\s?woche\b|\bwochentlich\b|\bpar semaine\b|\bhebdo|\b(?:a la|por|cada) semana\b|\bsemanal/,
  ],
  [
    'month',
    /\b(?:a|per|each|every|the)\s?month\b|\/\s?(?:month|mo|monat|mois|mes)\b|\bmonthly\b|\bp\.?m\.?(?=\s|$)|\b(?:pro|im|jeden)\s?monat\b|\bmonatlich\b|\bpar mois\b|\bmensuel|\b(?:al|por|cada) mes\b|\bmensual/,
  ],
  [
    'year',
    /\b(?:a|per|each|every)\s?year\b|\byearly\b|\b(?:pro|im)\s?jahr\b|\bjahrlich\b|\bpar an\b|\bal ano\b/,
  ],
];

const ABOUT_MONEY =
  /\bbudget\b|\bspend|\binvest|\bpay for ads|\bausgeben\b|\bwerbebudget|\bdepens|\bgastar|\binvertir|\bpresupuesto\b|\bput in\b|\bafford\b|\bmake it\b|\braise it\b|\blower it\b/;
const ABOUT_PRICE =
  /\bcosts?\b|\bprices?\b|\bpriced\b|\bcharge\b|\bmembership|\bsubscription|\bkostet\b|\bkosten\b|\bpreis|\bcoute|\bprix\b|\bcuesta|\bprecio|\beach\b(?! (?:day|week|month))|\bapiece\b|\bstarting at\b|\bfrom [£€$]/;

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\bfive hundred\b|\bfunfhundert\b|\bcinq cents?\b|\bquinientos\b/g, '500'],
  [/\btwo hundred\b|\bzweihundert\b|\bdeux cents?\b|\bdoscientos\b/g, '200'],
  [/\bthree hundred\b|\bdreihundert\b|\btrois cents?\b|\btrescientos\b/g, '300'],
  [/\b(?:a|one) thousand\b|\b(?:ein)?tausend\b|\bmille\b/g, '1000'],
  [/\b(?:a|one) hundred\b|\b(?:ein)?hundert\b|\bcent\b|\bcien\b/g, '100'],
  [/\bfifty\b|\bfunfzig\b|\bcinquante\b|\bcincuenta\b/g, '50'],
  [/\bforty\b|\bvierzig\b|\bquarante\b|\bcuarenta\b/g, '40'],
  [/\bthirty\b|\bdreissig\b|\btrente\b|\btreinta\b/g, '30'],
  [/\btwenty\b|\bzwanzig\b|\bvingt\b|\bveinte\b/g, '20'],
  [/\bfifteen\b|\bfunfzehn\b|\bquinze\b|\bquince\b/g, '15'],
  [/\bten\b|\bzehn\b|\bdix\b|\bdiez\b/g, '10'],
  [/\bfive\b|\bfunf\b|\bcinq\b|\bcinco\b/g, '5'],
];

const NUMBER =
  /(?<![\w.,])(\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?)\s?(k|tsd\.?|mil)?(?![\d\w])/g;

/**
 * The budget a text states. Prices of the business's own goods are not budgets: an amount counts when it
 * was asked for, comes with a period, or stands beside a word about spending.
 * Without a period it is per month, which is how it is asked for.
 */
export function findBudget(text: string, options: BudgetContext): Found<Budget> | null {
  for (const sentence of sentencesOf(text)) {
    const found = inSentence(sentence, options);
    if (found !== null) return found;
  }
  return null;
}

type BudgetContext = { readonly asked: boolean; readonly smallFigureIsDaily: boolean };

/** Nobody means less than this a month once a figure per day has been mentioned. */
const SMALL_FIGURE = 60;

function inSentence(
  sentence: Found<string>,
  { asked, smallFigureIsDaily }: BudgetContext,
): Found<Budget> | null {
  const plain = fold(sentence.value);
  const isMoneyTalk = asked || ABOUT_MONEY.test(plain);
  const candidates = clausesOf(sentence).map((clause) => ({ clause, reading: read(clause.value) }));
  for (const { clause, reading } of candidates) {
    if (reading === null) continue;
    const words = fold(clause.value);
    const isPrice = ABOUT_PRICE.test(words) && !ABOUT_MONEY.test(words);
    const counts =
      isMoneyTalk ||
      (reading.hasPeriod && (reading.budget.currency !== null || !/\w{5}/.test(words)));
    if (isPrice || !counts) continue;
    // "between 10 and 15 a day": the period and currency may stand in the next clause.
    const whole = reading.hasPeriod ? null : read(sentence.value);
    const isDaily =
      smallFigureIsDaily &&
      !reading.hasPeriod &&
      whole?.hasPeriod !== true &&
      Number(reading.budget.amount) < SMALL_FIGURE;
    const budget: Budget = {
      ...(whole?.budget ?? reading.budget),
      amount: reading.budget.amount,
      ...(isDaily ? { period: 'day' } : {}),
    };
    return { value: budget, start: clause.start, end: clause.end };
  }
  return null;
}

function read(text: string): { budget: Budget; hasPeriod: boolean } | null {
  let plain = fold(text);
  for (const [words, figure] of WORDS) plain = plain.replace(words, figure);
  const figures = [...plain.matchAll(NUMBER)].filter((match) => !isAgeOrYear(plain, match));
  const figure = figures[0];
  if (figure === undefined) return null;
  const period = PERIODS.find(([, words]) => words.test(plain))?.[0] ?? null;
  const factor = figure[2] === undefined ? 1 : 1_000;
  const major = toNumber(figure[1] ?? '0') * factor;
  const amount = period === 'year' ? major / 12 : major;
  if (!(amount >= 0)) return null;
  const currency = CURRENCIES.find(([, words]) => words.test(plain))?.[0] ?? null;
  return {
    budget: {
      amount: String(Math.floor(amount * 100) / 100),
      period: period === null || period === 'year' ? 'month' : period,
      currency,
    },
    hasPeriod: period !== null,
  };
}

const AGE_OR_YEAR =
  /(?:since|seit|depuis|desde|aged?|over|under|uber|unter|ab|mas de|moins de|plus de)\s(?:\d\d\s?(?:-|–|to|and|bis|und|a|et|y)\s?)?$/;
const MONEY_FOLLOWS = /^\s?(?:[£€$]|eur|pound|dollar|a |per |pro |par |al |quid)/;
/** What may follow a figure of money; any other word makes it a count of something ("8 people", "60 hours"). */
const FREE_TO_FOLLOW =
  /^\s*(?:$|[^\p{L}\d\s%/]|[£€$¥₹]|\/\s?(?:day|d\b|week|wk|mo|tag|woche|jour|semaine|mois|dia|semana|mes)|(?:eur|euros?|pounds?|quid|dollars?|bucks|gbp|usd|chf|cad|aud|francs?|franken|pesos?|rupees|inr|yen|kr|sek|nok|dkk|zl|pln|livres?|libras?|dolares|a|per|each|every|daily|weekly|monthly|the|pro|am|im|in|jeden|taglich|monatlich|wochentlich|par|al|por|cada|a la|diarios?|mensual(?:es)?|max|maximum|or|oder|ou|o|to|bis|und|and|et|y|is|are|should|would|will|but|if|for|fur|pour|para|total|in total|ish|at|on|then|please|bitte|to start|canadian|australian)\b)/u;

/** "25 to 45 years", "since 1987", "20 km", "24/7" are not money. */
function isAgeOrYear(text: string, match: RegExpExecArray): boolean {
  const before = text.slice(0, match.index);
  const after = text.slice(match.index + match[0].length);
  if (AGE_OR_YEAR.test(before) && !MONEY_FOLLOWS.test(after)) return true;
  return !FREE_TO_FOLLOW.test(after);
}

/** "1.500" and "1,500" are fifteen hundred; "12.50" and "12,50" are twelve and a half. */
function toNumber(figure: string): number {
  const compact = figure.replace(/[' ]/g, '');
  const decimal = /[.,](\d{1,2})$/.exec(compact);
  if (decimal === null) return Number(compact.replace(/[.,]/g, ''));
  const whole = compact.slice(0, decimal.index).replace(/[.,]/g, '');
  return Number(`${whole}.${decimal[1] ?? '0'}`);
}
