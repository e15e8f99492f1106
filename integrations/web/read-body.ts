import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

export type Body =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  /** Packed in a way that nobody asked for. */
  | { readonly kind: 'unknown-packing' };

/** What a request may offer, so that `readBody` can unpack it. */
export const ACCEPTED_PACKING = 'gzip, br';

/**
 * The beginning of an answer's body, at most `most` bytes of it, packed and unpacked alike: what swells while it is
 * unpacked is cut off there, never held as a whole.
 * @throws when the connection breaks or the packing is damaged before that.
 */
export async function readBody(answer: IncomingMessage, most: number): Promise<Body> {
  const packing = (answer.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const source = unpacked(answer, packing);
  if (source === null) return { kind: 'unknown-packing' };
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of source) {
    if (!Buffer.isBuffer(piece)) continue;
    const kept = piece.subarray(0, most - size);
    pieces.push(kept);
    size += kept.length;
    // Leaving the loop destroys the stream, so nothing more is unpacked.
    if (size >= most) break;
  }
  return { kind: 'bytes', bytes: Buffer.concat(pieces, size) };
}

function unpacked(answer: IncomingMessage, packing: string): Readable | null {
  if (packing === 'identity' || packing === '') return answer;
  const unpack = {
    gzip: createGunzip,
    'x-gzip': createGunzip,
    deflate: createInflate,
    br: createBrotliDecompress,
  }[packing];
  if (unpack === undefined) return null;
  const stream = unpack();
  answer.on('error', (error) => stream.destroy(error));
  return answer.pipe(stream);
}
