import type { Line, TextStyle, Typeface } from './typeface.ts';

/** A4 in points, with the space kept free around the text. */
export const PAGE = { width: 595.28, height: 841.89, side: 52, top: 76, bottom: 64 } as const;
export const TEXT_WIDTH = PAGE.width - 2 * PAGE.side;
const LINE_HEIGHT = 1.45;
/** Fewer lines than this are not left alone at the foot of a page. */
const LEAST_LINES = 2;

/** A place on the paper that moves down as things are written, and goes to a new page by itself. */
export type Flow = {
  readonly doc: PDFKit.PDFDocument;
  readonly type: Typeface;
  y: number;
};

export type Cell = { readonly text: string; readonly style: TextStyle };
export type Column = { readonly x: number; readonly width: number };

export function lineHeight({ size }: TextStyle): number {
  return size * LINE_HEIGHT;
}

export function newPage(flow: Flow): void {
  flow.doc.addPage();
  flow.y = PAGE.top;
}

/** Goes to a new page unless this height still fits. */
export function keepFree(flow: Flow, height: number): void {
  if (flow.y + height > PAGE.height - PAGE.bottom) newPage(flow);
}

/** A paragraph over the whole width. */
export async function paragraph(flow: Flow, text: string, style: TextStyle): Promise<void> {
  await row(flow, [{ x: PAGE.side, width: TEXT_WIDTH }], [{ text, style }]);
}

/**
 * Cells beside each other, broken over pages line by line when they are too long for the rest of one.
 * @param onBreak called at the top of each further page: repeats the head of a table.
 */
export async function row(
  flow: Flow,
  columns: readonly Column[],
  cells: readonly Cell[],
  onBreak: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const set: { column: Column; style: TextStyle; lines: readonly Line[] }[] = [];
  for (const [index, { text, style }] of cells.entries()) {
    const column = columns[index];
    if (column === undefined) continue;
    set.push({ column, style, lines: await flow.type.wrap(text, style, column.width) });
  }
  const height = Math.max(0, ...set.map(({ style }) => lineHeight(style)));
  const total = Math.max(0, ...set.map(({ lines }) => lines.length));
  for (let done = 0; done < total;) {
    const room = Math.floor((PAGE.height - PAGE.bottom - flow.y) / height);
    if (room < Math.min(LEAST_LINES, total - done)) {
      newPage(flow);
      await onBreak();
      continue;
    }
    const now = Math.min(room, total - done);
    for (const { column, style, lines } of set) {
      for (const [index, line] of lines.slice(done, done + now).entries()) {
        flow.type.draw(line, style, { x: column.x, y: flow.y + index * height });
      }
    }
    flow.y += now * height;
    done += now;
  }
}

/** A hairline over the whole width. */
export function rule(flow: Flow, colour: string): void {
  flow.doc
    .moveTo(PAGE.side, flow.y)
    .lineTo(PAGE.width - PAGE.side, flow.y)
    .lineWidth(0.6)
    .stroke(colour);
}
