/** From `low` to `high`, both included. */
export type Range = { readonly low: number; readonly high: number };

/** Nine of ten such ranges hold what the same ads would bring in the long run. */
const Z = 1.645;
/** Two ads are called different only where chance would do it less than once in a hundred times. */
const Z_DIFFERENT = 2.576;

/** Below these, figures are mostly chance and nothing is said about how well the ads do. */
export const ENOUGH = { results: 10, clicks: 30, timesShown: 1_000, days: 3 } as const;

/**
 * How many results the same ads for the same money could as well have brought: the range of a Poisson count by Byar's
 * approximation (Breslow and Day 1987), rounded outwards.
 */
export function countRange(count: number): Range {
  if (count <= 0) return { low: 0, high: Math.ceil(upper(0)) };
  const low = count * (1 - 1 / (9 * count) - Z / (3 * Math.sqrt(count))) ** 3;
  return { low: Math.max(0, Math.floor(low)), high: Math.ceil(upper(count)) };
}

function upper(count: number): number {
  const next = count + 1;
  return next * (1 - 1 / (9 * next) + Z / (3 * Math.sqrt(next))) ** 3;
}

/** What one result may cost, in the unit of `spent`; `high` null where nothing came yet that could bound it. */
export function costRange(
  spent: number,
  count: number,
): { readonly low: number; readonly high: number | null } {
  const { low, high } = countRange(count);
  return { low: Math.floor(spent / high), high: low === 0 ? null : Math.ceil(spent / low) };
}

/** Wilson's range of a share, each bound from 0 to 1. */
export function shareRange(hits: number, of: number): Range {
  if (of <= 0) return { low: 0, high: 1 };
  const share = Math.min(1, hits / of);
  const z2 = Z * Z;
  const middle = share + z2 / (2 * of);
  const spread = Z * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of));
  const scale = 1 + z2 / of;
  return {
    low: Math.max(0, (middle - spread) / scale),
    high: Math.min(1, (middle + spread) / scale),
  };
}

export type Measured = {
  readonly timesShown: number;
  readonly clicks: number;
  readonly results: number;
  /** Days on which the ads were shown. */
  readonly days: number;
};

/**
 * Why nothing can be said yet, as what is there against what is needed; null once there is enough.
 * @param noun what is counted as a result, in the plural.
 */
export function tooEarlyReason(measured: Measured, noun: string): string | null {
  const { results, timesShown, days } = measured;
  if (days < ENOUGH.days)
    return `${days} of at least ${ENOUGH.days} days with ads shown are there so far`;
  if (timesShown < ENOUGH.timesShown)
    return `shown ${timesShown} times so far, at least ${ENOUGH.timesShown} are needed`;
  if (results < ENOUGH.results)
    return `${results} ${noun} so far, at least ${ENOUGH.results} are needed`;
  return null;
}

export type Comparison = 'too early to tell' | 'no clear difference' | 'more' | 'fewer';

/** Whether one count is clearly more or fewer than another, each per its own exposure (money, or times shown). */
export function compareRates(
  one: { readonly count: number; readonly per: number },
  other: { readonly count: number; readonly per: number },
  enough: number = ENOUGH.results,
): Comparison {
  const together = one.count + other.count;
  if (together < enough || one.per <= 0 || other.per <= 0) return 'too early to tell';
  // Given the sum, the first count is binomial with this share if the rates are the same.
  const share = one.per / (one.per + other.per);
  const expected = together * share;
  const spread = Math.sqrt(together * share * (1 - share));
  // Half a count towards the middle: counts are whole, the curve is not.
  const off = Math.max(0, Math.abs(one.count - expected) - 0.5) / spread;
  if (off < Z_DIFFERENT) return 'no clear difference';
  return one.count > expected ? 'more' : 'fewer';
}
