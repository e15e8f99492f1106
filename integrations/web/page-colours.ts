/** Colours by how much they are used on a page. */
export type ColourCount = Map<string, number>;

const HEX = /#([0-9a-f]{6}|[0-9a-f]{3})(?:[0-9a-f]{2}|[0-9a-f])?(?![0-9a-z_-])/i;
const RGB =
  /rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*(?:[,/]\s*([\d.]+)(%?)\s*)?\)/i;
const DECLARATION = /([\w-]{1,60})\s*:\s*([^;{}]{1,400})/g;
/** Palettes that page builders put into every page, used or not. */
const PRESET = /^--(?:wp--preset|bs-|tw-|chakra|mdc|swiper|fa-)/i;
const BRAND = /brand|primary|accent|theme/i;
const GROUND = /background|fill/i;
const MOST_LETTERS = 400_000;
const MOST_COLOURS = 5;

/** Adds the colours of a stylesheet or a style attribute. */
export function countColours(css: string, counts: ColourCount): void {
  const plain = css.slice(0, MOST_LETTERS).replace(/\/\*[\s\S]*?\*\//g, ' ');
  for (const [, name = '', value = ''] of plain.matchAll(DECLARATION)) {
    if (PRESET.test(name)) continue;
    const colour = readColour(value);
    if (colour === null) continue;
    const weight = BRAND.test(name) ? 6 : GROUND.test(name) ? 3 : 1;
    addColour(colour, weight, counts);
  }
}

export function addColour(colour: string, weight: number, counts: ColourCount): void {
  counts.set(colour, (counts.get(colour) ?? 0) + weight);
}

/** A colour as `#rrggbb`, or null for what is no plain, visible one. */
export function readColour(text: string): string | null {
  const hex = HEX.exec(text)?.[1]?.toLowerCase();
  if (hex !== undefined) {
    return `#${hex.length === 6 ? hex : hex.replace(/./g, '$&$&')}`;
  }
  const match = RGB.exec(text);
  if (match === null) return null;
  const [, red, green, blue, alpha = '1', percent = ''] = match;
  if (Number(alpha) / (percent === '%' ? 100 : 1) < 0.5) return null;
  const channels = [red, green, blue].map((part) => Math.min(255, Number(part)));
  return `#${channels.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** The colours that make a brand, the most used first: white, black and greys say nothing about one. */
export function mainColours(counts: ColourCount): readonly string[] {
  return [...counts]
    .filter(([colour]) => isColourful(colour))
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, MOST_COLOURS)
    .map(([colour]) => colour);
}

/** Far enough from grey that people would call it a colour. */
function isColourful(hex: string): boolean {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const [most, least] = [Math.max(...channels), Math.min(...channels)];
  return most - least >= 40 && most >= 50 && least <= 225;
}
