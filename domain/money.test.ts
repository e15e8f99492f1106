import { assert, constantFrom, integer, nat, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  UnknownCurrencyError,
  formatMoney,
  isCurrencyCode,
  minorUnitsPerMajor,
  moneyFromMajor,
  parseCurrency,
  scaleMoney,
} from './money.ts';
import type { CurrencyCode } from './money.ts';

const TWO_DIGITS = ['GBP', 'EUR', 'USD', 'BHD', 'JOD', 'KWD', 'TND'] as const;
const NO_DIGITS = [
  'JPY',
  'KRW',
  'CLP',
  'HUF',
  'TWD',
  'COP',
  'CRC',
  'IDR',
  'ISK',
  'PYG',
  'VND',
] as const;

const currency = constantFrom<CurrencyCode>(...TWO_DIGITS, ...NO_DIGITS);
/** Up to a hundred billion in the smallest unit: far more than any budget. */
const minor = integer({ min: -1e11, max: 1e11 });

/** Writes an amount the way Meta does: a decimal with a point. */
function asMajor(amount: number, code: CurrencyCode): string {
  const digits = minorUnitsPerMajor(code) === 1 ? 0 : 2;
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const fraction = digits === 0 ? '' : `.${text.slice(-digits)}`;
  return `${amount < 0 ? '-' : ''}${whole}${fraction}`;
}

describe('currencies', () => {
  it.each(TWO_DIGITS)('%s has a hundred units, also where ISO has a thousand', (code) => {
    expect(minorUnitsPerMajor(code)).toBe(100);
  });

  it.each(NO_DIGITS)('%s has no smaller unit, also where ISO has one', (code) => {
    expect(minorUnitsPerMajor(code)).toBe(1);
  });

  it.each(['XXX', 'gbp', '', 'GBP ', 'toString', '__proto__', 'BTC'])(
    'refuses "%s", which is not in Meta’s table',
    (code) => {
      expect(isCurrencyCode(code)).toBe(false);
      expect(() => parseCurrency(code)).toThrow(UnknownCurrencyError);
    },
  );

  it('names the currency and says that nothing happened', () => {
    expect(() => parseCurrency('BTC')).toThrow(/BTC .* Nothing was changed\./);
  });
});

describe('amounts read from Meta', () => {
  it.each<[string, CurrencyCode, number]>([
    ['12.34', 'GBP', 1234],
    ['12.3', 'GBP', 1230],
    ['12', 'GBP', 1200],
    ['0', 'GBP', 0],
    ['0.01', 'GBP', 1],
    ['007.50', 'GBP', 750],
    [' 12.34 ', 'GBP', 1234],
    ['1.005', 'GBP', 101],
    ['1.0049', 'GBP', 100],
    ['1.999', 'GBP', 200],
    ['9.995', 'GBP', 1000],
    ['-12.34', 'GBP', -1234],
    ['-0.001', 'GBP', 0],
    ['1234', 'JPY', 1234],
    ['1234.5', 'JPY', 1235],
    ['1234.4', 'JPY', 1234],
    ['2000.00', 'HUF', 2000],
    ['12.345', 'BHD', 1235],
    ['90071992547409.91', 'GBP', 9_007_199_254_740_991],
  ])('%s %s is %i', (text, code, expected) => {
    expect(moneyFromMajor(text, code)).toEqual({ minor: expected, currency: code });
  });

  it.each([
    '',
    '.',
    '1.',
    '.5',
    '1,5',
    '1e3',
    '0x10',
    'NaN',
    'Infinity',
    '+1',
    '--1',
    '1 000',
    '1.2.3',
  ])('refuses "%s", which is not a plain decimal number', (text) => {
    expect(() => moneyFromMajor(text, 'GBP')).toThrow(RangeError);
  });

  it.each(['90071992547409.92', '99999999999999999999', '90071992547409.915'])(
    'refuses %s, which a number cannot hold exactly',
    (text) => {
      expect(() => moneyFromMajor(text, 'GBP')).toThrow(RangeError);
    },
  );

  it('come back exactly from the text that Meta would write', () => {
    assert(
      property(minor, currency, (amount, code) => {
        expect(moneyFromMajor(asMajor(amount, code), code)).toEqual({
          minor: amount,
          currency: code,
        });
      }),
    );
  });

  it('are rounded by at most half a unit, and a larger amount is never read as a smaller one', () => {
    const decimal = tuple(nat({ max: 1e9 }), nat({ max: 99_999 })).map(([whole, part]) => ({
      value: whole * 100_000 + part,
      text: `${whole}.${String(part).padStart(5, '0')}`,
    }));
    assert(
      property(decimal, decimal, currency, (one, two, code) => {
        const unit = 100_000 / minorUnitsPerMajor(code);
        const [first, second] = [moneyFromMajor(one.text, code), moneyFromMajor(two.text, code)];
        expect(Math.abs(first.minor * unit - one.value)).toBeLessThanOrEqual(unit / 2);
        expect(Math.sign(first.minor - second.minor) * Math.sign(one.value - two.value)).not.toBe(
          -1,
        );
      }),
    );
  });
});

describe('amounts for people', () => {
  it.each<[number, CurrencyCode, string]>([
    [1500, 'GBP', '£15'],
    [1550, 'GBP', '£15.50'],
    [1, 'GBP', '£0.01'],
    [0, 'GBP', '£0'],
    [-1550, 'GBP', '-£15.50'],
    [123_456_700, 'EUR', '€1,234,567'],
    [2000, 'JPY', '¥2,000'],
    [2000, 'KRW', '₩2,000'],
  ])('%i %s reads %s', (amount, code, expected) => {
    expect(formatMoney({ minor: amount, currency: code })).toBe(expected);
  });

  it.each(NO_DIGITS)('%s is written without decimals', (code) => {
    expect(formatMoney({ minor: 12_345, currency: code })).toMatch(/12,345$/);
  });

  it('follow the reader’s language', () => {
    const text = formatMoney({ minor: 123_450, currency: 'EUR' }, 'de-DE');
    expect(text.replaceAll(/\s/g, ' ')).toBe('1.234,50 €');
  });

  it('show every digit that counts', () => {
    assert(
      property(minor, currency, (amount, code) => {
        const digits = formatMoney({ minor: amount, currency: code }).replaceAll(/[^\d.]/g, '');
        expect(Math.abs(moneyFromMajor(digits, code).minor)).toBe(Math.abs(amount));
      }),
    );
  });
});

describe('limits', () => {
  it.each([
    [1500, 175, 100, 2625],
    [1501, 175, 100, 2626],
    [999, 1, 7, 142],
    [0, 7, 1, 0],
  ])('%i times %i over %i is %i, rounded down', (amount, numerator, denominator, expected) => {
    expect(scaleMoney({ minor: amount, currency: 'GBP' }, numerator, denominator)).toEqual({
      minor: expected,
      currency: 'GBP',
    });
  });

  it('never exceed the exact product, and miss it by less than one unit', () => {
    const factor = integer({ min: 1, max: 1000 });
    assert(
      property(nat({ max: 1e11 }), factor, factor, (amount, numerator, denominator) => {
        const scaled = scaleMoney({ minor: amount, currency: 'GBP' }, numerator, denominator);
        const exact = BigInt(amount) * BigInt(numerator);
        const rest = exact - BigInt(scaled.minor) * BigInt(denominator);
        expect(rest).toBeGreaterThanOrEqual(0n);
        expect(rest).toBeLessThan(BigInt(denominator));
      }),
    );
  });
});
