import { readFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, test, vi } from 'vitest';
import { readPictureFile } from './picture-file.ts';
import { checkUpload, cutUpload, MAX_UPLOAD_BYTES, UploadError } from './upload.ts';

// Pictures of this size take a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

/** 640 by 416: red and green above, blue and white below. */
const JPEG = readFileSync(new URL('quadrants.jpg', import.meta.url));
const NAMES = { red: [255, 0, 0], green: [0, 255, 0], blue: [0, 0, 255], white: [255, 255, 255] };

function png(width: number, height: number, inside: string): Buffer {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${inside}</svg>`;
  return Buffer.from(new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng());
}

/** A head of a PNG as large as it says, without pixels. */
function pngHead(width: number, height: number): Buffer {
  const head = Buffer.from(png(1, 1, '').subarray(0, 33));
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
}

function pngChunk(kind: string, inside: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(inside.length);
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), inside]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** All of one grey: small as a file, as large as any other once it is open. */
function greyPng(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  const rows = Buffer.alloc((width + 1) * height, 128);
  for (let row = 0; row < height; row += 1) rows[row * (width + 1)] = 0;
  return Buffer.concat([
    png(1, 1, '').subarray(0, 8),
    pngChunk('IHDR', head),
    pngChunk('IDAT', deflateSync(rows, { level: 1 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The JPEG with an orientation as cameras write it, in either order of bytes. */
function turned(orientation: number, order: 'II' | 'MM' = 'MM'): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write(order, 0, 'latin1');
  const short = (value: number, at: number) =>
    order === 'II' ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at);
  const long = (value: number, at: number) =>
    order === 'II' ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at);
  short(42, 2);
  long(8, 4);
  short(1, 8);
  short(0x01_12, 10);
  short(3, 12);
  long(1, 14);
  short(orientation, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, body.length + 2]);
  return Buffer.concat([JPEG.subarray(0, 2), head, body, JPEG.subarray(2)]);
}

/** Names of the colours in the four corners: above left, above right, below left, below right. */
function corners(picture: Buffer, width: number, height: number): string[] {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" href="data:image/png;base64,${picture.toString('base64')}"/></svg>`;
  const { pixels } = new Resvg(svg).render();
  const places = [
    [40, 40],
    [width - 40, 40],
    [40, height - 40],
    [width - 40, height - 40],
  ] as const;
  return places.map(([x, y]) => {
    const at = (y * width + x) * 4;
    const [name] = Object.entries(NAMES).find(([, wanted]) =>
      wanted.every((value, channel) => Math.abs((pixels[at + channel] ?? -1) - value) < 40),
    ) ?? ['another colour'];
    return name;
  });
}

function problemOf(bytes: Buffer): string | null {
  try {
    checkUpload(bytes);
    return null;
  } catch (error) {
    if (error instanceof UploadError) return error.code;
    throw error;
  }
}

test('a JPEG is cut into both shapes, as PNG without anything the file said of itself', async () => {
  const { square, portrait } = await cutUpload(JPEG);
  expect(readPictureFile(square.png)).toMatchObject({ width: 1080, height: 1080 });
  expect(readPictureFile(portrait.png)).toMatchObject({ width: 1080, height: 1350 });
  expect(corners(square.png, 1080, 1080)).toEqual(['red', 'green', 'blue', 'white']);
  const kinds = square.png.toString('latin1').match(/eXIf|tEXt|iTXt|zTXt|tIME|iCCP/g);
  expect(kinds).toBeNull();
  expect((await cutUpload(JPEG)).square.png.equals(square.png)).toBe(true);
});

test.each([
  [1, ['red', 'green', 'blue', 'white']],
  [2, ['green', 'red', 'white', 'blue']],
  [3, ['white', 'blue', 'green', 'red']],
  [4, ['blue', 'white', 'red', 'green']],
  [5, ['red', 'blue', 'green', 'white']],
  [6, ['blue', 'red', 'white', 'green']],
  [7, ['white', 'green', 'blue', 'red']],
  [8, ['green', 'white', 'red', 'blue']],
] as const)('a picture with orientation %i is shown upright', async (orientation, expected) => {
  // Turned on its side, the small one would be too narrow.
  const wide = orientation < 5 ? turned(orientation) : wider(turned(orientation, 'II'));
  const { square } = await cutUpload(wide);
  expect(corners(square.png, 1080, 1080)).toEqual(expected);
});

/** The same colours, but 1,280 by 832, in a PNG that carries the orientation. */
function wider(jpeg: Buffer): Buffer {
  const { orientation } = readPictureFile(jpeg) ?? { orientation: 1 };
  const large = png(
    1280,
    832,
    `<image width="1280" height="832" href="data:image/jpeg;base64,${JPEG.toString('base64')}"/>`,
  );
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex');
  tiff.writeUInt16BE(orientation, 18);
  const chunk = pngChunk('eXIf', tiff);
  return Buffer.concat([large.subarray(0, 33), chunk, large.subarray(33)]);
}

