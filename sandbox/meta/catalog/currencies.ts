export type Currency = {
  readonly code: string;
  /** Minor units per major unit as the Marketing API counts them. */
  readonly offset: number;
  /** Major units one US dollar buys, roughly; only for minimum budgets and prices. */
  readonly perUsd: number;
};

/** code, offset, units per dollar. */
const ROWS =
  'USD 100 1,EUR 100 .92,GBP 100 .79,CHF 100 .88,SEK 100 10.5,NOK 100 10.7,DKK 100 6.9,PLN 100 4,CZK 100 23,HUF 1 360,RON 100 4.6,BGN 100 1.8,' +
  'CAD 100 1.36,AUD 100 1.5,NZD 100 1.65,SGD 100 1.34,HKD 100 7.8,JPY 1 150,KRW 1 1350,TWD 1 32,INR 100 83,BRL 100 5,MXN 100 18,ZAR 100 18.5,' +
  'AED 100 3.67,SAR 100 3.75,ILS 100 3.7,TRY 100 33,THB 100 35,MYR 100 4.6,IDR 1 15800,PHP 100 57,VND 1 25000,CLP 1 930,COP 1 4000,ARS 100 900';

const CURRENCIES = new Map(
  ROWS.split(',').map((row) => {
    const [code = '', offset = '100', perUsd = '1'] = row.split(' ');
    return [code, { code, offset: Number(offset), perUsd: Number(perUsd) }];
  }),
);

/** @throws Error for a currency the sandbox gives to no account. */
export function currencyByCode(code: string): Currency {
  const currency = CURRENCIES.get(code);
  if (!currency) throw new Error(`The sandbox has no currency ${code}.`);
  return currency;
}

/** Minor units of an amount in US dollars. */
export function minorFromUsd(currency: Currency, usd: number): number {
  return Math.ceil(usd * currency.perUsd * currency.offset);
}

/** "12.34" or, without minor units, "1234": how insights and amounts in words are written. */
export function majorText(currency: Currency, minor: number): string {
  return (minor / currency.offset).toFixed(currency.offset === 1 ? 0 : 2);
}
