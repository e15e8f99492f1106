import { createHash } from 'node:crypto';

/** A number in [0, 1) that depends on the text and on nothing else. */
export function hashNumber(seed: string): number {
  const digest = createHash('sha256').update(seed).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

/** A draw from the bell curve (mean 0, deviation 1) that depends on the text alone. */
export function hashNormal(seed: string): number {
  const radius = Math.sqrt(-2 * Math.log(1 - hashNumber(`${seed}/r`)));
  return radius * Math.cos(2 * Math.PI * hashNumber(`${seed}/a`));
}

/** Above this the sum below would underflow; no ad and day here comes near it except clicks of very large budgets. */
const LARGEST_EXACT_MEAN = 650;

/**
 * How many events happen when `mean` are expected, for a fixed draw in [0, 1): a Poisson quantile.
 * It never falls when the mean grows, so a count that was once reported does not shrink later in the day.
 */
export function countOf(mean: number, draw: number): number {
  if (mean <= 0) return 0;
  const exactMean = Math.min(mean, LARGEST_EXACT_MEAN);
  let probability = Math.exp(-exactMean);
  let cumulated = probability;
  let count = 0;
  while (cumulated < draw && count < exactMean * 2 + 50) {
    count += 1;
    probability *= exactMean / count;
    cumulated += probability;
  }
  return mean > LARGEST_EXACT_MEAN ? count + Math.floor(mean - LARGEST_EXACT_MEAN) : count;
}
