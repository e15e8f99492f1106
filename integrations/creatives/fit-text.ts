export type FittedText = { readonly size: number; readonly lines: readonly string[] };

export type TextBox = {
  readonly width: number;
  readonly maxLines: number;
  readonly largest: number;
  readonly smallest: number;
};

/** Steps in which a size is tried; finer ones cannot be told apart. */
const STEP = 4;

/** The largest size at which the words fit into the box, with the lines broken as evenly as they can be. */
export function fitText(text: string, box: TextBox): FittedText {
  for (let size = box.largest; size > box.smallest; size -= STEP) {
    const lines = wrap(text, box.width / size);
    if (lines !== null && lines.length <= box.maxLines)
      return { size, lines: even(text, lines, box, size) };
  }
  const lines = wrap(text, box.width / box.smallest) ?? [text];
  return { size: box.smallest, lines: lines.slice(0, box.maxLines + 1) };
}

/** Greedy lines for a width in ems; null when one word alone is too wide. */
function wrap(text: string, width: number): readonly string[] | null {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (widthOf(word) > width) return null;
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  return [...lines, line].filter((one) => one !== '');
}

/** The same number of lines, broken in the narrowest measure that still gives it: no lonely last word. */
function even(
  text: string,
  lines: readonly string[],
  box: TextBox,
  size: number,
): readonly string[] {
  let best = lines;
  for (let width = box.width / size; width > 0; width -= 0.2) {
    const tried = wrap(text, width);
    if (tried === null || tried.length > lines.length) return best;
    best = tried;
  }
  return best;
}

/** Approximate advance of the bold face in ems, a little on the wide side. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/[iljtfrI.,:;'’!|() ]/.test(character)) width += 0.36;
    else if (/[mwMW@%&—]/.test(character)) width += 0.94;
    else if (/\p{Lu}/u.test(character)) width += 0.74;
    else width += 0.64;
  }
  return width;
}