test('the middle stays, the sides go', async () => {
  const wide = png(
    2400,
    800,
    '<rect width="800" height="800" fill="#f00"/><rect x="800" width="800" height="800" fill="#00f"/><rect x="1600" width="800" height="800" fill="#0f0"/>',
  );
  const { square } = await cutUpload(wide);
  expect(corners(square.png, 1080, 1080)).toEqual(['blue', 'blue', 'blue', 'blue']);
});

test('what shines through becomes white', async () => {
  const { square } = await cutUpload(png(700, 700, '<circle cx="350" cy="350" r="200"/>'));
  expect(corners(square.png, 1080, 1080)).toEqual(['white', 'white', 'white', 'white']);
});

test('a large picture is worked on beside the thread that answers people', async () => {
  const large = greyPng(5_000, 4_000);
  const [thread, all] = [process.threadCpuUsage(), process.cpuUsage()];
  await cutUpload(large);
  const ours = process.threadCpuUsage(thread);
  const whole = process.cpuUsage(all);
  expect(ours.user + ours.system).toBeLessThan((whole.user + whole.system) / 10);
});

test('a fine pattern is averaged when it is made smaller, not picked from', async () => {
  const lines = '<path d="M2 0V4320" stroke="#000" stroke-width="2"/>';
  const pattern = `<defs><pattern id="p" width="4" height="4320" patternUnits="userSpaceOnUse">${lines}</pattern></defs><rect width="4320" height="4320" fill="#fff"/><rect width="4320" height="4320" fill="url(#p)"/>`;
  const { square } = await cutUpload(png(4320, 4320, pattern));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="1080"><image width="1080" height="1080" href="data:image/png;base64,${square.png.toString('base64')}"/></svg>`;
  const { pixels } = new Resvg(svg).render();
  const middle = Array.from({ length: 200 }, (_, index) => pixels[(540 * 1080 + 400 + index) * 4]);
  for (const value of middle) expect(Math.abs((value ?? 0) - 127)).toBeLessThan(30);
}, 30_000);

describe('what cannot be used is refused', () => {
  test.each([
    ['nothing', Buffer.alloc(0), 'picture.not_a_picture'],
    ['text', Buffer.from('hello'), 'picture.not_a_picture'],
    ['a GIF', Buffer.from('GIF89a\u0001\u0000\u0001\u0000'), 'picture.not_a_picture'],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'picture.not_a_picture'],
    ['a WebP', Buffer.from('RIFF\0\0\0\0WEBPVP8 '), 'picture.not_a_picture'],
    ['the first bytes of a JPEG', JPEG.subarray(0, 3), 'picture.not_a_picture'],
    ['a JPEG cut before its size', JPEG.subarray(0, 30), 'picture.not_a_picture'],
    ['the first bytes of a PNG', pngHead(700, 700).subarray(0, 12), 'picture.not_a_picture'],
    ['a PNG without size', pngHead(0, 700), 'picture.not_a_picture'],
    ['too narrow', pngHead(599, 2_000), 'picture.too_small'],
    ['too low', pngHead(2_000, 299), 'picture.too_small'],
    ['too many pixels', pngHead(5_000, 5_001), 'picture.too_many_pixels'],
    ['far too many pixels', pngHead(0xff_ff_ff_ff, 0xff_ff_ff_ff), 'picture.too_many_pixels'],
    ['too many bytes', Buffer.alloc(MAX_UPLOAD_BYTES + 1), 'picture.too_large'],
    ['on its side too narrow', turned(6), 'picture.too_small'],
  ])('%s', (_name, bytes, expected) => {
    expect(problemOf(bytes)).toBe(expected);
  });

  test.each([
    ['a PNG without pixels', pngHead(700, 700)],
    ['a PNG that breaks off', png(700, 700, '<rect width="9" height="9"/>').subarray(0, 60)],
    ['a JPEG without pixels', JPEG.subarray(0, 330)],
    ['a picture in which nothing can be seen', png(700, 700, '')],
  ])('%s', async (_name, bytes) => {
    await expect(cutUpload(bytes)).rejects.toThrow('damaged or empty');
    // The next one in line is not harmed.
    expect((await cutUpload(JPEG)).square.width).toBe(1080);
  });

  test('the least that is enough is taken', () => {
    expect(problemOf(pngHead(600, 300))).toBeNull();
    expect(problemOf(pngHead(5_000, 5_000))).toBeNull();
  });
});
