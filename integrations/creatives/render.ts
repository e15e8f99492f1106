import { Resvg } from '@resvg/resvg-js';
import satori from 'satori';
import { parseColour } from './colour.ts';
import { drawable, fontsFor } from './fonts.ts';
import { PICTURE_HEIGHT, PICTURE_WIDTH } from './layout-parts.ts';
import { layOut } from './layouts.ts';
import type { Layout } from './layouts.ts';

export type PictureRequest = {
  readonly layout: Layout;
  /** A few words; characters that cannot be drawn are left out. */
  readonly phrase: string;
  readonly businessName: string;
  /** "#1f6f54". */
  readonly brandColour: string;
  /** A data URI of a PNG or JPEG, shown instead of drawn shapes. One from an upload is known to open. */
  readonly photo?: string | null;
};

export type Picture = {
  readonly png: Buffer;
  readonly mime: 'image/png';
  readonly width: number;
  readonly height: number;
};

const LONGEST_NAME = 40;

/** Draws one ad picture. The same request always gives the same bytes. */
export async function renderPicture(request: PictureRequest): Promise<Picture> {
  const phrase = await drawable(request.phrase);
  const name = (await drawable(request.businessName)).slice(0, LONGEST_NAME);
  const content = {
    phrase,
    name,
    brand: parseColour(request.brandColour),
    photo: request.photo ?? null,
  };
  const svg = await satori(layOut(request.layout, content), {
    width: PICTURE_WIDTH,
    height: PICTURE_HEIGHT,
    fonts: await fontsFor(`${phrase}${name}`),
  });
  // Letters are outlines already; system fonts would make pictures differ between machines.
  const image = new Resvg(svg, { font: { loadSystemFonts: false } }).render();
  return { png: image.asPng(), mime: 'image/png', width: image.width, height: image.height };
}
