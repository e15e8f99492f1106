import { createHash } from 'node:crypto';
import { badParam } from '../http/graph-error.ts';

export type Picture = {
  readonly hash: string;
  readonly width: number;
  readonly height: number;
  readonly mime: 'image/png' | 'image/jpeg';
};

const LARGEST_BYTES = 30 * 1024 * 1024;
/** 600 px with Meta's tolerance of three per cent. */
const SMALLEST_WIDTH = 582;

/** Strict base64, as `bytes` must be: no data URL, no stray characters. */
export function decodeBase64(text: string): Uint8Array {
  const compact = text.replaceAll(/\s/g, '');
  if (compact === '' || compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) {
    throw badParam('Param bytes must be a base64 encoded picture.', 'bytes');
  }
  return Buffer.from(compact, 'base64');
}

/** Reads size and kind from the picture's own bytes. @throws GraphError 100 when Meta would not take it. */
export function readPicture(bytes: Uint8Array): Picture {
  if (bytes.byteLength > LARGEST_BYTES)
    throw badParam('The image file is larger than 30 MB.', 'bytes');
  const data = Buffer.from(bytes);
  const found = readPng(data) ?? readJpeg(data);
  if (!found) throw badParam('The image must be a JPG or PNG file.', 'bytes');
  if (found.width < SMALLEST_WIDTH) {
    throw badParam(
      `The image is ${found.width} pixels wide. It must be at least 600 pixels wide.`,
      'bytes',
    );
  }
  return { ...found, hash: createHash('md5').update(data).digest('hex') };
}

type Size = Omit<Picture, 'hash'>;

function readPng(data: Buffer): Size | null {
  const isPng =
    data.length > 24 &&
    data.readUInt32BE(0) === 0x89504e47 &&
    data.toString('latin1', 12, 16) === 'IHDR';
  return isPng
    ? { width: data.readUInt32BE(16), height: data.readUInt32BE(20), mime: 'image/png' }
    : null;
}

/** Walks the segments of a JPEG up to the frame header that holds its size. */
function readJpeg(data: Buffer): Size | null {
  if (data.length < 4 || data.readUInt16BE(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 9 < data.length) {
    if (data[at] !== 0xff) return null;
    const marker = data[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      return {
        height: data.readUInt16BE(at + 5),
        width: data.readUInt16BE(at + 7),
        mime: 'image/jpeg',
      };
    }
    at += 2 + data.readUInt16BE(at + 2);
  }
  return null;
}
