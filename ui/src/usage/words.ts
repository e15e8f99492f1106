import type { Usage } from '../../../contract/http.ts';

/** Small amounts keep two digits that say something; what is less than a hundredth of a cent is called that. */
export function dollars(microUsd: number): string {
  if (microUsd === 0) return '$0.00';
  if (microUsd < 100) return 'less than $0.0001';
  const digits = microUsd < 10_000 ? 4 : 2;
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(microUsd / 1_000_000);
}

/** What thinking and writing cost, in sentences. */
export function usageWords({ today, last30Days }: Usage): readonly string[] {
  const { cachedShare } = last30Days;
  return [
    `Today: ${dollars(today.costMicroUsd)} of at most ${dollars(today.limitMicroUsd)}.`,
    `Last 30 days: ${dollars(last30Days.costMicroUsd)}.`,
    ...(cachedShare === null
      ? []
      : [`${Math.round(cachedShare * 100)} % of what I read came at the lower price for repeats.`]),
  ];
}
