import type { CutPictures } from './cut-picture.ts';
import { cutUpload, MAX_UPLOAD_BYTES, UploadError } from './upload.ts';

/** Something that makes a photo-like picture from words. */
export type ImageModel = {
  /** @param prompt what is to be seen. @throws ImageModelError */
  readonly make: (prompt: string) => Promise<CutPictures>;
};

export type ImageModelOptions = {
  /** Takes POST { prompt, width, height } and answers with the bytes of a PNG or JPEG. */
  readonly url: string;
  readonly apiKey: string;
  /** For the whole answer, in ms. */
  readonly timeoutMs?: number;
};

export class ImageModelError extends Error {
  readonly code: 'image_model.no_answer' | 'image_model.refused' | 'image_model.unusable';
  constructor(code: ImageModelError['code'], message: string) {
    super(message);
    this.name = 'ImageModelError';
    this.code = code;
  }
}

const TIMEOUT_MS = 60_000;
const SIZE = { width: 1080, height: 1350 } as const;

/** A model behind an address of the operator's choice. What it makes passes the same checks as a person's picture. */
export function createImageModel(options: ImageModelOptions): ImageModel {
  const { url, apiKey, timeoutMs = TIMEOUT_MS } = options;
  return {
    make: async (prompt) => {
      const bytes = await ask(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
        body: JSON.stringify({ prompt, ...SIZE }),
        // A redirect could carry the key elsewhere.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      return await cutUpload(bytes).catch((error: unknown) => {
        throw error instanceof UploadError ? unusable() : error;
      });
    },
  };
}

async function ask(url: string, request: RequestInit): Promise<Buffer> {
  try {
    const answer = await fetch(url, request);
    if (!answer.ok) {
      await answer.body?.cancel();
      throw new ImageModelError(
        'image_model.refused',
        `The image model refused with status ${answer.status}. No picture was made.`,
      );
    }
    return await readUpTo(answer, MAX_UPLOAD_BYTES);
  } catch (error) {
    if (error instanceof ImageModelError) throw error;
    // The cause is dropped on purpose: it could carry the request with its key.
    throw new ImageModelError(
      'image_model.no_answer',
      'The image model did not answer. No picture was made.',
    );
  }
}

async function readUpTo({ body }: Response, most: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.length;
    // Leaving the loop ends the connection.
    if (size > most) throw unusable();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function unusable(): ImageModelError {
  return new ImageModelError(
    'image_model.unusable',
    'The image model gave no picture that can be used. No picture was made.',
  );
}
