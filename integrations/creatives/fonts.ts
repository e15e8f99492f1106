import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export type FontWeight = 400 | 500 | 600 | 800;
export type LoadedFont = {
  readonly name: string;
  readonly data: Buffer;
  readonly weight: FontWeight;
  readonly style: 'normal';
};

/** Scripts that the shipped family can draw; each is a file of its own. */
const SUBSETS = ['latin', 'latin-ext', 'vietnamese', 'cyrillic', 'cyrillic-ext', 'greek'] as const;
export type Subset = (typeof SUBSETS)[number];
const WEIGHTS: readonly FontWeight[] = [500, 800];
const ALWAYS: readonly Subset[] = ['latin', 'latin-ext'];

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve('@fontsource/inter/package.json'));

type Range = readonly [from: number, to: number];
let ranges: ReadonlyMap<Subset, readonly Range[]> | null = null;
const files = new Map<string, Promise<Buffer>>();

function familyOf(subset: Subset): string {
  return `Inter ${subset}`;
}

/** Each script is a family of its own, since one name would stand for the first file only. */
export const FONT_FAMILY = SUBSETS.map(familyOf).join(', ');

/** The fonts needed for a text; Latin is always there. */
export async function fontsFor(text: string): Promise<LoadedFont[]> {
  const subsets = new Set<Subset>(ALWAYS);
  for (const subset of await subsetsOf(text)) subsets.add(subset);
  const wanted = [...subsets].flatMap((subset) => WEIGHTS.map((weight) => ({ subset, weight })));
  return await Promise.all(
    wanted.map(async ({ subset, weight }) => ({
      name: familyOf(subset),
      data: await fontFile(subset, weight),
      weight,
      style: 'normal' as const,
    })),
  );
}

/** The text without characters that no shipped font can draw: an empty box on an ad helps nobody. */
export async function drawable(text: string): Promise<string> {
  const known = [...(await coverage()).values()].flat();
  const kept = Array.from(text.normalize('NFC')).filter((character) => {
    const point = character.codePointAt(0) ?? 0;
    return known.some(([from, to]) => point >= from && point <= to);
  });
  return kept.join('').replace(/\s+/g, ' ').trim();
}

/** A stretch of text that one file can draw. */
export type FontRun = { readonly subset: Subset; readonly text: string };

/** Cuts a text where the file has to change; characters that no file has are left out. */
export async function fontRuns(text: string): Promise<FontRun[]> {
  const table = await coverage();
  const has = (subset: Subset, point: number) =>
    table.get(subset)?.some(([from, to]) => point >= from && point <= to) ?? false;
  const runs: { subset: Subset; text: string }[] = [];
  for (const character of text.normalize('NFC')) {
    const point = character.codePointAt(0) ?? 0;
    const last = runs.at(-1);
    if (last !== undefined && has(last.subset, point)) {
      last.text += character;
      continue;
    }
    const subset = SUBSETS.find((one) => has(one, point));
    if (subset !== undefined) runs.push({ subset, text: character });
  }
  return runs;
}

async function subsetsOf(text: string): Promise<readonly Subset[]> {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  return [...(await coverage())]
    .filter(([, spans]) =>
      points.some((point) => spans.some(([from, to]) => point >= from && point <= to)),
    )
    .map(([subset]) => subset);
}

async function coverage(): Promise<ReadonlyMap<Subset, readonly Range[]>> {
  if (ranges !== null) return ranges;
  const parsed: unknown = JSON.parse(await readFile(join(folder, 'unicode.json'), 'utf8'));
  const table = new Map<Subset, readonly Range[]>();
  for (const subset of SUBSETS) {
    const spans = isTable(parsed) ? parsed[subset] : undefined;
    if (typeof spans === 'string') table.set(subset, spans.split(',').map(parseRange));
  }
  ranges = table;
  return table;
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** "U+0000-00FF" or "U+0131". */
function parseRange(span: string): Range {
  const [from, to] = span.trim().replace(/^U\+/, '').split('-');
  const start = Number.parseInt(from ?? '0', 16);
  return [start, to === undefined ? start : Number.parseInt(to, 16)];
}

/** The file of one script in one weight, read once. */
export function fontFile(subset: Subset, weight: FontWeight): Promise<Buffer> {
  const name = `inter-${subset}-${weight}-normal.woff`;
  const known = files.get(name);
  if (known !== undefined) return known;
  const reading = readFile(join(folder, 'files', name));
  files.set(name, reading);
  return reading;
}
