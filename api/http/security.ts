import { createHash } from 'node:crypto';
import type { Context, Next } from 'hono';
import { ApiError } from './api-error.ts';
import type { AppEnv } from './app-env.ts';

/** ASVS 3.4.1 asks for a year at least. */
const HSTS = 'max-age=31536000; includeSubDomains';

/**
 * The page's own origin, and for a plain local address its other spelling, since people type both.
 * @param publicUrl address that browsers use, any path.
 */
export function allowedOrigins(publicUrl: string): readonly string[] {
  const url = new URL(publicUrl);
  const twins: Readonly<Record<string, string>> = {
    localhost: '127.0.0.1',
    '127.0.0.1': 'localhost',
  };
  const twin = url.protocol === 'http:' ? twins[url.hostname] : undefined;
  if (twin === undefined) return [url.origin];
  return [url.origin, `http://${twin}${url.port === '' ? '' : `:${url.port}`}`];
}

/**
 * Refuses writes that another site could have caused. Browsers send `Origin` with every unsafe method; a program has
 * to send it too. Safe methods change nothing here, so they pass.
 * @param signedPaths where a signature is checked instead.
 */
export function originCheck(publicUrl: string, signedPaths: ReadonlySet<string> = new Set()) {
  const origins = new Set(allowedOrigins(publicUrl));
  return async (c: Context<AppEnv>, next: Next): Promise<void> => {
    const isTold = isSafe(c.req.method) || signedPaths.has(c.req.path);
    if (!isTold && !isSameOrigin(c, origins)) {
      throw new ApiError({
        status: 403,
        code: 'request.foreign_origin',
        message: 'This request did not come from the Aigency page, so it was not carried out.',
      });
    }
    await next();
  };
}

function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

function isSameOrigin(c: Context<AppEnv>, origins: ReadonlySet<string>): boolean {
  const origin = c.req.header('origin');
  return origin === undefined
    ? c.req.header('sec-fetch-site') === 'same-origin'
    : origins.has(origin);
}

/** The policy of every answer; scripts written into the page itself are allowed by their hash only. */
export function contentSecurityPolicy(inlineScripts: readonly string[]): string {
  const hashes = inlineScripts.map(
    (script) => ` 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    `script-src 'self'${hashes.join('')}`,
    "style-src 'self'",
    // Widths and positions that are set while the page runs; style sheets stay our own files.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
}

/** Headers of every answer. API answers hold a person's data and are never kept by caches. */
export function securityHeaders(options: { publicUrl: string; policy: string }) {
  const isHttps = new URL(options.publicUrl).protocol === 'https:';
  return async (c: Context<AppEnv>, next: Next): Promise<void> => {
    await next();
    const set = (name: string, value: string): void => {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    };
    set('content-security-policy', options.policy);
    set('x-content-type-options', 'nosniff');
    set('x-frame-options', 'DENY');
    set('referrer-policy', 'no-referrer');
    set('cross-origin-opener-policy', 'same-origin');
    set('cross-origin-resource-policy', 'same-origin');
    set('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()');
    set('cache-control', 'no-store');
    if (isHttps) set('strict-transport-security', HSTS);
  };
}
