import { renderAsync } from '@resvg/resvg-js';
import { readPictureFile } from './picture-file.ts';
import type { PictureFile } from './picture-file.ts';
import type { Picture } from './render.ts';

export const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;
const MAX_PIXELS = 40_000_000;
const MIN_WIDTH = 600;
const MIN_HEIGHT = 300;

/** 1:1 and 4:5, the two shapes in which ads are shown. */
const SHAPES = {
  square: { width: 1080, height: 1080 },
  portrait: { width: 1080, height: 1350 },
} as const;
type Shape = { readonly width: number; readonly height: number };

export type UploadProblem =
  | 'picture.too_large'
  | 'picture.not_a_picture'
  | 'picture.too_small'
  | 'picture.too_many_pixels'
  | 'picture.unreadable';

const WORDS: Readonly<Record<UploadProblem, string>> = {
  'picture.too_large':
    'This picture is larger than 10 MB. Please choose a smaller one. Nothing was kept.',
  'picture.not_a_picture':
    'This is not a picture I can use. Please choose a PNG or a JPEG. Nothing was kept.',
  'picture.too_small':
    'This picture is too small to look sharp in an ad. Please choose one that is at least 600 pixels wide and 300 high. Nothing was kept.',
  'picture.too_many_pixels':
    'This picture has more than 40 million pixels. Please choose a smaller one. Nothing was kept.',
  'picture.unreadable':
    'This picture is damaged or empty, so I cannot open it. Please save it again or choose another one. Nothing was kept.',
};

/** A picture that cannot be used; the message is for the person who chose it. */
export class UploadError extends Error {
  readonly code: UploadProblem;
  constructor(code: UploadProblem) {
    super(WORDS[code]);
    this.name = 'UploadError';
    this.code = code;
  }
}

export type CutPictures = { readonly square: Picture; readonly portrait: Picture };

/** A large picture takes hundreds of megabytes while it is open, so there is one at a time. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Checks a person's picture and cuts its middle into both shapes of an ad, upright and on white, without anything
 * that the file said about itself: place, camera, owner. The same file always gives the same bytes.
 * @throws UploadError
 */
export async function cutUpload(bytes: Buffer): Promise<CutPictures> {
  const file = checkUpload(bytes);
  const cutting = last.then(async () => {
    await checkOpens(bytes, file);
    return {
      square: await cut(bytes, file, SHAPES.square),
      portrait: await cut(bytes, file, SHAPES.portrait),
    };
  });
  last = cutting.catch(() => undefined);
  return await cutting;
}

/** What can be told without opening the picture. @throws UploadError */
export function checkUpload(bytes: Buffer): PictureFile {
  if (bytes.length > MAX_UPLOAD_BYTES) throw new UploadError('picture.too_large');
  const file = readPictureFile(bytes);
  if (file === null) throw new UploadError('picture.not_a_picture');
  if (file.width * file.height > MAX_PIXELS) throw new UploadError('picture.too_many_pixels');
  const { width, height } = upright(file);
  if (width < MIN_WIDTH || height < MIN_HEIGHT) throw new UploadError('picture.too_small');
  return file;
}

/** A picture that cannot be decoded is left out of the drawing without a word, and nothing of it is opaque. */
async function checkOpens(bytes: Buffer, file: PictureFile): Promise<void> {
  const sample = { width: 64, height: 64 };
  const { pixels } = await render(drawing(bytes, file, sample), null);
  if (!pixels.some((value, index) => index % 4 === 3 && value > 0)) {
    throw new UploadError('picture.unreadable');
  }
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

function upright({ width, height, orientation }: PictureFile): Shape {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}
