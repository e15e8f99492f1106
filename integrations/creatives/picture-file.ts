/** What the head of a picture says. Width and height are those of the stored pixels, before turning. */
export type PictureFile = {
  readonly mime: 'image/png' | 'image/jpeg';
  readonly width: number;
  readonly height: number;
  /** How to turn the pixels to see the picture upright: 1 to 8, as Exif counts (1: as they are). */
  readonly orientation: number;
};

const PNG_MAGIC = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const EXIF = 'Exif\0\0';
const ORIENTATION_TAG = 0x01_12;
/** Frame headers of JPEG; the numbers between them mean other things. */
const NOT_FRAMES = new Set([0xc4, 0xc8, 0xcc]);

/** Reads the head of a PNG or JPEG by its bytes, whatever it is called; null for anything else, or a broken head. */
export function readPictureFile(bytes: Buffer): PictureFile | null {
  try {
    if (bytes.subarray(0, PNG_MAGIC.length).equals(PNG_MAGIC)) return readPng(bytes);
    if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return readJpeg(bytes);
  } catch (error) {
    // A length in the file pointed beyond its end.
    if (!(error instanceof RangeError)) throw error;
  }
  return null;
}

function readPng(bytes: Buffer): PictureFile | null {
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
  return sized({
    mime: 'image/png',
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
    orientation: pngOrientation(bytes),
  });
}

/** Exif in a PNG stands in a chunk of its own. */
function pngOrientation(bytes: Buffer): number {
  for (let at = PNG_MAGIC.length; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const kind = bytes.toString('latin1', at + 4, at + 8);
    if (kind === 'eXIf') return tiffOrientation(bytes.subarray(at + 8, at + 8 + length));
    if (kind === 'IEND') return 1;
    at += length + 12;
  }
  return 1;
}

function readJpeg(bytes: Buffer): PictureFile | null {
  let orientation = 1;
  for (let at = 2; at < bytes.length;) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes.readUInt8(at + 1);
    // Fill bytes may stand before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // The pixels begin without a frame having said how many there are.
    if (marker === 0xda || marker === 0xd9) return null;
    const length = bytes.readUInt16BE(at + 2);
    if (length < 2) return null;
    const body = at + 4;
    if (marker >= 0xc0 && marker <= 0xcf && !NOT_FRAMES.has(marker)) {
      const height = bytes.readUInt16BE(body + 1);
      const width = bytes.readUInt16BE(body + 3);
      return sized({ mime: 'image/jpeg', width, height, orientation });
    }
    if (marker === 0xe1 && bytes.toString('latin1', body, body + 6) === EXIF) {
      orientation = tiffOrientation(bytes.subarray(body + 6, at + 2 + length));
    }
    at += 2 + length;
  }
  return null;
}

/** From the first directory of the TIFF that Exif is; 1 when it says nothing usable. */
function tiffOrientation(tiff: Buffer): number {
  try {
    const order = tiff.toString('latin1', 0, 2);
    if (order !== 'II' && order !== 'MM') return 1;
    const short = (at: number) => (order === 'II' ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
    const directory = order === 'II' ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
    const entries = short(directory);
    for (let entry = 0; entry < entries; entry += 1) {
      const at = directory + 2 + entry * 12;
      if (short(at) !== ORIENTATION_TAG) continue;
      const value = short(at + 8);
      return value >= 1 && value <= 8 ? value : 1;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return 1;
}

function sized(file: PictureFile): PictureFile | null {
  return file.width > 0 && file.height > 0 ? file : null;
}

export type Shape = { readonly width: number; readonly height: number };

/** Width and height as seen, after turning. */
export function upright({ width, height, orientation }: PictureFile): Shape {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}
