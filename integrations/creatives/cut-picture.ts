import { renderAsync } from '@resvg/resvg-js';
import { upright } from './picture-file.ts';
import type { PictureFile, Shape } from './picture-file.ts';
import type { Picture } from './render.ts';

/** 1:1 and 4:5, the two shapes in which ads are shown. */
const SHAPES = {
  square: { width: 1080, height: 1080 },
  portrait: { width: 1080, height: 1350 },
} as const;

export type CutPictures = { readonly square: Picture; readonly portrait: Picture };

/**
 * Decodes a picture and cuts both shapes from its middle. Takes seconds of a processor and hundreds of megabytes for a
 * large one: not for a thread that has anything else to do.
 * @returns null when it cannot be decoded, or there is nothing to be seen.
 */
export async function cutPicture(bytes: Buffer, file: PictureFile): Promise<CutPictures | null> {
  if (!(await opens(bytes, file))) return null;
  return {
    square: await cut(bytes, file, SHAPES.square),
    portrait: await cut(bytes, file, SHAPES.portrait),
  };
}

/** A picture that cannot be decoded is left out of the drawing without a word, and nothing of it is opaque. */
async function opens(bytes: Buffer, file: PictureFile): Promise<boolean> {
  const sample = { width: 64, height: 64 };
  const { pixels } = await render(drawing(bytes, file, sample), null);
  return pixels.some((value, index) => index % 4 === 3 && value > 0);
}

async function cut(bytes: Buffer, file: PictureFile, shape: Shape): Promise<Picture> {
  // Shrinking to less than half at once would skip pixels; each step halves at most.
  let factor = 1;
  while (scaleTo(file, shape) * factor < 0.5) factor *= 2;
  const first = { width: shape.width * factor, height: shape.height * factor };
  let png = (await render(drawing(bytes, file, first), 'white')).asPng();
  for (; factor > 1; factor /= 2) {
    const from = { width: shape.width * factor, height: shape.height * factor };
    const to = { width: from.width / 2, height: from.height / 2 };
    const drawn: PictureFile = { mime: 'image/png', ...from, orientation: 1 };
    png = (await render(drawing(png, drawn, to), 'white')).asPng();
  }
  return { png, mime: 'image/png', ...shape };
}

async function render(svg: string, background: string | null) {
  return await renderAsync(svg, {
    font: { loadSystemFonts: false },
    imageRendering: 0,
    ...(background === null ? {} : { background }),
  });
}

/** The picture over the whole shape, its middle in the middle, what is too much cut off. */
function drawing(bytes: Buffer, file: PictureFile, shape: Shape): string {
  const { width, height, mime, orientation } = file;
  const scale = scaleTo(file, shape);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${shape.width}" height="${shape.height}">`,
    `<g transform="translate(${shape.width / 2} ${shape.height / 2}) scale(${scale}) ${TURNS[orientation] ?? ''}">`,
    `<image x="${-width / 2}" y="${-height / 2}" width="${width}" height="${height}" preserveAspectRatio="none" href="data:${mime};base64,${bytes.toString('base64')}"/>`,
    '</g></svg>',
  ].join('');
}

/** What each orientation of Exif asks for (CIPA DC-008, 4.6.4), around the middle. */
const TURNS: Readonly<Record<number, string>> = {
  2: 'scale(-1 1)',
  3: 'rotate(180)',
  4: 'scale(1 -1)',
  5: 'matrix(0 1 1 0 0 0)',
  6: 'rotate(90)',
  7: 'matrix(0 -1 -1 0 0 0)',
  8: 'rotate(-90)',
};

function scaleTo(file: PictureFile, shape: Shape): number {
  const { width, height } = upright(file);
  return Math.max(shape.width / width, shape.height / height);
}
