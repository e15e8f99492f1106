import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Uploaded pictures by content hash. */
export type Blobs = {
  readonly put: (hash: string, bytes: Uint8Array) => void;
  readonly get: (hash: string) => Uint8Array | null;
};

export function createMemoryBlobs(): Blobs {
  const held = new Map<string, Uint8Array>();
  return {
    put: (hash, bytes) => void held.set(hash, bytes),
    get: (hash) => held.get(hash) ?? null,
  };
}

export function createFileBlobs(folder: string): Blobs {
  return {
    put: (hash, bytes) => {
      mkdirSync(folder, { recursive: true });
      const path = join(folder, hash);
      if (!existsSync(path)) writeFileSync(path, bytes, { flush: true });
    },
    get: (hash) => {
      const path = join(folder, hash);
      return /^[0-9a-f]{32}$/.test(hash) && existsSync(path) ? readFileSync(path) : null;
    },
  };
}
