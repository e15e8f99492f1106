/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

export const WHITE: Rgb = [255, 255, 255];
export const INK: Rgb = [23, 22, 20];
const FALLBACK: Rgb = [31, 111, 84];

/** "#1f6f54"; anything else gives the house's own green. */
export function parseColour(hex: string): Rgb {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex.trim());
  if (!match) return FALLBACK;
  const channel = (index: number) => Number.parseInt(match[index] ?? '0', 16);
  return [channel(1), channel(2), channel(3)];
}

export function toHex(colour: Rgb): string {
  return `#${colour.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}

/** `share` 0 gives the first colour, 1 the second. */
export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const blend = (index: 0 | 1 | 2) => from[index] + (to[index] - from[index]) * share;
  return [blend(0), blend(1), blend(2)];
}

/** Relative luminance, 0 to 1 (WCAG 2.2). */
export function luminance(colour: Rgb): number {
  const linear = colour.map((value) => {
    const part = value / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
}

/** 1 to 21 (WCAG 2.2). */
export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** Enough for text of any size. */
const READABLE = 4.5;

/** White where it is readable, as most brands use it; elsewhere whichever stands out more. Never below 3, enough for large text. */
export function inkOn(background: Rgb): Rgb {
  const white = contrast(WHITE, background);
  return white >= READABLE || white >= contrast(INK, background) ? WHITE : INK;
}

/** The colour itself where it is readable on the background, else darkened until it is. */
export function readableOn(colour: Rgb, background: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.1) {
    const candidate = mix(colour, INK, share);
    if (contrast(candidate, background) >= READABLE) return candidate;
  }
  return INK;
}
