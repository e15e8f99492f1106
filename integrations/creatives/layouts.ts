import { INK, inkOn, mix, readableOn, toHex, WHITE } from './colour.ts';
import { box, disc, ring, words } from './element.ts';
import type { Element } from './element.ts';
import { FULL, inlineName, MARGIN, nameLine, nameSize } from './layout-parts.ts';
import { phraseLines, PICTURE_HEIGHT, PICTURE_WIDTH } from './layout-parts.ts';
import type { LayoutContent } from './layout-parts.ts';
import { layOutPhoto } from './photo-layouts.ts';

export const LAYOUTS = ['bold', 'framed', 'split'] as const;
export type Layout = (typeof LAYOUTS)[number];

export function layOut(layout: Layout, content: LayoutContent): Element {
  if (content.photo !== null) return layOutPhoto(layout, content, content.photo);
  switch (layout) {
    case 'bold':
      return bold(content);
    case 'framed':
      return framed(content);
    case 'split':
      return split(content);
    default:
      return layout;
  }
}

/** Large words low on a full field of colour, a sun of quieter tints rising behind them. */
function bold({ phrase, name, brand }: LayoutContent): Element {
  const ink = inkOn(brand);
  const towards = ink === WHITE ? WHITE : INK;
  const tint = (share: number) => toHex(mix(brand, towards, share));
  return box(
    { ...FULL, backgroundColor: toHex(brand) },
    disc(850, 250, 560, tint(0.06)),
    disc(850, 250, 400, tint(0.1)),
    disc(850, 250, 240, tint(0.16)),
    nameLine(name, { left: MARGIN, top: MARGIN, ink, mark: tint(0.92), markInk: toHex(brand) }),
    box(
      {
        position: 'absolute',
        left: MARGIN,
        bottom: MARGIN,
        width: PICTURE_WIDTH - 2 * MARGIN,
        flexDirection: 'column',
      },
      box({
        width: 120,
        height: 12,
        borderRadius: 6,
        backgroundColor: toHex(ink),
        marginBottom: 48,
      }),
      phraseLines(phrase, { width: 888, maxLines: 4, largest: 152, smallest: 40 }, toHex(ink)),
    ),
  );
}

/** Calm and printed: words in the middle of a warm panel inside of a coloured margin. */
function framed({ phrase, name, brand }: LayoutContent): Element {
  const paper = mix(WHITE, brand, 0.06);
  const accent = toHex(readableOn(brand, paper));
  const line = toHex(mix(paper, brand, 0.28));
  const inner = PICTURE_WIDTH - 2 * 64;
  return box(
    { ...FULL, backgroundColor: toHex(brand), alignItems: 'center', justifyContent: 'center' },
    box(
      {
        position: 'relative',
        width: inner,
        height: PICTURE_HEIGHT - 2 * 64,
        backgroundColor: toHex(paper),
        borderRadius: 36,
        flexDirection: 'column',
        alignItems: 'center',
        justifyContent: 'center',
        overflow: 'hidden',
      },
      ring(inner / 2, 0, 230, { width: 3, colour: line }),
      ring(inner / 2, 0, 185, { width: 3, colour: line }),
      disc(inner / 2, 0, 140, toHex(brand)),
      ring(inner / 2, PICTURE_HEIGHT - 128, 230, { width: 3, colour: line }),
      ring(inner / 2, PICTURE_HEIGHT - 128, 185, { width: 3, colour: line }),
      phraseLines(
        phrase,
        { width: 780, maxLines: 4, largest: 128, smallest: 40 },
        toHex(INK),
        'center',
      ),
      box({ width: 96, height: 10, borderRadius: 5, backgroundColor: accent, marginTop: 56 }),
      words(name, {
        fontSize: nameSize(name),
        fontWeight: 500,
        color: accent,
        marginTop: 40,
        textAlign: 'center',
        maxWidth: 760,
      }),
    ),
  );
}

/** A pattern of colour above, words on paper below. */
function split({ phrase, name, brand }: LayoutContent): Element {
  const top = 610;
  const paper = mix(WHITE, brand, 0.03);
  const ink = inkOn(brand);
  const towards = ink === WHITE ? WHITE : INK;
  const tint = (share: number) => toHex(mix(brand, towards, share));
  const arcs = [520, 420, 320, 220, 120].map((radius, index) =>
    disc(300, top, radius, tint(0.05 + index * 0.07)),
  );
  return box(
    { ...FULL, backgroundColor: toHex(paper), flexDirection: 'column' },
    box(
      {
        position: 'relative',
        width: PICTURE_WIDTH,
        height: top,
        backgroundColor: toHex(brand),
        overflow: 'hidden',
      },
      ...arcs,
      disc(880, 180, 84, tint(0.85)),
    ),
    box(
      {
        flexDirection: 'column',
        justifyContent: 'space-between',
        height: PICTURE_HEIGHT - top,
        padding: `72px ${MARGIN}px ${MARGIN - 16}px`,
      },
      phraseLines(phrase, { width: 888, maxLines: 3, largest: 128, smallest: 40 }, toHex(INK)),
      inlineName(name, toHex(readableOn(brand, paper)), toHex(brand), toHex(ink)),
    ),
  );
}
