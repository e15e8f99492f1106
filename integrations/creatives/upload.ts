import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { CutPictures } from './cut-picture.ts';
import type { CutOrder } from './cut-thread.ts';
import { readPictureFile, upright } from './picture-file.ts';
import type { PictureFile } from './picture-file.ts';

export const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;
/** More than today's phones take unless asked to; open, a picture takes four bytes a pixel, several times over. */
const MAX_PIXELS = 25_000_000;
const MIN_WIDTH = 600;
const MIN_HEIGHT = 300;

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
    'This picture has more than 25 million pixels, far more than an ad can show. Please save it smaller; 2,000 pixels across are plenty. Nothing was kept.',
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

/** A large picture takes hundreds of megabytes while it is open, so there is one at a time. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Checks a person's picture and cuts its middle into both shapes of an ad, upright and on white, without anything
 * that the file said about itself: place, camera, owner. The same file always gives the same bytes.
 * @throws UploadError
 */
export async function cutUpload(bytes: Buffer): Promise<CutPictures> {
  const file = checkUpload(bytes);
  const cutting = last.then(async () => await cutApart({ bytes, file }));
  last = cutting.catch(() => undefined);
  const cut = await cutting;
  if (cut === null) throw new UploadError('picture.unreadable');
  return cut;
}

const LONGEST_CUT_MS = 60_000;
/** For the thread's own objects; the pixels are bounded by their number. */
const THREAD_HEAP_MB = 128;

/** In a thread of its own: the one that answers people goes on meanwhile, and all memory is given back at the end. */
async function cutApart(order: CutOrder): Promise<CutPictures | null> {
  const thread = new Worker(new URL('./cut-thread.ts', import.meta.url), {
    workerData: order,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MB },
  });
  try {
    const [answer] = await once(thread, 'message', { signal: AbortSignal.timeout(LONGEST_CUT_MS) });
    return received(answer);
  } finally {
    await thread.terminate();
  }
}

type Sent<Value> = Value extends Buffer
  ? Uint8Array
  : Value extends object
    ? { readonly [Key in keyof Value]: Sent<Value[Key]> }
    : Value;

/** Between threads a buffer becomes a plain array of bytes. */
function received(cut: Sent<CutPictures> | null): CutPictures | null {
  if (cut === null) return null;
  const { square, portrait } = cut;
  return {
    square: { ...square, png: Buffer.from(square.png) },
    portrait: { ...portrait, png: Buffer.from(portrait.png) },
  };
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
