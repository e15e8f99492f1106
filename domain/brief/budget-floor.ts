import type { CurrencyCode } from '../money.ts';
import { minorUnitsPerMajor } from '../money.ts';
import type { MonthlyBudget } from './brief.ts';

/**
 * About what one US dollar is in other money, rounded to what people would say (late 2026). Only ever used to tell a
 * slip or an impossible wish from a budget; what Facebook really asks for is read from the ad account.
 */
const DOLLAR_IN: Readonly<Partial<Record<CurrencyCode, number>>> = {
  AED: 4,
  ARS: 1_400,
  BDT: 120,
  BGN: 2,
  BOB: 7,
  BRL: 5,
  CLP: 950,
  CNY: 7,
  COP: 4_000,
  CRC: 500,
  CZK: 20,
  DKK: 7,
  DZD: 130,
  EGP: 50,
  GTQ: 8,
  HKD: 8,
  HNL: 25,
  HUF: 350,
  IDR: 16_000,
  ILS: 4,
  INR: 85,
  ISK: 130,
  JPY: 150,
  KES: 130,
  KRW: 1_400,
  LKR: 300,
  MAD: 9,
  MOP: 8,
  MXN: 18,
  MYR: 4,
  NGN: 1_500,
  NIO: 37,
  NOK: 10,
  PEN: 4,
  PHP: 57,
  PKR: 280,
  PLN: 4,
  PYG: 7_500,
  QAR: 4,
  RON: 4,
  RSD: 100,
  RUB: 85,
  SAR: 4,
  SEK: 10,
  THB: 33,
  TND: 3,
  TRY: 40,
  TWD: 32,
  UAH: 42,
  UYU: 40,
  VND: 25_000,
  ZAR: 18,
};
const DAYS = 30;
/** Below it Facebook runs no ad at all; below the second too few people see one to learn anything. */
const LEAST_DOLLARS_A_DAY = 1;
const USEFUL_DOLLARS_A_DAY = 3;
/** A month of this is no small business's; a slip of the keyboard is. */
const MOST_DOLLARS_A_MONTH = 200_000;

export type BudgetSize =
  | { readonly kind: 'fine' }
  /** Both in whole units of the budget's own money. */
  | { readonly kind: 'impossible' | 'small'; readonly perDay: number; readonly leastPerDay: number }
  | { readonly kind: 'enormous'; readonly perMonth: number };

/** How a monthly budget stands to what ads on Facebook need. Without a currency it is measured like dollars. */
export function sizeOf({ minor, currency }: MonthlyBudget): BudgetSize {
  const perMonth = minor / (currency === null ? 100 : minorUnitsPerMajor(currency));
  const dollar = currency === null ? 1 : (DOLLAR_IN[currency] ?? 1);
  const perDay = Math.round((perMonth / DAYS) * 100) / 100;
  if (perMonth > MOST_DOLLARS_A_MONTH * dollar) return { kind: 'enormous', perMonth };
  if (perMonth < LEAST_DOLLARS_A_DAY * dollar * DAYS) {
    return { kind: 'impossible', perDay, leastPerDay: LEAST_DOLLARS_A_DAY * dollar };
  }
  if (perMonth < USEFUL_DOLLARS_A_DAY * dollar * DAYS) {
    return { kind: 'small', perDay, leastPerDay: USEFUL_DOLLARS_A_DAY * dollar };
  }
  return { kind: 'fine' };
}
