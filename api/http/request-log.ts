import type { Context, Next } from 'hono';
import type { Logger } from 'pino';
import type { AppEnv } from './app-env.ts';

/**
 * Gives each request a number and writes one line when it is answered: the route's pattern, never the address itself,
 * which can hold a sign-in code.
 */
export function requestLog(options: { logger: Logger; newId: () => string; now: () => number }) {
  return async (c: Context<AppEnv>, next: Next): Promise<void> => {
    const requestId = options.newId();
    const startedAt = options.now();
    c.set('requestId', requestId);
    await next();
    c.res.headers.set('x-request-id', requestId);
    const line = {
      requestId,
      method: c.req.method,
      route: c.get('route') ?? 'none',
      status: c.res.status,
      ms: options.now() - startedAt,
      userId: c.get('caller')?.userId,
      code: c.get('errorCode'),
    };
    if (c.res.status === 401 || c.res.status === 403) options.logger.warn(line, 'request refused');
    // Reads are the many and tell the least.
    else if (c.req.method === 'GET' && c.res.status < 400) options.logger.debug(line, 'request');
    else options.logger.info(line, 'request');
  };
}
