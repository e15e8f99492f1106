/**
 * Splits a daily budget between audiences so that the parts make exactly the whole and none is below the minimum.
 * Parts are rounded down; what is left over goes to the first.
 * @param shares wanted weights, any positive numbers. @param minimum per part, minor units.
 * @returns null when the budget does not reach for that many parts.
 */
export function splitBudget(
  total: number,
  shares: readonly number[],
  minimum: number,
): readonly number[] | null {
  const least = Math.max(1, minimum);
  if (shares.length === 0 || total < least * shares.length) return null;
  const wanted = byWeight(total, shares);
  if (wanted.every((part) => part >= least)) return wanted;
  // Everyone gets the minimum first; only what is above it follows the weights.
  const above = byWeight(total - least * shares.length, shares);
  return above.map((part) => part + least);
}

function byWeight(total: number, shares: readonly number[]): readonly number[] {
  const weights = shares.map((share) => (Number.isFinite(share) && share > 0 ? share : 1));
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const parts = weights.map((weight) => Math.floor((total * weight) / sum));
  const rest = total - parts.reduce((all, part) => all + part, 0);
  return parts.map((part, index) => (index === 0 ? part + rest : part));
}
