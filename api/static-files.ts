import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Context } from 'hono';
import type { AppEnv } from './http/app-env.ts';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  json: 'application/json',
  webmanifest: 'application/manifest+json',
  txt: 'text/plain; charset=utf-8',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  ico: 'image/x-icon',
  woff: 'font/woff',
  woff2: 'font/woff2',
};
/** Formats that are compressed already. */
const DENSE = new Set(['png', 'jpg', 'webp', 'ico', 'woff', 'woff2']);

type File = {
  readonly type: string;
  readonly etag: string;
  readonly isHashed: boolean;
  readonly bytes: Buffer<ArrayBuffer>;
  readonly brotli: Buffer<ArrayBuffer> | null;
  readonly gzip: Buffer<ArrayBuffer> | null;
};

export type StaticSite = {
  /** What the page writes into itself as script, to be allowed by hash. */
  readonly inlineScripts: readonly string[];
  /** The file, or the page for every other address; null when there is no page. */
  readonly answer: (c: Context<AppEnv>) => Response | null;
};

/**
 * The built page, read once. Requests are looked up in a table of what was there at the start, so no address can
 * lead out of the folder.
 */
export function loadStaticSite(dir: string | null): StaticSite {
  const files = new Map<string, File>();
  for (const path of dir === null ? [] : listFiles(dir)) {
    files.set(
      `/${relative(dir ?? '', path)
        .split(sep)
        .join('/')}`,
      readFile(path),
    );
  }
  const page = files.get('/index.html') ?? null;
  return {
    inlineScripts: page === null ? [] : inlineScriptsOf(page.bytes.toString('utf8')),
    answer(c) {
      const file = files.get(c.req.path);
      if (file !== undefined) return send(c, file);
      // A missing script must not be answered with the page: the browser would try to run it.
      return page === null || /\.\w+$/.test(c.req.path) ? null : send(c, page);
    },
  };
}

function listFiles(dir: string): string[] {
  try {
    return readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

function readFile(path: string): File {
  const bytes = Buffer.from(readFileSync(path));
  const extension = path.split('.').at(-1) ?? '';
  const isDense = DENSE.has(extension);
  return {
    type: TYPES[extension] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    // The bundler's names: assets/index-BxK3d9aQ.js
    isHashed: /[\\/]assets[\\/].+-[\w-]{8}\.\w+$/.test(path),
    bytes,
    brotli: isDense
      ? null
      : Buffer.from(brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } })),
    gzip: isDense ? null : Buffer.from(gzipSync(bytes)),
  };
}

function inlineScriptsOf(html: string): string[] {
  return [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi)].map(
    (match) => match[1] ?? '',
  );
}

function send(c: Context<AppEnv>, file: File): Response {
  const headers: Record<string, string> = {
    'content-type': file.type,
    etag: file.etag,
    vary: 'accept-encoding',
    'cache-control': file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
  if (c.req.header('if-none-match') === file.etag) return c.body(null, 304, headers);
  const accepted = c.req.header('accept-encoding') ?? '';
  if (file.brotli !== null && /\bbr\b/.test(accepted)) {
    return c.body(file.brotli, 200, { ...headers, 'content-encoding': 'br' });
  }
  if (file.gzip !== null && /\bgzip\b/.test(accepted)) {
    return c.body(file.gzip, 200, { ...headers, 'content-encoding': 'gzip' });
  }
  return c.body(file.bytes, 200, headers);
}
