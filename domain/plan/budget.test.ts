import { expect, test } from 'vitest';
import { dailyBudgetFrom } from './budget.ts';

const pounds = { currency: 'GBP', minimumDailyMinor: 100 } as const;

test.each([
  [45_600, 'GBP', 1500],
  [45_600, null, 1500],
  [45_000, 'GBP', 1480],
] as const)('%s minor units a month in %s give %s a day', (minor, currency, dailyBudgetMinor) => {
  expect(dailyBudgetFrom({ minor, currency }, pounds)).toEqual({ ok: true, dailyBudgetMinor });
});

test('thirty days and a half never cost more than the month', () => {
  const amounts = Array.from({ length: 700 }, (_, index) => 4000 + index * 7);
  const above = amounts.filter((minor) => {
    const outcome = dailyBudgetFrom({ minor, currency: 'GBP' }, pounds);
    return !outcome.ok || outcome.dailyBudgetMinor * 30.4 > minor;
  });
  expect(above).toEqual([]);
});

test('an amount without a currency is read in hundredths, also where the currency has none', () => {
  const yen = { currency: 'JPY', minimumDailyMinor: 100 } as const;
  const outcome = dailyBudgetFrom({ minor: 6_080_000, currency: null }, yen);
  expect(outcome).toEqual({ ok: true, dailyBudgetMinor: 2000 });
});

test('refuses another currency than the account is billed in', () => {
  expect(dailyBudgetFrom({ minor: 45_600, currency: 'EUR' }, pounds)).toEqual({
    ok: false,
    problem: 'plan.currency_mismatch',
  });
});

test('refuses less than the account asks for', () => {
  expect(dailyBudgetFrom({ minor: 2000, currency: 'GBP' }, pounds)).toEqual({
    ok: false,
    problem: 'plan.budget_too_low',
  });
});
