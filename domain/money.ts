/** Money as people and rules see it: an integer in the currency's minor units as Meta counts them. */
export type Money = { readonly minor: number; readonly currency: CurrencyCode };

/**
 * Budget units per major unit, as Meta's Marketing API counts them (currencies page, 2026-09-12).
 * It is not ISO 4217: HUF, TWD, COP, CRC and IDR have no minor unit here, and BHD or JOD would have two.
 */
const OFFSETS = {
  AED: 100,
  ARS: 100,
  AUD: 100,
  BDT: 100,
  BGN: 100,
  BHD: 100,
  BOB: 100,
  BRL: 100,
  CAD: 100,
  CHF: 100,
  CLP: 1,
  CNY: 100,
  COP: 1,
  CRC: 1,
  CZK: 100,
  DKK: 100,
  DZD: 100,
  EGP: 100,
  EUR: 100,
  GBP: 100,
  GTQ: 100,
  HKD: 100,
  HNL: 100,
  HUF: 1,
  IDR: 1,
  ILS: 100,
  INR: 100,
  ISK: 1,
  JOD: 100,
  JPY: 1,
  KES: 100,
  KRW: 1,
  KWD: 100,
  LKR: 100,
  MAD: 100,
  MOP: 100,
  MXN: 100,
  MYR: 100,
  NGN: 100,
  NIO: 100,
  NOK: 100,
  NZD: 100,
  OMR: 100,
  PEN: 100,
  PHP: 100,
  PKR: 100,
  PLN: 100,
  PYG: 1,
  QAR: 100,
  RON: 100,
  RSD: 100,
  RUB: 100,
  SAR: 100,
  SEK: 100,
  SGD: 100,
  THB: 100,
  TND: 100,
  TRY: 100,
  TWD: 1,
  UAH: 100,
  USD: 100,
  UYU: 100,
  VND: 1,
  ZAR: 100,
} as const;

export type CurrencyCode = keyof typeof OFFSETS;

/** Raised when a currency is not in Meta's table: guessing its offset could spend a hundred times too much. */
export class UnknownCurrencyError extends Error {
  readonly code = 'money.unknown_currency';
  constructor(currency: string) {
    super(`The currency ${currency} is not one Aigency can handle safely. Nothing was changed.`);
    this.name = 'UnknownCurrencyError';
  }
}

export function isCurrencyCode(value: string): value is CurrencyCode {
  return Object.hasOwn(OFFSETS, value);
}

/** @returns the code itself. @throws UnknownCurrencyError when Meta's table does not hold it. */
export function parseCurrency(value: string): CurrencyCode {
  if (!isCurrencyCode(value)) throw new UnknownCurrencyError(value);
  return value;
}

/** Minor units per major unit, as Meta counts them. */
export function minorUnitsPerMajor(currency: CurrencyCode): number {
  return OFFSETS[currency];
}

/**
 * Reads a decimal string in major units ("12.34", as insights give `spend`) into minor units, rounding half up.
 * @throws RangeError when the text is not a plain decimal number.
 */
export function moneyFromMajor(text: string, currency: CurrencyCode): Money {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!match) throw new RangeError('A money amount must be a plain decimal number such as 12.34.');
  const digits = minorUnitsPerMajor(currency) === 1 ? 0 : 2;
  const fraction = (match[3] ?? '').padEnd(digits + 1, '0');
  const kept = Number(`${match[2] ?? '0'}${fraction.slice(0, digits)}`);
  const roundsUp = (fraction[digits] ?? '0') >= '5';
  const minor = kept + (roundsUp ? 1 : 0);
  if (!Number.isSafeInteger(minor)) throw new RangeError('A money amount is too large.');
  return { minor: match[1] === '-' && minor !== 0 ? -minor : minor, currency };
}

/** Formats for a person: "£15", "£15.50", "¥2,000"; whole amounts carry no decimals. */
export function formatMoney(money: Money, locale = 'en-GB'): string {
  const per = minorUnitsPerMajor(money.currency);
  const whole = money.minor % per === 0;
  const digits = whole || per === 1 ? 0 : 2;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: money.currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(money.minor / per);
}

/** Multiplies by a ratio and rounds down, so that a derived limit never exceeds the exact product. */
export function scaleMoney(money: Money, numerator: number, denominator: number): Money {
  return { minor: Math.floor((money.minor * numerator) / denominator), currency: money.currency };
}
