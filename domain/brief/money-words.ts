/** Words and signs by which people name money, in small letters without accents; a code by itself always counts. */
const CURRENCY_WORDS: Readonly<Record<string, string>> = {
  AED: 'dirham dirhams درهم دراهم',
  ARS: '$ peso pesos',
  AUD: '$ dollar dollars',
  BDT: '৳ taka',
  BGN: 'лв лева lev leva',
  BOB: 'bs boliviano bolivianos',
  BRL: 'r$ real reais',
  CAD: '$ dollar dollars',
  CHF: 'franken franc francs sfr fr franchi',
  CLP: '$ peso pesos',
  CNY: '¥ 元 人民币 yuan rmb',
  COP: '$ peso pesos',
  CRC: '₡ colon colones',
  CZK: 'kc koruna koruny korun kronen',
  DKK: 'kr kroner kronen krone',
  DZD: 'dinar dinars دينار',
  EGP: 'pound pounds جنيه',
  EUR: '€ euro euros evro евро ευρω ユーロ 欧元 يورو',
  GBP: '£ pound pounds quid sterling pfund livre livres libra libras sterlina sterline',
  GTQ: 'quetzal quetzales',
  HKD: '$ dollar dollars',
  HNL: 'lempira lempiras',
  HUF: 'ft forint forints',
  IDR: 'rp rupiah',
  ILS: '₪ shekel shekels שקל שקלים',
  INR: '₹ rs rupee rupees रुपये',
  ISK: 'kr kronur kronen',
  JOD: 'dinar dinars دينار',
  JPY: '¥ 円 日元 yen',
  KES: 'ksh shilling shillings',
  KRW: '₩ 원 won',
  KWD: 'dinar dinars دينار',
  LKR: 'rs rupee rupees',
  MAD: 'dirham dirhams درهم',
  MXN: '$ peso pesos',
  MYR: 'rm ringgit',
  NGN: '₦ naira',
  NOK: 'kr kroner kronen krone',
  NZD: '$ dollar dollars',
  PEN: 's/ sol soles',
  PHP: '₱ peso pesos piso',
  PKR: 'rs rupee rupees',
  PLN: 'zl zloty zlote zlotych',
  PYG: '₲ guarani guaranies',
  QAR: 'riyal riyals ريال',
  RON: 'lei leu',
  RSD: 'din dinar dinara динара',
  RUB: '₽ руб рубль рублей рубля ruble rubles rubel',
  SAR: 'riyal riyals ريال',
  SEK: 'kr kronor krona kronen',
  SGD: '$ dollar dollars',
  THB: '฿ บาท baht',
  TRY: '₺ tl lira',
  TWD: '$ 元 dollar dollars',
  UAH: '₴ грн гривень hryvnia hryvnias',
  USD: '$ dollar dollars bucks dolar dolares dollari dollaro доллар долларов 美元 دولار',
  UYU: '$ peso pesos',
  VND: '₫ dong',
  ZAR: 'r rand rands',
};

/** What an amount may be said to be for. */
export type SaidPeriod = 'day' | 'week' | 'month' | 'year';

const PERIOD_WORDS: Readonly<Record<SaidPeriod, string>> = {
  day: 'day days daily tag tage taglich tags jour jours quotidien quotidienne journalier dia dias diario diaria diarios diarias diariamente giorno giorni giornaliero dag dagen dags daags dagligen daglig dagligt dzien dziennie denne dnevno день дня сутки ежедневно gun gunde gunluk hari harian nap naponta napi zi zilnic paiva paivassa μερα ημερα ημερησιως يوم اليوم يوميا יום ליום 日 天 하루 วัน ngay दिन روز siku',
  week: 'week weeks weekly wk woche wochen wochentlich semaine semaines hebdo hebdomadaire semana semanas semanal semanales settimana settimane weken wekelijks vecka veckan uge ugen uke uka tydzien tygodniowo tyden неделю неделя недели hafta haftalik minggu hetente saptamana viikko viikossa εβδομαδα أسبوع الأسبوع שבוע 週 周 星期 주 สัปดาห์ tuan सप्ताह هفته',
  month:
    'month months monthly mo pm monat monate monatlich mois mensuel mensuelle mes meses mensual mensuales mese mesi mensile maand maanden maandelijks manad manaden maned maneden miesiac miesiecznie mesic mesicne месяц месяца ayda aylik bulan honap havonta luna lunar kuukausi kuukaudessa μηνα μηνας شهر الشهر شهريا חודש לחודש 月 달 เดือน thang महीने ماه mwezi',
  year: 'year years yearly annually jahr jahre jahrlich ans annee annuel ano anos anual anno anni annuale jaar aret rok rocznie rocne год года yil tahun evente vuosi χρονο سنة שנה 年 년 ปี nam साल سال mwaka',
};

const UNSPACED = /^[\p{sc=Han}\p{sc=Hangul}\p{sc=Thai}]/u;

function folded(text: string): string {
  return text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
}

type Word = { readonly word: string; readonly at: number };

/** Words and money signs with their places in the folded text. */
function wordsOf(text: string): readonly Word[] {
  // "Par an" is a year; "an" alone is an article elsewhere.
  const plain = folded(text).replaceAll(/\bpar an\b/g, 'par annee');
  const found = plain.matchAll(/r\$|s\/|\p{Sc}|[\p{L}]+/gu);
  return [...found].map((match) => ({ word: match[0], at: match.index }));
}

/** Words to find: whole ones, and those of scripts that put no spaces between them. */
type Lookup = { readonly whole: ReadonlySet<string>; readonly inside: readonly string[] };

function lookupOf(list: string): Lookup {
  const words = list.split(' ').map(folded);
  return { whole: new Set(words), inside: words.filter((word) => UNSPACED.test(word)) };
}

const PERIOD_LOOKUPS: readonly (readonly [SaidPeriod, Lookup])[] = [
  ['day', lookupOf(PERIOD_WORDS.day)],
  ['week', lookupOf(PERIOD_WORDS.week)],
  ['month', lookupOf(PERIOD_WORDS.month)],
  ['year', lookupOf(PERIOD_WORDS.year)],
];

function isOneOf({ word }: Word, { whole, inside }: Lookup): boolean {
  return whole.has(word) || inside.some((part) => word.includes(part));
}

/** Whether a text names this money by its code, sign or word. "Dollars" may be any dollars. */
export function namesCurrency(text: string, code: string): boolean {
  const lookup = lookupOf(`${code.toLowerCase()} ${CURRENCY_WORDS[code] ?? ''}`.trim());
  return wordsOf(text).some((word) => isOneOf(word, lookup));
}

/** The periods that a text names, with their places in order. */
export function periodsIn(text: string): readonly { period: SaidPeriod; at: number }[] {
  return wordsOf(text).flatMap((word) => {
    const found = PERIOD_LOOKUPS.find(([, lookup]) => isOneOf(word, lookup));
    return found === undefined ? [] : [{ period: found[0], at: word.at }];
  });
}
