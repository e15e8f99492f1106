import { parentPort, workerData } from 'node:worker_threads';
import { cutPicture } from './cut-picture.ts';
import type { PictureFile } from './picture-file.ts';

/** What a thread of its own is given; bytes arrive as a plain array. */
export type CutOrder = { readonly bytes: Uint8Array; readonly file: PictureFile };

function isOrder(value: unknown): value is CutOrder {
  return typeof value === 'object' && value !== null && 'bytes' in value && 'file' in value;
}

if (!isOrder(workerData)) throw new Error('The thread that cuts pictures was given none.');
const { bytes, file } = workerData;
parentPort?.postMessage(
  await cutPicture(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), file),
);
