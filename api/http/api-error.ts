import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ErrorBody } from '../../contract/http.ts';

/** A refusal that the person at the other end is told: status, dotted code, and a sentence with a way out. */
export class ApiError extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly field: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(options: {
    status: ContentfulStatusCode;
    code: string;
    message: string;
    field?: string;
    headers?: Readonly<Record<string, string>>;
    cause?: unknown;
  }) {
    super(options.message, { cause: options.cause });
    this.name = 'ApiError';
    this.status = options.status;
    this.code = options.code;
    this.field = options.field ?? null;
    this.headers = options.headers ?? {};
  }

  toBody(): ErrorBody {
    const { code, message, field } = this;
    return { error: { code, message, ...(field === null ? {} : { field }) } };
  }
}

/** Somebody else's thing and a thing that never was get this same answer. */
export function notFound(what: 'project' | 'conversation' | 'message' | 'campaign' | 'thing') {
  return new ApiError({
    status: 404,
    code: `${what}.not_found`,
    message: `There is no such ${what} in your account. Nothing was changed.`,
  });
}

export function conflict(code: string, message: string): ApiError {
  return new ApiError({ status: 409, code, message });
}

export function badInput(field: string, problem: string): ApiError {
  return new ApiError({
    status: 400,
    code: 'request.bad_field',
    message: `${field === '' ? 'The request' : `“${field}”`} cannot be used: ${problem} Nothing was changed.`,
    ...(field === '' ? {} : { field }),
  });
}

export function signedOut(): ApiError {
  return new ApiError({
    status: 401,
    code: 'auth.signed_out',
    message: 'You are not signed in, or your session has ended. Please sign in and try again.',
  });
}
