import { INK, inkOn, mix, readableOn, toHex, WHITE } from './colour.ts';
import { box, photoBox, words } from './element.ts';
import type { Element } from './element.ts';
import { fitText } from './fit-text.ts';
import type { TextBox } from './fit-text.ts';
import { FULL, inlineName, MARGIN, nameSize, phraseLines } from './layout-parts.ts';
import { PICTURE_HEIGHT, PICTURE_WIDTH } from './layout-parts.ts';
import type { LayoutContent } from './layout-parts.ts';
import type { Layout } from './layouts.ts';

/** The layouts with a photo in them. Words never stand on the photo itself, so they are readable on any. */
export function layOutPhoto(layout: Layout, content: LayoutContent, photo: string): Element {
  switch (layout) {
    case 'bold':
      return bold(content, photo);
    case 'framed':
      return framed(content, photo);
    case 'split':
      return split(content, photo);
    default:
      return layout;
  }
}

/** A field of colour rising from below as high as the words need it, the photo in all that is left. */
function bold({ phrase, name, brand }: LayoutContent, photo: string): Element {
  const ink = toHex(inkOn(brand));
  const mark = toHex(inkOn(brand) === WHITE ? mix(brand, WHITE, 0.92) : mix(brand, INK, 0.92));
  const area: TextBox = { width: 888, maxLines: 3, largest: 124, smallest: 40 };
  const { size, lines } = fitText(phrase, area);
  // Words, the name below them, and the space around both.
  const height = Math.ceil(size * 1.08 * lines.length) + 76 + 48 + 2 * 72;
  return box(
    { ...FULL, backgroundColor: toHex(brand), flexDirection: 'column' },
    photoBox(photo, PICTURE_WIDTH, PICTURE_HEIGHT - height),
    box(
      {
        width: PICTURE_WIDTH,
        height,
        boxSizing: 'border-box',
        flexDirection: 'column',
        justifyContent: 'space-between',
        padding: `72px ${MARGIN}px`,
      },
      phraseLines(phrase, area, ink),
      inlineName(name, ink, mark, toHex(brand)),
    ),
  );
}

/** A photo like a print in its mount, words below it. */
function framed({ phrase, name, brand }: LayoutContent, photo: string): Element {
  const paper = mix(WHITE, brand, 0.06);
  const accent = toHex(readableOn(brand, paper));
  const width = PICTURE_WIDTH - 2 * 64;
  const height = 680;
  return box(
    { ...FULL, backgroundColor: toHex(brand), alignItems: 'center', justifyContent: 'center' },
    box(
      {
        width,
        height: PICTURE_HEIGHT - 2 * 64,
        backgroundColor: toHex(paper),
        borderRadius: 36,
        flexDirection: 'column',
        alignItems: 'center',
        overflow: 'hidden',
      },
      photoBox(photo, width, height),
      box(
        {
          width,
          height: PICTURE_HEIGHT - 2 * 64 - height,
          flexDirection: 'column',
          alignItems: 'center',
          justifyContent: 'center',
        },
        phraseLines(
          phrase,
          { width: 800, maxLines: 3, largest: 104, smallest: 40 },
          toHex(INK),
          'center',
        ),
        box({ width: 96, height: 10, borderRadius: 5, backgroundColor: accent, marginTop: 40 }),
        words(name, {
          fontSize: nameSize(name),
          fontWeight: 500,
          color: accent,
          marginTop: 28,
          textAlign: 'center',
          maxWidth: 760,
        }),
      ),
    ),
  );
}

/** The photo above, words on paper below. */
function split({ phrase, name, brand }: LayoutContent, photo: string): Element {
  const top = 760;
  const paper = mix(WHITE, brand, 0.03);
  return box(
    { ...FULL, backgroundColor: toHex(paper), flexDirection: 'column' },
    photoBox(photo, PICTURE_WIDTH, top),
    box({ width: PICTURE_WIDTH, height: 14, backgroundColor: toHex(brand) }),
    box(
      {
        flexDirection: 'column',
        justifyContent: 'space-between',
        height: PICTURE_HEIGHT - top - 14,
        boxSizing: 'border-box',
        padding: `56px ${MARGIN}px 64px`,
      },
      phraseLines(phrase, { width: 888, maxLines: 3, largest: 108, smallest: 40 }, toHex(INK)),
      inlineName(name, toHex(readableOn(brand, paper)), toHex(brand), toHex(inkOn(brand))),
    ),
  );
}
