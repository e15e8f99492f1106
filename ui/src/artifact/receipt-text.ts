/** A part of a receipt: a heading over lines, each in cells. */
export type ReceiptPart = {
  readonly title: string | null;
  /** True when the first row names the columns. */
  readonly isTable: boolean;
  readonly rows: readonly (readonly string[])[];
};

/**
 * A receipt's text as a person reads it: parts are divided by empty lines, a line alone without a colon is a heading,
 * "label: value" makes a row of two cells, and " | " divides the cells of a table.
 */
export function receiptParts(text: string): readonly ReceiptPart[] {
  return text
    .split(/\n\s*\n/)
    .map((block) => block.split('\n').filter((line) => line.trim() !== ''))
    .filter((lines) => lines.length > 0)
    .map(toPart);
}

function toPart(lines: readonly string[]): ReceiptPart {
  const [first = '', ...rest] = lines;
  const hasTitle = rest.length > 0 && cellsOf(first).length === 1;
  const body = (hasTitle ? rest : lines).map(cellsOf);
  return {
    title: hasTitle ? first.replace(/^#+\s*/, '').replace(/:$/, '') : null,
    isTable: body.length > 1 && body.every((cells) => cells.length > 2),
    rows: body,
  };
}

function cellsOf(line: string): readonly string[] {
  if (line.includes(' | ')) return line.split(' | ').map((cell) => cell.trim());
  const [, label, value] = /^\s*(?:- )?([^:]{1,60}): (.+)$/.exec(line) ?? [];
  return label !== undefined && value !== undefined ? [label, value] : [line.trim()];
}
