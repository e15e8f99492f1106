import type { MoneyDto } from '../../../contract/launch.ts';

/** Parts of the bar in percent of its length; `over` is what lies beyond the approved amount. */
export type BarParts = {
  readonly spent: number;
  readonly committed: number;
  readonly over: number;
};

/** How the approved total divides; null when it has no limit to measure against. */
export function barParts({
  approvedMinor,
  spentMinor,
  committedMinor,
}: Pick<MoneyDto, 'approvedMinor' | 'spentMinor' | 'committedMinor'>): BarParts | null {
  if (approvedMinor === null || approvedMinor <= 0) return null;
  const whole = Math.max(approvedMinor, spentMinor);
  const share = (minor: number): number => (minor / whole) * 100;
  const within = Math.min(spentMinor, approvedMinor);
  return {
    spent: share(within),
    committed: share(Math.max(0, Math.min(committedMinor, approvedMinor - within))),
    over: share(Math.max(0, spentMinor - approvedMinor)),
  };
}
