import { fontFile, fontRuns } from '../creatives/fonts.ts';
import type { FontRun } from '../creatives/fonts.ts';

export type Weight = 400 | 600;
export type TextStyle = { readonly size: number; readonly weight: Weight; readonly colour: string };
/** One line, cut where the font file has to change. */
export type Line = readonly FontRun[];

/** Figures of equal width, so that amounts and times stand below each other. */
const FEATURES: PDFKit.Mixins.OpenTypeFeatures[] = ['kern', 'tnum'];
const UNSHOWABLE = '(in letters that this document cannot show)';

/** Sets text in the fonts the app ships, over all scripts they have. */
export type Typeface = {
  /** Breaks a text into lines of at most this width in points. A word that is wider is cut. */
  readonly wrap: (text: string, style: TextStyle, width: number) => Promise<Line[]>;
  readonly widthOf: (line: Line, style: TextStyle) => number;
  /** Draws one line; `y` is its upper edge. */
  readonly draw: (line: Line, style: TextStyle, at: { x: number; y: number }) => void;
};

export function createTypeface(doc: PDFKit.PDFDocument): Typeface {
  const known = new Set<string>();
  const measured = new Map<string, number>();

  async function cut(text: string, weight: Weight): Promise<Line> {
    const line = await fontRuns(text);
    for (const { subset } of line) {
      const name = `${subset} ${weight}`;
      if (known.has(name)) continue;
      doc.registerFont(name, await fontFile(subset, weight));
      known.add(name);
    }
    return line;
  }

  function widthOf(line: Line, { size, weight }: TextStyle): number {
    return line.reduce((width, { subset, text }) => {
      doc.font(`${subset} ${weight}`, size);
      return width + doc.widthOfString(text, { features: FEATURES });
    }, 0);
  }

  /** Laying out is slow, and the same words come again and again. */
  async function measure(text: string, style: TextStyle): Promise<number> {
    const key = `${style.size} ${style.weight} ${text}`;
    const width = measured.get(key) ?? widthOf(await cut(text, style.weight), style);
    measured.set(key, width);
    return width;
  }

  return {
    async wrap(text, style, width) {
      const lines = await breakLines(text, width, (words) => measure(words, style));
      return await Promise.all(lines.map((line) => cut(line, style.weight)));
    },
    widthOf,
    draw(line, style, { x, y }) {
      let left = x;
      doc.fillColor(style.colour);
      for (const [index, run] of line.entries()) {
        doc.font(`${run.subset} ${style.weight}`, style.size);
        doc.text(run.text, left, y, { lineBreak: false, features: FEATURES });
        // Measuring takes as long as drawing, so it is left out where nothing follows.
        if (index < line.length - 1) left += widthOf([run], style);
      }
    },
  };
}

async function breakLines(
  text: string,
  width: number,
  measure: (words: string) => Promise<number>,
): Promise<readonly string[]> {
  const lines: string[] = [];
  const space = await measure(' ');
  let current = '';
  let used = 0;
  const push = () => {
    if (current !== '') lines.push(current);
    [current, used] = ['', 0];
  };
  const add = async (words: string, gap: number) => {
    const more = await measure(words);
    if (current !== '' && used + gap + more > width) push();
    used += (current === '' ? 0 : gap) + more;
    current += current === '' || gap === 0 ? words : ` ${words}`;
  };
  for (const word of await wordsOf(text)) {
    if ((await measure(word)) <= width) {
      await add(word, space);
      continue;
    }
    push();
    for (const character of word) await add(character, 0);
  }
  push();
  return lines;
}

async function wordsOf(text: string): Promise<readonly string[]> {
  const runs = await fontRuns(text);
  const shown = runs
    .map((run) => run.text)
    .join('')
    .trim();
  return (shown === '' && text.trim() !== '' ? UNSHOWABLE : shown).split(/\s+/);
}
