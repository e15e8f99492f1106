import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Logger } from 'pino';
import { ApiError } from './api-error.ts';
import type { AppEnv } from './app-env.ts';

const PROTOCOL_ERRORS: Readonly<Record<number, { code: string; message: string }>> = {
  400: {
    code: 'request.unreadable',
    message: 'The request could not be read. Nothing was changed.',
  },
  413: {
    code: 'request.too_large',
    message: 'This is too long to be taken in. Please shorten it. Nothing was changed.',
  },
};

/** Postgres: shutting down, crashed, starting up, out of connections; and the ways a socket ends. */
const DATABASE_AWAY = new Set([
  '57P01',
  '57P02',
  '57P03',
  '53300',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'ETIMEDOUT',
]);

/** Turns whatever a handler throws into the one error shape; nothing of the error itself reaches the person. */
export function createErrorHandler(logger: Logger) {
  return (error: Error, c: Context<AppEnv>): Response => {
    const refusal = toApiError(error, c.get('requestId'));
    if (refusal.status >= 500) {
      logger.error(
        { err: error, requestId: c.get('requestId'), code: refusal.code },
        'request failed',
      );
    }
    c.set('errorCode', refusal.code);
    return c.json(refusal.toBody(), refusal.status, { ...refusal.headers });
  };
}

function toApiError(error: Error, requestId: string): ApiError {
  if (error instanceof ApiError) return error;
  const known = error instanceof HTTPException ? PROTOCOL_ERRORS[error.status] : undefined;
  if (error instanceof HTTPException && known !== undefined) {
    return new ApiError({ status: error.status, ...known });
  }
  if (isDatabaseAway(error)) {
    return new ApiError({
      status: 503,
      code: 'service.database_away',
      message:
        'I cannot reach my memory just now. Nothing was changed. Please try again in a moment.',
      headers: { 'retry-after': '2' },
    });
  }
  return new ApiError({
    status: 500,
    code: 'service.fault',
    message: `This did not work because of a fault on our side. Please try again; if it stays, tell us the number ${requestId}.`,
  });
}

function isDatabaseAway(error: Error): boolean {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return DATABASE_AWAY.has(code) || error.message.startsWith('Connection terminated');
}
