import { toHex } from './colour.ts';
import type { Rgb } from './colour.ts';
import { box, words } from './element.ts';
import type { Element } from './element.ts';
import { fitText } from './fit-text.ts';
import type { TextBox } from './fit-text.ts';
import { FONT_FAMILY } from './fonts.ts';

/** 4:5, the tallest picture that the feed shows whole. */
export const PICTURE_WIDTH = 1080;
export const PICTURE_HEIGHT = 1350;

export type LayoutContent = {
  /** At most one short phrase; empty when nothing of it can be drawn. */
  readonly phrase: string;
  readonly name: string;
  readonly brand: Rgb;
  /** A data URI of a PNG or JPEG that is shown instead of the drawn shapes. */
  readonly photo: string | null;
};

export const FULL = {
  position: 'relative',
  width: PICTURE_WIDTH,
  height: PICTURE_HEIGHT,
  fontFamily: FONT_FAMILY,
  overflow: 'hidden',
} as const;
export const MARGIN = 96;

export function phraseLines(
  phrase: string,
  area: TextBox,
  colour: string,
  align: 'flex-start' | 'center' = 'flex-start',
): Element {
  const { size, lines } = fitText(phrase, area);
  return box(
    { flexDirection: 'column', alignItems: align },
    ...lines.map((line) =>
      words(line, {
        fontSize: size,
        fontWeight: 800,
        lineHeight: 1.08,
        letterSpacing: -size * 0.028,
        color: colour,
        whiteSpace: 'nowrap',
      }),
    ),
  );
}

export function nameLine(
  name: string,
  at: { left: number; top: number; ink: Rgb; mark: string; markInk: string },
): Element {
  return box(
    { position: 'absolute', left: at.left, top: at.top, alignItems: 'center' },
    initial(name, at.mark, at.markInk),
    words(name, {
      fontSize: nameSize(name),
      fontWeight: 500,
      color: toHex(at.ink),
      maxWidth: 780,
    }),
  );
}

export function inlineName(name: string, colour: string, mark: string, markInk: string): Element {
  return box(
    { alignItems: 'center' },
    initial(name, mark, markInk),
    words(name, { fontSize: nameSize(name), fontWeight: 500, color: colour, maxWidth: 780 }),
  );
}

function initial(name: string, background: string, ink: string): Element {
  const letter = Array.from(name)[0]?.toUpperCase() ?? '';
  return box(
    {
      width: 76,
      height: 76,
      borderRadius: 38,
      backgroundColor: background,
      alignItems: 'center',
      justifyContent: 'center',
      marginRight: 24,
    },
    words(letter, { fontSize: 40, fontWeight: 800, color: ink, lineHeight: 1 }),
  );
}

export function nameSize(name: string): number {
  return name.length <= 22 ? 42 : 34;
}
