/** The value below which a share of the sorted values lies: 0.5 is the median. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const index = Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1));
  return sorted[index] ?? Number.NaN;
}

/** One figure of a bench: what was measured, and what it has to reach. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly target: { readonly atMost: number } | { readonly atLeast: number };
};

function meets({ value, target }: Figure): boolean {
  return 'atMost' in target ? value <= target.atMost : value >= target.atLeast;
}

/** The line that other programs read: every figure with its target. */
export function figureLine(bench: string, figures: readonly Figure[]): string {
  const parts = figures.map(({ name, value, target }) => {
    const limit = 'atMost' in target ? `<=${target.atMost}` : `>=${target.atLeast}`;
    return `${name}=${value.toFixed(2)} target=${limit}`;
  });
  return `bench ${bench}: ${parts.join(' ')}`;
}

/** Names of the figures that miss their targets. */
export function missed(figures: readonly Figure[]): readonly string[] {
  return figures.filter((figure) => !meets(figure)).map(({ name }) => name);
}
